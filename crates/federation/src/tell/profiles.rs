//! Accounts of this server that have changed, or that are gone.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Context, Ids, Result};
use store::{
    account_keys,
    accounts::{self, Account},
    audience,
};

use super::{Message, Rest};
use crate::write::{activities, actor};

/// How far back those go with whom a suspended account has had to do, and who therefore hear of it.
const ACQUAINTANCE: TimeDelta = TimeDelta::days(2);
/// Of how many of its posts they are looked for.
const POSTS: i64 = 200;

/// Who is suspended, and who is back, is told to more people than followers: to all who have lately
/// seen something of her.
pub(super) fn changed(cx: &mut Context, account_id: i64) -> Result<Option<Message>> {
    let Some(account) = local(cx, account_id)? else {
        return Ok(None);
    };
    // Whoever has seen the account has seen its key.
    let Some(key) = account_keys::find(&mut cx.tx, account_id)? else {
        return Ok(None);
    };
    let document = actor(cx, &account, &key.public_key)?;
    let activity = activities::update_actor(&account.uri, document, cx.now);
    let since = account.suspended_at.unwrap_or(cx.now) - ACQUAINTANCE;
    let people = acquainted(cx, account_id, since)?;
    Ok(Some(Message {
        account_id: Some(account_id),
        activities: vec![activity],
        to: audience::servers_of(&mut cx.tx, &people)?,
        rest: Rest::Followers {
            of: account_id,
            after: 0,
        },
        is_for_relays: true,
    }))
}

/// Servers with followers hear of it, so that those are asked to come along. Nobody does where it has
/// been taken back meanwhile.
pub(super) fn moved(cx: &mut Context, account_id: i64, target_id: i64) -> Result<Option<Message>> {
    let account = local(cx, account_id)?;
    let account = account.filter(|it| it.moved_to_account_id == Some(target_id));
    let Some((account, target)) = account.zip(accounts::find(&mut cx.tx, target_id)?) else {
        return Ok(None);
    };
    Ok(Some(Message {
        account_id: Some(account_id),
        activities: vec![activities::relocate(&account.uri, &target.uri, cx.now)],
        rest: Rest::Followers {
            of: account_id,
            after: 0,
        },
        ..Message::default()
    }))
}

fn acquainted(cx: &mut Context, account_id: i64, since: DateTime<Utc>) -> Result<Vec<i64>> {
    let since_status = Ids::first_at(since);
    let tx = &mut cx.tx;
    Ok(audience::acquainted(
        tx,
        account_id,
        since,
        since_status,
        POSTS,
    )?)
}

/// Every server that is known hears of it: any of them may have kept something. An account that was
/// brought back meanwhile is not gone.
pub(super) fn removed(cx: &mut Context, account_id: i64) -> Result<Option<Message>> {
    let account = local(cx, account_id)?;
    let Some(account) = account.filter(|it| it.suspended_at.is_some()) else {
        return Ok(None);
    };
    if account_keys::find(&mut cx.tx, account_id)?.is_none() {
        return Ok(None);
    }
    Ok(Some(Message {
        account_id: Some(account_id),
        activities: vec![activities::delete_actor(&account.uri)],
        to: Vec::new(),
        rest: Rest::FollowersAndAll {
            of: account_id,
            after: 0,
        },
        is_for_relays: true,
    }))
}

fn local(cx: &mut Context, account_id: i64) -> Result<Option<Account>> {
    let account = accounts::find(&mut cx.tx, account_id)?;
    Ok(account.filter(Account::is_local))
}
