//! The file that remembers servers and tokens.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use client::oauth::App;
use serde::{Deserialize, Serialize};

/// What is in the file.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The name of the server that is asked unless another is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) current: Option<String>,
    #[serde(default)]
    pub(crate) servers: BTreeMap<String, SignedIn>,
}

/// A server, and who is signed in to it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignedIn {
    pub(crate) url: String,
    pub(crate) token: String,
    /// Empty if the token does not say.
    #[serde(default)]
    pub(crate) account: String,
    /// What the token was made with; not there if it was made elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) app: Option<App>,
}

impl Config {
    /// Empty if there is no file yet.
    pub(crate) fn load() -> anyhow::Result<Self> {
        let path = path()?;
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            text => text.with_context(|| path.display().to_string())?,
        };
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Whole or not at all: a token that is lost can no longer be revoked.
    pub(crate) fn save(&self) -> anyhow::Result<()> {
        let path = path()?;
        let text = toml::to_string(self)?;
        replace(&path, &text).with_context(|| path.display().to_string())
    }

    /// The server of that name, or the one in use.
    pub(crate) fn find(&self, name: Option<&str>) -> anyhow::Result<(&str, &SignedIn)> {
        let Some(name) = name.or(self.current.as_deref()) else {
            bail!("not signed in: run `kumkictl login SERVER`");
        };
        match self.servers.get_key_value(name) {
            Some((name, found)) => Ok((name, found)),
            None => bail!("not signed in to {name}: `kumkictl servers` lists the others"),
        }
    }
}

fn path() -> anyhow::Result<PathBuf> {
    let set = |name| {
        env::var_os(name)
            .filter(|it| !it.is_empty())
            .map(PathBuf::from)
    };
    if let Some(path) = set("KUMKICTL_CONFIG") {
        return Ok(path);
    }
    let folder = set("XDG_CONFIG_HOME").or_else(|| Some(env::home_dir()?.join(".config")));
    let folder = folder.context("no home folder: set KUMKICTL_CONFIG to a file")?;
    Ok(folder.join("kumki").join("kumkictl.toml"))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    create_folder(folder)?;
    // Nobody else can read what `tempfile` makes.
    let mut file = tempfile::Builder::new()
        .prefix(".kumkictl-")
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}
