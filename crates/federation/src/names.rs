//! What the things of this server are called in federation, and which of them a name means.
//!
//! Names are for good: other servers keep them. What belongs to an account is named after the account,
//! whose name is `accounts.uri`; what an activity is about comes after the `#`, because nobody asks for it.

use chrono::{DateTime, Utc};
use domain::Site;
use url::Url;

/// The name of everybody: what is addressed to it is public.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// An account of this server.
pub fn actor(site: &Site, username: &str) -> String {
    site.address(&format!("/users/{username}"))
}

/// The server itself, which fetches and reports.
pub fn instance_actor(site: &Site) -> String {
    site.address("/actor")
}

/// The inbox for all accounts of this server.
pub fn shared_inbox(site: &Site) -> String {
    site.address("/inbox")
}

pub fn key(actor: &str) -> String {
    format!("{actor}#main-key")
}

pub fn inbox(actor: &str) -> String {
    format!("{actor}/inbox")
}

pub fn outbox(actor: &str) -> String {
    format!("{actor}/outbox")
}

pub fn followers(actor: &str) -> String {
    format!("{actor}/followers")
}

pub fn following(actor: &str) -> String {
    format!("{actor}/following")
}

/// The pinned posts.
pub fn featured(actor: &str) -> String {
    format!("{actor}/collections/featured")
}

pub fn featured_tags(actor: &str) -> String {
    format!("{actor}/collections/tags")
}

/// The making of a post. Of a boost, it is all there is.
pub fn activity(status: &str) -> String {
    format!("{status}/activity")
}

pub fn replies(status: &str) -> String {
    format!("{status}/replies")
}

pub fn shares(status: &str) -> String {
    format!("{status}/shares")
}

pub fn likes(status: &str) -> String {
    format!("{status}/likes")
}

/// The taking away of a post or an account.
pub fn delete(of: &str) -> String {
    format!("{of}#delete")
}

/// A change of a post or an account.
pub fn update(of: &str, at: DateTime<Utc>) -> String {
    format!("{of}#updates/{}", at.timestamp_millis())
}

/// The going on of an account as another.
pub fn relocation(actor: &str, at: DateTime<Utc>) -> String {
    format!("{actor}#moves/{}", at.timestamp_millis())
}

/// `actor` is who is followed.
pub fn accept(actor: &str, follow_id: i64) -> String {
    format!("{actor}#accepts/follows/{follow_id}")
}

pub fn reject(actor: &str, follow_id: i64) -> String {
    format!("{actor}#rejects/follows/{follow_id}")
}

pub fn like(actor: &str, favourite_id: i64) -> String {
    format!("{actor}#likes/{favourite_id}")
}

pub fn block(actor: &str, id: i64) -> String {
    format!("{actor}#blocks/{id}")
}

/// The taking back of a boost.
pub fn unboost(boost: &str) -> String {
    format!("{boost}#undo")
}

/// The taking back of something that is named after the account: a follow, a like, a block.
pub fn undo(activity: &str) -> String {
    format!("{activity}/undo")
}

pub fn vote(actor: &str, poll_id: i64, choice: i32) -> String {
    format!("{actor}#votes/{poll_id}/{choice}")
}

/// The putting of a post among the pinned ones, or the taking of it from there.
pub fn pin(actor: &str, status_id: i64, at: DateTime<Utc>) -> String {
    format!("{actor}#pins/{status_id}/{}", at.timestamp_millis())
}

/// Whether a name belongs to this server.
pub fn is_own(site: &Site, uri: &str) -> bool {
    let here = Url::parse(&site.url).map(|it| it.origin());
    let there = Url::parse(uri).map(|it| it.origin());
    here.is_ok_and(|here| there.is_ok_and(|there| here.is_tuple() && here == there))
}

/// The user name of an account that is called so.
pub fn account<'a>(site: &Site, uri: &'a str) -> Option<&'a str> {
    let name = path(site, uri)?.strip_prefix("/users/")?;
    is_plain(name).then_some(name)
}

/// The user name of an account whose key is called so.
pub fn account_of_key<'a>(site: &Site, key: &'a str) -> Option<&'a str> {
    account(site, key.strip_suffix("#main-key")?)
}

/// The user name of an account whose followers are called so.
pub fn account_of_followers<'a>(site: &Site, uri: &'a str) -> Option<&'a str> {
    account(site, uri.strip_suffix("/followers")?)
}

/// The user name of an account whose pinned posts are called so.
pub fn account_of_featured<'a>(site: &Site, uri: &'a str) -> Option<&'a str> {
    account(site, uri.strip_suffix("/collections/featured")?)
}

pub fn is_instance_actor(site: &Site, uri: &str) -> bool {
    path(site, uri) == Some("/actor")
}

/// The post that is called so.
pub fn status_of(site: &Site, uri: &str) -> Option<i64> {
    let (name, id) = path(site, uri)?
        .strip_prefix("/users/")?
        .split_once("/statuses/")?;
    is_plain(name).then(|| number(id)).flatten()
}

/// The post whose making, or the boost that, is called so.
pub fn status_of_activity(site: &Site, uri: &str) -> Option<i64> {
    status_of(site, uri.strip_suffix("/activity")?)
}

/// The request to follow an account elsewhere that this server calls so. The follow that came of it has
/// another number, and is still called like the request.
pub fn follow_of(site: &Site, uri: &str) -> Option<i64> {
    named_after_account(site, uri, "follows/")
}

/// The user name of an account that something is named after: a follow, a like, a block, a vote.
pub fn account_behind<'a>(site: &Site, uri: &'a str) -> Option<&'a str> {
    account(site, uri.split_once('#')?.0)
}

/// The favourite that this server calls so.
pub fn favourite_of(site: &Site, uri: &str) -> Option<i64> {
    named_after_account(site, uri, "likes/")
}

/// The block that this server calls so.
pub fn block_of(site: &Site, uri: &str) -> Option<i64> {
    named_after_account(site, uri, "blocks/")
}

fn named_after_account(site: &Site, uri: &str, kind: &str) -> Option<i64> {
    let (actor, thing) = uri.split_once('#')?;
    account(site, actor)?;
    number(thing.strip_prefix(kind)?)
}

/// What comes after the name of this server.
fn path<'a>(site: &Site, uri: &'a str) -> Option<&'a str> {
    let (start, path) = uri.split_at_checked(site.url.len())?;
    let is_ours = start.eq_ignore_ascii_case(&site.url) && path.starts_with('/');
    is_ours.then_some(path)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '?', '#'])
}

/// A number as this server writes it: without a sign, and without zeros in front.
fn number(text: &str) -> Option<i64> {
    let found: i64 = text.parse().ok()?;
    (found >= 0 && found.to_string() == text).then_some(found)
}

#[cfg(test)]
mod tests;
