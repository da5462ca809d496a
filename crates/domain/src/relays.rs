//! Relays: servers that pass public posts on to each other.

use store::{
    accounts::Account,
    actors,
    audience::ACCEPTED,
    relays::{self, Relay},
};
use url::Url;

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    news::{News, follow_uri},
    servers,
};

const IDLE: &str = "idle";
const PENDING: &str = "pending";
const REJECTED: &str = "rejected";
const LONGEST_URL: usize = 2048;

pub fn list(cx: &mut Context) -> Result<Vec<Relay>> {
    cx.moderator(Permission::ManageFederation)?;
    Ok(relays::all(&mut cx.tx)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Relay> {
    cx.moderator(Permission::ManageFederation)?;
    relays::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// Why nothing comes of a relay, however it answers.
pub fn warning(cx: &mut Context, relay: &Relay) -> Result<Option<String>> {
    let host = host(&relay.inbox);
    if servers::is_allowed(cx, &host)? {
        return Ok(None);
    }
    Ok(Some(match cx.site.limited_federation {
        true => format!("{host} is not among the servers that this one has to do with"),
        false => format!("There is a rule against any exchange with {host}"),
    }))
}

/// Keeps a relay, and asks it to take part.
pub fn create(cx: &mut Context, inbox: &str) -> Result<Relay> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let url = check(cx, inbox)?;
    let now = cx.now;
    let relay = relays::add(&mut cx.tx, url.as_str(), now)?;
    act("create", &relay).record(cx, &moderator)?;
    ask(cx, &moderator, &relay)?;
    get(cx, relay.id)
}

fn check(cx: &mut Context, text: &str) -> Result<Url> {
    let (field, name) = ("inbox_url", "Inbox url");
    let text = text.trim();
    let url = Url::parse(text).ok();
    let url = url.filter(|it| ["http", "https"].contains(&it.scheme()) && it.has_host());
    let url = url.filter(|it| it.username().is_empty() && it.password().is_none());
    let violation = match &url {
        _ if text.is_empty() => Some(Violation::blank(field, name)),
        None => Some(Violation::invalid(field, name)),
        Some(url) if url.as_str().len() > LONGEST_URL => {
            Some(Violation::too_long(field, name, LONGEST_URL))
        }
        Some(url) => {
            relays::find_by_inbox(&mut cx.tx, url.as_str())?.map(|_| Violation::taken(field, name))
        }
    };
    refuse(violation.into_iter().collect())?;
    url.ok_or(Error::NotFound)
}

/// Asks a relay to take part, also one that has not answered, or has said no. One that takes part does.
pub fn enable(cx: &mut Context, id: i64) -> Result<Relay> {
    let (moderator, relay) = find(cx, id)?;
    if relay.state != ACCEPTED {
        ask(cx, &moderator, &relay)?;
    }
    get(cx, id)
}

fn ask(cx: &mut Context, moderator: &Moderator, relay: &Relay) -> Result<()> {
    let recorded = act("enable", relay).record(cx, moderator)?;
    let actor = cx.site.address("/actor");
    let (follow, now) = (follow_uri(&actor, cx.new_id()), cx.now);
    relays::set_follow(&mut cx.tx, relay.id, PENDING, Some(&follow), now, &recorded)?;
    let inbox = relay.inbox.clone();
    News::RelayWanted { inbox, follow }.leave(cx)
}

/// Tells a relay that this server takes no part any more.
pub fn disable(cx: &mut Context, id: i64) -> Result<Relay> {
    let (moderator, relay) = find(cx, id)?;
    leave(cx, &moderator, &relay)?;
    get(cx, id)
}

fn leave(cx: &mut Context, moderator: &Moderator, relay: &Relay) -> Result<()> {
    if relay.state == IDLE {
        return Ok(());
    }
    let recorded = act("disable", relay).record(cx, moderator)?;
    let now = cx.now;
    relays::set_follow(&mut cx.tx, relay.id, IDLE, None, now, &recorded)?;
    match relay.follow_uri.clone() {
        Some(follow) => {
            let inbox = relay.inbox.clone();
            News::RelayLeft { inbox, follow }.leave(cx)
        }
        None => Ok(()),
    }
}

/// Leaves a relay first, if this server takes part.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, relay) = find(cx, id)?;
    leave(cx, &moderator, &relay)?;
    let recorded = act("destroy", &relay).record(cx, &moderator)?;
    Ok(relays::remove(&mut cx.tx, id, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Relay)> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let found = relays::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn act<'a>(word: &'a str, relay: &Relay) -> Act<'a> {
    let target = Target {
        kind: "Relay",
        id: relay.id,
        name: relay.inbox.clone(),
        account_id: None,
    };
    Act::new(word, target)
}

/// An account of another server answers the request of that name. Whether it was one to a relay, which
/// only the relay's own server can answer.
pub fn answered(cx: &mut Context, by: &Account, follow: &str, is_accepted: bool) -> Result<bool> {
    let Some(relay) = relays::find_by_follow(&mut cx.tx, follow)? else {
        return Ok(false);
    };
    if host(&by.uri) != host(&relay.inbox) && !has_inbox(cx, by, &relay.inbox)? {
        return Ok(false);
    }
    let state = if is_accepted { ACCEPTED } else { REJECTED };
    let now = cx.now;
    relays::set_state(&mut cx.tx, relay.id, state, now)?;
    Ok(true)
}

fn has_inbox(cx: &mut Context, account: &Account, inbox: &str) -> Result<bool> {
    let actor = actors::find(&mut cx.tx, account.id)?;
    Ok(actor.is_some_and(|it| it.inbox == inbox || it.shared_inbox.as_deref() == Some(inbox)))
}

/// Whether somebody of another server is a relay that this server takes part in.
pub fn is_one(cx: &mut Context, account: &Account) -> Result<bool> {
    Ok(relays::is_one(&mut cx.tx, account.id)?)
}

fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or_default().to_owned()
}
