//! Posts that are new, and posts that are passed on.

use domain::{
    Context,
    arrivals::{self, Arriving, Vote},
    jobs::Job,
    relays,
};
use serde_json::Value;
use store::{
    accounts::{self, Account},
    actors,
    statuses::{Status, Visibility},
};

use super::{
    Arrival, Stop, World, is_wanted_from,
    world::{known_person, known_post},
};
use crate::{
    json::{is_public, is_same_host, name, names_under, text, time},
    names,
    read::Post,
};

/// How many people are asked for who are named in a post.
const MOST_ASKED: usize = 5;

/// What stands in an activity counts only if it belongs to who sends it; otherwise its own server is
/// asked.
pub(super) fn create(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    let object = arrival.object();
    let Value::Object(_) = object else {
        let uri = name(object).ok_or(Stop::Ignored("it creates nothing"))?;
        return match is_wanted_from(cx, arrival.signer)? {
            true => world.post(cx, uri).map(drop),
            false => Err(Stop::Ignored("nobody here wants what they write")),
        };
    };
    let post = Post::read(object).ok_or(Stop::Ignored("it creates no post"))?;
    if post.author != arrival.signer.uri {
        return Err(Stop::Ignored("it creates somebody else's post"));
    }
    if !is_same_host(post.uri, &arrival.signer.uri) {
        return Err(Stop::Ignored("the post belongs to another server"));
    }
    if let Some((of, title)) = post.vote() {
        return vote(cx, arrival.signer, of, title);
    }
    if arrivals::is_gone(cx, post.uri)? {
        return Err(Stop::Ignored("the post is gone already"));
    }
    if store::statuses::find_by_uri(&mut cx.tx, post.uri)?.is_some() {
        return Err(Stop::Ignored("the post is known"));
    }
    let arriving = resolve(cx, world, &post, arrival.signer, true)?;
    match arrivals::is_related(cx, &arriving)? {
        true => Ok(arrivals::post(cx, &arriving).map(drop)?),
        false => Err(Stop::Ignored("it has to do with nobody here")),
    }
}

fn vote(cx: &mut Context, voter: &Account, of: &str, title: &str) -> Result<(), Stop> {
    let status = known_post(cx, of)?.ok_or(Stop::Ignored("the poll is gone"))?;
    let vote = Vote {
        voter,
        status: &status,
        title,
    };
    Ok(arrivals::vote(cx, &vote)?)
}

/// Keeps a post that was asked for, as its own server has shown it; one that is known becomes what it
/// is now.
pub fn keep(cx: &mut Context, world: &World, document: &Value) -> Result<Status, Stop> {
    let post = Post::read(document).ok_or(Stop::Ignored("it is no post"))?;
    if !is_same_host(post.uri, post.author) {
        return Err(Stop::Ignored("the post belongs to another server"));
    }
    let author = world.person(cx, post.author)?;
    let author = author.filter(|it| !it.is_local() && it.suspended_at.is_none());
    let author = author.ok_or(Stop::Ignored("its author is nobody who is heard here"))?;
    if let Some(known) = store::statuses::find_by_uri(&mut cx.tx, post.uri)? {
        if known.account_id != author.id || known.deleted_at.is_some() {
            return Err(Stop::Ignored("the post is gone"));
        }
        let arriving = resolve(cx, world, &post, &author, false)?;
        arrivals::edit(cx, &known, &arriving)?;
        return Ok(known);
    }
    if arrivals::is_gone(cx, post.uri)? {
        return Err(Stop::Ignored("the post is gone"));
    }
    let arriving = resolve(cx, world, &post, &author, false)?;
    if !arriving.visibility.is_for_all() {
        return Err(Stop::Ignored("the post is not for everybody"));
    }
    let status = arrivals::post(cx, &arriving)?;
    if let Some(address) = post.replies().filter(|_| !world.is_without_replies) {
        let (status_id, address) = (status.id, address.to_owned());
        Job::FetchReplies { status_id, address }.leave(cx)?;
    }
    Ok(status)
}

/// Finds everybody and everything that a post names.
pub(super) fn resolve(
    cx: &mut Context,
    world: &World,
    post: &Post<'_>,
    author: &Account,
    is_news: bool,
) -> Result<Arriving, Stop> {
    let parent = match post.parent() {
        Some(uri) => world.post(cx, uri)?,
        None => None,
    };
    let quoted = match post.quoted() {
        Some(uri) => world.post(cx, uri)?.filter(|it| it.visibility.is_for_all()),
        None => None,
    };
    let visibility = visibility(cx, post, author)?;
    let mentioned = people(cx, world, &post.mentioned(), visibility)?;
    let addressed = post.addressed();
    let addressed = addressed.iter().filter(|it| names::is_own(&cx.site, it));
    let addressed: Vec<String> = addressed.map(|it| (*it).to_owned()).collect();
    let mut local = Vec::new();
    for uri in addressed {
        local.extend(known_person(cx, &uri)?);
    }
    Ok(Arriving {
        uri: post.uri.to_owned(),
        url: post.page().map(str::to_owned),
        author: author.clone(),
        content: post.content(),
        spoiler_text: post.warning(),
        visibility,
        sensitive: post.is_sensitive(),
        language: post.language(),
        parent,
        quoted,
        mentioned,
        addressed: local,
        tags: post.tags(),
        files: post.files(),
        emojis: post.emojis(),
        poll: post.poll(),
        quote_policy: post.quote_policy(),
        created_at: post.created_at().unwrap_or(cx.now),
        edited_at: post.edited_at(),
        is_news,
    })
}

fn visibility(cx: &mut Context, post: &Post<'_>, author: &Account) -> Result<Visibility, Stop> {
    if post.is_for_all() {
        return Ok(Visibility::Public);
    }
    if post.is_for_all_quietly() {
        return Ok(Visibility::Unlisted);
    }
    let followers = actors::find(&mut cx.tx, author.id)?.and_then(|it| it.followers);
    let is_for_followers = post
        .addressed()
        .iter()
        .any(|it| followers.as_deref() == Some(it));
    Ok(match is_for_followers {
        true => Visibility::Private,
        false => Visibility::Direct,
    })
}

/// Who is named. Of those whom nobody here knows some are asked for where it matters: in messages to a
/// few. Elsewhere the post itself says where they are.
fn people(
    cx: &mut Context,
    world: &World,
    uris: &[&str],
    visibility: Visibility,
) -> Result<Vec<Account>, Stop> {
    let far: Vec<&str> = uris
        .iter()
        .copied()
        .filter(|it| !names::is_own(&cx.site, it))
        .collect();
    let mut found = match far.is_empty() {
        true => Vec::new(),
        false => accounts::find_by_uris(&mut cx.tx, &far)?,
    };
    for uri in uris.iter().filter(|it| !far.contains(it)) {
        found.extend(known_person(cx, uri)?);
    }
    if visibility == Visibility::Direct {
        let known: Vec<String> = found.iter().map(|it| it.uri.clone()).collect();
        let unknown = far.iter().filter(|it| !known.iter().any(|uri| uri == *it));
        for uri in unknown.take(MOST_ASKED) {
            found.extend(world.person(cx, uri)?);
        }
    }
    found.sort_unstable_by_key(|it| it.id);
    found.dedup_by_key(|it| it.id);
    Ok(found)
}

/// A post is passed on, which its own server must show.
pub(super) fn announce(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    let uri = arrival
        .name()
        .ok_or(Stop::Ignored("a boost without a name"))?;
    if arrivals::is_gone(cx, uri)? {
        return Err(Stop::Ignored("the boost is gone already"));
    }
    let object = arrival.object();
    // Groups pass on what was done in them: that is told to those who are concerned by who did it.
    if text(object, "type").is_some_and(|it| ["Like", "Undo", "Delete"].contains(&it)) {
        return Err(Stop::Ignored("it passes on what is no post"));
    }
    let named = arrival.object_name()?;
    let inner = object.get("object").and_then(name);
    let is_created = text(object, "type") == Some("Create");
    let named = inner.filter(|_| is_created).unwrap_or(named);
    if relays::is_one(cx, arrival.signer)? {
        // It passes on what all may see, and means nothing by it.
        return world.post(cx, named).map(drop);
    }
    let is_followed = store::follows::has_local(&mut cx.tx, arrival.signer.id)?;
    // Only what somebody here might see is asked for.
    let boosted = match is_followed {
        true => world.post(cx, named)?,
        false => known_post(cx, named)?,
    };
    let boosted = boosted.ok_or(Stop::Ignored("it passes on what nobody here knows"))?;
    if !is_followed && !boosted.is_local {
        return Err(Stop::Ignored("it has to do with nobody here"));
    }
    let visibility = reach(arrival.activity);
    let at = time(arrival.activity, "published").unwrap_or(cx.now);
    Ok(arrivals::boost(
        cx,
        arrival.signer,
        &boosted,
        uri,
        visibility,
        at,
    )?)
}

fn reach(activity: &Value) -> Visibility {
    let is_for_all = |key| names_under(activity, key).any(is_public);
    match (is_for_all("to"), is_for_all("cc")) {
        (true, _) => Visibility::Public,
        (false, true) => Visibility::Unlisted,
        (false, false) => Visibility::Private,
    }
}
