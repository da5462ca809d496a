//! What members decide about each other, and what both sides have decided.

use store::{
    account_notes, accounts,
    accounts::Account,
    blocks, endorsements, follow_requests,
    follows::{self, Follow},
    mutes::{self, Mute},
    user_domain_blocks,
};

use crate::{Context, Error, Result, visibility};

/// What the caller and another account have decided about each other.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// The other account.
    pub account_id: i64,
    pub follow: Option<Follow>,
    /// A follow that the other has yet to allow.
    pub request: Option<Follow>,
    pub is_followed_by: bool,
    pub is_requested_by: bool,
    pub is_blocking: bool,
    pub is_blocked_by: bool,
    pub mute: Option<Mute>,
    pub is_domain_blocking: bool,
    pub is_endorsed: bool,
    pub note: String,
}

/// With those of the accounts that the caller may see, in the order of the ids. Suspended ones are
/// left out unless they are asked for.
pub fn list(cx: &mut Context, ids: &[i64], with_suspended: bool) -> Result<Vec<Relationship>> {
    let mut seen = visibility::accounts(cx, ids)?;
    seen.retain(|it| with_suspended || it.suspended_at.is_none());
    let ids: Vec<i64> = seen.iter().map(|it| it.id).collect();
    load(cx, &ids)
}

/// With an account that the caller may see.
pub fn get(cx: &mut Context, id: i64) -> Result<Relationship> {
    load(cx, &[id])?.pop().ok_or(Error::NotFound)
}

fn load(cx: &mut Context, ids: &[i64]) -> Result<Vec<Relationship>> {
    let me = cx.member()?.account.id;
    let now = cx.now;
    let tx = &mut cx.tx;
    let follows = follows::to_any(tx, me, ids)?;
    let requests = follow_requests::to_any(tx, me, ids)?;
    let followers = follows::followers_among(tx, me, ids)?;
    let requesting = follow_requests::among(tx, me, ids)?;
    let blocked = blocks::among(tx, me, ids)?;
    let blocking = blocks::against(tx, me, ids)?;
    let mutes = mutes::among(tx, me, ids, now)?;
    let domain_blocked = user_domain_blocks::among(tx, me, ids)?;
    let endorsed = endorsements::among(tx, me, ids)?;
    let notes = account_notes::about_any(tx, me, ids)?;

    let to = |list: &[Follow], id| list.iter().find(|it| it.target_account_id == id).cloned();
    let relationships = ids.iter().map(|&id| Relationship {
        account_id: id,
        follow: to(&follows, id),
        request: to(&requests, id),
        is_followed_by: followers.contains(&id),
        is_requested_by: requesting.contains(&id),
        is_blocking: blocked.contains(&id),
        is_blocked_by: blocking.contains(&id),
        mute: mutes.iter().find(|it| it.target_account_id == id).cloned(),
        is_domain_blocking: domain_blocked.contains(&id),
        is_endorsed: endorsed.contains(&id),
        note: notes
            .iter()
            .find(|(about, _)| *about == id)
            .map(|(_, comment)| comment.clone())
            .unwrap_or_default(),
    });
    Ok(relationships.collect())
}

/// The caller, and somebody about whom she is about to decide something.
///
/// Until this is saved nobody else decides anything about either, so that no follow slips past a
/// block.
pub(crate) fn pair(cx: &mut Context, id: i64) -> Result<(Account, Account)> {
    let me = cx.member()?.account.id;
    accounts::lock(&mut cx.tx, &[me, id])?;
    let other = visibility::account(cx, id)?;
    let me = accounts::find(&mut cx.tx, me)?.ok_or(Error::NotFound)?;
    Ok((me, other))
}
