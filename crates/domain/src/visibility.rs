//! Who may see what. Every list, page and stream asks here, and nothing decides on its own.

use store::{
    accounts::Account,
    statuses::{self, Status},
    users::User,
    visible::{Place, Viewer},
};

use crate::{Caller, Context, Error, Result};

/// Whether anybody at all may see that the account exists. Suspended ones show an empty profile.
pub fn is_public(account: &Account, user: Option<&User>) -> bool {
    let is_newcomer = user.is_some_and(|it| it.confirmed_at.is_none() || !it.approved);
    account.id > 0 && account.purged_at.is_none() && !is_newcomer
}

/// The account, if the caller may see that it exists.
pub fn account(cx: &mut Context, id: i64) -> Result<Account> {
    let account = store::accounts::find(&mut cx.tx, id)?;
    seen(cx, account)
}

/// The account of that name, if the caller may see that it exists.
pub fn account_named(cx: &mut Context, username: &str, domain: Option<&str>) -> Result<Account> {
    let account = store::accounts::find_by_handle(&mut cx.tx, username, domain)?;
    seen(cx, account)
}

/// Those of the accounts that the caller may see, in the order of the ids.
pub fn accounts(cx: &mut Context, ids: &[i64]) -> Result<Vec<Account>> {
    let mut accounts = store::accounts::find_many(&mut cx.tx, ids)?;
    let users = store::users::find_many(&mut cx.tx, ids)?;
    accounts.retain(|account| {
        let user = users.iter().find(|it| it.account_id == account.id);
        is_public(account, user)
    });
    accounts.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
    Ok(accounts)
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

/// Who looks at posts.
pub fn viewer(cx: &Context) -> Viewer {
    Viewer {
        account_id: match &cx.caller {
            Caller::Member(member) => Some(member.account.id),
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
