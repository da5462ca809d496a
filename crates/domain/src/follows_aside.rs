//! Follows of suspended accounts of other servers: put aside as long as the suspension can be lifted
//! without a loss, and ended for good, with word to the other server, once it is final.
//!
//! Lists, endorsements and home timelines stay as they are meanwhile: nothing of a suspended account is
//! shown in them.

use chrono::{DateTime, Utc};
use store::{
    accounts,
    follows_aside::{self, Side},
};

use crate::{
    Context, Result,
    jobs::Progress,
    news,
    severances::{Cause, Loss, sever},
};

/// How many follows are moved before others have a turn.
const AT_ONCE: i64 = 300;

/// Why follows are put aside, as members are told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reason<'a> {
    pub(crate) cause: Cause,
    pub(crate) target_name: &'a str,
    pub(crate) decided_at: DateTime<Utc>,
}

/// Puts some follows of the suspended accounts aside, and tells the members on the other side.
pub(crate) fn put(
    cx: &mut Context,
    suspended: &[i64],
    sides: &[Side],
    reason: Reason<'_>,
) -> Result<Progress> {
    let mut losses = Vec::new();
    let mut progress = Progress::Done;
    for side in sides {
        let pairs = follows_aside::put(&mut cx.tx, suspended, *side, AT_ONCE)?;
        if is_full(pairs.len()) {
            progress = Progress::More;
        }
        losses.extend(pairs.into_iter().map(|(follower, target)| match side {
            Side::Theirs => Loss::of_follower(target),
            Side::Others => Loss::of_followed(follower),
        }));
    }
    let Reason {
        cause,
        target_name,
        decided_at,
    } = reason;
    sever(cx, cause, target_name, decided_at, &losses)?;
    Ok(progress)
}

/// Brings some follows back that were put aside for accounts that are not suspended any more.
pub(crate) fn bring_back(cx: &mut Context, ids: &[i64]) -> Result<Progress> {
    let taken = follows_aside::take(&mut cx.tx, ids, AT_ONCE)?;
    for it in &taken {
        follows_aside::bring_back(&mut cx.tx, it)?;
    }
    Ok(more_if(is_full(taken.len())))
}

/// Ends the follows of an account whose suspension is final, some at a time, and tells its server.
pub(crate) fn settle(cx: &mut Context, id: i64) -> Result<Progress> {
    let mut is_more = false;
    for side in [Side::Theirs, Side::Others] {
        let pairs = follows_aside::put(&mut cx.tx, &[id], side, AT_ONCE)?;
        is_more |= is_full(pairs.len());
    }
    let taken = follows_aside::take(&mut cx.tx, &[id], AT_ONCE)?;
    is_more |= is_full(taken.len());
    for it in taken {
        let (follower, target) = (it.account_id, it.target_account_id);
        news::ended(cx, Some(it.into_named()), follower, target)?;
    }
    Ok(more_if(is_more))
}

/// Whether there may be more of what so many were found of.
fn is_full(found: usize) -> bool {
    found as i64 >= AT_ONCE
}

fn more_if(is_more: bool) -> Progress {
    match is_more {
        true => Progress::More,
        false => Progress::Done,
    }
}

/// Puts the follows aside by which an account of another server that was suspended here follows
/// members, and tells them. Their own stay: they are there again when the suspension is lifted.
pub fn put_suspended(cx: &mut Context, id: i64) -> Result<Progress> {
    let account = accounts::find_locked(&mut cx.tx, id)?.filter(|it| !it.is_local());
    let Some(account) = account else {
        return Ok(Progress::Done);
    };
    let Some(decided_at) = account.suspended_at else {
        return Ok(Progress::Done);
    };
    let reason = Reason {
        cause: Cause::AccountSuspension,
        target_name: &account.handle(),
        decided_at,
    };
    put(cx, &[id], &[Side::Theirs], reason)
}

/// Brings back what was put aside for an account whose suspension was lifted.
pub fn restore(cx: &mut Context, id: i64) -> Result<Progress> {
    let account = accounts::find_locked(&mut cx.tx, id)?;
    match account {
        Some(account) if account.suspended_at.is_none() => bring_back(cx, &[id]),
        _ => Ok(Progress::Done),
    }
}
