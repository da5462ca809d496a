//! Deleting the data of suspended accounts, at once or when their time has come.

use store::{
    account_aliases, account_migrations,
    accounts::{self, Account},
    action_log, announcements, featured_tags, filters, follows, lists, markers,
    notification_policy, notification_requests, notifications, push, relationships, sessions,
    severances, tag_follows, tokens, users,
};

use super::{as_account, decide::give_up_pictures, forget, get_locked, user_of};
use crate::{
    Caller, Context, Error, Event, Moderator, Permission, Result,
    acts::Act,
    follows_aside,
    jobs::{Job, Progress},
    media, news, statuses, webhooks,
};

/// How many rows a purge takes away before it lets others have a turn.
const AT_ONCE: i64 = 1000;
/// How many accounts whose time has come are taken up at once.
const DUE_AT_ONCE: i64 = 10;

/// Leaves the purge to a job. Mastodon does not log this; Kumki does.
pub fn delete(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::DeleteUserData)?;
    let account = get_locked(cx, id)?;
    if account.suspended_at.is_none() || account.purged_at.is_some() {
        return Err(Error::NotPermitted);
    }
    leave_purge(cx, &moderator, &account)
}

/// Takes up the accounts whose time has come.
pub fn delete_due(cx: &mut Context) -> Result<()> {
    cx.caller = Caller::System;
    let moderator = cx.moderator(Permission::DeleteUserData)?;
    let now = cx.now;
    for id in accounts::due_for_deletion(&mut cx.tx, now, DUE_AT_ONCE)? {
        let account = get_locked(cx, id)?;
        leave_purge(cx, &moderator, &account)?;
    }
    Ok(())
}

fn leave_purge(cx: &mut Context, moderator: &Moderator, account: &Account) -> Result<()> {
    let recorded = Act::new("destroy", as_account(account)).record(cx, moderator)?;
    // The clock has done its work; otherwise the next minute would leave the job again.
    accounts::set_deletion_begun(&mut cx.tx, account.id, &recorded)?;
    if account.is_local() {
        // Before those are forgotten who are to hear of it.
        news::account_removed(cx, account.id)?;
    }
    let job = Job::PurgeAccount {
        account_id: account.id,
        act_id: recorded.id(),
    };
    job.leave(cx)
}

/// Deletes what an account has left behind. The name stays reserved, and so does the address.
///
/// An account that was unsuspended meanwhile is left alone.
pub fn purge(cx: &mut Context, id: i64, act_id: i64) -> Result<Progress> {
    let Some(account) = accounts::find_locked(&mut cx.tx, id)? else {
        return Ok(Progress::Done);
    };
    if account.suspended_at.is_none() || account.purged_at.is_some() {
        return Ok(Progress::Done);
    }
    let recorded =
        action_log::find(&mut cx.tx, act_id)?.ok_or(Error::Internal("a purge without an act"))?;
    let user = user_of(cx, &account)?;
    if let Some(user) = &user
        && (user.confirmed_at.is_none() || !user.approved)
    {
        forget(cx, &account, user)?;
        return Ok(Progress::Done);
    }

    if !account.is_local() && follows_aside::settle(cx, id)? == Progress::More {
        return Ok(Progress::More);
    }
    if clear_ties(cx, id)? == Progress::More {
        return Ok(Progress::More);
    }
    store::follows_aside::remove_about(&mut cx.tx, id)?;
    push::remove_about(&mut cx.tx, id)?;
    lists::remove_about(&mut cx.tx, id)?;
    filters::remove_all_of(&mut cx.tx, id)?;
    tag_follows::remove_all_of(&mut cx.tx, id)?;
    featured_tags::remove_all_of(&mut cx.tx, id)?;
    if statuses::purge(cx, id)? == Progress::More || media::clear(cx, id)? == Progress::More {
        return Ok(Progress::More);
    }
    let now = cx.now;
    if user.is_some() {
        users::set_disabled(&mut cx.tx, id, true, &recorded)?;
        sessions::remove_all(&mut cx.tx, id)?;
        tokens::revoke_all(&mut cx.tx, id, now)?;
        cx.events.push(Event::Cut { account_id: id });
    }
    account_aliases::set(&mut cx.tx, id, &[])?;
    account_migrations::remove(&mut cx.tx, id)?;
    announcements::remove_about(&mut cx.tx, id)?;
    markers::remove_all(&mut cx.tx, id)?;
    give_up_pictures(cx, &account)?;
    accounts::remove_stats(&mut cx.tx, id)?;
    accounts::set_purged(&mut cx.tx, id, now, &recorded)?;
    webhooks::tell_of_account(cx, &account)?;
    Ok(Progress::Done)
}

/// Takes away what there is between an account and others, some at a time.
pub(crate) fn clear_ties(cx: &mut Context, id: i64) -> Result<Progress> {
    let is_more = notifications::remove_about(&mut cx.tx, id, AT_ONCE)? > 0
        || notification_requests::remove_about(&mut cx.tx, id, AT_ONCE)? > 0
        || notification_policy::remove_about(&mut cx.tx, id, AT_ONCE)? > 0
        || severances::remove_about(&mut cx.tx, id, AT_ONCE)? > 0
        || follows::remove_about(&mut cx.tx, id, AT_ONCE)? > 0
        || relationships::remove_about(&mut cx.tx, id, AT_ONCE)? > 0;
    Ok(match is_more {
        true => Progress::More,
        false => Progress::Done,
    })
}
