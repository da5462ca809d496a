use std::io::Cursor;

use domain::{Error, Result, Violation, emojis::LARGEST, files::Folder};
use image::{
    AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::{gif::GifDecoder, webp::WebPDecoder},
    guess_format,
    imageops::FilterType,
};

use crate::{App, media};

/// Pixels of each side of what is sent. More are refused before they are decoded.
const WIDEST: u32 = 1024;
/// Pixels of each side of what is kept, unless it moves.
const KEPT: u32 = 256;
/// Pixels of all frames together, so that a small file does not keep anybody busy for long.
const MOST_PIXELS: u64 = 64 << 20;

/// The picture of an emoji, looked at and ready to be kept.
#[derive(Clone, Debug)]
pub struct Picture {
    /// PNG: the pixels of what was sent, or of its first frame, and nothing else that was in it.
    still: Vec<u8>,
    /// What was sent, if it moves, and the end of its name.
    moving: Option<(Vec<u8>, &'static str)>,
}

impl Picture {
    /// Takes in a PNG, a GIF or a WebP.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > LARGEST {
            return Err(refusal("must be smaller than 256 KB"));
        }
        take_in(bytes).ok_or_else(|| refusal("is not a supported picture"))
    }

    /// Puts it into files of its own, and answers their names: that of the picture, and that of the
    /// same one standing still.
    pub fn keep(&self, app: &App) -> Result<(String, String), crate::Error> {
        let still = media::keep(app, self.still.clone(), Folder::Emojis, "png")?;
        let file = match &self.moving {
            Some((bytes, end)) => media::keep(app, bytes.clone(), Folder::Emojis, end)?,
            None => still.clone(),
        };
        Ok((file, still))
    }
}

fn refusal(message: &str) -> Error {
    Error::Invalid(vec![Violation::new(
        "image",
        "Image",
        "ERR_INVALID",
        message,
    )])
}

fn take_in(bytes: &[u8]) -> Option<Picture> {
    let from = Cursor::new(bytes);
    match guess_format(bytes).ok()? {
        ImageFormat::Png => alone(bytes),
        ImageFormat::Gif => animated(bytes, "gif", GifDecoder::new(from).ok()?),
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(from).ok()?;
            match decoder.has_animation() {
                true => animated(bytes, "webp", decoder),
                false => alone(bytes),
            }
        }
        _ => None,
    }
}

fn alone(bytes: &[u8]) -> Option<Picture> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    reader.limits(bounds());
    let still = png(&reader.decode().ok()?)?;
    Some(Picture {
        still,
        moving: None,
    })
}

/// Every frame is looked at, so that what is kept as it came is what it says it is.
fn animated<'a>(
    bytes: &[u8],
    end: &'static str,
    mut decoder: impl ImageDecoder + AnimationDecoder<'a>,
) -> Option<Picture> {
    decoder.set_limits(bounds()).ok()?;
    let (width, height) = decoder.dimensions();
    let most = MOST_PIXELS / (u64::from(width) * u64::from(height)).max(1);
    let mut first = None;
    let mut count = 0;
    for frame in decoder.into_frames() {
        let frame = frame.ok()?;
        count += 1;
        if count > most {
            return None;
        }
        first.get_or_insert_with(|| DynamicImage::from(frame.into_buffer()));
    }
    Some(Picture {
        still: png(&first?)?,
        moving: (count > 1).then(|| (bytes.to_vec(), end)),
    })
}

fn bounds() -> Limits {
    let mut bounds = Limits::default();
    bounds.max_image_width = Some(WIDEST);
    bounds.max_image_height = Some(WIDEST);
    bounds.max_alloc = Some(64 << 20);
    bounds
}

fn png(picture: &DynamicImage) -> Option<Vec<u8>> {
    let is_small = picture.width() <= KEPT && picture.height() <= KEPT;
    let rgba = match is_small {
        true => picture.to_rgba8(),
        false => picture.resize(KEPT, KEPT, FilterType::Triangle).to_rgba8(),
    };
    let mut png = Vec::new();
    rgba.write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .ok()?;
    Some(png)
}
