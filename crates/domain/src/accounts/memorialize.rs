//! Keeping the account of somebody who has died.

use store::accounts;

use super::{as_account, get_locked, power_of, user_of};
use crate::{Context, Error, Event, Permission, Result, acts::Act, webhooks};

/// Nobody signs in any more, and the profile says why. There is no way back.
pub fn memorialize(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::DeleteUserData)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?.ok_or(Error::Forbidden)?;
    moderator.over(power_of(cx, Some(&user))?.as_ref())?;
    if account.memorial || account.suspended_at.is_some() {
        return Err(Error::NotPermitted);
    }

    let recorded = Act::new("memorialize", as_account(&account)).record(cx, &moderator)?;
    cx.events.push(Event::Cut { account_id: id });
    accounts::set_memorial(&mut cx.tx, id, &recorded)?;
    webhooks::tell_of_account(cx, &account)
}
