//! Accounts as moderators see them and act on them.

mod access;
mod act;
mod change_role;
mod decide;
mod delete;
mod memorialize;
mod undo;

pub(crate) use access::sign_out_everywhere;
pub use access::{
    change_email, confirm, mail_domain, remove_avatar, remove_header, remove_second_factor,
    resend_confirmation, reset_password,
};
pub use act::{Action, Wanted, act};
pub(crate) use act::{act_and_tell, words};
pub use change_role::change_role;
pub use decide::{approve, reject};
pub(crate) use decide::{forget, give_up_pictures};
pub(crate) use delete::clear_ties;
pub use delete::{delete, delete_due, purge};
pub use memorialize::memorialize;
pub use undo::{enable, unsensitive, unsilence, unsuspend};
pub(crate) use undo::{take_back, undo};

use store::{
    account_list::{self, Filter, Window},
    accounts::Account,
    users::{self, User},
};

use crate::{
    Context, Error, Permission, Result,
    acts::Target,
    roles::{Power, Roles},
};

/// The ids of a page of accounts, highest first.
pub fn list(cx: &mut Context, filter: &Filter, window: Window) -> Result<Vec<i64>> {
    cx.moderator(Permission::ManageUsers)?;
    Ok(account_list::page(&mut cx.tx, filter, window)?)
}

/// The roles of the staff: those that allow to manage reports.
pub fn staff_roles(cx: &mut Context) -> Result<Vec<i64>> {
    cx.moderator(Permission::ManageUsers)?;
    let (role_ids, _) = Roles::load(&mut cx.tx)?.that_may(Permission::ManageReports)?;
    Ok(role_ids)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Account> {
    cx.moderator(Permission::ManageUsers)?;
    store::accounts::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// An account that is about to be acted on: nobody else changes it meanwhile.
fn get_locked(cx: &mut Context, id: i64) -> Result<Account> {
    store::accounts::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

fn user_of(cx: &mut Context, account: &Account) -> Result<Option<User>> {
    match account.is_local() {
        true => Ok(users::find(&mut cx.tx, account.id)?),
        false => Ok(None),
    }
}

fn power_of(cx: &mut Context, user: Option<&User>) -> Result<Option<Power>> {
    let Some(user) = user else { return Ok(None) };
    Roles::load(&mut cx.tx)?.power(user.role_id).map(Some)
}

fn as_account(account: &Account) -> Target {
    Target {
        kind: "Account",
        id: account.id,
        name: account.handle(),
        account_id: Some(account.id),
    }
}

fn as_user(account: &Account) -> Target {
    Target {
        kind: "User",
        ..as_account(account)
    }
}
