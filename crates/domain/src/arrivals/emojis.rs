//! Small pictures that stand in what people of other servers write. Each server has its own.

use chrono::{DateTime, TimeDelta, Utc};
use store::emojis::{self, Emoji, Remote};

use crate::{
    Context, Result,
    emojis::is_shortcode,
    files::{self, Folder},
    jobs::Job,
    servers,
};

/// How many count of one post or account.
const MOST: usize = 100;
/// How long it takes until a picture is asked for again that could not be had.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// What a server says about one of its emoji.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPicture {
    /// Without colons.
    pub shortcode: String,
    pub uri: Option<String>,
    /// Where the picture is.
    pub url: String,
    pub updated_at: Option<DateTime<Utc>>,
}

/// Gets to know emoji of a server. Until its picture was fetched, a short code stays text.
pub(super) fn meet(cx: &mut Context, domain: &str, said: &[NamedPicture]) -> Result<()> {
    let fine = said.iter().filter(|it| is_shortcode(&it.shortcode));
    let mut said: Vec<&NamedPicture> = fine.take(MOST).collect();
    if said.is_empty() || !servers::gives_media(cx, domain)? {
        return Ok(());
    }
    // In the same order as everybody else who adds some of them at this moment.
    said.sort_by(|one, other| one.shortcode.cmp(&other.shortcode));
    said.dedup_by(|one, other| one.shortcode == other.shortcode);
    let codes: Vec<&str> = said.iter().map(|it| &*it.shortcode).collect();
    let known = emojis::known(&mut cx.tx, &codes, domain)?;
    for picture in said {
        let known = known.iter().find(|it| it.shortcode == picture.shortcode);
        if let Some(emoji_id) = note(cx, domain, picture, known)? {
            Job::FetchEmoji { emoji_id }.leave(cx)?;
        }
    }
    Ok(())
}

/// Keeps what is said, and answers the emoji whose picture is to be fetched because of it.
fn note(
    cx: &mut Context,
    domain: &str,
    picture: &NamedPicture,
    known: Option<&Emoji>,
) -> Result<Option<i64>> {
    let now = cx.now;
    let remote = Remote {
        shortcode: &picture.shortcode,
        domain,
        uri: picture.uri.as_deref(),
        url: &picture.url,
        updated_at: picture.updated_at.unwrap_or(now).min(now),
    };
    let Some(known) = known else {
        return Ok(emojis::add_remote(&mut cx.tx, &remote, now)?);
    };
    let is_newer = picture.updated_at.is_some() && remote.updated_at > known.updated_at;
    let is_elsewhere = known.remote_url.as_deref() != Some(remote.url);
    let is_missing = known.file.is_empty() && known.updated_at < now - AGAIN;
    if known.is_disabled || !(is_newer || is_elsewhere || is_missing) {
        return Ok(None);
    }
    let updated_at = match is_missing {
        true => now,
        false => remote.updated_at,
    };
    let remote = Remote {
        updated_at,
        ..remote
    };
    emojis::set_remote(&mut cx.tx, known.id, &remote)?;
    Ok(Some(known.id))
}

/// Where the picture of an emoji is that is still to be fetched; none if nobody wants it any more.
pub fn wanted_emoji(cx: &mut Context, id: i64) -> Result<Option<String>> {
    let emoji = emojis::find(&mut cx.tx, id)?.filter(|it| !it.is_disabled);
    let Some((url, domain)) = emoji.and_then(|it| it.remote_url.zip(it.domain)) else {
        return Ok(None);
    };
    let is_wanted = servers::gives_media(cx, &domain)?;
    Ok(Some(url).filter(|_| is_wanted))
}

/// The picture of an emoji was fetched from there: as it is, and standing still.
pub fn keep_emoji(cx: &mut Context, id: i64, from: &str, file: &str, still: &str) -> Result<()> {
    // It may be somewhere else meanwhile, where another job gets it.
    if wanted_emoji(cx, id)?.as_deref() != Some(from) {
        return Ok(());
    }
    let Some(before) = emojis::find(&mut cx.tx, id)? else {
        return Ok(());
    };
    emojis::set_files(&mut cx.tx, id, file, still)?;
    for new in [file, still] {
        files::keep(cx, new)?;
    }
    let old = [before.file, before.static_file];
    for file in old.iter().filter(|it| Folder::of(it).is_some()) {
        // Two jobs for one file are one.
        files::give_up(cx, file)?;
    }
    Ok(())
}
