//! Posts that wait: nobody but their authors sees them before a moderator has looked at them.
//!
//! A rule holds a post before it is published, or an edit before others are told of it; a moderator holds
//! what is published already. The author does not learn of it. What was still to be told is told once the
//! post is released; a post that is rejected is deleted like any other.

mod decide;
mod hold;

use std::collections::HashMap;

use store::{
    accounts::Account,
    held_statuses::{self, Filter, Held},
    statuses::{self, Status},
};

use crate::{Context, Error, Permission, Result};

pub use decide::{Rejection, reject, release};
pub(crate) use decide::{hold_after, may_be_rejected, reject_all, release_after};
pub use hold::{Why, hold, hold_edit, hold_new};

/// Those that wait, each with why, the oldest posts first.
pub fn list(
    cx: &mut Context,
    which: Filter,
    after: i64,
    limit: i64,
) -> Result<Vec<(Held, Status)>> {
    cx.moderator(Permission::ManageReports)?;
    let held = held_statuses::waiting(&mut cx.tx, which, after, limit)?;
    let ids: Vec<i64> = held.iter().map(|it| it.status_id).collect();
    let posts = statuses::find_many(&mut cx.tx, &ids)?.into_iter();
    let mut posts: HashMap<i64, Status> = posts.map(|it| (it.id, it)).collect();
    let with_post = |it: Held| posts.remove(&it.status_id).map(|post| (it, post));
    Ok(held.into_iter().filter_map(with_post).collect())
}

/// A post that something was decided about, and why it is held, if it is.
pub fn get(cx: &mut Context, status_id: i64) -> Result<(Status, Option<Held>)> {
    cx.moderator(Permission::ManageReports)?;
    let status = statuses::find(&mut cx.tx, status_id)?;
    let held = held_statuses::find(&mut cx.tx, status_id)?;
    Ok((status.ok_or(Error::NotFound)?, held))
}

/// A post that waits, and why. Nobody else decides about it at this moment.
fn waiting(cx: &mut Context, id: i64) -> Result<(Status, Held)> {
    let status = found(cx, id)?;
    let held = match status.held_at {
        Some(_) => held_statuses::find(&mut cx.tx, id)?,
        None => None,
    };
    match held {
        Some(held) => Ok((status, held)),
        None => Err(Error::Unprocessable("The post is not held".into())),
    }
}

/// A post that is there.
fn found(cx: &mut Context, id: i64) -> Result<Status> {
    let status = statuses::find_locked(&mut cx.tx, id)?;
    status
        .filter(|it| it.deleted_at.is_none())
        .ok_or(Error::NotFound)
}

fn author_of(cx: &mut Context, status: &Status) -> Result<Account> {
    let author = store::accounts::find(&mut cx.tx, status.account_id)?;
    author.ok_or(Error::NotFound)
}

/// Whether a post is held, and stays so while others are told of something.
pub fn is_held(cx: &mut Context, status: &Status) -> Result<bool> {
    match status.held_at {
        None => Ok(false),
        // Whoever releases it at this moment has not seen what is noted now.
        Some(_) => {
            let status = statuses::find_locked(&mut cx.tx, status.id)?;
            Ok(status.is_some_and(|it| it.held_at.is_some()))
        }
    }
}

/// Whether other servers may have a post: not one that was held before they were told of it.
pub(crate) fn is_known_elsewhere(cx: &mut Context, status: &Status) -> Result<bool> {
    if status.held_at.is_none() {
        return Ok(true);
    }
    let held = held_statuses::find(&mut cx.tx, status.id)?;
    Ok(held.is_some_and(|it| it.was_published && !it.is_unheard))
}

/// What is deleted waits for nobody; when it comes back, it waits again.
pub(crate) fn follow_deletion(cx: &mut Context, status: &Status, is_deleted: bool) -> Result<()> {
    match status.held_at {
        Some(_) => Ok(held_statuses::set_waiting(
            &mut cx.tx,
            status.id,
            !is_deleted,
        )?),
        None => Ok(()),
    }
}
