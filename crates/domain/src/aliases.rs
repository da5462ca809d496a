//! By which other names members go. A member says so where she comes to, before she leaves where she was:
//! nobody takes followers along to an account that does not say the same.

use std::collections::HashMap;

use store::{
    account_aliases,
    accounts::{self, Account},
};

use crate::{Context, Error, Result, Violation, news, search, visibility};

/// How many an account may have.
pub const MOST: usize = 20;

/// Another account of the same person.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Its name in federation.
    pub uri: String,
    /// None if nobody here knows it any more.
    pub account: Option<Account>,
}

/// The caller's own.
pub fn list(cx: &mut Context) -> Result<Vec<Alias>> {
    let id = cx.member()?.account.id;
    let uris = account_aliases::of(&mut cx.tx, id)?;
    let names: Vec<&str> = uris.iter().map(String::as_str).collect();
    let known = accounts::find_by_uris(&mut cx.tx, &names)?;
    let ids: Vec<i64> = known.iter().map(|it| it.id).collect();
    let seen = visibility::accounts(cx, &ids)?.into_iter();
    let mut seen: HashMap<String, Account> = seen.map(|it| (it.uri.clone(), it)).collect();
    let alias = |uri: String| Alias {
        account: seen.remove(&uri),
        uri,
    };
    Ok(uris.into_iter().map(alias).collect())
}

/// By an address or a handle. Whoever is there was looked up before.
pub fn add(cx: &mut Context, acct: &str) -> Result<Alias> {
    let own = cx.member()?.account.id;
    let account = somebody_else(cx, own, acct)?;
    // Two at once could make one too many.
    accounts::lock(&mut cx.tx, &[own])?;
    let count = account_aliases::of(&mut cx.tx, own)?.len();
    if !account_aliases::add(&mut cx.tx, own, &account.uri)? {
        return Err(wrong("ERR_TAKEN", "is among your aliases already"));
    }
    if count >= MOST {
        let message = format!("There can be {MOST} aliases at most");
        return Err(Error::Unprocessable(message));
    }
    news::profile_changed(cx, own)?;
    Ok(Alias {
        uri: account.uri.clone(),
        account: Some(account),
    })
}

/// By the name in federation.
pub fn remove(cx: &mut Context, uri: &str) -> Result<()> {
    let own = cx.member()?.account.id;
    match account_aliases::remove(&mut cx.tx, own, uri)? {
        true => news::profile_changed(cx, own),
        false => Err(Error::NotFound),
    }
}

/// Whom a member means by an address or a handle. It must be somebody, and not herself.
pub(crate) fn somebody_else(cx: &mut Context, own: i64, acct: &str) -> Result<Account> {
    let found = search::account_behind(cx, acct)?.filter(|it| it.suspended_at.is_none());
    match found {
        None => Err(nobody()),
        Some(it) if it.id == own => Err(wrong("ERR_SELF", "is the account that you have here")),
        Some(it) => Ok(it),
    }
}

/// An account that cannot be had just now is as good as none.
pub fn nobody() -> Error {
    wrong("ERR_NOT_FOUND", "could not be found")
}

/// What is wrong with an account that a member has named.
pub(crate) fn wrong(code: &'static str, message: &'static str) -> Error {
    Error::Invalid(vec![Violation::new("acct", "Account", code, message)])
}
