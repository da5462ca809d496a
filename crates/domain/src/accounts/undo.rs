//! Taking back what was done. Nobody's rank protects from that.

use store::{
    accounts::{self, Account},
    email_blocks, users,
};

use super::{as_account, as_user, get_locked, user_of};
use crate::{Context, Error, Permission, Result, acts::Act, jobs::Job, members};

/// Lets a frozen member sign in again. Doing it again is written down again.
pub fn enable(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageUsers)?;
    let account = get_locked(cx, id)?;
    user_of(cx, &account)?.ok_or(Error::Forbidden)?;

    let recorded = Act::new("enable", as_user(&account)).record(cx, &moderator)?;
    Ok(users::set_disabled(&mut cx.tx, id, false, &recorded)?)
}

pub fn unsilence(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageUsers)?;
    let account = get_locked(cx, id)?;

    let recorded = Act::new("unsilence", as_account(&account)).record(cx, &moderator)?;
    Ok(accounts::set_silenced(&mut cx.tx, id, None, &recorded)?)
}

pub fn unsensitive(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageUsers)?;
    let account = get_locked(cx, id)?;

    let recorded = Act::new("unsensitive", as_account(&account)).record(cx, &moderator)?;
    Ok(accounts::set_sensitized(&mut cx.tx, id, None, &recorded)?)
}

/// Only what this server has suspended. After a purge the account comes back empty, and its login
/// stays frozen until it is enabled.
pub fn unsuspend(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageUsers)?;
    let account = get_locked(cx, id)?;
    if account.suspended_at.is_none() || account.suspension_origin.as_deref() != Some("local") {
        return Err(Error::NotPermitted);
    }

    let recorded = Act::new("unsuspend", as_account(&account)).record(cx, &moderator)?;
    accounts::set_unsuspended(&mut cx.tx, id, &recorded)?;
    email_blocks::remove_for(&mut cx.tx, id)?;
    // Left alone, it would delete at once what a later suspension promises to keep for 30 days.
    let purge = Job::PurgeAccount {
        account_id: id,
        act_id: recorded.id(),
    };
    purge.take_back(cx)?;
    if let Some(user) = user_of(cx, &account)? {
        let account = Account {
            suspended_at: None,
            ..account
        };
        members::count(cx, false, members::is_counted(&account, &user))?;
    }
    Ok(())
}
