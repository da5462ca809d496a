//! Taking away all that an account has posted, liked, voted for and put aside.

use store::{
    bookmarks, conversations, favourites, mentions, pins, scheduled_statuses,
    status_stats::{self, Count},
    statuses::{self, Status},
};

use super::{
    delete::{cited_of, remove, remove_boosts, take_out},
    uncount,
};
use crate::{Context, Event, Result, held_statuses, jobs::Progress, polls};

/// How many rows go before others have a turn.
const AT_ONCE: i64 = 200;

/// Takes some more of it away. Posts that open reports or pending appeals
/// are about stay, seen by nobody but moderators.
pub(crate) fn purge(cx: &mut Context, account_id: i64) -> Result<Progress> {
    let cited = cited_of(cx, account_id)?;
    let steps = [
        purge_posts(cx, account_id, &cited)?,
        purge_marks(cx, account_id)?,
    ];
    Ok(match steps.contains(&Progress::More) {
        true => Progress::More,
        false => Progress::Done,
    })
}

fn purge_posts(cx: &mut Context, account_id: i64, cited: &[i64]) -> Result<Progress> {
    let live = statuses::some_live_of(&mut cx.tx, account_id, AT_ONCE)?;
    let mut left = AT_ONCE;
    for status in &live {
        // Somebody may be answering, boosting or releasing it at this moment.
        let Some(status) = statuses::find_locked(&mut cx.tx, status.id)? else {
            continue;
        };
        left -= remove_boosts(cx, status.id, left)?;
        if left <= 0 {
            return Ok(Progress::More);
        }
        if take_out(cx, status.id)? == Progress::More {
            return Ok(Progress::More);
        }
        take_away(cx, &status, cited)?;
        left -= 1;
    }
    let deleted = statuses::some_deleted_of(&mut cx.tx, account_id, cited, AT_ONCE)?;
    for status in &deleted {
        left -= remove_boosts(cx, status.id, left)?;
        if left <= 0 {
            return Ok(Progress::More);
        }
        remove(cx, status.id)?;
        left -= 1;
    }
    Ok(match live.is_empty() && deleted.is_empty() {
        true => Progress::Done,
        false => Progress::More,
    })
}

fn take_away(cx: &mut Context, status: &Status, cited: &[i64]) -> Result<()> {
    uncount(cx, status)?;
    conversations::remove_message(&mut cx.tx, status.id)?;
    let now = cx.now;
    match cited.contains(&status.id) {
        true => {
            statuses::set_deleted(&mut cx.tx, status.id, Some(now))?;
            held_statuses::follow_deletion(cx, status, true)?;
        }
        false => remove(cx, status.id)?,
    }
    cx.events.push(Event::deleted(status));
    Ok(())
}

fn purge_marks(cx: &mut Context, account_id: i64) -> Result<Progress> {
    let liked = favourites::remove_some_of(&mut cx.tx, account_id, AT_ONCE)?;
    for id in &liked {
        status_stats::change(&mut cx.tx, *id, Count::Favourites, -1)?;
    }
    let kept = bookmarks::remove_some_of(&mut cx.tx, account_id, AT_ONCE)?;
    let pinned = pins::remove_some_of(&mut cx.tx, account_id, AT_ONCE)?;
    let removed = liked.len()
        + kept.len()
        + pinned.len()
        + polls::withdraw_some(cx, account_id, AT_ONCE)?
        + mentions::remove_some_of(&mut cx.tx, account_id, AT_ONCE)?
        + conversations::remove_some_of(&mut cx.tx, account_id, AT_ONCE)?
        + scheduled_statuses::remove_all_of(&mut cx.tx, account_id)?;
    Ok(match removed {
        0 => Progress::Done,
        _ => Progress::More,
    })
}
