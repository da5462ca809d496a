//! A PostgreSQL of our own, with the settings that it comes with.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use store::{Store, testing::maintain};

use super::process;

const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// Where PostgreSQL is reached, and its process if it is ours.
pub(crate) struct Postgres {
    url: String,
    child: Option<Child>,
}

impl Postgres {
    /// One that runs already: `postgres://…` without a database at the end.
    pub(crate) fn at(url: String) -> Self {
        Self { url, child: None }
    }

    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let data = folder.join("data");
        if !data.join("PG_VERSION").exists() {
            make(folder, &data)?;
        }
        let port = process::free_port()?;
        let log = fs::File::create(folder.join("log"))?;
        let child = command("postgres", folder)?
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "unix_socket_directories="])
            .stderr(log)
            .spawn()?;
        let url = format!("postgres://postgres@127.0.0.1:{port}");
        let child = Some(child);
        let postgres = Self { url, child };
        for _ in 0..300 {
            if Store::connect(&postgres.address("postgres")).is_ok() {
                return Ok(postgres);
            }
            sleep(Duration::from_millis(100));
        }
        bail!(
            "PostgreSQL does not start; see {}",
            folder.join("log").display()
        );
    }

    /// Where that database is, which is made if it is not there.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        let server = Store::connect(&self.address("postgres"))?;
        // Fails if it is there already; if it fails for another reason, connecting will.
        let _ = maintain(&server, &format!("CREATE DATABASE {name}"));
        Ok(self.address(name))
    }

    fn address(&self, database: &str) -> String {
        format!("{}/{database}", self.url)
    }

    /// Of all its processes; unknown if it is not ours.
    pub(crate) fn cpu(&self) -> Result<Option<Duration>> {
        let id = self.child.as_ref().map(Child::id);
        id.map(process::cpu_with_children).transpose()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // Asks it to end at once, and in order.
            let id = child.id().to_string();
            let _ = Command::new("kill").args(["-INT", &id]).status();
            let _ = child.wait();
        }
    }
}

fn make(folder: &Path, data: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    if let Some((user, group)) = stand_in()? {
        chown(folder, Some(user), Some(group))?;
    }
    let made = command("initdb", folder)?
        .args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ])
        .arg("-D")
        .arg(data)
        .stdout(Stdio::null())
        .status()?;
    ensure!(made.success(), "initdb failed");
    Ok(())
}

fn command(program: &str, folder: &Path) -> Result<Command> {
    let mut command = Command::new(PathBuf::from(PROGRAMS).join(program));
    if let Some((user, group)) = stand_in()? {
        command.uid(user).gid(group);
    }
    command.current_dir(folder);
    Ok(command)
}

/// PostgreSQL does not run as root; then its own user takes over.
fn stand_in() -> Result<Option<(u32, u32)>> {
    let ask = |arguments: &[&str]| -> Result<u32> {
        let answer = Command::new("id").args(arguments).output()?.stdout;
        let text = String::from_utf8(answer)?;
        text.trim()
            .parse()
            .context("the user postgres is needed to run PostgreSQL as root")
    };
    match ask(&["-u"])? {
        0 => Ok(Some((ask(&["-u", "postgres"])?, ask(&["-g", "postgres"])?))),
        _ => Ok(None),
    }
}
