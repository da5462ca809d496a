//! Running the binary.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// A person with an empty home folder.
pub(crate) struct Home {
    folder: TempDir,
}

/// What the binary said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        Self { folder }
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("kumki").join("kumkictl.toml")
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kumkictl"));
        command
            .args(args)
            .env_clear()
            .env("XDG_CONFIG_HOME", self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Said {
        finish(self.command(args).spawn().unwrap())
    }

    pub(crate) fn run_with(&self, stdin: &str, args: &[&str]) -> Said {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        // One that refuses at once does not read.
        let _ = pipe.write_all(stdin.as_bytes());
        drop(pipe);
        finish(child)
    }

    /// Signed in to that server, as most tests want to be.
    pub(crate) fn signed_in(url: &str) -> Self {
        let home = Self::new();
        let said = home.run_with("secret\n", &["login", url, "--token", "--name", "test"]);
        assert_eq!(said.status, 0, "{said:?}");
        home
    }
}

pub(crate) fn finish(child: Child) -> Said {
    let output = child.wait_with_output().unwrap();
    Said {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The first line on stderr that begins like this.
pub(crate) fn wait_for_line(child: &mut Child, start: &str) -> String {
    let stderr = BufReader::new(child.stderr.as_mut().unwrap());
    let mut lines = stderr.lines().map(Result::unwrap);
    lines.find(|line| line.starts_with(start)).unwrap()
}
