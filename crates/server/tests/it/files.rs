//! Files for tests, as small as they come.

use std::io::Cursor;

use base64::{Engine, engine::general_purpose::STANDARD};
use image::{
    ExtendedColorType, GrayImage, ImageEncoder, ImageFormat, Luma, RgbImage,
    codecs::png::PngEncoder,
};

/// A black picture.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    written(&GrayImage::new(width, height).into(), ImageFormat::Png)
}

/// A picture that cannot be said in few words.
pub(crate) fn noisy(width: u32, height: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let noise = GrayImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Luma([state.to_be_bytes()[0]])
    });
    written(&noise.into(), ImageFormat::Png)
}

/// A JPEG that is red on the left and blue on the right.
pub(crate) fn photograph(width: u32, height: u32) -> Vec<u8> {
    let red_and_blue = RgbImage::from_fn(width, height, |x, _| match x < width / 2 {
        true => image::Rgb([200, 20, 20]),
        false => image::Rgb([20, 20, 200]),
    });
    written(&red_and_blue.into(), ImageFormat::Jpeg)
}

/// A picture that says what its colours mean.
pub(crate) fn with_profile(profile: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile).expect("it can have one");
    let kind = ExtendedColorType::L8;
    encoder
        .write_image(&[0; 64], 8, 8, kind)
        .expect("a picture");
    bytes
}

fn written(picture: &image::DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// The same JPEG, to be turned by a quarter to the right, and with a place and a text in its metadata.
pub(crate) fn with_exif(jpeg: &[u8], text: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    // Orientation, a short: 6.
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    // Where the block about the place is.
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    exif.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0GPS");
    exif.extend(text);
    let length = u16::try_from(exif.len() + 2).expect("short");
    let head = [b"\xff\xe1".as_slice(), &length.to_be_bytes(), &exif].concat();
    [&jpeg[..2], &head, &jpeg[2..]].concat()
}

/// An animation that goes on for ever, with a frame after 10, 20, … hundredths of a second.
pub(crate) fn animation(width: u16, height: u16, frames: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let palette = [0, 0, 0, 255, 255, 255];
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &palette).expect("a head");
    encoder.set_repeat(gif::Repeat::Infinite).expect("for ever");
    for number in 1..=frames {
        let pixels = vec![u8::from(number % 2 == 0); usize::from(width) * usize::from(height)];
        let mut frame = gif::Frame::from_indexed_pixels(width, height, pixels, None);
        frame.delay = number * 10;
        encoder.write_frame(&frame).expect("a frame");
    }
    drop(encoder);
    bytes
}

/// The same animation with a comment before its end.
pub(crate) fn with_comment(gif: &[u8], text: &[u8]) -> Vec<u8> {
    let length = u8::try_from(text.len()).expect("short");
    let (end, before) = gif.split_last().expect("an end");
    [before, b"\x21\xfe", &[length], text, b"\0", &[*end]].concat()
}

/// What begins as a film does.
pub(crate) fn film(bytes: u32) -> Vec<u8> {
    let mut film = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41\0\0\0\0mdat".to_vec();
    film.extend((0..bytes).map(|it| it.to_be_bytes()[3]));
    film
}

pub(crate) fn sound() -> Vec<u8> {
    [
        b"ID3\x04\0\0\0\0\0\0".as_slice(),
        &[0xff, 0xfb, 0x90, 0x64],
        &[0; 64],
    ]
    .concat()
}

pub(crate) fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}
