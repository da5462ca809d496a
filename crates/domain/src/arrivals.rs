//! What people of other servers do here.
//!
//! Who they are, and that they said so, was found out before: crate `federation` reads what arrives,
//! and calls the rules here. They ask nobody for leave, but hold for strangers what holds for members.

mod blocks;
mod emojis;
mod favourites;
mod files;
mod follows;
mod moves;
mod people;
mod pins;
mod posts;
mod reports;
mod votes;

use chrono::TimeDelta;
use store::{seen_activities, tombstones};

pub use blocks::{block, unblock};
pub use emojis::{NamedPicture, keep_emoji, wanted_emoji};
pub use favourites::{favourite, unfavourite};
pub use files::{File, Pictures, keep_medium, keep_pictures, wanted_medium, wanted_pictures};
pub use follows::{Answer, accepted, follow, rejected, unfollow};
pub use moves::{move_followers, moved};
pub use people::{Profile, forget, gone, meet};
pub use pins::{MOST as MOST_PINS, pin, pin_first, unpin};
pub use posts::{Arriving, Poll, boost, edit, is_related, keep, keep_edit, post, remove};
pub use reports::{Flag, report};
pub use votes::{Vote, vote};

pub use crate::statuses::take_boost_back as unboost;
use crate::{Context, Result};

/// How long it is remembered what was received: longer than anything signed is good for.
const REMEMBERED: TimeDelta = TimeDelta::hours(26);

/// Remembers an activity, if it has a name. Whether it is new: nothing counts twice.
pub fn is_new(cx: &mut Context, uri: Option<&str>) -> Result<bool> {
    let now = cx.now;
    match uri {
        Some(uri) => Ok(seen_activities::add(&mut cx.tx, uri, now)?),
        None => Ok(true),
    }
}

/// Whether something was deleted before it came.
pub fn is_gone(cx: &mut Context, uri: &str) -> Result<bool> {
    Ok(tombstones::is_there(&mut cx.tx, uri)?)
}

/// Remembers that something is gone, should it still come.
pub fn bury(cx: &mut Context, uri: &str) -> Result<()> {
    let now = cx.now;
    Ok(tombstones::add(&mut cx.tx, uri, now)?)
}

/// Forgets what can no longer come again.
pub(crate) fn forget_seen(cx: &mut Context) -> Result<()> {
    let before = cx.now - REMEMBERED;
    seen_activities::forget(&mut cx.tx, before)?;
    tombstones::forget(&mut cx.tx, before)?;
    Ok(())
}
