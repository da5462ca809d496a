//! All tests, once on SQLite and once on PostgreSQL.

use std::{
    env, fmt, fs,
    io::{BufRead, BufReader, Write, stdout},
    path::PathBuf,
    process::{self, Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    chromium::Chromium,
    node::Node,
    postgres::{self, Cluster},
    python, workspace,
};

pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let totals = both(&Options::parse(args)?)?;
    println!("{totals}");
    Ok(totals.exit_code())
}

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Options {
    sqlite: bool,
    postgres: bool,
    python: bool,
    /// For `cargo test`.
    args: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            sqlite: true,
            postgres: true,
            python: true,
            args: Vec::new(),
        }
    }
}

impl Options {
    fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--sqlite" => options.postgres = false,
                "--postgres" => options.sqlite = false,
                "--no-python" => options.python = false,
                "--" => options.args = args.by_ref().cloned().collect(),
                _ => bail!("{arg:?} is not known; what is meant for cargo test comes after \"--\""),
            }
        }
        if !options.sqlite && !options.postgres {
            bail!("--sqlite and --postgres exclude each other; without either, both are tested");
        }
        Ok(options)
    }

    fn cargo_test(&self, before: &[&str]) -> Command {
        let mut cargo = workspace::cargo();
        cargo.arg("test");
        if !self
            .args
            .iter()
            .any(|it| it.starts_with("-p") || it.starts_with("--package"))
        {
            cargo.arg("--workspace");
        }
        cargo.arg("--no-fail-fast").args(before).args(&self.args);
        cargo.stdin(Stdio::null());
        cargo
    }
}

/// How many tests passed and failed, in all runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    passed: u64,
    failed: u64,
}

impl Totals {
    pub(crate) fn exit_code(self) -> ExitCode {
        match self.failed {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }

    /// `test result: FAILED. 3 passed; 1 failed; …`
    fn add_line(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        let number = |word| {
            let before = result.split_once(word)?.0.trim_end();
            before.rsplit(' ').next()?.parse::<u64>().ok()
        };
        self.passed += number(" passed").unwrap_or_default();
        self.failed += number(" failed").unwrap_or_default();
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Everything that was asked for; the caller prints the totals, as the last line.
pub(crate) fn both(options: &Options) -> Result<Totals> {
    let folder = Folder::new()?;
    let server = match options.postgres {
        true => Some(Server::find()?),
        false => None,
    };
    let python = match options.python {
        true => Some((python::find()?, Chromium::find()?, Node::find()?)),
        false => None,
    };

    println!("building the tests");
    let mut totals = Totals::default();
    if !options.cargo_test(&["--no-run"]).status()?.success() {
        println!("the tests cannot be built");
        totals.failed += 1;
        return Ok(totals);
    }

    let mut run = |engine: &str, postgres: Option<&str>| -> Result<()> {
        println!("running the tests on {engine}");
        let mut cargo = options.cargo_test(&[]);
        cargo.env("TMPDIR", &folder.0).env_remove("TEST_POSTGRES");
        cargo.envs(postgres.map(|url| ("TEST_POSTGRES", url)));
        if let Some((python, chromium, node)) = &python {
            cargo.env("TEST_PYTHON", python);
            cargo.envs(chromium.variables()).envs(node.variables());
        }
        count(&mut cargo, &mut totals)
    };

    if options.sqlite {
        run("SQLite", None)?;
    }
    match server {
        None => {}
        Some(Server::Given(url)) => run("PostgreSQL", Some(&url))?,
        Some(Server::Programs(programs)) => {
            let folder = folder.0.join("postgres");
            println!("starting a cluster of our own in {}", folder.display());
            fs::create_dir(&folder)?;
            let cluster = Cluster::start(&programs, &folder)?;
            run("PostgreSQL", Some(cluster.url()))?;
        }
    }
    Ok(totals)
}

/// Where the PostgreSQL comes from that we test on.
enum Server {
    /// The developer has one.
    Given(String),
    Programs(PathBuf),
}

impl Server {
    fn find() -> Result<Self> {
        if let Ok(url) = env::var("TEST_POSTGRES") {
            println!("PostgreSQL is the one in TEST_POSTGRES, {url}");
            return Ok(Self::Given(url));
        }
        let programs = postgres::find()?;
        println!("{}", postgres::describe(&programs)?);
        Ok(Self::Programs(programs))
    }
}

/// Shows what the tests print, and adds up what they say.
fn count(cargo: &mut Command, totals: &mut Totals) -> Result<()> {
    let before = totals.failed;
    let mut running = cargo.stdout(Stdio::piped()).spawn()?;
    let output = running.stdout.take().context("piped above")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let mut out = stdout().lock();
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        out.flush()?;
        totals.add_line(&String::from_utf8_lossy(&line));
    }

    let status = running.wait()?;
    if !status.success() && totals.failed == before {
        println!("cargo test failed before it could say how many tests did: {status}");
        totals.failed += 1;
    }
    Ok(())
}

/// A place for everything that the tests write, taken away at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let folder = env::temp_dir().join(format!("kumki-test-{}", process::id()));
        let made = fs::create_dir_all(&folder);
        made.with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::Totals;

    #[test]
    fn the_results_of_all_binaries_are_added_up() {
        let mut totals = Totals::default();

        totals.add_line("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured");
        totals.add_line("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured");
        totals.add_line("test it::says_passed ... ok");

        assert_eq!(totals.to_string(), "15 passed, 2 failed");
    }
}
