//! Giving a member another role.

use store::{
    roles::{self, EVERYBODY, Role},
    users,
};

use super::{as_user, get_locked, power_of, user_of};
use crate::{Context, Error, Permission, Result, Violation, acts::Act, error::refuse};

/// The role so far has to be below that of the caller, and the new one not above it. Answers with the
/// new one.
pub fn change_role(cx: &mut Context, id: i64, role_id: i64) -> Result<Role> {
    let moderator = cx.moderator(Permission::ManageRoles)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?.ok_or(Error::Forbidden)?;
    moderator.over(power_of(cx, Some(&user))?.as_ref())?;
    let invalid = |message: &str| Violation::new("role_id", "Role", "ERR_INVALID", message);
    let Some(role) = roles::find(&mut cx.tx, role_id)? else {
        refuse(vec![invalid("does not exist")])?;
        return Err(Error::NotFound);
    };
    if !moderator.reaches(role.position) {
        refuse(vec![invalid("is above your own")])?;
    }

    let kept = Some(role.id).filter(|it| *it != EVERYBODY);
    if kept != user.role_id {
        let recorded = Act::new("change_role", as_user(&account)).record(cx, &moderator)?;
        users::set_role(&mut cx.tx, id, kept, &recorded)?;
    }
    Ok(role)
}
