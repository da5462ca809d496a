//! Whether a member is told of something, and whether it is put aside.

use chrono::TimeDelta;
use store::{
    mentions,
    senders::{self, Sender},
    statuses::{self, Status, Visibility},
    threads,
};

use super::{About, Kind};
use crate::{
    Context, Permission, Result, members,
    notification_policy::{Measure, of},
};

/// How long an account is new.
const NEW_ACCOUNT: TimeDelta = TimeDelta::days(30);
/// How long somebody must follow before the member takes her for a follower.
const NEW_FOLLOWER: TimeDelta = TimeDelta::days(3);
/// How far up a thread it is looked whether the member has asked for an answer.
const MOST_ANCESTORS: i64 = 100;

pub(super) fn measure(
    cx: &mut Context,
    kind: Kind,
    to: i64,
    from: i64,
    about: About,
) -> Result<Measure> {
    let now = cx.now;
    let Some(sender) = senders::find(&mut cx.tx, to, from, now)? else {
        return Ok(Measure::Drop);
    };
    let is_sender_there =
        sender.account.suspended_at.is_none() && sender.account.purged_at.is_none();
    let is_told_by_herself = to == from && !kind.is_about_oneself();
    if !sender.is_heard || !is_sender_there || is_told_by_herself {
        return Ok(Measure::Drop);
    }
    // What a moderator thinks of somebody in private does not keep her from her work.
    if kind.is_for_staff() {
        return Ok(Measure::Accept);
    }
    match by_recipient(cx, kind, to, &sender, about)? {
        Measure::Accept => Ok(Measure::Accept),
        _ if kind.is_message() && is_staff_above(cx, from, to)? => Ok(Measure::Accept),
        measure => Ok(measure),
    }
}

/// What the recipient has decided: first about this sender and this thread, then about strangers.
fn by_recipient(
    cx: &mut Context,
    kind: Kind,
    to: i64,
    sender: &Sender,
    about: About,
) -> Result<Measure> {
    let message = match about.status_id.filter(|_| kind.is_message()) {
        Some(id) => statuses::find(&mut cx.tx, id)?,
        None => None,
    };
    if is_unwanted(cx, to, sender, about, message.as_ref())? {
        return Ok(Measure::Drop);
    }
    if !kind.is_filterable() || sender.is_let_through {
        return Ok(Measure::Accept);
    }
    let (policy, now) = (of(cx, to)?, cx.now);
    let is_stranger = !sender.is_followed;
    let account = &sender.account;
    let is_new = account.created_at > now - NEW_ACCOUNT;
    let follows = sender
        .follows_since
        .is_some_and(|it| it <= now - NEW_FOLLOWER);
    let is_bot = ["Application", "Service"].contains(&account.kind.as_str());
    let is_unasked = match &message {
        Some(it) if is_stranger && kind == Kind::Mention => is_unasked(cx, to, it)?,
        _ => false,
    };
    let table = [
        (
            policy.for_limited_accounts,
            is_stranger && account.silenced_at.is_some(),
        ),
        (policy.for_not_following, is_stranger),
        (policy.for_not_followers, !follows),
        (policy.for_new_accounts, is_stranger && is_new),
        (policy.for_private_mentions, is_unasked),
        (policy.for_bots, is_stranger && is_bot),
    ];
    let measures = table.into_iter().filter(|(_, applies)| *applies);
    let worst = measures.map(|(measure, _)| measure).max();
    Ok(worst.unwrap_or(Measure::Accept))
}

fn is_unwanted(
    cx: &mut Context,
    to: i64,
    sender: &Sender,
    about: About,
    message: Option<&Status>,
) -> Result<bool> {
    let is_far = sender.is_of_blocked_domain && !sender.is_followed;
    if sender.is_blocked || sender.is_muted || is_far {
        return Ok(true);
    }
    if let Some(id) = about.status_id
        && senders::is_conversation_muted(&mut cx.tx, to, id)?
    {
        return Ok(true);
    }
    match message {
        Some(it) => names_unwanted(cx, to, it),
        None => Ok(false),
    }
}

/// Whether a message is also for somebody whom the recipient blocks or has muted.
fn names_unwanted(cx: &mut Context, to: i64, message: &Status) -> Result<bool> {
    let named = mentions::of_statuses(&mut cx.tx, &[message.id])?;
    let named = named.iter().filter(|it| !it.is_silent);
    let mut ids: Vec<i64> = named.map(|it| it.account_id).collect();
    ids.extend(message.in_reply_to_account_id);
    ids.retain(|id| *id != to);
    let now = cx.now;
    Ok(!ids.is_empty() && senders::is_any_unwanted(&mut cx.tx, to, &ids, now)?)
}

/// Whether a private message is no answer to one that the recipient has sent to its author.
fn is_unasked(cx: &mut Context, to: i64, message: &Status) -> Result<bool> {
    if message.visibility != Visibility::Direct {
        return Ok(false);
    }
    let above = threads::ancestors(&mut cx.tx, message.id, MOST_ANCESTORS)?;
    Ok(!senders::is_any_to(
        &mut cx.tx,
        &above,
        to,
        message.account_id,
    )?)
}

/// Whether the sender shows a role by which she moderates, and which stands above the recipient's: the
/// staff can reach everybody.
fn is_staff_above(cx: &mut Context, from: i64, to: i64) -> Result<bool> {
    let (Some(sender), Some(recipient)) = (members::find(cx, from)?, members::find(cx, to)?) else {
        return Ok(false);
    };
    let moderates = [Permission::ManageReports, Permission::ManageUsers];
    Ok(sender.power.role.highlighted
        && sender.power.role.position > recipient.power.role.position
        && moderates.into_iter().any(|it| sender.power.may(it)))
}

#[cfg(test)]
mod tests;
