//! Pictures: only their pixels pass. What was sent is decoded, within limits, and encoded anew.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Seek},
};

use fast_image_resize::{ResizeOptions, Resizer};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
    metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use serde_json::{Value, json};

use super::kinds::{Format, JPEG, PNG};

/// Pixels of a picture. More are refused before they are decoded.
pub(crate) const MOST_PIXELS: u64 = 33_177_600;
/// Pixels of what is shown; larger ones are made smaller.
pub(crate) const SHOWN_PIXELS: u64 = 8_294_400;
/// Pixels of the small picture beside it.
pub(crate) const SMALL_PIXELS: u64 = 230_400;
/// No side may be longer, however thin the picture: not all programs show more.
const LONGEST_SIDE: u32 = 16_383;
/// Sixteen bits for each of four colours of as many pixels as there may be, and some more.
const MEMORY: u64 = 320 << 20;
const QUALITY: u8 = 90;

/// Nothing that a picture can be made of.
#[derive(Debug, thiserror::Error)]
#[error("not a picture that can be read")]
pub(crate) struct Unreadable;

impl From<io::Error> for Unreadable {
    fn from(_: io::Error) -> Self {
        Self
    }
}

impl From<image::ImageError> for Unreadable {
    fn from(_: image::ImageError) -> Self {
        Self
    }
}

/// Pixels in sRGB with 8 bits for each colour, the right way up.
pub(crate) struct Picture {
    pixels: DynamicImage,
    /// Whether it came in a form that loses nothing.
    is_lossless: bool,
}

/// Width and height, as the file claims. Nothing is decoded.
pub(crate) fn measure(mut file: &File) -> Result<(u32, u32), Unreadable> {
    file.rewind()?;
    let size = imagesize::reader_size(BufReader::new(file)).map_err(|_| Unreadable)?;
    let side = |it: usize| u32::try_from(it).map_err(|_| Unreadable);
    Ok((side(size.width)?, side(size.height)?))
}

fn reader(mut file: &File) -> Result<ImageReader<BufReader<&File>>, Unreadable> {
    file.rewind()?;
    Ok(ImageReader::new(BufReader::new(file)).with_guessed_format()?)
}

/// Whether a picture of that size is decoded at all.
pub(crate) fn is_too_large((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > MOST_PIXELS
}

impl Picture {
    /// Of a file with more than one picture in it, the first.
    pub(crate) fn read(file: &File) -> Result<Self, Unreadable> {
        let mut reader = reader(file)?;
        let is_lossless = matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Gif));
        let mut limits = Limits::default();
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits.clone());
        let mut decoder = reader.into_decoder()?;
        if is_too_large(decoder.dimensions()) {
            return Err(Unreadable);
        }
        limits.reserve(decoder.total_bytes())?;
        decoder.set_limits(limits)?;
        // Without them the picture can still be shown.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let profile = decoder.icc_profile().unwrap_or_default();

        let pixels = DynamicImage::from_decoder(decoder)?;
        let mut picture = Self {
            pixels: match pixels.color().has_alpha() {
                true => DynamicImage::ImageRgba8(pixels.into_rgba8()),
                false => DynamicImage::ImageRgb8(pixels.into_rgb8()),
            },
            is_lossless,
        };
        if let Some(profile) = profile {
            picture.translate(&profile);
        }
        // A picture is turned when it is small already.
        picture = picture.shrunk(SHOWN_PIXELS)?;
        picture.pixels.apply_orientation(orientation);
        Ok(picture)
    }

    /// Into the colours that are meant where nothing is said. A profile that makes no sense is ignored.
    fn translate(&mut self, profile: &[u8]) {
        let Ok(from) = ColorProfile::new_from_slice(profile) else {
            return;
        };
        if from.color_space != DataColorSpace::Rgb {
            return;
        }
        let (layout, samples) = match &mut self.pixels {
            DynamicImage::ImageRgba8(it) => (Layout::Rgba, it.as_flat_samples_mut()),
            DynamicImage::ImageRgb8(it) => (Layout::Rgb, it.as_flat_samples_mut()),
            _ => return,
        };
        let (to, options) = (ColorProfile::new_srgb(), TransformOptions::default());
        let Ok(transform) = from.create_transform_8bit(layout, &to, layout, options) else {
            return;
        };
        let row = samples.layout.height_stride;
        let mut before = vec![0; row];
        for row in samples.samples.chunks_exact_mut(row.max(1)) {
            before.copy_from_slice(row);
            if transform.transform(&before, row).is_err() {
                return;
            }
        }
    }

    /// As it is, or with at most that many pixels.
    pub(crate) fn shrunk(self, most: u64) -> Result<Self, Unreadable> {
        let (width, height) = fit((self.pixels.width(), self.pixels.height()), most);
        match (width, height) == (self.pixels.width(), self.pixels.height()) {
            true => Ok(self),
            false => self.resized(width, height, &ResizeOptions::new()),
        }
    }

    /// The same beside it.
    pub(crate) fn small(&self, most: u64) -> Result<Self, Unreadable> {
        let (width, height) = fit((self.pixels.width(), self.pixels.height()), most);
        self.resized(width, height, &ResizeOptions::new())
    }

    /// The middle of it, in exactly that size.
    pub(crate) fn filling(&self, width: u32, height: u32) -> Result<Self, Unreadable> {
        let middle = ResizeOptions::new().fit_into_destination(Some((0.5, 0.5)));
        self.resized(width, height, &middle)
    }

    fn resized(
        &self,
        width: u32,
        height: u32,
        options: &ResizeOptions,
    ) -> Result<Self, Unreadable> {
        let mut pixels = DynamicImage::new(width, height, self.pixels.color());
        let done = Resizer::new().resize(&self.pixels, &mut pixels, options);
        done.map_err(|_| Unreadable)?;
        Ok(Self {
            pixels,
            is_lossless: self.is_lossless,
        })
    }

    /// JPEG for photographs; PNG for what came without loss, or is transparent somewhere.
    pub(crate) fn encode(&self) -> Result<(Vec<u8>, Format), Unreadable> {
        let is_clear = match &self.pixels {
            DynamicImage::ImageRgba8(it) => it.pixels().any(|it| it.0[3] < u8::MAX),
            _ => false,
        };
        if is_clear {
            return Ok((png(&self.pixels)?, PNG));
        }
        let opaque = DynamicImage::ImageRgb8(self.pixels.to_rgb8());
        if self.is_lossless {
            return Ok((png(&opaque)?, PNG));
        }
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&opaque)?;
        Ok((jpeg, JPEG))
    }

    /// PNG whatever it is.
    pub(crate) fn encode_png(&self) -> Result<Vec<u8>, Unreadable> {
        png(&self.pixels)
    }

    pub(crate) fn blurhash(&self) -> Option<String> {
        const SIDE: u32 = 64;
        let (width, height) = self.within(SIDE);
        let tiny = self.resized(width, height, &ResizeOptions::new()).ok()?;
        blurhash::encode(4, 4, width, height, tiny.pixels.to_rgba8().as_raw()).ok()
    }

    fn within(&self, side: u32) -> (u32, u32) {
        let (width, height) = (self.pixels.width(), self.pixels.height());
        within((width, height), side)
    }

    /// Its width and its height.
    pub(crate) fn sides(&self) -> (i32, i32) {
        let side = |it: u32| i32::try_from(it).unwrap_or(i32::MAX);
        (side(self.pixels.width()), side(self.pixels.height()))
    }

    /// What clients are told about its size.
    pub(crate) fn size(&self) -> Value {
        size((self.pixels.width(), self.pixels.height()))
    }
}

pub(crate) fn size((width, height): (u32, u32)) -> Value {
    json!({
        "width": width,
        "height": height,
        "size": format!("{width}x{height}"),
        "aspect": f64::from(width) / f64::from(height),
    })
}

fn png(pixels: &DynamicImage) -> Result<Vec<u8>, Unreadable> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(
        Cursor::new(&mut png),
        CompressionType::Default,
        FilterType::Adaptive,
    );
    let kind = ExtendedColorType::from(pixels.color());
    encoder.write_image(pixels.as_bytes(), pixels.width(), pixels.height(), kind)?;
    Ok(png)
}

/// The largest size of the same shape with at most that many pixels.
fn fit((width, height): (u32, u32), most: u64) -> (u32, u32) {
    let pixels = u64::from(width) * u64::from(height);
    let scale = (most as f64 / pixels.max(1) as f64).sqrt().min(1.0);
    let side = |it: u32| ((f64::from(it) * scale) as u32).max(1);
    within((side(width), side(height)), LONGEST_SIDE)
}

fn within((width, height): (u32, u32), longest: u32) -> (u32, u32) {
    let side = width.max(height).max(1);
    if side <= longest {
        return (width, height);
    }
    let scaled = |it: u32| u64::from(it) * u64::from(longest) / u64::from(side);
    let scaled = |it: u32| u32::try_from(scaled(it)).unwrap_or(longest).max(1);
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
    use moxcms::ColorProfile;

    use super::{Picture, SHOWN_PIXELS, SMALL_PIXELS, Unreadable, fit, within};

    /// One pixel, read from a file that says what its colours mean.
    fn read(pixel: [u8; 3], profile: Vec<u8>) -> Result<[u8; 3], Unreadable> {
        let mut file = tempfile::tempfile()?;
        let mut png = Vec::new();
        let mut encoder = PngEncoder::new(&mut png);
        encoder.set_icc_profile(profile).map_err(|_| Unreadable)?;
        encoder.write_image(&pixel, 1, 1, ExtendedColorType::Rgb8)?;
        file.write_all(&png)?;
        Ok(Picture::read(&file)?.pixels.to_rgb8().get_pixel(0, 0).0)
    }

    #[test]
    fn colours_are_those_that_were_meant() -> Result<(), Unreadable> {
        let orange = [230, 120, 30];
        let encoded = |it: &ColorProfile| it.encode().map_err(|_| Unreadable);

        let [red, _, blue] = read(orange, encoded(&ColorProfile::new_display_p3())?)?;
        assert!(
            red > 240 && blue < 10,
            "the same numbers mean more in a wider space"
        );
        let same = read(orange, encoded(&ColorProfile::new_srgb())?)?;
        assert!(
            same.iter()
                .zip(orange)
                .all(|(is, should)| is.abs_diff(should) < 2)
        );
        assert_eq!(read(orange, b"nonsense".into())?, orange);
        Ok(())
    }

    #[test]
    fn a_picture_keeps_its_shape_and_is_never_larger_than_it_may_be() {
        assert_eq!(fit((640, 360), SMALL_PIXELS), (640, 360));
        assert_eq!(fit((1280, 720), SMALL_PIXELS), (640, 360));
        assert_eq!(fit((7680, 4320), SHOWN_PIXELS), (3840, 2160));
        assert_eq!(fit((1, 1), SMALL_PIXELS), (1, 1));
        assert_eq!(fit((33_000_000, 1), SHOWN_PIXELS), (16_383, 1));
        for size in [(4000, 3000), (3001, 4007), (8294, 1001), (5760, 5760)] {
            let (width, height) = fit(size, SHOWN_PIXELS);
            assert!(
                u64::from(width) * u64::from(height) <= SHOWN_PIXELS,
                "{size:?}"
            );
        }
        assert_eq!(within((128, 32), 64), (64, 16));
    }
}
