//! The browser that the pages are tested in, and what tells whether everybody can use them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::workspace;

const AXE: &str = "axe-core@4";

#[derive(Debug)]
pub(crate) struct Chromium {
    browser: PathBuf,
    driver: PathBuf,
    axe: PathBuf,
}

impl Chromium {
    /// What is missing is installed.
    pub(crate) fn find() -> Result<Self> {
        let found = Self {
            browser: program("chromium", "chromium")?,
            driver: program("chromedriver", "chromium-driver")?,
            axe: axe()?,
        };
        println!("Chromium found at {}", found.browser.display());
        Ok(found)
    }

    /// What the tests read.
    pub(crate) fn variables(&self) -> [(&'static str, &Path); 3] {
        [
            ("TEST_CHROMIUM", &self.browser),
            ("TEST_CHROMEDRIVER", &self.driver),
            ("TEST_AXE", &self.axe),
        ]
    }
}

/// Debian's first, because only those two are sure to be of one version.
fn program(name: &str, package: &str) -> Result<PathBuf> {
    let debians = Path::new("/usr/bin").join(name);
    match debians.is_file() {
        true => Ok(debians),
        false => workspace::program(name, package),
    }
}

/// One file, which looks at a page that is shown; it is fetched once.
fn axe() -> Result<PathBuf> {
    let folder = workspace::target()?.join("axe");
    let file = folder.join("package/axe.min.js");
    if file.is_file() {
        return Ok(file);
    }

    let npm = workspace::program("npm", "npm")?;
    println!("fetching {AXE} with npm");
    fs::create_dir_all(&folder)?;
    let mut npm = Command::new(npm);
    npm.args(["pack", AXE, "--silent"]).current_dir(&folder);
    let packed = workspace::answer(npm.stdin(Stdio::null()));
    let packed = packed.context("without network, `cargo xtask test --no-python` does the rest")?;
    let mut tar = Command::new("tar");
    tar.args(["-xzf", packed.trim(), "package/axe.min.js"]);
    workspace::must(tar.current_dir(&folder))?;
    Ok(file)
}
