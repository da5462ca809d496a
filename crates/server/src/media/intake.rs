//! From what was sent to what is shown.

use std::{
    fs::File,
    io::{Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use domain::{
    Violation,
    files::Folder,
    media::{Made, Preview},
};
use serde_json::Value;

use super::{
    animation,
    kinds::{self, Format, GIF, HEAD, Kind},
    pictures::{self, Picture, SMALL_PIXELS, Unreadable},
    storage::{keep, keep_file},
};
use crate::{App, Error};

/// Pictures with more pixels or bytes are worked on later, where the caller does not wait for it.
const LARGE_PIXELS: u64 = 1920 * 1080;
const LARGE_BYTES: u64 = 1 << 20;

/// A file that is what it may be, as far as can be told without decoding it.
pub(crate) struct Checked {
    file: File,
    format: Format,
    bytes: u64,
    /// Width and height, of a picture.
    sides: Option<(u32, u32)>,
}

/// The words for what is wrong with a file, by the field that it was sent in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    pub(crate) field: &'static str,
    name: &'static str,
    content_type: &'static str,
    file_size: &'static str,
}

pub(crate) const FILE: Names = Names {
    field: "file",
    name: "File",
    content_type: "File content type",
    file_size: "File file size",
};

pub(crate) const THUMBNAIL: Names = Names {
    field: "thumbnail",
    name: "Thumbnail",
    content_type: "Thumbnail content type",
    file_size: "Thumbnail file size",
};

impl Names {
    pub(crate) fn missing(self) -> Error {
        refused(vec![Violation::blank(self.field, self.name)])
    }

    pub(crate) fn wrong_type(self) -> Error {
        self.wrong(self.content_type, "is invalid", "is invalid")
    }

    fn too_large(self, most: &str) -> Error {
        let message = format!("must be less than {most}");
        self.wrong(self.file_size, &message, &message)
    }

    /// Mastodon says it twice.
    fn wrong(self, detail: &'static str, of_detail: &str, of_whole: &str) -> Error {
        let violation = |name, message| Violation::new(self.field, name, "ERR_INVALID", message);
        refused(vec![
            violation(detail, of_detail),
            violation(self.name, of_whole),
        ])
    }
}

fn refused(violations: Vec<Violation>) -> Error {
    Error::Refused(domain::Error::Invalid(violations))
}

fn unprocessable(text: impl Into<String>) -> Error {
    Error::Refused(domain::Error::Unprocessable(text.into()))
}

fn unreadable(_: Unreadable) -> Error {
    unprocessable("File type of uploaded media could not be verified")
}

/// Looks at a file that was sent. A bomb is refused here, before anything is decoded.
pub(crate) fn check(mut file: File, names: Names) -> Result<Checked, Error> {
    let failed = |error: std::io::Error| Error::Broken(format!("the spool: {error}"));
    let bytes = file.metadata().map_err(failed)?.len();
    let mut head = Vec::with_capacity(HEAD);
    file.rewind().map_err(failed)?;
    let mut beginning = (&file).take(HEAD as u64);
    beginning.read_to_end(&mut head).map_err(failed)?;
    file.rewind().map_err(failed)?;

    let format = kinds::recognise(&head).ok_or_else(|| names.wrong_type())?;
    let (most, words) = format.kind.limit();
    if bytes >= most {
        return Err(names.too_large(words));
    }
    let mut sides = None;
    if format.kind.is_picture() {
        let (width, height) = guarded(|| pictures::measure(&file)).map_err(unreadable)?;
        let is_too_large = match format.kind {
            Kind::Animation => animation::is_too_large((width, height)),
            _ => pictures::is_too_large((width, height)),
        };
        if is_too_large {
            return Err(unprocessable(format!(
                "{width}x{height} images are not supported"
            )));
        }
        sides = Some((width, height));
    }
    Ok(Checked {
        file,
        format,
        bytes,
        sides,
    })
}

impl Checked {
    pub(crate) fn is_picture(&self) -> bool {
        self.format.kind.is_picture()
    }

    /// Whether working on it takes so long that one would rather not wait.
    pub(crate) fn is_large(&self) -> bool {
        let pixels = self
            .sides
            .map_or(0, |(width, height)| u64::from(width) * u64::from(height));
        self.is_picture() && (pixels > LARGE_PIXELS || self.bytes > LARGE_BYTES)
    }

    /// Puts it where a job finds it.
    pub(crate) fn stage(self, app: &App, preview: Option<Preview>) -> Result<Made, Error> {
        let file = keep_file(app, self.file, Folder::Staged, self.format.extension)?;
        let made = made(self.format.kind, file, self.format, self.bytes);
        Ok(Made {
            is_staged: true,
            preview,
            ..made
        })
    }

    /// Makes what is shown: of pictures anew, of films and sounds as they came. Decoding takes much
    /// memory, so who calls this for a picture has a turn.
    pub(crate) fn finish(self, app: &App, preview: Option<Preview>) -> Result<Made, Error> {
        if !self.is_picture() {
            let file = keep_file(app, self.file, Folder::Media, self.format.extension)?;
            let made = made(self.format.kind, file, self.format, self.bytes);
            return Ok(Made { preview, ..made });
        }
        let drawn = guarded(|| self.draw()).map_err(unreadable)?;
        let bytes = drawn.bytes.len() as u64;
        let file = keep(app, drawn.bytes, Folder::Media, drawn.format.extension)?;
        let preview = match preview {
            Some(preview) => preview,
            None => drawn.small.keep(app)?,
        };
        Ok(Made {
            original: Some(drawn.size),
            preview: Some(preview),
            ..made(self.format.kind, file, drawn.format, bytes)
        })
    }

    fn draw(&self) -> Result<Drawn, Unreadable> {
        // Of an animation, the first frame stands for it where it is small.
        let picture = Picture::read(&self.file)?;
        let small = Small::of(&picture)?;
        let (bytes, format, size) = match self.format.kind {
            Kind::Animation => {
                let size = self.sides.map(pictures::size).unwrap_or_default();
                (animation::renew(&self.file)?, GIF, size)
            }
            _ => {
                let (bytes, format) = picture.encode()?;
                (bytes, format, picture.size())
            }
        };
        Ok(Drawn {
            bytes,
            format,
            size,
            small,
        })
    }
}

fn made(kind: Kind, file: String, format: Format, bytes: u64) -> Made {
    Made {
        kind: kind.word().into(),
        is_staged: false,
        file,
        content_type: format.content_type.into(),
        size: i64::try_from(bytes).unwrap_or(i64::MAX),
        original: None,
        preview: None,
    }
}

/// A picture as it is shown, and as it is shown small.
struct Drawn {
    bytes: Vec<u8>,
    format: Format,
    size: Value,
    small: Small,
}

struct Small {
    bytes: Vec<u8>,
    format: Format,
    size: Value,
    blurhash: Option<String>,
}

impl Small {
    fn of(picture: &Picture) -> Result<Self, Unreadable> {
        let small = picture.small(SMALL_PIXELS)?;
        let (bytes, format) = small.encode()?;
        Ok(Self {
            bytes,
            format,
            size: small.size(),
            blurhash: small.blurhash(),
        })
    }

    fn keep(self, app: &App) -> Result<Preview, Error> {
        let file = keep(app, self.bytes, Folder::Previews, self.format.extension)?;
        Ok(Preview {
            file,
            small: self.size,
            blurhash: self.blurhash,
        })
    }
}

/// A small picture of its own, for whatever it is sent with. Takes a turn like any picture.
pub(crate) fn preview(app: &App, sent: &Checked) -> Result<Preview, Error> {
    if !sent.is_picture() {
        return Err(THUMBNAIL.wrong_type());
    }
    let small = guarded(|| Small::of(&Picture::read(&sent.file)?));
    small.map_err(unreadable)?.keep(app)
}

/// A decoder that stumbles over what it is given has found something that cannot be read.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Unreadable))
}
