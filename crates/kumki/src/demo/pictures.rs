//! Small pictures, drawn and not stored: each is a formula for the colour of a point.

use std::io::Cursor;

use anyhow::{Context, Result};
use domain::media::Made;
use image::{ImageFormat, Rgb, RgbImage};
use server::App;

use super::posts;

const WIDTH: u32 = 480;
const HEIGHT: u32 = 320;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawing {
    Bowl,
    Comb,
    Dusk,
    Fern,
    Herd,
    Loom,
    Rain,
    Stars,
    Tracks,
}

/// Red, green and blue, from 0 to 1 each.
type Colour = [f32; 3];

impl Drawing {
    /// The colour of a point; both sides go from 0 to 1, from the upper left.
    fn colour(self, x: f32, y: f32) -> Colour {
        match self {
            Self::Bowl => bowl(x, y),
            Self::Comb => comb(x, y),
            Self::Dusk => dusk(x, y),
            Self::Fern => fern(x, y),
            Self::Herd => herd(x, y),
            Self::Loom => loom(x, y),
            Self::Rain => rain(x, y),
            Self::Stars => stars(x, y),
            Self::Tracks => tracks(x, y),
        }
    }
}

/// All pictures of all posts, in their order, as if each had been sent to the server.
pub(super) fn keep(app: &App) -> Result<Vec<Made>> {
    let drawings = posts::all().flat_map(|it| it.pictures);
    let kept = drawings.map(|(drawing, _)| {
        let kept = server::keep_picture(app, &png(*drawing)?);
        kept.context("the pictures of the demo cannot be kept")
    });
    kept.collect()
}

fn png(drawing: Drawing) -> Result<Vec<u8>> {
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let colour = drawing.colour(x as f32 / WIDTH as f32, y as f32 / HEIGHT as f32);
        Rgb(colour.map(|it| (it.clamp(0.0, 1.0) * 255.0) as u8))
    });
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png)?;
    Ok(png)
}

/// So much of the way from one colour to the other.
fn mix(from: Colour, to: Colour, by: f32) -> Colour {
    let by = by.clamp(0.0, 1.0);
    let part = |from: f32, to: f32| from + (to - from) * by;
    [
        part(from[0], to[0]),
        part(from[1], to[1]),
        part(from[2], to[2]),
    ]
}

fn is_within(x: f32, y: f32, centre: (f32, f32), radii: (f32, f32)) -> bool {
    let (x, y) = ((x - centre.0) / radii.0, (y - centre.1) / radii.1);
    x * x + y * y < 1.0
}

/// An elephant of that height that stands there.
fn is_elephant(x: f32, y: f32, (left, ground): (f32, f32), height: f32) -> bool {
    let aspect = WIDTH as f32 / HEIGHT as f32;
    let (x, y) = ((x - left) * aspect / height, (ground - y) / height);
    let legs = [0.15, 0.4, 0.7, 0.95];
    let stands = y > 0.0 && y < 0.5 && legs.iter().any(|leg| (x - leg).abs() < 0.08);
    let trunk = x > 1.38 && x < 1.5 && y > 0.1 && y < 0.7;
    is_within(x, y, (0.55, 0.65), (0.55, 0.33))
        || is_within(x, y, (1.2, 0.75), (0.28, 0.25))
        || stands
        || trunk
}

fn herd(x: f32, y: f32) -> Colour {
    let sky = mix([0.93, 0.85, 0.68], [0.80, 0.62, 0.44], y * 1.6);
    let river = mix([0.48, 0.36, 0.25], [0.36, 0.27, 0.20], (y * 90.0).sin());
    let herd = [(0.04, 0.34), (0.41, 0.15), (0.56, 0.27), (0.83, 0.15)];
    let is_there = |(left, height)| is_elephant(x, y, (left, 0.70), height);
    match (herd.into_iter().any(is_there), y > 0.70) {
        (true, _) => [0.33, 0.32, 0.34],
        (false, true) => river,
        (false, false) => sky,
    }
}

fn dusk(x: f32, y: f32) -> Colour {
    let sky = mix([0.36, 0.20, 0.36], [0.98, 0.62, 0.28], y * 1.5);
    let sun = is_within(x, y, (0.68, 0.52), (0.09, 0.135));
    let hills = 0.62 + 0.05 * (x * 9.0).sin() + 0.02 * (x * 23.0).sin();
    match (y > hills, sun) {
        (true, _) => mix([0.22, 0.13, 0.20], [0.10, 0.07, 0.12], (y - hills) * 4.0),
        (false, true) => [1.0, 0.90, 0.62],
        (false, false) => sky,
    }
}

fn loom(x: f32, y: f32) -> Colour {
    let zigzag = ((x * 12.0).fract() - 0.5).abs() * 0.16;
    let stripe = ((y + zigzag) * 9.0).fract();
    let threads = 0.85 + 0.15 * (x * 480.0).sin();
    let colour = if stripe < 0.5 {
        [0.82, 0.58, 0.20]
    } else {
        [0.17, 0.30, 0.52]
    };
    colour.map(|it| it * threads)
}

fn bowl(x: f32, y: f32) -> Colour {
    let table = mix([0.62, 0.46, 0.32], [0.46, 0.33, 0.23], y);
    let glaze = mix([0.66, 0.73, 0.78], [0.36, 0.44, 0.52], (x - 0.2) * 1.6);
    if is_within(x, y, (0.5, 0.42), (0.27, 0.14)) {
        return glaze.map(|it| it * 0.7);
    }
    if is_within(x, y, (0.76, 0.47), (0.03, 0.06)) {
        return glaze.map(|it| it * 0.85);
    }
    match is_within(x, y, (0.5, 0.5), (0.32, 0.30)) && y > 0.38 {
        true => glaze,
        false => table,
    }
}

fn comb(x: f32, y: f32) -> Colour {
    let row = (y * 9.0).floor();
    let across = (x * 14.0 + 0.5 * (row % 2.0)).fract() - 0.5;
    let down = (y * 9.0).fract() - 0.5;
    let distance = (across * across + down * down).sqrt();
    match distance < 0.42 {
        true => mix([0.98, 0.78, 0.26], [0.76, 0.45, 0.08], distance * 2.0),
        false => [0.42, 0.25, 0.08],
    }
}

fn fern(x: f32, y: f32) -> Colour {
    let ground = mix([0.13, 0.20, 0.14], [0.20, 0.28, 0.18], x);
    let stem = 0.5 + 0.16 * (y * 3.0 - 1.5).sin();
    let reach = 0.30 * y * (0.4 + 0.6 * (y * 60.0).sin().abs());
    match (x - stem).abs() {
        away if away < 0.008 => [0.55, 0.66, 0.30],
        away if away < reach => mix([0.46, 0.68, 0.28], [0.22, 0.45, 0.20], away * 4.0),
        _ => ground,
    }
}

fn rain(x: f32, y: f32) -> Colour {
    let grey = mix([0.58, 0.62, 0.67], [0.34, 0.38, 0.43], y);
    let line = (x * 60.0 + y * 8.0).fract();
    let drop = (y * 7.0 + (x * 60.0 + y * 8.0).floor() * 0.37).fract();
    match line < 0.12 && drop < 0.55 {
        true => mix(grey, [0.88, 0.92, 0.96], 0.5),
        false => grey,
    }
}

fn stars(x: f32, y: f32) -> Colour {
    let night = mix([0.02, 0.03, 0.09], [0.07, 0.09, 0.20], y);
    if is_within(x, y, (0.42, 0.40), (0.020, 0.016)) {
        return [0.98, 0.92, 0.74];
    }
    let (column, row) = ((x * 30.0).floor(), (y * 20.0).floor());
    let noise = ((column * 12.99 + row * 78.23).sin() * 43_758.547)
        .fract()
        .abs();
    let centre = ((column + noise) / 30.0, (row + 0.5) / 20.0);
    match noise > 0.72 && is_within(x, y, centre, (0.004, 0.006)) {
        true => mix([0.6, 0.7, 1.0], [1.0, 1.0, 0.9], noise * 2.0 - 1.0),
        false => night,
    }
}

fn tracks(x: f32, y: f32) -> Colour {
    let horizon = 0.4;
    if y < horizon {
        return mix([0.72, 0.80, 0.88], [0.92, 0.90, 0.84], y * 2.5);
    }
    let near = (y - horizon) / (1.0 - horizon);
    let away = (x - 0.5).abs();
    let rail = (away - 0.04 - 0.26 * near).abs() < 0.004 + 0.012 * near;
    let sleeper = (near.sqrt() * 14.0).fract() < 0.4 && away < 0.06 + 0.34 * near;
    match (rail, sleeper) {
        (true, _) => [0.78, 0.80, 0.82],
        (false, true) => [0.33, 0.25, 0.20],
        (false, false) => [0.47, 0.45, 0.42],
    }
}
