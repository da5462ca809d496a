//! What following, unfollowing, blocking and muting do to home timelines. How new posts come into
//! them is in [`deliveries`](crate::deliveries).

use chrono::TimeDelta;
use store::{
    account_list::Window,
    blocks, deliveries, follows, home, mutes,
    statuses::Visibility,
    timelines::{self, Profile},
    users,
    visible::Viewer,
};

use crate::{Context, Ids, Result, deliveries::LONGEST, jobs::Job};

/// How many posts of somebody come into a home timeline at once.
const MOST_FILLED: i64 = 100;

/// Leaves [`fill`] for later. Only members have a home timeline.
pub(crate) fn leave_fill(cx: &mut Context, account_id: i64, target_account_id: i64) -> Result<()> {
    let job = Job::FillHome {
        account_id,
        target_account_id,
    };
    leave(cx, account_id, job)
}

/// Leaves [`clear`] for later.
pub(crate) fn leave_clear(cx: &mut Context, account_id: i64, target_account_id: i64) -> Result<()> {
    let job = Job::ClearHome {
        account_id,
        target_account_id,
    };
    leave(cx, account_id, job)
}

fn leave(cx: &mut Context, account_id: i64, job: Job) -> Result<()> {
    match users::find(&mut cx.tx, account_id)? {
        Some(_) => job.leave(cx),
        None => Ok(()),
    }
}

/// Puts the newest posts of somebody into the home timeline of a follower, as if they were delivered
/// now. When she does not follow by then, nothing happens.
pub fn fill(cx: &mut Context, account_id: i64, target_account_id: i64) -> Result<()> {
    if follows::find(&mut cx.tx, account_id, target_account_id)?.is_none()
        || is_unheard(cx, account_id, target_account_id)?
    {
        return Ok(());
    }
    let viewer = Viewer {
        account_id: Some(account_id),
        now: cx.now,
    };
    let window = Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: MOST_FILLED,
    };
    let all = Profile::default();
    let posts = timelines::of_account(&mut cx.tx, target_account_id, all, viewer, window)?;
    let since = Ids::first_at(cx.now - TimeDelta::days(1));
    let for_many = posts
        .iter()
        .filter(|it| it.visibility != Visibility::Direct);
    for post in for_many.rev() {
        deliveries::add_for_followers(&mut cx.tx, post, &[account_id], since)?;
    }
    deliveries::trim(&mut cx.tx, &[account_id], LONGEST)?;
    Ok(())
}

/// Takes the posts of somebody out of the home timeline of a member who does not follow him any more,
/// or who blocked or muted him: then also what others have boosted of him.
pub fn clear(cx: &mut Context, account_id: i64, target_account_id: i64) -> Result<()> {
    if is_unheard(cx, account_id, target_account_id)? {
        home::remove_boosts_of(&mut cx.tx, account_id, target_account_id)?;
    } else if follows::find(&mut cx.tx, account_id, target_account_id)?.is_some() {
        // Meanwhile she has changed her mind.
        return Ok(());
    }
    Ok(home::remove_posts_of(
        &mut cx.tx,
        account_id,
        target_account_id,
    )?)
}

/// Whether a member is not to see somebody's posts: he is blocked, blocks her, or is muted.
fn is_unheard(cx: &mut Context, account_id: i64, target_account_id: i64) -> Result<bool> {
    let now = cx.now;
    let mutes = mutes::among(&mut cx.tx, account_id, &[target_account_id], now)?;
    Ok(!mutes.is_empty() || blocks::is_between(&mut cx.tx, account_id, target_account_id)?)
}
