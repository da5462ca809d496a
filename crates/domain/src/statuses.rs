//! Posts: written, answered, boosted, liked, kept and taken away.

mod boost;
mod check;
mod delete;
mod edit;
mod inspect;
mod mark;
mod moderate;
mod mute;
mod once;
mod post;
mod publish;
mod purge;
mod quote;
mod thread;
mod version;

pub use boost::{boost, take_boost_back, unboost};
pub use check::{LONGEST, LONGEST_OPTION, LONGEST_POLL, MOST_OPTIONS, SHORTEST_POLL};
pub use delete::{clean_up, delete};
pub(crate) use delete::{forget_deleted, take_down, uncount};
pub use edit::{Described, Edited, Telling, edit, keep_edit, tell_of_edit};
pub(crate) use edit::{announce as announce_edit, tell_of as tell_of_changes};
pub use inspect::{Inspected, Which, inspect, list_of, review, reviewed, unreview};
pub use mark::{MOST_PINS, bookmark, favourite, pin, unbookmark, unfavourite, unpin};
pub use moderate::{Demand, Measure, act_on};
pub(crate) use moderate::{MOST as MOST_AT_ONCE, forgive, take_back, target as target_of_act};
pub use mute::{mute, unmute};
pub use once::{Outcome, post_once};
pub(crate) use post::refuse_unpostable;
pub use post::{Wanted, WantedPoll, keep, post};
pub(crate) use publish::count_for_others;
pub use publish::{Kept, publish};
pub(crate) use purge::purge;
pub use quote::{quotes, revoke_quote, set_quote_policy};
pub use thread::{Thread, answers, thread};
pub use version::{Version, source, versions};
pub(crate) use version::{keep_arrived as keep_version, keep_first as keep_first_version};

use store::{
    account_list::Window,
    statuses::Status,
    timelines::{self, Profile},
};

use crate::{Context, Error, Result, visibility};

/// The post that is meant by an id, which may be that of a boost, if the caller may see it.
fn proper(cx: &mut Context, id: i64) -> Result<Status> {
    let status = visibility::status(cx, id)?;
    match status.reblog_of_id {
        Some(id) => visibility::status(cx, id),
        None => Ok(status),
    }
}

/// What others are to be pointed to, they have to be able to see: no post that is held, which its
/// author sees nevertheless.
fn shown_to_others(status: Status) -> Result<Status> {
    match status.held_at {
        None => Ok(status),
        Some(_) => Err(Error::NotFound),
    }
}

/// The caller's own post, to be shown.
pub fn get_own(cx: &mut Context, id: i64) -> Result<Status> {
    own(cx, id)
}

/// The text of one of the caller's own posts, as she wrote it.
pub fn text_of(cx: &mut Context, id: i64) -> Result<String> {
    own(cx, id)?;
    Ok(store::statuses::text_of(&mut cx.tx, id)?)
}

/// Who has boosted a post, as the ids of boosts and of accounts.
pub fn boosters(cx: &mut Context, id: i64, window: Window) -> Result<Vec<(i64, i64)>> {
    let status = proper(cx, id)?;
    let viewer = visibility::viewer(cx);
    Ok(store::statuses::boosters_of(
        &mut cx.tx, status.id, viewer, window,
    )?)
}

/// Who likes a post, as the ids of likes and of accounts.
pub fn favouriters(cx: &mut Context, id: i64, window: Window) -> Result<Vec<(i64, i64)>> {
    let status = proper(cx, id)?;
    Ok(store::favourites::of_status(&mut cx.tx, status.id, window)?)
}

/// The caller's own post.
fn own(cx: &mut Context, id: i64) -> Result<Status> {
    let owner = cx.member()?.account.id;
    let status = store::statuses::find_locked(&mut cx.tx, id)?;
    status
        .filter(|it| it.account_id == owner && it.deleted_at.is_none())
        .ok_or(Error::NotFound)
}

/// An account's posts, as its profile shows them.
pub fn of_account(
    cx: &mut Context,
    account_id: i64,
    which: Profile,
    window: Window,
) -> Result<Vec<Status>> {
    visibility::account(cx, account_id)?;
    let viewer = visibility::viewer(cx);
    Ok(timelines::of_account(
        &mut cx.tx, account_id, which, viewer, window,
    )?)
}

/// What stands first on an account's profile.
pub fn pinned(cx: &mut Context, account_id: i64) -> Result<Vec<Status>> {
    visibility::account(cx, account_id)?;
    let viewer = visibility::viewer(cx);
    Ok(timelines::pinned(&mut cx.tx, account_id, viewer)?)
}
