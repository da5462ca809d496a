//! How posts come into the home timelines of those who follow.
//!
//! The author has a new post at home at once. Followers get it by a job, some hundred at a time, so
//! that a request does not wait for ten thousand of them.

use chrono::TimeDelta;
use store::{
    deliveries::{self, Follower},
    status_tags,
    statuses::{self, Status, Visibility},
};

use crate::{
    Context, Event, Ids, Result,
    jobs::{Job, Progress},
    notifications::{About, Kind, tell},
};

/// How many posts a home holds.
pub const LONGEST: i64 = 800;
/// How many homes a post comes into at once. Their ids go into one event.
const AT_ONCE: i64 = 300;
/// One delivery in so many looks whether the homes have become too long.
const TRIMS: u32 = 32;

/// Puts a new boost into its author's home, and leaves the rest to a job.
pub(crate) fn begin(cx: &mut Context, status: &Status) -> Result<()> {
    keep_own(cx, status)?;
    let job = Job::DeliverHome {
        status_id: status.id,
    };
    job.leave(cx)
}

/// Puts a new post into its author's home, where it is whoever else may see it.
pub(crate) fn keep_own(cx: &mut Context, status: &Status) -> Result<()> {
    add(cx, status.id, &[status.account_id])
}

fn add(cx: &mut Context, status_id: i64, account_ids: &[i64]) -> Result<()> {
    let account_ids = deliveries::add(&mut cx.tx, status_id, account_ids)?;
    tell_homes(cx, status_id, account_ids);
    Ok(())
}

fn tell_homes(cx: &mut Context, status_id: i64, account_ids: Vec<i64>) {
    if !account_ids.is_empty() {
        cx.events.push(Event::Home {
            status_id,
            account_ids,
        });
    }
}

/// How far a delivery has come. Begun anew, it does what is done already once more, to no effect.
#[derive(Debug, Default)]
pub struct Delivery {
    follow_id: i64,
    tag_follow_id: i64,
    has_followers: bool,
}

/// Puts a post into the homes of some more of those who follow its author or one of its tags.
///
/// It goes on where the post was held meanwhile: nobody sees it there, and it is there once it is
/// released.
pub fn deliver(cx: &mut Context, status_id: i64, so_far: &mut Delivery) -> Result<Progress> {
    let status = statuses::find(&mut cx.tx, status_id)?;
    let Some(status) = status.filter(|it| it.deleted_at.is_none()) else {
        return Ok(Progress::Done);
    };
    if !so_far.has_followers {
        so_far.has_followers = to_followers(cx, &status, so_far)?;
    }
    if !so_far.has_followers {
        return Ok(Progress::More);
    }
    // Most posts go to a few homes, which one transaction does.
    match to_tag_followers(cx, &status, so_far)? {
        true => Ok(Progress::Done),
        false => Ok(Progress::More),
    }
}

/// Whether those were the last.
fn to_followers(cx: &mut Context, status: &Status, so_far: &mut Delivery) -> Result<bool> {
    let followers =
        deliveries::followers(&mut cx.tx, status.account_id, so_far.follow_id, AT_ONCE)?;
    let Some(last) = followers.last() else {
        return Ok(true);
    };
    so_far.follow_id = last.follow_id;
    let account_ids: Vec<i64> = followers.iter().map(|it| it.account_id).collect();
    let since = Ids::first_at(cx.now - TimeDelta::days(1));
    let new = deliveries::add_for_followers(&mut cx.tx, status, &account_ids, since)?;
    tell_followers(cx, status, &followers, &new)?;
    tell_homes(cx, status.id, new);
    if cx.chance.below(TRIMS) == 0 {
        deliveries::trim(&mut cx.tx, &account_ids, LONGEST)?;
    }
    Ok((followers.len() as i64) < AT_ONCE)
}

/// Those are told who asked to be told of all that this author posts.
fn tell_followers(
    cx: &mut Context,
    status: &Status,
    followers: &[Follower],
    new: &[i64],
) -> Result<()> {
    if status.reblog_of_id.is_some() || status.visibility == Visibility::Direct {
        return Ok(());
    }
    for follower in followers.iter().filter(|it| it.notifies) {
        if new.contains(&follower.account_id) {
            let about = About::status(status.id);
            tell(
                cx,
                Kind::Status,
                follower.account_id,
                status.account_id,
                about,
            )?;
        }
    }
    Ok(())
}

/// Whether those were the last. Posts of limited authors reach only who follows them.
fn to_tag_followers(cx: &mut Context, status: &Status, so_far: &mut Delivery) -> Result<bool> {
    if status.visibility != Visibility::Public || status.reblog_of_id.is_some() {
        return Ok(true);
    }
    let tags = status_tags::of_statuses(&mut cx.tx, &[status.id])?;
    let tag_ids: Vec<i64> = tags.iter().map(|it| it.tag_id).collect();
    let author = store::accounts::find(&mut cx.tx, status.account_id)?;
    let is_limited = author.is_none_or(|it| it.silenced_at.is_some() || it.suspended_at.is_some());
    if tag_ids.is_empty() || is_limited {
        return Ok(true);
    }
    let followers = deliveries::tag_followers(&mut cx.tx, &tag_ids, so_far.tag_follow_id, AT_ONCE)?;
    let Some((last, _)) = followers.last() else {
        return Ok(true);
    };
    so_far.tag_follow_id = *last;
    let account_ids: Vec<i64> = followers.iter().map(|(_, id)| *id).collect();
    add(cx, status.id, &account_ids)?;
    Ok((followers.len() as i64) < AT_ONCE)
}
