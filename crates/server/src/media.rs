//! Pictures of profiles: taken in, made small, and given out.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use axum::{
    extract::{self, State},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Violation, secrets};
use image::{ImageFormat, ImageReader, Limits, imageops::FilterType};

use crate::{App, Error};

/// What may be sent.
pub(crate) const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/// Bytes of a picture.
pub(crate) const LARGEST: usize = 8 << 20;
/// Pixels of each side. More are refused before they are decoded.
pub(crate) const WIDEST: u32 = 8192;

/// What becomes of a picture that is sent.
pub(crate) struct Purpose {
    field: &'static str,
    name: &'static str,
    folder: &'static str,
    width: u32,
    height: u32,
}

pub(crate) const AVATAR: Purpose = Purpose {
    field: "avatar",
    name: "Avatar",
    folder: "avatars",
    width: 400,
    height: 400,
};

pub(crate) const HEADER: Purpose = Purpose {
    field: "header",
    name: "Header",
    folder: "headers",
    width: 1500,
    height: 500,
};

/// Where the pictures of emoji are.
pub(crate) const EMOJIS: &str = "emojis";

/// The ends of the names that files here have, and what they hold.
const TYPES: [(&str, HeaderValue); 3] = [
    ("png", HeaderValue::from_static("image/png")),
    ("gif", HeaderValue::from_static("image/gif")),
    ("webp", HeaderValue::from_static("image/webp")),
];

/// A picture from a `data:` URL, made small. What was sent is never given out as it came: only its
/// pixels are.
pub(crate) fn take_in(sent: Option<String>, purpose: &Purpose) -> Result<Option<Vec<u8>>, Error> {
    let Some(sent) = sent.filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let refuse = |message: &str| {
        let violation = Violation::new(purpose.field, purpose.name, "ERR_INVALID", message);
        Error::Refused(domain::Error::Invalid(vec![violation]))
    };
    let bytes = from_data_url(&sent).ok_or_else(|| refuse("is invalid"))?;
    if bytes.len() > LARGEST {
        return Err(refuse("must be smaller than 8 MB"));
    }
    let png = shrink(&bytes, purpose);
    png.ok_or_else(|| refuse("is not a supported picture"))
        .map(Some)
}

/// Puts a picture into a file of its own, and answers its name.
pub(crate) fn keep(
    app: &App,
    png: Option<Vec<u8>>,
    purpose: &Purpose,
) -> Result<Option<String>, Error> {
    let Some(png) = png else {
        return Ok(None);
    };
    keep_file(app, purpose.folder, "png", &png)
        .map(Some)
        .map_err(|error| Error::Broken(format!("a picture cannot be written: {error}")))
}

/// Puts bytes into a file of their own, and answers its name.
pub(crate) fn keep_file(
    app: &App,
    folder: &str,
    extension: &str,
    bytes: &[u8],
) -> std::io::Result<String> {
    let name = secrets::make(&mut (app.chance)());
    let file = format!("{folder}/{name}.{extension}");
    write(&app.options.media.join(&file), bytes)?;
    Ok(file)
}

fn from_data_url(text: &str) -> Option<Vec<u8>> {
    let (_, data) = text.strip_prefix("data:")?.split_once(";base64,")?;
    STANDARD.decode(data).ok()
}

/// The middle of the picture, in the size that is wanted.
fn shrink(bytes: &[u8], purpose: &Purpose) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let small = picture.resize_to_fill(purpose.width, purpose.height, FilterType::Triangle);
    let mut png = Vec::new();
    small
        .to_rgba8()
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .ok()?;
    Some(png)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

/// Takes a file away. One that is not there has been taken away already.
pub(crate) fn remove(folder: &Path, file: &str) -> std::io::Result<()> {
    let Some(path) = path_of(folder, file) else {
        return Ok(());
    };
    match fs::remove_file(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Only names that this server gives lead anywhere.
fn path_of(folder: &Path, file: &str) -> Option<PathBuf> {
    let (kind, name) = file.split_once('/')?;
    let (stem, _) = name.rsplit_once('.')?;
    type_of(name)?;
    let is_name = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    let is_ours = [AVATAR.folder, HEADER.folder, EMOJIS].contains(&kind)
        && !stem.is_empty()
        && stem.bytes().all(is_name);
    is_ours.then(|| folder.join(kind).join(name))
}

fn type_of(name: &str) -> Option<HeaderValue> {
    let (_, end) = name.rsplit_once('.')?;
    TYPES
        .into_iter()
        .find(|(it, _)| *it == end)
        .map(|(_, it)| it)
}

const NOSNIFF: (HeaderName, HeaderValue) =
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
const NO_CODE: (HeaderName, HeaderValue) = (
    CONTENT_SECURITY_POLICY,
    HeaderValue::from_static("default-src 'none'; sandbox"),
);

/// A picture under `/media`.
pub(crate) async fn serve(
    State(app): State<App>,
    extract::Path(file): extract::Path<String>,
) -> Response {
    let (Some(path), Some(kind)) = (path_of(&app.options.media, &file), type_of(&file)) else {
        return Error::NoRoute.into_response();
    };
    let bytes = tokio::task::spawn_blocking(move || fs::read(path)).await;
    match bytes {
        Ok(Ok(bytes)) => {
            let headers = [
                (CONTENT_TYPE, kind),
                (
                    CACHE_CONTROL,
                    HeaderValue::from_static("public, max-age=31536000, immutable"),
                ),
                NOSNIFF,
                NO_CODE,
            ];
            (StatusCode::OK, headers, bytes).into_response()
        }
        _ => Error::NoRoute.into_response(),
    }
}
