//! A folder and a database for one test, and the program to look after them.

use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use client::Client;
use store::{Store, testing};
use tempfile::TempDir;

/// What the program said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) struct Place {
    folder: TempDir,
    database_url: Option<String>,
}

pub(crate) const PASSWORD: &str = "correct horse";

impl Place {
    /// A folder with nothing in it, and perhaps a database with nothing but tables.
    pub(crate) fn new() -> Result<Self> {
        let database_url = match env::var("TEST_POSTGRES") {
            Ok(_) => Some(testing::store_and_address()?.1),
            Err(_) => None,
        };
        Ok(Self {
            folder: tempfile::tempdir()?,
            database_url,
        })
    }

    /// A folder with nothing in it, whatever else there is.
    pub(crate) fn with_sqlite() -> Result<Self> {
        Ok(Self {
            folder: tempfile::tempdir()?,
            database_url: None,
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.database_url.is_some()
    }

    /// The database, for a look behind the program's back.
    pub(crate) fn store(&self) -> Result<Store> {
        Ok(match &self.database_url {
            Some(url) => Store::connect(url)?,
            None => Store::open(&self.file())?,
        })
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder().join("kumki.db")
    }

    /// The program with flags that say where everything is.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = bare(args);
        command.arg("--data").arg(self.folder());
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Result<Said> {
        said(&mut self.command(args))
    }

    /// What a command answers that has to go well.
    pub(crate) fn must(&self, args: &[&str]) -> Result<String> {
        let said = self.run(args)?;
        ensure!(said.code == Some(0), "{args:?}: {said:?}");
        Ok(said.out.trim_end().to_owned())
    }

    /// A member who can start at once. The answer is the id.
    pub(crate) fn add(&self, name: &str, role: Option<&str>) -> Result<String> {
        let email = format!("{name}@mail.example");
        let mut args = vec!["accounts", "create", name, "--email", &email];
        args.extend(["--password", PASSWORD, "--confirmed", "--approved"]);
        if let Some(role) = role {
            args.extend(["--role", role]);
        }
        self.must(&args)
    }

    pub(crate) fn token(&self, name: &str) -> Result<String> {
        let scopes = "read write admin:read admin:write";
        self.must(&["tokens", "create", name, "--scopes", scopes])
    }

    /// A client in the name of a new owner.
    pub(crate) fn owner(&self, url: &str) -> Result<Client> {
        self.add("mira", Some("Owner"))?;
        Ok(Client::new(url, &self.token("mira")?)?)
    }
}

/// The program, in an environment that says nothing to it.
pub(crate) fn bare(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kumki"));
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("KUMKI_") {
            command.env_remove(name);
        }
    }
    command.args(args).stdin(Stdio::null());
    command
}

pub(crate) fn said(command: &mut Command) -> Result<Said> {
    let output = command.output().context("the program cannot be run")?;
    Ok(Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
    })
}

/// With something to read on standard input.
pub(crate) fn said_to(command: &mut Command, input: &str) -> Result<Said> {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = piped.spawn()?;
    running
        .stdin
        .take()
        .context("piped above")?
        .write_all(input.as_bytes())?;
    let output = running.wait_with_output()?;
    Ok(Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
    })
}
