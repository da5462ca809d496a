//! How members get at their accounts, in the hands of moderators.

use store::{
    accounts::Account,
    push, sessions, tokens,
    users::{self, User},
};

use super::{as_user, get_locked, power_of, user_of};
use crate::{
    Context, Error, Event, Moderator, Permission, Result,
    acts::Act,
    confirmation, emails,
    error::refuse,
    gates,
    mail::Letter,
    profile::{self, Picture},
    sign_up,
};

/// The domain of the address that a member has, or is to have, for DNS to be asked about it.
pub fn mail_domain(cx: &mut Context, id: i64) -> Result<Option<String>> {
    cx.moderator(Permission::ManageUserAccess)?;
    let user = users::find(&mut cx.tx, id)?;
    Ok(user.map(|it| {
        let email = it.unconfirmed_email.unwrap_or(it.email);
        emails::domain_of(&email).to_owned()
    }))
}

/// Takes a newcomer's address as hers, as if she had followed the link.
pub fn confirm(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, account, user) = newcomer(cx, id)?;
    Act::new("confirm", as_user(&account)).record(cx, &moderator)?;
    confirmation::take_as_confirmed(cx, &user).map(drop)
}

pub fn resend_confirmation(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, account, _) = newcomer(cx, id)?;
    Act::new("resend", as_user(&account)).record(cx, &moderator)?;
    Letter::Confirmation { account_id: id }.leave(cx)
}

/// Who has yet to confirm the address; rank does not matter.
fn newcomer(cx: &mut Context, id: i64) -> Result<(Moderator, Account, User)> {
    let moderator = cx.moderator(Permission::ManageUserAccess)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?.ok_or(Error::Forbidden)?;
    match user.confirmed_at {
        Some(_) => Err(Error::NotPermitted),
        None => Ok((moderator, account, user)),
    }
}

/// A member whose role is lower than the moderator's.
fn member(cx: &mut Context, id: i64) -> Result<(Moderator, Account, User)> {
    let moderator = cx.moderator(Permission::ManageUserAccess)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?.ok_or(Error::Forbidden)?;
    moderator.over(power_of(cx, Some(&user))?.as_ref())?;
    Ok((moderator, account, user))
}

/// The address holds once it is confirmed.
pub fn change_email(cx: &mut Context, id: i64, email: &str) -> Result<()> {
    let (moderator, account, user) = member(cx, id)?;
    let email = match emails::normalize(email) {
        Ok(email) => email,
        Err(violation) => return refuse(vec![violation]),
    };
    if email == user.email || !sign_up::is_free(cx, &email)? {
        return refuse(vec![emails::taken()]);
    }
    let is_trusted = user.confirmed_at.is_some() || user.invite_id.is_some();
    let (found, _) = gates::address_wrongs(cx, &email, None, is_trusted)?;
    refuse(found)?;
    let recorded = Act::new("change_email", as_user(&account)).record(cx, &moderator)?;
    match user.confirmed_at {
        Some(_) => users::set_unconfirmed_email(&mut cx.tx, id, &email, &recorded)?,
        None => users::set_email(&mut cx.tx, id, &email)?,
    }
    Letter::Confirmation { account_id: id }.leave(cx)
}

/// The old password is good for nothing from now on, and so is all that was signed in with it.
pub fn reset_password(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, account, _) = member(cx, id)?;
    let recorded = Act::new("reset_password", as_user(&account)).record(cx, &moderator)?;
    // No text has this as its hash.
    users::set_password_by(&mut cx.tx, id, "*", &recorded)?;
    sign_out_everywhere(cx, id)?;
    Letter::PasswordReset { account_id: id }.leave(cx)
}

/// Ends everything that was signed in.
pub(crate) fn sign_out_everywhere(cx: &mut Context, id: i64) -> Result<()> {
    let now = cx.now;
    sessions::remove_all(&mut cx.tx, id)?;
    tokens::revoke_all(&mut cx.tx, id, now)?;
    push::remove_about(&mut cx.tx, id)?;
    cx.events.push(Event::Cut { account_id: id });
    Ok(())
}

pub fn remove_second_factor(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, account, user) = member(cx, id)?;
    if user.second_factor_at.is_none() {
        return Err(Error::NotPermitted);
    }
    let recorded = Act::new("disable_2fa", as_user(&account)).record(cx, &moderator)?;
    users::set_second_factor(&mut cx.tx, id, None, &recorded)?;
    Letter::SecondFactorRemoved { account_id: id }.leave(cx)
}

pub fn remove_avatar(cx: &mut Context, id: i64) -> Result<()> {
    remove_picture(cx, id, Picture::Avatar, "remove_avatar")
}

pub fn remove_header(cx: &mut Context, id: i64) -> Result<()> {
    remove_picture(cx, id, Picture::Header, "remove_header")
}

fn remove_picture(cx: &mut Context, id: i64, picture: Picture, word: &str) -> Result<()> {
    let any = [Permission::ManageUsers, Permission::ManageReports];
    let moderator = cx.moderator_of_any(&any)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?.ok_or(Error::Forbidden)?;
    moderator.over(power_of(cx, Some(&user))?.as_ref())?;
    Act::new(word, as_user(&account)).record(cx, &moderator)?;
    profile::take_picture(cx, &account, picture)
}
