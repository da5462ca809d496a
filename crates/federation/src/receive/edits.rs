//! Posts and accounts that have changed.

use domain::{Context, Error, arrivals};
use serde_json::Value;
use store::{account_aliases, statuses};

use super::{Arrival, Need, Stop, World, posts::resolve};
use crate::{
    json::{is_any, name},
    read::{PEOPLE, Person, Post},
};

pub(super) fn update(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    let object = arrival.object();
    let Value::Object(_) = object else {
        let uri = name(object).ok_or(Stop::Ignored("it changes nothing"))?;
        return look_again(cx, world, uri);
    };
    match is_any(object, &PEOPLE) {
        true => describe(cx, world, arrival),
        false => edit(cx, world, arrival),
    }
}

/// Somebody says something else about herself than before.
fn describe(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    let person = Person::read(arrival.object()).map_err(|it| Stop::Ignored(it.0))?;
    let domain = arrival.signer.domain.as_deref().unwrap_or_default();
    let is_herself = person.uri == arrival.signer.uri
        && person
            .username
            .eq_ignore_ascii_case(&arrival.signer.username);
    if !is_herself {
        return Err(Stop::Ignored("it describes somebody else"));
    }
    look_where_it_leads(cx, world, arrival, person.moved_to())?;
    match arrivals::meet(cx, &person.profile(domain)) {
        Err(Error::NotPermitted) => Err(Stop::Ignored("nothing is heard from there")),
        met => Ok(met.map(drop)?),
    }
}

/// The account that somebody goes on as is looked at anew, unless that was known before.
fn look_where_it_leads(
    cx: &mut Context,
    world: &World,
    arrival: Arrival<'_>,
    moved_to: Option<&str>,
) -> Result<(), Stop> {
    let Some(uri) = moved_to.filter(|it| !world.was_asked(cx, it)) else {
        return Ok(());
    };
    let known = account_aliases::moved_to(&mut cx.tx, arrival.signer.id)?;
    match known.as_deref() == Some(uri) {
        true => Ok(()),
        false => Err(Stop::Missing(Need::Person(uri.to_owned()))),
    }
}

fn edit(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    let post = Post::read(arrival.object()).ok_or(Stop::Ignored("it changes no post"))?;
    if post.author != arrival.signer.uri {
        return Err(Stop::Ignored("it changes somebody else's post"));
    }
    let known = statuses::find_by_uri(&mut cx.tx, post.uri)?;
    let known = known.filter(|it| it.account_id == arrival.signer.id);
    let known = known.ok_or(Stop::Ignored("nobody here knows the post"))?;
    let arriving = resolve(cx, world, &post, arrival.signer, true)?;
    Ok(arrivals::edit(cx, &known, &arriving)?)
}

/// Somebody says that a post has changed; its own server must say how.
pub(super) fn look_again(cx: &mut Context, world: &World, uri: &str) -> Result<(), Stop> {
    let is_known = statuses::find_by_uri(&mut cx.tx, uri)?.is_some_and(|it| !it.is_local);
    let was_asked = world.fresh.contains(uri) || world.absent.contains(uri);
    match is_known && !was_asked {
        true => Err(Stop::Missing(Need::Post(uri.to_owned()))),
        false => Ok(()),
    }
}
