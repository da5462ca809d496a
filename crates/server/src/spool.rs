//! Files on their way in: on the disk, because they may be large and many at once.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Seek, Write},
    path::{Path, PathBuf},
};

use api::Upload;
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::Error;

/// A file without a name: it is gone when nobody has it open any more, however that comes about.
pub(crate) fn nameless(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder)
}

/// The files of one request, by the names of its fields.
#[derive(Debug)]
pub(crate) struct Files {
    folder: PathBuf,
    sent: HashMap<String, File>,
}

/// What there is instead of a file.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// Something else was sent.
    NoFile,
    Disk(io::Error),
}

impl Wrong {
    /// What the caller is told, who may know what was sent.
    pub(crate) fn or(self, refusal: Error) -> Error {
        match self {
            Self::NoFile => refusal,
            Self::Disk(error) => Error::Broken(format!("the spool: {error}")),
        }
    }
}

impl Files {
    pub(crate) fn none(folder: PathBuf) -> Self {
        let sent = HashMap::new();
        Self { folder, sent }
    }

    /// Of files with one name the last counts, as with texts.
    pub(crate) fn add(&mut self, name: String, file: File) {
        self.sent.insert(name, file);
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was sent as a part of a form, or else as a `data:` URL.
    pub(crate) fn take(&mut self, name: &str, text: Option<Upload>) -> Result<Option<File>, Wrong> {
        if let Some(mut file) = self.sent.remove(name) {
            file.rewind().map_err(Wrong::Disk)?;
            return Ok(Some(file));
        }
        let Some(Upload(text)) = text.filter(|it| !it.0.is_empty()) else {
            return Ok(None);
        };
        let bytes = from_data_url(&text).ok_or(Wrong::NoFile)?;
        let write = || {
            let mut file = nameless(&self.folder)?;
            file.write_all(&bytes)?;
            file.rewind()?;
            Ok(file)
        };
        write().map(Some).map_err(Wrong::Disk)
    }
}

fn from_data_url(text: &str) -> Option<Vec<u8>> {
    let (_, data) = text.strip_prefix("data:")?.split_once(";base64,")?;
    STANDARD.decode(data).ok()
}
