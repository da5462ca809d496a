use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use domain::{Context, Error, emojis};
use server::emojis::Picture;
use store::emojis::Emoji;

use crate::{
    args::{AddEmoji, Place},
    open, output,
};

pub(crate) fn add(args: &AddEmoji) -> Result<()> {
    let app = open::for_command(&args.place)?;
    let picture = picture(&args.file)?;
    let mut cx = open::as_operator(&app)?;
    emojis::check(&mut cx, &args.shortcode)?;
    drop(cx);
    // What is written is announced first, in a transaction of its own.
    let kept = picture.keep(&app);
    let (file, still) = kept.context("the picture cannot be kept")?;
    let mut cx = open::as_operator(&app)?;
    emojis::add(
        &mut cx,
        &args.shortcode,
        args.category.as_deref(),
        &file,
        &still,
    )?;
    Ok(app.save(cx)?)
}

/// Looks how large the file is before it reads it.
fn picture(file: &Path) -> Result<Picture> {
    let unreadable = || format!("{} cannot be read", file.display());
    let size = fs::metadata(file).with_context(unreadable)?.len();
    if size > emojis::LARGEST as u64 {
        bail!("{} is larger than 256 KB", file.display());
    }
    let bytes = fs::read(file).with_context(unreadable)?;
    let picture = Picture::read(&bytes);
    picture.with_context(|| format!("{} cannot be used", file.display()))
}

pub(crate) fn list(place: &Place) -> Result<()> {
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    let all = emojis::all(&mut cx)?;
    if all.is_empty() {
        return Ok(output::print("there are no custom emoji")?);
    }
    let mut rows = vec![["SHORTCODE", "STATE", "CATEGORY"].map(str::to_owned)];
    rows.extend(all.into_iter().map(row));
    Ok(output::print(&output::table(&rows))?)
}

fn row(emoji: Emoji) -> [String; 3] {
    let state = if emoji.is_disabled {
        "disabled"
    } else {
        "enabled"
    };
    let category = emoji.category.unwrap_or_else(|| "-".into());
    [emoji.shortcode, state.into(), category]
}

pub(crate) fn change(
    place: &Place,
    shortcode: &str,
    deed: fn(&mut Context, &str) -> domain::Result<()>,
) -> Result<()> {
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    match deed(&mut cx, shortcode) {
        Err(Error::NotFound) => bail!("there is no emoji {shortcode:?}"),
        done => done?,
    }
    Ok(app.save(cx)?)
}
