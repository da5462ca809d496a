//! A PostgreSQL server of our own, for as long as the tests run.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace;

/// The programs, which are installed if they are not there.
pub(crate) fn find() -> Result<PathBuf> {
    if let Some(programs) = installed() {
        return Ok(programs);
    }
    workspace::install("postgresql")?;
    installed().context("postgresql was installed, but initdb is not in /usr/lib/postgresql/*/bin")
}

/// The newest of Debian's, because what is in PATH may be a wrapper; else what is in PATH.
fn installed() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = versions.flatten().map(|it| it.path()).collect();
    folders.sort_by_key(|it| version_of(it));
    let of_debian = folders.into_iter().rev().map(|it| it.join("bin"));

    let path = env::var_os("PATH").unwrap_or_default();
    let mut candidates = of_debian.chain(env::split_paths(&path));
    candidates.find(|it| it.join("initdb").is_file() && it.join("postgres").is_file())
}

fn version_of(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.parse().ok()
}

/// What the server says it is: `postgres (PostgreSQL) 15.8 (Debian …)`
pub(crate) fn describe(programs: &Path) -> Result<String> {
    let text = workspace::answer(Command::new(programs.join("postgres")).arg("--version"))?;
    let version = text.split(' ').nth(2).unwrap_or("of an unknown version");
    Ok(format!(
        "PostgreSQL {} found in {}",
        version.trim(),
        programs.display()
    ))
}

/// A running server. It is stopped when this is dropped; by ctrl-c, which reaches it too, it stops
/// by itself.
#[derive(Debug)]
pub(crate) struct Cluster {
    server: Child,
    url: String,
}

impl Cluster {
    /// In a folder that is there.
    pub(crate) fn start(programs: &Path, folder: &Path) -> Result<Self> {
        let user = User::to_serve()?;
        let data = folder.join("data");
        let log = folder.join("postgres.log");
        user.give(folder)?;
        initialize(&user, programs, &data)?;

        let port = free_port()?;
        let settings = [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".into(),
            format!("unix_socket_directories={}", folder.display()),
            "max_connections=300".into(),
            // Nobody misses the data of a test when the machine loses power.
            "fsync=off".into(),
            "synchronous_commit=off".into(),
            "full_page_writes=off".into(),
        ];
        let mut postgres = user.command(&programs.join("postgres"), folder);
        postgres.arg("-D").arg(&data);
        for setting in settings {
            postgres.args(["-c", &setting]);
        }
        let output = fs::File::create(&log)?;
        postgres.stdin(Stdio::null()).stdout(output.try_clone()?);
        let server = postgres.stderr(output).spawn();
        let mut cluster = Self {
            server: server.context("postgres cannot be started")?,
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
        };
        cluster.wait(&data, &log)?;
        Ok(cluster)
    }

    /// What `TEST_POSTGRES` takes.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn wait(&mut self, data: &Path, log: &Path) -> Result<()> {
        let began = Instant::now();
        loop {
            // The server writes its state there once it takes connections.
            let state = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            if state.lines().any(|line| line.trim() == "ready") {
                return Ok(());
            }
            let has_ended = self.server.try_wait()?.is_some();
            if has_ended || began.elapsed() > Duration::from_secs(60) {
                let log = fs::read_to_string(log).unwrap_or_default();
                bail!("PostgreSQL does not come up:\n{log}");
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Asks the server to end now, and its children with it; killing it would leave them behind.
        let id = self.server.id().to_string();
        let _ = Command::new("kill").args(["-s", "INT", &id]).status();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            if !matches!(self.server.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn initialize(user: &User, programs: &Path, data: &Path) -> Result<()> {
    // Texts sort by language, as they do on most servers, so that a test fails which needs them to
    // sort by bytes. What cannot do that sorts as it likes.
    let by_language = ["--locale-provider=icu", "--icu-locale=en-US"].as_slice();
    let mut said = String::new();
    for locale in [by_language, &[]] {
        let _ = fs::remove_dir_all(data);
        let folder = data.parent().unwrap_or(data);
        let mut initdb = user.command(&programs.join("initdb"), folder);
        initdb.args([
            "--no-sync",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
        ]);
        initdb
            .args(["--no-locale"])
            .args(locale)
            .arg("-D")
            .arg(data);
        let done = initdb.output().context("initdb cannot be started")?;
        if done.status.success() {
            return Ok(());
        }
        said = String::from_utf8_lossy(&done.stderr).into_owned();
    }
    bail!("initdb failed:\n{said}")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Who the server runs as.
enum User {
    Ourselves,
    /// PostgreSQL refuses to be root.
    Other {
        uid: u32,
        gid: u32,
    },
}

impl User {
    fn to_serve() -> Result<Self> {
        if !workspace::is_root() {
            return Ok(Self::Ourselves);
        }
        for name in ["postgres", "nobody"] {
            let id = |what| -> Result<u32> {
                let mut id = Command::new("id");
                let done = id.args([what, name]).output()?;
                ensure!(done.status.success(), "there is no user {name}");
                Ok(String::from_utf8(done.stdout)?.trim().parse()?)
            };
            if let (Ok(uid), Ok(gid)) = (id("-u"), id("-g")) {
                return Ok(Self::Other { uid, gid });
            }
        }
        bail!("PostgreSQL does not run as root, and there is no user \"postgres\" to run it as")
    }

    fn give(&self, folder: &Path) -> Result<()> {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
        if let &Self::Other { uid, gid } = self {
            chown(folder, Some(uid), Some(gid))?;
        }
        Ok(())
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let &Self::Other { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
        command
    }
}
