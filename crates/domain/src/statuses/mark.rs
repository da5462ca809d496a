//! Liking posts, keeping them, and putting one's own first.

use store::{
    bookmarks, favourites, pins,
    status_stats::{self, Count},
    statuses::{Status, Visibility},
};

use super::{proper, shown_to_others};
use crate::{
    Context, Error, Result, activity, news,
    notifications::{About, Kind, tell, untell},
    trends, visibility,
};

/// How many posts stand first on a profile.
pub const MOST_PINS: i64 = 5;

pub fn favourite(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = proper(cx, id)?;
    let now = cx.now;
    if favourites::add(&mut cx.tx, account_id, status.id, now)? {
        status_stats::change(&mut cx.tx, status.id, Count::Favourites, 1)?;
        trends::count_status(cx, &status)?;
        activity::count_interaction(cx)?;
        news::favourited(cx, account_id, &status)?;
        if status.is_local {
            let about = About::status(status.id);
            tell(cx, Kind::Favourite, status.account_id, account_id, about)?;
        }
    }
    Ok(status)
}

/// Also of a post that the caller may no longer see.
pub fn unfavourite(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = marked(cx, id, favourites::among)?;
    news::unfavourited(cx, account_id, &status)?;
    if favourites::remove(&mut cx.tx, account_id, status.id)? {
        status_stats::change(&mut cx.tx, status.id, Count::Favourites, -1)?;
        untell(cx, Kind::Favourite, account_id, About::status(status.id))?;
    }
    Ok(status)
}

pub fn bookmark(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = proper(cx, id)?;
    let now = cx.now;
    bookmarks::add(&mut cx.tx, account_id, status.id, now)?;
    Ok(status)
}

/// Also of a post that the caller may no longer see.
pub fn unbookmark(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = marked(cx, id, bookmarks::among)?;
    bookmarks::remove(&mut cx.tx, account_id, status.id)?;
    Ok(status)
}

/// The post if the caller may see it, or has marked it while she could.
fn marked(
    cx: &mut Context,
    id: i64,
    among: fn(&mut store::Tx, i64, &[i64]) -> store::Result<Vec<i64>>,
) -> Result<Status> {
    match proper(cx, id) {
        Err(Error::NotFound) => {
            let account_id = cx.member()?.account.id;
            let is_marked = !among(&mut cx.tx, account_id, &[id])?.is_empty();
            let status = store::statuses::find(&mut cx.tx, id)?;
            status.filter(|_| is_marked).ok_or(Error::NotFound)
        }
        found => found,
    }
}

pub fn pin(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = shown_to_others(visibility::status(cx, id)?)?;
    let refusal = if status.reblog_of_id.is_some() {
        Some("A boost cannot be pinned")
    } else if status.account_id != account_id {
        Some("Someone else's post cannot be pinned")
    } else if status.visibility == Visibility::Direct {
        Some("Posts that are only visible to mentioned users cannot be pinned")
    } else if pins::count(&mut cx.tx, account_id)? >= MOST_PINS
        && pins::among(&mut cx.tx, account_id, &[id])?.is_empty()
    {
        Some("You have already pinned the maximum number of posts")
    } else {
        None
    };
    if let Some(refusal) = refusal {
        return Err(Error::Unprocessable(format!(
            "Validation failed: {refusal}"
        )));
    }
    let now = cx.now;
    if pins::add(&mut cx.tx, account_id, status.id, now)? {
        news::pinned(cx, &status, true)?;
    }
    Ok(status)
}

pub fn unpin(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = visibility::status(cx, id)?;
    if pins::remove(&mut cx.tx, account_id, status.id)? {
        news::pinned(cx, &status, false)?;
    }
    Ok(status)
}
