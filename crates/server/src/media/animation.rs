//! Moving pictures: taken apart and put together again, frame by frame, so that nothing else passes.
//!
//! The colours of a frame are numbers in a palette, and stay that: nothing is lost.

use std::{
    fs::File,
    io::{BufReader, Seek},
};

use gif::{ColorOutput, DecodeOptions, Decoder, Encoder, MemoryLimit};

use super::pictures::Unreadable;

/// Pixels of the canvas.
pub(crate) const MOST_PIXELS: u64 = 921_600;
const MOST_FRAMES: usize = 2000;
/// Pixels of all frames together, which is what the work takes.
const MOST_WORK: u64 = 400_000_000;

impl From<gif::DecodingError> for Unreadable {
    fn from(_: gif::DecodingError) -> Self {
        Self
    }
}

impl From<gif::EncodingError> for Unreadable {
    fn from(_: gif::EncodingError) -> Self {
        Self
    }
}

pub(crate) fn is_too_large((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > MOST_PIXELS
}

/// The same animation without comments, programs' own blocks, and whatever came after it.
pub(crate) fn renew(mut file: &File) -> Result<Vec<u8>, Unreadable> {
    file.rewind()?;
    let mut decoder = open(file)?;
    let palette = decoder.global_palette().unwrap_or_default().to_vec();
    let mut renewed = Vec::new();
    let mut encoder = Encoder::new(&mut renewed, decoder.width(), decoder.height(), &palette)?;
    let (mut frames, mut work) = (0, 0);
    while let Some(frame) = decoder.read_next_frame()? {
        frames += 1;
        work += u64::from(frame.width) * u64::from(frame.height);
        if frames > MOST_FRAMES || work > MOST_WORK {
            return Err(Unreadable);
        }
        let mut frame = frame.clone();
        frame.needs_user_input = false;
        frame.interlaced = false;
        if frames == 1 {
            encoder.set_repeat(decoder.repeat())?;
        }
        encoder.write_frame(&frame)?;
    }
    drop(encoder);
    match frames {
        0 => Err(Unreadable),
        _ => Ok(renewed),
    }
}

fn open(file: &File) -> Result<Decoder<BufReader<&File>>, Unreadable> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Bytes(
        MOST_PIXELS.try_into().map_err(|_| Unreadable)?,
    ));
    let decoder = options.read_info(BufReader::new(file))?;
    let canvas = (decoder.width().into(), decoder.height().into());
    match is_too_large(canvas) {
        true => Err(Unreadable),
        false => Ok(decoder),
    }
}
