//! Pictures of profiles: the middle of what was sent, in one size.

use std::fs::File;

use domain::{Violation, files::Folder};

use super::{intake::guarded, kinds, pictures, storage};
use crate::{App, Error};

/// Bytes of a picture.
pub(crate) const LARGEST: usize = 8 << 20;

/// What becomes of a picture that is sent.
pub(crate) struct Purpose {
    pub(crate) field: &'static str,
    name: &'static str,
    folder: Folder,
    width: u32,
    height: u32,
}

pub(crate) const AVATAR: Purpose = Purpose {
    field: "avatar",
    name: "Avatar",
    folder: Folder::Avatars,
    width: 400,
    height: 400,
};

pub(crate) const HEADER: Purpose = Purpose {
    field: "header",
    name: "Header",
    folder: Folder::Headers,
    width: 1500,
    height: 500,
};

impl Purpose {
    pub(crate) fn refuse(&self, message: &str) -> Error {
        let violation = Violation::new(self.field, self.name, "ERR_INVALID", message);
        Error::Refused(domain::Error::Invalid(vec![violation]))
    }
}

/// A picture made small. What was sent is never given out as it came: only its pixels are.
pub(crate) fn take_in(sent: Option<File>, purpose: &Purpose) -> Result<Option<Vec<u8>>, Error> {
    let Some(sent) = sent else {
        return Ok(None);
    };
    let size = sent.metadata().map(|it| it.len());
    let size = size.map_err(|error| Error::Broken(format!("the spool: {error}")))?;
    if size > LARGEST as u64 {
        return Err(purpose.refuse("must be smaller than 8 MB"));
    }
    shrink(&sent, purpose).map(Some)
}

/// The middle of a picture, small.
pub(crate) fn shrink(sent: &File, purpose: &Purpose) -> Result<Vec<u8>, Error> {
    let png = guarded(|| {
        let picture = pictures::Picture::read(sent)?;
        let middle = picture.filling(purpose.width, purpose.height)?;
        middle.encode_png()
    });
    png.map_err(|_| purpose.refuse("is not a supported picture"))
}

/// Puts a picture into a file of its own, and answers its name.
pub(crate) fn keep(
    app: &App,
    png: Option<Vec<u8>>,
    purpose: &Purpose,
) -> Result<Option<String>, Error> {
    let keep = |png| storage::keep(app, png, purpose.folder, kinds::PNG.extension);
    png.map(keep).transpose()
}
