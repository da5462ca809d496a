//! Follows and blocks. They are between two people, and nobody else hears of them.

use domain::{
    Context, Result,
    news::{FollowName, follow_uri},
};
use serde_json::Value;
use store::{
    accounts::{self, Account},
    activity_names, audience,
};

use super::Message;
use crate::write::activities::{self, accept, block, follow, reject};

/// A follow that has been taken back by now is not asked for.
pub(super) fn follow_wanted(
    cx: &mut Context,
    account_id: i64,
    target_id: i64,
) -> Result<Option<Message>> {
    let Some((follower, target)) = pair(cx, account_id, target_id)? else {
        return Ok(None);
    };
    let asked = activity_names::follow_request(&mut cx.tx, account_id, target_id)?;
    let Some(request) = asked else {
        return Ok(None);
    };
    let uri = request
        .uri
        .unwrap_or_else(|| follow_uri(&follower.uri, request.id));
    let activity = follow(&uri, &follower.uri, &target.uri);
    between(cx, &follower, &target, activity).map(Some)
}

pub(super) fn unfollowed(
    cx: &mut Context,
    account_id: i64,
    target_id: i64,
    name: &FollowName,
) -> Result<Option<Message>> {
    let Some((follower, target)) = pair(cx, account_id, target_id)? else {
        return Ok(None);
    };
    let uri = name_of(name, &follower);
    let activity = activities::undo(follow(&uri, &follower.uri, &target.uri));
    between(cx, &follower, &target, activity).map(Some)
}

/// Somebody elsewhere may follow, or may not.
pub(super) fn answered(
    cx: &mut Context,
    follower_id: i64,
    target_id: i64,
    name: &FollowName,
    may: bool,
) -> Result<Option<Message>> {
    let Some((follower, target)) = pair(cx, follower_id, target_id)? else {
        return Ok(None);
    };
    let uri = name_of(name, &follower);
    // What was never a row here has no number, and each answer has a name of its own.
    let number = match name.id {
        0 => cx.new_id(),
        id => id,
    };
    let activity = match may {
        true => accept(number, &uri, &follower.uri, &target.uri),
        false => reject(number, &uri, &follower.uri, &target.uri),
    };
    between(cx, &target, &follower, activity).map(Some)
}

pub(super) fn blocked(
    cx: &mut Context,
    account_id: i64,
    target_id: i64,
    block_id: i64,
    is_blocked: bool,
) -> Result<Option<Message>> {
    let Some((account, target)) = pair(cx, account_id, target_id)? else {
        return Ok(None);
    };
    let activity = block(&account.uri, block_id, &target.uri);
    let activity = match is_blocked {
        true => activity,
        false => activities::undo(activity),
    };
    between(cx, &account, &target, activity).map(Some)
}

fn name_of(name: &FollowName, follower: &Account) -> String {
    let uri = name.uri.clone();
    uri.unwrap_or_else(|| follow_uri(&follower.uri, name.id))
}

fn pair(cx: &mut Context, one: i64, other: i64) -> Result<Option<(Account, Account)>> {
    let one = accounts::find(&mut cx.tx, one)?;
    let other = accounts::find(&mut cx.tx, other)?;
    Ok(one.zip(other))
}

fn between(cx: &mut Context, from: &Account, to: &Account, activity: Value) -> Result<Message> {
    let to = audience::inbox_of(&mut cx.tx, to.id)?;
    Ok(Message {
        account_id: Some(from.id),
        activities: vec![activity],
        to: to.into_iter().collect(),
        ..Message::default()
    })
}
