//! Inviting people.

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    account_list::Window,
    blocks,
    follows::Terms,
    invites::{self, Filter, Invite, NewInvite},
    users::{self, User},
};

use crate::{
    Context, Error, Moderator, Permission, Result, Standing, Violation,
    acts::{Act, Target},
    error::refuse,
    follows, members, secrets,
};

/// Characters of what an invite is for.
const LONGEST: usize = 420;
/// Characters of a code, of 64 kinds.
const CODE: usize = 16;
/// Seconds that an invite may be good for at most: ten years.
const LONGEST_TIME: i64 = 10 * 365 * 24 * 60 * 60;
const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: i64::MAX,
};

/// What an invite is to be like.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// None is any number.
    pub max_uses: Option<i32>,
    /// In seconds; none is for ever.
    pub expires_in: Option<i64>,
    pub autofollow: bool,
    pub comment: String,
}

/// The caller's own, newest first.
pub fn own(cx: &mut Context) -> Result<Vec<Invite>> {
    let filter = Filter {
        account_id: Some(cx.member()?.account.id),
        ..Filter::default()
    };
    Ok(invites::page(&mut cx.tx, &filter, ALL)?)
}

pub fn create(cx: &mut Context, wanted: &Wanted) -> Result<Invite> {
    let inviter = cx.moderator(Permission::InviteUsers)?;
    let account_id = cx.member()?.account.id;
    let expires_at = check(cx, wanted)?;
    let mut code = secrets::make(&mut cx.chance);
    code.truncate(CODE);
    let invite = NewInvite {
        account_id,
        code: &code,
        comment: wanted.comment.trim(),
        autofollow: wanted.autofollow,
        max_uses: wanted.max_uses,
        expires_at,
        created_at: cx.now,
    };
    let invite = invites::add(&mut cx.tx, &invite)?;
    Act::new("create", target(&invite)).record(cx, &inviter)?;
    Ok(invite)
}

fn check(cx: &Context, wanted: &Wanted) -> Result<Option<DateTime<Utc>>> {
    let mut found = Vec::new();
    if wanted.max_uses.is_some_and(|it| it < 1) {
        let (field, name) = ("max_uses", "Max uses");
        let message = "must be greater than 0";
        found.push(Violation::new(field, name, "ERR_INVALID", message));
    }
    let is_time = |it: &i64| (1..=LONGEST_TIME).contains(it);
    if !wanted.expires_in.as_ref().is_none_or(is_time) {
        found.push(Violation::invalid("expires_in", "Expires in"));
    }
    if wanted.comment.trim().chars().count() > LONGEST {
        found.push(Violation::too_long("comment", "Comment", LONGEST));
    }
    refuse(found)?;
    let time = wanted.expires_in.and_then(TimeDelta::try_seconds);
    Ok(time.map(|it| cx.now + it))
}

/// Ends one of the caller's own.
pub fn end_own(cx: &mut Context, id: i64) -> Result<Invite> {
    let member = cx.member()?;
    let (account_id, owner) = (member.account.id, Moderator::from(member));
    let found = invites::find(&mut cx.tx, id)?;
    let found = found.filter(|it| it.account_id == account_id);
    expire(cx, &owner, found.ok_or(Error::NotFound)?)
}

/// Of all members.
pub fn list(cx: &mut Context, filter: &Filter, window: Window) -> Result<Vec<Invite>> {
    cx.moderator(Permission::ManageInvites)?;
    Ok(invites::page(&mut cx.tx, filter, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Invite> {
    cx.moderator(Permission::ManageInvites)?;
    invites::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// Ends that of any member.
pub fn end(cx: &mut Context, id: i64) -> Result<Invite> {
    let moderator = cx.moderator(Permission::ManageInvites)?;
    let found = invites::find(&mut cx.tx, id)?;
    expire(cx, &moderator, found.ok_or(Error::NotFound)?)
}

/// What has ended already ends no second time.
fn expire(cx: &mut Context, moderator: &Moderator, invite: Invite) -> Result<Invite> {
    let now = cx.now;
    if invite.expires_at.is_some_and(|it| it <= now) {
        return Ok(invite);
    }
    let recorded = Act::new("expire", target(&invite)).record(cx, moderator)?;
    invites::set_expired(&mut cx.tx, invite.id, now, &recorded)?;
    Ok(Invite {
        expires_at: Some(now),
        ..invite
    })
}

/// The code is left out: who reads the log could sign up with it.
fn target(invite: &Invite) -> Target {
    Target {
        kind: "Invite",
        id: invite.id,
        name: invite.id.to_string(),
        account_id: Some(invite.account_id),
    }
}

/// An invite that somebody signs up with.
#[derive(Clone, Debug)]
pub(crate) struct Welcome {
    pub(crate) invite: Invite,
    /// Whether who comes with it needs no approval.
    pub(crate) bypasses_approval: bool,
}

/// The invite with that code, if it is good and its maker still may invite.
pub(crate) fn welcome(cx: &mut Context, code: &str) -> Result<Option<Welcome>> {
    let now = cx.now;
    let found = invites::find_by_code(&mut cx.tx, code)?;
    let Some(invite) = found.filter(|it| it.is_available(now)) else {
        return Ok(None);
    };
    let inviter = members::find(cx, invite.account_id)?;
    let may = |it: &crate::Member| {
        it.standing() == Standing::Good && it.power.may(Permission::InviteUsers)
    };
    Ok(inviter.filter(may).map(|inviter| Welcome {
        invite,
        bypasses_approval: inviter.power.may(Permission::InviteBypassApproval),
    }))
}

/// Notes that somebody has signed up with it.
pub(crate) fn use_up(cx: &mut Context, invite: &Invite, account_id: i64) -> Result<()> {
    if !invites::count_use(&mut cx.tx, invite.id)? {
        return refuse(vec![invalid_code()]);
    }
    Ok(users::set_invite(&mut cx.tx, account_id, invite.id)?)
}

pub(crate) fn invalid_code() -> Violation {
    Violation::invalid("invite_code", "Invite code")
}

/// A newcomer who was let in follows who invited her, if the invite says so, also where that member
/// lets nobody follow unasked.
pub(crate) fn follow_inviter(cx: &mut Context, newcomer: &User) -> Result<()> {
    let Some(invite_id) = newcomer.invite_id else {
        return Ok(());
    };
    let invite = invites::find(&mut cx.tx, invite_id)?;
    let Some(invite) = invite.filter(|it| it.autofollow) else {
        return Ok(());
    };
    let inviter = store::accounts::find(&mut cx.tx, invite.account_id)?;
    let Some(inviter) = inviter.filter(|it| it.suspended_at.is_none()) else {
        return Ok(());
    };
    let me = newcomer.account_id;
    let is_apart = blocks::is_between(&mut cx.tx, me, inviter.id)?;
    if is_apart || store::follows::find(&mut cx.tx, me, inviter.id)?.is_some() {
        return Ok(());
    }
    follows::begin(cx, me, &inviter, &Terms::default())
}
