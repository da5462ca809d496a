//! Finding members, and counting them.

use store::{
    accounts::Account,
    counters::{self, MEMBERS},
    roles::EVERYBODY,
    users::{self, User},
};

use crate::{Context, Error, Member, Permission, Result, accounts, roles::Roles};

/// The member with that account, as she comes without a program.
pub fn find(cx: &mut Context, account_id: i64) -> Result<Option<Member>> {
    let Some(account) = store::accounts::find(&mut cx.tx, account_id)? else {
        return Ok(None);
    };
    let Some(user) = users::find(&mut cx.tx, account_id)? else {
        return Ok(None);
    };
    let power = Roles::load(&mut cx.tx)?.power(user.role_id)?;
    Ok(Some(Member {
        account,
        user,
        power,
        token: None,
    }))
}

/// Members whose role allows something and who can be told about it.
pub fn who_may(cx: &mut Context, needed: Permission) -> Result<Vec<User>> {
    let (role_ids, everybody_may) = Roles::load(&mut cx.tx)?.that_may(needed)?;
    Ok(users::with_roles(&mut cx.tx, &role_ids, everybody_may)?)
}

/// Whether the server counts this user among its members.
pub(crate) fn is_counted(account: &Account, user: &User) -> bool {
    user.confirmed_at.is_some() && account.suspended_at.is_none()
}

/// Keeps the number of members in step with what has just been changed about one.
pub(crate) fn count(cx: &mut Context, before: bool, after: bool) -> Result<()> {
    let change = i64::from(after) - i64::from(before);
    match change {
        0 => Ok(()),
        _ => Ok(counters::change(&mut cx.tx, MEMBERS, change)?),
    }
}

/// Gives a member a role by its name, or that of everybody.
pub fn give_role(cx: &mut Context, account_id: i64, name: Option<&str>) -> Result<()> {
    cx.moderator(Permission::ManageRoles)?;
    let role_id = match name {
        Some(name) => {
            let roles = Roles::load(&mut cx.tx)?;
            let names = || roles.names().collect::<Vec<_>>().join(", ");
            let unknown =
                || Error::Senseless(format!("there is no role {name:?}, only {}", names()));
            roles.named(name).ok_or_else(unknown)?.id
        }
        None => EVERYBODY,
    };
    accounts::change_role(cx, account_id, role_id).map(drop)
}
