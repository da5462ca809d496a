//! Who may see what. Every list, page and stream asks here, and nothing decides on its own.

use std::collections::{HashMap, HashSet};

use store::{
    accounts::{self, Account},
    blocks,
    media::{self, Part},
    profile_pictures,
    statuses::{self, Status},
    streaming,
    users::User,
    visible::{Place, Viewer},
};

use crate::{Caller, Context, Error, Result, files::Folder};

/// Whether anybody at all may see that the account exists. Suspended ones show an empty profile.
pub fn is_public(account: &Account, user: Option<&User>) -> bool {
    let is_newcomer = user.is_some_and(|it| it.confirmed_at.is_none() || !it.approved);
    account.id > 0 && account.purged_at.is_none() && !is_newcomer
}

/// The account, if the caller may see that it exists.
pub fn account(cx: &mut Context, id: i64) -> Result<Account> {
    let account = accounts::find(&mut cx.tx, id)?;
    seen(cx, account)
}

/// The account of that name, if the caller may see that it exists.
pub fn account_named(cx: &mut Context, username: &str, domain: Option<&str>) -> Result<Account> {
    let account = accounts::find_by_handle(&mut cx.tx, username, domain)?;
    seen(cx, account)
}

/// Those of the accounts that the caller may see, in the order of the ids.
pub fn accounts(cx: &mut Context, ids: &[i64]) -> Result<Vec<Account>> {
    let mut found = accounts::find_many(&mut cx.tx, ids)?;
    let users = store::users::find_many(&mut cx.tx, ids)?;
    let users: HashMap<i64, User> = users.into_iter().map(|it| (it.account_id, it)).collect();
    found.retain(|account| is_public(account, users.get(&account.id)));
    let places = ids.iter().enumerate().rev();
    let places: HashMap<i64, usize> = places.map(|(place, id)| (*id, place)).collect();
    found.sort_by_key(|account| places.get(&account.id));
    Ok(found)
}

/// Whether the caller may see what the account shows on its profile.
pub fn shows_itself(cx: &mut Context, account: &Account) -> Result<bool> {
    if account.suspended_at.is_some() {
        return Ok(false);
    }
    match viewer(cx).account_id {
        Some(viewer) => Ok(!blocks::is_blocking(&mut cx.tx, account.id, viewer)?),
        None => Ok(true),
    }
}

/// Whether the caller may see who follows the account, and whom it follows.
pub fn shows_follows(cx: &mut Context, account: &Account) -> Result<bool> {
    let is_own = viewer(cx).account_id == Some(account.id);
    let is_hidden = account.hide_collections == Some(true) && !is_own;
    Ok(!is_hidden && shows_itself(cx, account)?)
}

fn seen(cx: &mut Context, account: Option<Account>) -> Result<Account> {
    let account = account.ok_or(Error::NotFound)?;
    let user = match account.is_local() {
        true => store::users::find(&mut cx.tx, account.id)?,
        false => None,
    };
    match is_public(&account, user.as_ref()) {
        true => Ok(account),
        false => Err(Error::NotFound),
    }
}

/// Who looks at a list of accounts that belongs to one of them. From her own list nobody is left out.
pub(crate) fn viewer_of(cx: &Context, owner: i64) -> Viewer {
    let viewer = viewer(cx);
    Viewer {
        account_id: viewer.account_id.filter(|it| *it != owner),
        ..viewer
    }
}

/// What the page of an account of this server shows to those who come with a browser.
#[derive(Clone, Debug)]
pub enum Profile {
    Open(Account),
    /// Behind a warning.
    Limited(Account),
    Suspended,
    Gone,
}

pub fn profile(cx: &mut Context, username: &str) -> Result<Profile> {
    let account = accounts::find_by_handle(&mut cx.tx, username, None)?;
    let account = account.filter(|it| it.id > 0).ok_or(Error::NotFound)?;
    if account.purged_at.is_some() {
        return Ok(Profile::Gone);
    }
    let account = seen(cx, Some(account))?;
    Ok(match (account.suspended_at, account.silenced_at) {
        (Some(_), _) => Profile::Suspended,
        (None, Some(_)) => Profile::Limited(account),
        (None, None) => Profile::Open(account),
    })
}

/// Who looks at posts or people.
pub fn viewer(cx: &Context) -> Viewer {
    Viewer {
        account_id: match &cx.caller {
            Caller::Member(member) => Some(member.account.id),
            Caller::Visitor { account_id } => Some(*account_id),
            Caller::Stranger | Caller::Application { .. } | Caller::System => None,
        },
        now: cx.now,
    }
}

/// A post that the caller asks for by its id, if she may see it.
pub fn status(cx: &mut Context, id: i64) -> Result<Status> {
    let viewer = viewer(cx);
    let seen = statuses::seen(&mut cx.tx, &[id], viewer, Place::Alone)?;
    seen.into_iter().next().ok_or(Error::NotFound)
}

/// Those of the posts that the caller may see there, in the order of the ids.
pub fn statuses(cx: &mut Context, ids: &[i64], place: Place) -> Result<Vec<Status>> {
    let viewer = viewer(cx);
    let mut seen = statuses::seen(&mut cx.tx, ids, viewer, place)?;
    seen.sort_by_key(|status| ids.iter().position(|id| *id == status.id));
    Ok(seen)
}

/// Those of the members who may see a post there.
pub fn who_sees(
    cx: &mut Context,
    account_ids: &[i64],
    status_id: i64,
    place: Place,
) -> Result<HashSet<i64>> {
    if account_ids.is_empty() {
        return Ok(HashSet::new());
    }
    let now = cx.now;
    let seeing = streaming::who_sees(&mut cx.tx, account_ids, status_id, place, now)?;
    Ok(seeing.into_iter().collect())
}

/// Those of the lists that show a post to their owners.
pub fn lists_showing(cx: &mut Context, list_ids: &[i64], status: &Status) -> Result<Vec<i64>> {
    let with_author = match list_ids.is_empty() {
        true => Vec::new(),
        false => streaming::lists_with(&mut cx.tx, list_ids, status.account_id)?,
    };
    match with_author.is_empty() {
        true => Ok(with_author),
        false => {
            let now = cx.now;
            let showing = streaming::lists_showing(&mut cx.tx, &with_author, status.id, now)?;
            Ok(showing)
        }
    }
}

/// The account of that name, if it may be named in posts: of somebody who is there.
pub(crate) fn mentionable(
    cx: &mut Context,
    username: &str,
    domain: Option<&str>,
) -> Result<Option<Account>> {
    match account_named(cx, username, domain) {
        Ok(account) if account.suspended_at.is_none() => Ok(Some(account)),
        Ok(_) | Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a post may be quoted by somebody who may see it.
pub fn may_quote(cx: &mut Context, status: &Status, account_id: i64) -> Result<bool> {
    let is_own = status.account_id == account_id;
    if blocks::is_between(&mut cx.tx, account_id, status.account_id)? {
        return Ok(false);
    }
    if !status.visibility.is_for_all() {
        return Ok(is_own && status.visibility == statuses::Visibility::Private);
    }
    Ok(match status.quote_policy.as_str() {
        _ if is_own => true,
        "public" => true,
        "followers" => store::follows::find(&mut cx.tx, account_id, status.account_id)?.is_some(),
        _ => false,
    })
}

/// Whether a file is given to whoever asks: what belongs to a suspended account is not, until it is
/// unsuspended, nor is what a deleted post carries.
pub fn file(cx: &mut Context, file: &str) -> Result<bool> {
    let account = match Folder::of(file) {
        None | Some(Folder::Staged) => return Ok(false),
        // They are the server's own; one that is given up is gone.
        Some(Folder::Emojis | Folder::Cards) => return Ok(true),
        Some(Folder::Media) => return attached(cx, Part::File, file),
        Some(Folder::Previews) => return attached(cx, Part::Preview, file),
        Some(Folder::Avatars) => profile_pictures::owner_of_avatar(&mut cx.tx, file)?,
        Some(Folder::Headers) => profile_pictures::owner_of_header(&mut cx.tx, file)?,
    };
    Ok(account.is_some_and(|it| it.suspended_at.is_none() && it.purged_at.is_none()))
}

fn attached(cx: &mut Context, part: Part, file: &str) -> Result<bool> {
    let owner = media::owner_of(&mut cx.tx, part, file)?;
    Ok(owner.is_some_and(|it| {
        it.suspended_at.is_none() && it.purged_at.is_none() && it.deleted_at.is_none()
    }))
}
