//! Follows between people of other servers and members.

use store::{
    accounts::Account,
    activity_names::{self, Named},
    blocks, follow_requests,
    follows::{self, Terms},
    user_domain_blocks, users,
};

use crate::{
    Context, Result,
    follows::{begin, cut_quietly, take_request, withdraw_quietly},
    news,
    notifications::{About, Kind, tell},
    visibility,
};

/// What somebody hears who wants to follow a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accepted,
    /// The member decides.
    Waiting,
    Rejected,
}

/// Somebody wants to follow a member. `uri` is what her server calls that.
pub fn follow(cx: &mut Context, follower: &Account, target: &Account, uri: &str) -> Result<Answer> {
    let (from, to) = (follower.id, target.id);
    let answer = decide(cx, follower, target)?;
    let is_known = follows::find(&mut cx.tx, from, to)?.is_some();
    let bond = Some(Named {
        id: 0,
        uri: Some(uri.to_owned()),
        is_ours: false,
    });
    match answer {
        Answer::Rejected => news::ended(cx, bond, from, to)?,
        Answer::Waiting if !is_known => wait(cx, follower, target, uri)?,
        Answer::Accepted | Answer::Waiting => {
            if !is_known {
                take_request(cx, from, to)?;
                begin(cx, from, target, &Terms::default())?;
            }
            news::let_in(cx, bond, from, to)?;
            return Ok(Answer::Accepted);
        }
    }
    Ok(answer)
}

fn decide(cx: &mut Context, follower: &Account, target: &Account) -> Result<Answer> {
    let user = users::find(&mut cx.tx, target.id)?;
    let is_there = visibility::is_public(target, user.as_ref())
        && target.suspended_at.is_none()
        && target.moved_to_account_id.is_none();
    let domain = follower.domain.as_deref().unwrap_or_default();
    let is_blocked = blocks::is_blocking(&mut cx.tx, target.id, follower.id)?
        || user_domain_blocks::is_blocked(&mut cx.tx, target.id, domain)?;
    Ok(match () {
        () if !is_there || is_blocked => Answer::Rejected,
        () if target.locked || follower.silenced_at.is_some() => Answer::Waiting,
        () => Answer::Accepted,
    })
}

fn wait(cx: &mut Context, follower: &Account, target: &Account, uri: &str) -> Result<()> {
    let (from, to, now) = (follower.id, target.id, cx.now);
    if follow_requests::find(&mut cx.tx, from, to)?.is_none() {
        follow_requests::add(&mut cx.tx, from, to, &Terms::default(), now)?;
        tell(cx, Kind::FollowRequest, to, from, About::default())?;
    }
    match activity_names::follow_request(&mut cx.tx, from, to)? {
        Some(request) => Ok(activity_names::name_follow_request(
            &mut cx.tx, request.id, uri,
        )?),
        None => Ok(()),
    }
}

/// Somebody follows a member no longer, or does not want to any more.
pub fn unfollow(cx: &mut Context, follower: &Account, target: &Account) -> Result<()> {
    withdraw_quietly(cx, follower.id, target.id)?;
    cut_quietly(cx, follower.id, target.id).map(drop)
}

/// Somebody lets a member follow who has asked.
pub fn accepted(cx: &mut Context, target: &Account, follower: &Account) -> Result<()> {
    let bond = activity_names::follow_request(&mut cx.tx, follower.id, target.id)?;
    let Some(request) = take_request(cx, follower.id, target.id)? else {
        return Ok(());
    };
    begin(cx, follower.id, target, &request.terms)?;
    news::let_in(cx, bond, follower.id, target.id)
}

/// Or does not, or no longer.
pub fn rejected(cx: &mut Context, target: &Account, follower: &Account) -> Result<()> {
    withdraw_quietly(cx, follower.id, target.id)?;
    cut_quietly(cx, follower.id, target.id).map(drop)
}
