//! What is known of posts that moderators have removed lately.

use chrono::{DateTime, TimeDelta, Utc};
use store::{removed_texts, statuses::Status};

use super::{facts::readable, likeness::Print};
use crate::{Context, Result};

/// How long it is known.
const KEPT: TimeDelta = TimeDelta::days(14);
/// How many are compared with, the last removed.
const MOST: i64 = 2000;

#[derive(Debug, Default)]
pub(super) struct Removed(Vec<(Print, DateTime<Utc>)>);

impl Removed {
    /// How much a text has in common with the one that is most like it, in percent.
    pub(super) fn likeness(&self, text: &str, now: DateTime<Utc>) -> i64 {
        let Some(print) = Print::of(text) else {
            return 0;
        };
        let known = self.0.iter().filter(|(_, at)| *at > now - KEPT);
        let found = known.map(|(it, _)| it.likeness(&print));
        found.max().unwrap_or(0)
    }
}

pub(super) fn load(cx: &mut Context) -> Result<Removed> {
    let since = cx.now - KEPT;
    let kept = removed_texts::since(&mut cx.tx, since, MOST)?.into_iter();
    let known = kept.filter_map(|(bytes, at)| Some((Print::read(&bytes)?, at)));
    Ok(Removed(known.collect()))
}

/// A moderator has removed a post.
pub(crate) fn remember(cx: &mut Context, status: &Status) -> Result<()> {
    let now = cx.now;
    match print_of(status) {
        Some(print) => Ok(removed_texts::add(&mut cx.tx, &print, now)?),
        None => Ok(()),
    }
}

/// A post that was removed is there again: whatever says the same is no worse.
pub(crate) fn forget(cx: &mut Context, status: &Status) -> Result<()> {
    match print_of(status) {
        Some(print) => Ok(removed_texts::remove(&mut cx.tx, &print)?),
        None => Ok(()),
    }
}

fn print_of(status: &Status) -> Option<Vec<u8>> {
    let text = readable(&status.spoiler_text, &status.content, &[]);
    Some(Print::of(&text)?.to_bytes())
}

pub(super) fn forget_old(cx: &mut Context) -> Result<()> {
    let before = cx.now - KEPT;
    Ok(removed_texts::forget(&mut cx.tx, before)?)
}
