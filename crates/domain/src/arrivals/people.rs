//! People of other servers, as their servers describe them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use store::{
    account_aliases,
    accounts::{self, Account, NewAccount, ProfileChange},
    actors::{self, Actor},
    instances, reports, server_accounts,
};
use url::Url;

use super::{
    emojis::{self, NamedPicture},
    moves::says_the_same,
};
use crate::{
    Context, Error, Result,
    accounts::give_up_pictures,
    aliases,
    jobs::{Job, Progress},
    servers, statuses, webhooks,
};

/// How long a name or a text may be; what is longer is cut.
const LONGEST_NAME: usize = 500;
const LONGEST_NOTE: usize = 20_000;

/// What a server says about somebody.
#[derive(Clone, Debug)]
pub struct Profile {
    pub uri: String,
    pub url: String,
    pub username: String,
    /// Lower case and ASCII.
    pub domain: String,
    pub kind: String,
    pub display_name: String,
    /// Clean HTML.
    pub note: String,
    /// A list of `{"name": …, "value": …}`, clean HTML.
    pub fields: Value,
    pub locked: bool,
    pub discoverable: bool,
    pub indexable: bool,
    /// Whether its own server has suspended it.
    pub suspended: bool,
    pub avatar_url: Option<String>,
    pub avatar_description: String,
    pub header_url: Option<String>,
    pub header_description: String,
    pub aliases: Vec<String>,
    /// The name of the account that it goes on as.
    pub moved_to: Option<String>,
    /// What short codes stand for in what it says.
    pub emojis: Vec<NamedPicture>,
    pub inbox: String,
    pub shared_inbox: Option<String>,
    pub outbox: Option<String>,
    pub followers: Option<String>,
    pub following: Option<String>,
    pub featured: Option<String>,
    pub key_id: String,
    pub public_key: String,
    pub created_at: Option<DateTime<Utc>>,
}

/// Gets to know somebody, or what has become of her. Nobody of a server that is blocked.
pub fn meet(cx: &mut Context, profile: &Profile) -> Result<Account> {
    let policy = servers::policy(cx, &profile.domain)?;
    if !policy.is_allowed {
        return Err(Error::NotPermitted);
    }
    let account = match known(cx, profile)? {
        Some(account) => account,
        None => {
            let account = add(cx, profile)?;
            if let Some(at) = policy.limited_at {
                accounts::limit_newcomer(&mut cx.tx, account.id, at)?;
            }
            account
        }
    };
    describe(cx, &account, profile, policy.rejects_media)?;
    suspend(cx, &account, profile.suspended)?;
    accounts::find(&mut cx.tx, account.id)?.ok_or(Error::NotFound)
}

/// Somebody may go by a new address under the same name: her server says so.
fn known(cx: &mut Context, profile: &Profile) -> Result<Option<Account>> {
    if let Some(account) = accounts::find_by_uri(&mut cx.tx, &profile.uri)? {
        return match account.is_local() || account.purged_at.is_some() {
            true => Err(Error::NotPermitted),
            false => Ok(Some(account)),
        };
    }
    let domain = Some(profile.domain.as_str());
    let found = accounts::find_by_handle(&mut cx.tx, &profile.username, domain)?;
    let Some(account) = found else {
        return Ok(None);
    };
    accounts::set_addresses(&mut cx.tx, account.id, &profile.uri, &profile.url)?;
    Ok(Some(account))
}

fn add(cx: &mut Context, profile: &Profile) -> Result<Account> {
    let now = cx.now;
    instances::meet(&mut cx.tx, &profile.domain, now)?;
    let account = NewAccount {
        id: cx.new_id(),
        username: &profile.username,
        domain: Some(&profile.domain),
        uri: &profile.uri,
        url: &profile.url,
        display_name: "",
        note: "",
        kind: &profile.kind,
        created_at: profile.created_at.map_or(now, |it| it.min(now)),
    };
    Ok(accounts::add(&mut cx.tx, &account)?)
}

fn describe(
    cx: &mut Context,
    account: &Account,
    profile: &Profile,
    rejects_media: bool,
) -> Result<()> {
    let (id, now) = (account.id, cx.now);
    let change = ProfileChange {
        display_name: Some(cut(&profile.display_name, LONGEST_NAME)),
        note: Some(cut(&profile.note, LONGEST_NOTE)),
        fields: Some(profile.fields.clone()),
        kind: Some(profile.kind.clone()),
        locked: Some(profile.locked),
        discoverable: Some(profile.discoverable),
        indexable: Some(profile.indexable),
        avatar_description: Some(profile.avatar_description.clone()),
        header_description: Some(profile.header_description.clone()),
        ..ProfileChange::default()
    };
    accounts::change_profile(&mut cx.tx, id, &change, now)?;
    if account.url != profile.url {
        accounts::set_addresses(&mut cx.tx, id, &profile.uri, &profile.url)?;
    }
    emojis::meet(cx, &profile.domain, &profile.emojis)?;
    let before = actors::find(&mut cx.tx, id)?;
    actors::free_key(&mut cx.tx, &profile.key_id, id)?;
    actors::set(
        &mut cx.tx,
        &Actor {
            account_id: id,
            inbox: profile.inbox.clone(),
            shared_inbox: profile.shared_inbox.clone(),
            outbox: profile.outbox.clone(),
            followers: profile.followers.clone(),
            following: profile.following.clone(),
            featured: profile.featured.clone(),
            key_id: profile.key_id.clone(),
            public_key: profile.public_key.clone(),
            avatar_url: profile.avatar_url.clone(),
            header_url: profile.header_url.clone(),
            fetched_at: now,
        },
    )?;
    let aliases = &profile.aliases[..profile.aliases.len().min(aliases::MOST)];
    account_aliases::set(&mut cx.tx, id, aliases)?;
    lead(cx, account, profile)?;
    let inbox = Url::parse(&profile.inbox).ok();
    let host = inbox.as_ref().and_then(servers::host_with_port);
    instances::set_host(&mut cx.tx, &profile.domain, host.as_deref())?;
    let pictures = |it: &Actor| (it.avatar_url.clone(), it.header_url.clone());
    let new = (profile.avatar_url.clone(), profile.header_url.clone());
    let is_other = before.as_ref().map(pictures).unwrap_or_default() != new;
    // What could not be had before, or was not wanted, may be had now.
    let is_missing = (new.0.is_some() && account.avatar.is_none())
        || (new.1.is_some() && account.header.is_none());
    match (is_other || is_missing) && !rejects_media {
        true => Job::FetchPictures { account_id: id }.leave(cx),
        false => Ok(()),
    }
}

/// Where an account leads, if the other one says the same. It was looked at before, if it can be had.
fn lead(cx: &mut Context, account: &Account, profile: &Profile) -> Result<()> {
    let target = match &profile.moved_to {
        Some(uri) => accounts::find_by_uri(&mut cx.tx, uri)?,
        None => None,
    };
    let target = match target {
        Some(target) if says_the_same(cx, &target, account)? => Some(target.id),
        _ => None,
    };
    match account.moved_to_account_id == target {
        true => Ok(()),
        false => Ok(accounts::set_moved_to(&mut cx.tx, account.id, target)?),
    }
}

/// At a character, not in the middle of one. HTML that is cut is made whole when it is cleaned; this is
/// what was cleaned already, so that only an end tag can be missing.
fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

/// A suspension by the account's own server holds here too, and ends when it says so. What this server
/// has decided is another matter.
fn suspend(cx: &mut Context, account: &Account, is_suspended: bool) -> Result<()> {
    let (id, now) = (account.id, cx.now);
    if is_suspended && account.suspended_at.is_none() {
        accounts::set_suspended_remotely(&mut cx.tx, id, now)?;
        return webhooks::tell_of_account(cx, account);
    }
    if !is_suspended && accounts::set_unsuspended_remotely(&mut cx.tx, id)? {
        return webhooks::tell_of_account(cx, account);
    }
    Ok(())
}

/// Somebody is no more, as her server says. Nobody sees her from then on, and a job cleans up.
pub fn gone(cx: &mut Context, account: &Account) -> Result<()> {
    let (id, now) = (account.id, cx.now);
    accounts::set_suspended_remotely(&mut cx.tx, id, now)?;
    Job::ForgetAccount { account_id: id }.leave(cx)
}

/// Takes away what somebody has left who is no more, some at a time; at last her, unless moderators may
/// still want to know who that was.
pub fn forget(cx: &mut Context, id: i64) -> Result<Progress> {
    let Some(account) = accounts::find_locked(&mut cx.tx, id)? else {
        return Ok(Progress::Done);
    };
    if account.is_local() || account.suspended_at.is_none() {
        return Ok(Progress::Done);
    }
    if crate::accounts::clear_ties(cx, id)? == Progress::More
        || statuses::purge(cx, id)? == Progress::More
    {
        return Ok(Progress::More);
    }
    give_up_pictures(cx, &account)?;
    server_accounts::drop_pictures(&mut cx.tx, &[id])?;
    if !reports::are_any_about(&mut cx.tx, id)? {
        accounts::remove(&mut cx.tx, id)?;
    }
    Ok(Progress::Done)
}
