//! Node.js with the packages that the tests compare us with.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::workspace;

/// Here is said which packages, and what they need.
const SCRIPTS: &str = "crates/kumki/tests/node";

/// masto.js runs on nothing older.
const OLDEST: u32 = 20;

#[derive(Debug)]
pub(crate) struct Node {
    program: PathBuf,
    modules: PathBuf,
}

impl Node {
    /// What is missing is installed: Node.js from Debian, its packages among what is built.
    pub(crate) fn find() -> Result<Self> {
        let program = workspace::program("node", "nodejs")?;
        let version = workspace::answer(Command::new(&program).arg("--version"))?;
        let major = version.trim_start_matches('v').split('.').next();
        let is_new = major
            .and_then(|it| it.parse().ok())
            .is_some_and(|it: u32| it >= OLDEST);
        ensure!(
            is_new,
            "Node.js {} is too old; please install {OLDEST} or later",
            version.trim()
        );
        let modules = packages()?;
        println!("Node.js {} found at {}", version.trim(), program.display());
        Ok(Self { program, modules })
    }

    /// What the tests read.
    pub(crate) fn variables(&self) -> [(&'static str, &PathBuf); 2] {
        [
            ("TEST_NODE", &self.program),
            ("TEST_NODE_MODULES", &self.modules),
        ]
    }
}

fn packages() -> Result<PathBuf> {
    let folder = workspace::target()?.join("node");
    let modules = folder.join("node_modules");
    let marker = folder.join("kumki-packages");
    let scripts = workspace::root().join(SCRIPTS);
    let wanted = fs::read_to_string(scripts.join("package-lock.json"))?;
    let is_ready = fs::read_to_string(&marker).is_ok_and(|has| has == wanted) && modules.exists();
    if is_ready {
        return Ok(modules);
    }

    println!(
        "installing masto, megalodon and Fedify with npm in {}",
        folder.display()
    );
    fs::create_dir_all(&folder)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(scripts.join(name), folder.join(name))?;
    }
    let npm = workspace::program("npm", "npm")?;
    let mut npm = Command::new(npm);
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    let installed = workspace::must(npm.current_dir(&folder).stdin(Stdio::null()));
    installed.context("without network, `cargo xtask test --no-python` does the rest")?;
    fs::write(marker, wanted)?;
    Ok(modules)
}
