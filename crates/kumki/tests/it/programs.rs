//! Programs that other people wrote, and a server for them to talk to.

use std::{
    env,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::{
    place::{PASSWORD, Place},
    running::Running,
};

/// A server that runs, with members who know each other's names only.
pub(crate) struct Community {
    pub(crate) place: Place,
    pub(crate) server: Running,
    /// `http://localhost:…`
    pub(crate) url: String,
}

impl Community {
    pub(crate) fn of(names: &[&str]) -> Result<Self> {
        let place = Place::new()?;
        // Programs follow the addresses that the server tells them, so it must know its port.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let (listen, domain) = (format!("127.0.0.1:{port}"), format!("localhost:{port}"));
        let server = place.command(&["serve", "--listen", &listen, "--domain", &domain]);
        let server = Running::start(server)?;
        for name in names {
            place.add(name, None)?;
        }
        Ok(Self {
            place,
            server,
            url: format!("http://{domain}"),
        })
    }

    /// What a script has to know.
    pub(crate) fn given(&self, names: &[&str]) -> Result<Value> {
        let mut tokens = Map::new();
        for name in names {
            tokens.insert((*name).to_owned(), self.place.token(name)?.into());
        }
        Ok(json!({
            "url": self.url,
            "password": PASSWORD,
            "tokens": tokens,
            "picture": picture(),
        }))
    }

    /// Runs a script in `tests/mastodon_py`.
    pub(crate) fn python(&self, script: &str, given: &Value) -> Result<()> {
        let mut python = python()?;
        python.arg(scripts("mastodon_py").join(script));
        self.run(python.arg(given.to_string()))
    }

    /// Runs a script in `tests/node`.
    pub(crate) fn node(&self, script: &str, given: &Value) -> Result<()> {
        let mut node = Command::new(seen_to("TEST_NODE")?);
        node.env("NODE_PATH", seen_to("TEST_NODE_MODULES")?);
        node.arg(scripts("node").join(script));
        self.run(node.arg(given.to_string()))
    }

    fn run(&self, command: &mut Command) -> Result<()> {
        let ran = command.stdin(Stdio::null()).output()?;
        let said = String::from_utf8_lossy(&ran.stderr);
        ensure!(ran.status.success(), "{said}\n{}", self.server.log());
        Ok(())
    }
}

/// A Python that has the programs that are written in it.
pub(crate) fn python() -> Result<Command> {
    let mut python = Command::new(seen_to("TEST_PYTHON")?);
    python.env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(python)
}

/// Something to show.
pub(crate) fn picture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/assets/avatar.png")
}

pub(crate) fn scripts(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder)
}

pub(crate) fn seen_to(variable: &str) -> Result<String> {
    env::var(variable).with_context(|| {
        format!("{variable} says nothing about where it is; `cargo xtask test` sees to it")
    })
}
