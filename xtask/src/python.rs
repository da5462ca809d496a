//! Python with the programs that the tests compare us with.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::workspace;

const PACKAGES: [&str; 5] = [
    "Mastodon.py==2.3.3",
    "fediblockhole==0.4.6",
    "openapi-spec-validator",
    "selenium==4.51.0",
    "toot==0.52.1",
];

/// An environment of our own among what is built, made when it is not there.
pub(crate) fn find() -> Result<PathBuf> {
    let folder = workspace::target()?.join("python");
    let python = folder.join("bin/python");
    let marker = folder.join("kumki-packages");
    let wanted = PACKAGES.join("\n");
    let is_ready = fs::read_to_string(&marker).is_ok_and(|has| has == wanted) && python.exists();
    if is_ready {
        println!("Python found in {}", folder.display());
        return Ok(python);
    }

    println!("making a Python environment in {}", folder.display());
    make(&folder)?;
    println!("installing {} there with pip", PACKAGES.join(" and "));
    let mut pip = Command::new(&python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    let installed = workspace::must(pip.args(PACKAGES).stdin(Stdio::null()));
    installed.context("without network, `cargo xtask test --no-python` runs the other tests")?;
    fs::write(marker, wanted)?;
    Ok(python)
}

fn make(folder: &Path) -> Result<()> {
    let make = || {
        let mut python = Command::new("python3");
        python.args(["-m", "venv", "--clear"]).arg(folder);
        workspace::must(python.stdin(Stdio::null()).stdout(Stdio::null()))
    };
    // Debian keeps the part of Python that makes environments in a package of its own.
    make().or_else(|_| {
        workspace::install("python3-venv")?;
        make()
    })
}
