//! Where things are, and how other programs are called.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// The folder with the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// What cargo knows about the crates in the workspace.
pub(crate) fn metadata() -> Result<Value> {
    let mut cargo = cargo();
    let text = answer(cargo.args(["metadata", "--format-version", "1", "--no-deps"]))?;
    Ok(serde_json::from_str(&text)?)
}

/// The folder that cargo builds in.
pub(crate) fn target() -> Result<PathBuf> {
    let metadata = metadata()?;
    let folder = metadata["target_directory"].as_str();
    folder.map(PathBuf::from).context("cargo builds nowhere")
}

/// Runs a program to its end; what it prints goes where ours does.
pub(crate) fn must(command: &mut Command) -> Result<()> {
    let status = command.status();
    let status = status.with_context(|| format!("{command:?} cannot be started"))?;
    ensure!(status.success(), "{command:?} failed: {status}");
    Ok(())
}

/// What a program prints.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    let done = command.stderr(Stdio::inherit()).output();
    let done = done.with_context(|| format!("{command:?} cannot be started"))?;
    ensure!(done.status.success(), "{command:?} failed: {}", done.status);
    Ok(String::from_utf8(done.stdout)?)
}

/// A program that has to be there; what is missing is installed.
pub(crate) fn program(name: &str, package: &str) -> Result<PathBuf> {
    if let Some(program) = installed(name) {
        return Ok(program);
    }
    install(package)?;
    installed(name).with_context(|| format!("{package} was installed, but {name} is not in PATH"))
}

fn installed(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let mut candidates = env::split_paths(&path).map(|it| it.join(name));
    candidates.find(|it| it.is_file())
}

pub(crate) fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs a package of Debian, when we may; says what is missing when not.
pub(crate) fn install(package: &str) -> Result<()> {
    let can_install = is_root() && Path::new("/usr/bin/apt-get").exists();
    if !can_install {
        bail!("please install the package {package:?} (its name on Debian) and run this again");
    }
    println!("installing {package} with apt-get");
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    must(apt_get().arg("update"))?;
    must(apt_get().args(["install", "-y", "--no-install-recommends", package]))
}
