//! Who may see what. Every list, page and stream asks here, and nothing decides on its own.

use store::{accounts::Account, users::User};

use crate::{Context, Error, Result};

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
