//! What people of other servers decide about members, and members about them.

use domain::{Context, arrivals, relays};
use serde_json::Value;
use store::accounts::Account;

use super::{Arrival, Need, Stop, World, world::known_person};
use crate::{json::name_under, names};

fn member(cx: &mut Context, uri: &str) -> Result<Account, Stop> {
    let found = known_person(cx, uri)?.filter(Account::is_local);
    found.ok_or(Stop::Ignored("it is about nobody here"))
}

pub(super) fn follow(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    let target = member(cx, arrival.object_name()?)?;
    let uri = arrival
        .name()
        .ok_or(Stop::Ignored("a follow without a name"))?;
    Ok(arrivals::follow(cx, arrival.signer, &target, uri).map(drop)?)
}

pub(super) fn block(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    let target = member(cx, arrival.object_name()?)?;
    Ok(arrivals::block(cx, arrival.signer, &target)?)
}

pub(super) fn accept(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    if answers_for_relay(cx, arrival, true)? {
        return Ok(());
    }
    let follower = follower(cx, arrival)?;
    Ok(arrivals::accepted(cx, arrival.signer, &follower)?)
}

pub(super) fn reject(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    if answers_for_relay(cx, arrival, false)? {
        return Ok(());
    }
    let follower = follower(cx, arrival)?;
    Ok(arrivals::rejected(cx, arrival.signer, &follower)?)
}

fn answers_for_relay(cx: &mut Context, arrival: Arrival<'_>, is_yes: bool) -> Result<bool, Stop> {
    match name_under(arrival.activity, "object") {
        Some(follow) => Ok(relays::answered(cx, arrival.signer, follow, is_yes)?),
        None => Ok(false),
    }
}

/// The member whose follow of the signer is answered.
fn follower(cx: &mut Context, arrival: Arrival<'_>) -> Result<Account, Stop> {
    if let Value::Object(_) = arrival.object() {
        let followed = name_under(arrival.object(), "object");
        if followed.is_some_and(|it| it != arrival.signer.uri) {
            return Err(Stop::Ignored("it answers for somebody else"));
        }
        if let Some(uri) = name_under(arrival.object(), "actor") {
            return member(cx, uri);
        }
    }
    let username = names::account_behind(&cx.site, arrival.object_name()?);
    let username = username.ok_or(Stop::Ignored("it answers nothing that was asked"))?;
    let found = store::accounts::find_by_handle(&mut cx.tx, username, None)?;
    found.ok_or(Stop::Ignored("it is about nobody here"))
}

/// Somebody goes on under another name, which is looked at anew: it must say the same.
pub(super) fn relocate(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    if arrival.object_name()? != arrival.signer.uri {
        return Err(Stop::Ignored("it moves somebody else"));
    }
    let uri = name_under(arrival.activity, "target").ok_or(Stop::Ignored("it moves nowhere"))?;
    if !world.was_asked(cx, uri) {
        return Err(Stop::Missing(Need::Person(uri.to_owned())));
    }
    let target = known_person(cx, uri)?.ok_or(Stop::Ignored("nobody is there"))?;
    Ok(arrivals::moved(cx, arrival.signer, &target)?)
}
