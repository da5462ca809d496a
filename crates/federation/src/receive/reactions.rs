//! What people of other servers think of posts.

use domain::{Context, arrivals};
use store::actors;

use super::{Arrival, Stop, World, world::known_post};
use crate::json::name_under;

pub(super) fn like(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    let status = known_post(cx, arrival.object_name()?)?;
    let status = status.ok_or(Stop::Ignored("nobody here knows the post"))?;
    Ok(arrivals::favourite(cx, arrival.signer, &status)?)
}

pub(super) fn add(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    check_list(cx, arrival)?;
    let uri = arrival.object_name()?;
    let status = match store::follows::has_local(&mut cx.tx, arrival.signer.id)? {
        true => world.post(cx, uri)?,
        false => known_post(cx, uri)?,
    };
    match status {
        Some(status) => Ok(arrivals::pin(cx, arrival.signer, &status)?),
        None => Err(Stop::Ignored("nobody here knows the post")),
    }
}

pub(super) fn remove(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    check_list(cx, arrival)?;
    match known_post(cx, arrival.object_name()?)? {
        Some(status) => Ok(arrivals::unpin(cx, arrival.signer, &status)?),
        None => Ok(()),
    }
}

/// The one list that is known here is that of pinned posts.
fn check_list(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    let target = name_under(arrival.activity, "target");
    let featured = actors::find(&mut cx.tx, arrival.signer.id)?.and_then(|it| it.featured);
    match target.is_some() && target == featured.as_deref() {
        true => Ok(()),
        false => Err(Stop::Ignored("it is about a list that nobody here keeps")),
    }
}
