//! What is gone, and what is taken back.

use domain::{Context, arrivals};
use serde_json::Value;
use store::{accounts::Account, follow_requests, follows, statuses};

use super::{Arrival, Need, Stop, World, world::known_person, world::known_post};
use crate::json::{is_same_host, name, name_under, text};

/// A post or its author is gone. Others have no say in it.
pub(super) fn delete(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    let uri = arrival.object_name()?;
    if uri == arrival.signer.uri {
        return Ok(arrivals::gone(cx, arrival.signer)?);
    }
    if !is_same_host(uri, &arrival.signer.uri) {
        return Err(Stop::Ignored("it deletes what belongs to another server"));
    }
    match statuses::find_by_uri(&mut cx.tx, uri)? {
        Some(status) if status.account_id == arrival.signer.id => {
            arrivals::bury(cx, uri)?;
            match status.reblog_of_id {
                Some(_) => Ok(arrivals::unboost(cx, &status)?),
                None => Ok(arrivals::remove(cx, &status)?),
            }
        }
        Some(_) => Err(Stop::Ignored("it deletes somebody else's post")),
        // It may still be on its way.
        None => Ok(arrivals::bury(cx, uri)?),
    }
}

/// Somebody says that a post is gone; its own server must say so too, by not having it.
pub(super) fn look_again(cx: &mut Context, world: &World, uri: &str) -> Result<(), Stop> {
    let known = statuses::find_by_uri(&mut cx.tx, uri)?;
    let Some(known) = known.filter(|it| !it.is_local && it.deleted_at.is_none()) else {
        return Ok(());
    };
    if world.absent.contains(uri) {
        return Ok(arrivals::remove(cx, &known)?);
    }
    match world.fresh.contains(uri) {
        true => Ok(()),
        false => Err(Stop::Missing(Need::Post(uri.to_owned()))),
    }
}

/// What is taken back stands in the activity, or is only named.
pub(super) fn undo(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    let deed = arrival.object();
    if let Value::String(uri) = deed {
        return undo_named(cx, arrival, uri);
    }
    if name_under(deed, "actor").is_some_and(|it| it != arrival.signer.uri) {
        return Err(Stop::Ignored("it takes back what somebody else did"));
    }
    let target = name_under(deed, "object").ok_or(Stop::Ignored("it takes nothing back"))?;
    match text(deed, "type") {
        Some("Follow") => {
            let followed = known_person(cx, target)?.filter(Account::is_local);
            let followed = followed.ok_or(Stop::Ignored("nobody is followed"))?;
            Ok(arrivals::unfollow(cx, arrival.signer, &followed)?)
        }
        Some("Block") => {
            let blocked = known_person(cx, target)?.filter(Account::is_local);
            let blocked = blocked.ok_or(Stop::Ignored("nobody is blocked"))?;
            Ok(arrivals::unblock(cx, arrival.signer, &blocked)?)
        }
        Some("Like" | "EmojiReact") => {
            let liked = known_post(cx, target)?.ok_or(Stop::Ignored("nobody knows the post"))?;
            Ok(arrivals::unfavourite(cx, arrival.signer, &liked)?)
        }
        Some("Announce") => unboost(cx, arrival, name(deed), target),
        Some("Accept") => unaccept(cx, arrival, deed),
        _ => Err(Stop::Ignored("it takes back what nobody here knows")),
    }
}

fn unboost(
    cx: &mut Context,
    arrival: Arrival<'_>,
    uri: Option<&str>,
    target: &str,
) -> Result<(), Stop> {
    let mine = |it: &statuses::Status| it.account_id == arrival.signer.id;
    if let Some(uri) = uri.filter(|it| is_same_host(it, &arrival.signer.uri)) {
        arrivals::bury(cx, uri)?;
        if let Some(boost) = statuses::find_by_uri(&mut cx.tx, uri)?.filter(mine) {
            return Ok(arrivals::unboost(cx, &boost)?);
        }
    }
    let boosted = known_post(cx, target)?.ok_or(Stop::Ignored("nobody knows the post"))?;
    match statuses::find_boost(&mut cx.tx, arrival.signer.id, boosted.id)? {
        Some(boost) => Ok(arrivals::unboost(cx, &boost)?),
        None => Ok(()),
    }
}

/// Somebody does not let a member follow any more whom she had let.
fn unaccept(cx: &mut Context, arrival: Arrival<'_>, accept: &Value) -> Result<(), Stop> {
    let follow = accept.get("object").unwrap_or(&Value::Null);
    let follower = name_under(follow, "actor").map(|it| known_person(cx, it));
    let follower = follower.transpose()?.flatten().filter(Account::is_local);
    let follower = follower.ok_or(Stop::Ignored("nobody follows"))?;
    Ok(arrivals::rejected(cx, arrival.signer, &follower)?)
}

fn undo_named(cx: &mut Context, arrival: Arrival<'_>, uri: &str) -> Result<(), Stop> {
    if !is_same_host(uri, &arrival.signer.uri) {
        return Err(Stop::Ignored(
            "it takes back what belongs to another server",
        ));
    }
    let signer = arrival.signer.id;
    if let Some(status) = statuses::find_by_uri(&mut cx.tx, uri)? {
        return match status.account_id == signer && status.reblog_of_id.is_some() {
            true => Ok(arrivals::unboost(cx, &status)?),
            false => Err(Stop::Ignored("it takes back what is no deed")),
        };
    }
    let followed = follows::named(&mut cx.tx, signer, uri)?;
    let followed = match followed {
        Some(id) => Some(id),
        None => follow_requests::named(&mut cx.tx, signer, uri)?,
    };
    let followed = followed.ok_or(Stop::Ignored("it takes back what nobody here knows"))?;
    let followed = store::accounts::find(&mut cx.tx, followed)?;
    let followed = followed.ok_or(Stop::Ignored("nobody is followed"))?;
    Ok(arrivals::unfollow(cx, arrival.signer, &followed)?)
}
