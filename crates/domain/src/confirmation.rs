//! Showing that an e-mail address is one's own.

use std::net::IpAddr;

use chrono::TimeDelta;
use store::users::{self, User};

use crate::{
    Caller, Context, Error, Member, Result, accounts, activity,
    auto_rules::{self, Dear},
    emails,
    error::refuse,
    gates, invites,
    mail::{self, Letter},
    members, secrets,
    settings::{RegistrationsMode, Settings},
    sign_in,
    webhooks::{Occasion, tell},
};

/// How long a link is good.
const GOOD_FOR: TimeDelta = TimeDelta::days(2);
/// Who has not confirmed the address until then is taken away.
const CONFIRMED_WITHIN: TimeDelta = TimeDelta::days(7);

/// What became of a link that somebody followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The member can start.
    Confirmed,
    /// The staff looks at the sign-up next.
    AwaitsApproval,
    /// The link was not good, or not any more.
    Expired,
}

/// Makes a link to confirm an address with; earlier ones stop working. The answer is its secret.
pub fn begin(cx: &mut Context, account_id: i64) -> Result<String> {
    let secret = secrets::make(&mut cx.chance);
    let now = cx.now;
    users::set_confirmation(&mut cx.tx, account_id, &secrets::hash(&secret), now)?;
    Ok(secret)
}

/// Takes the address as confirmed if the secret is that of a link which is still good.
pub fn confirm(cx: &mut Context, secret: &str) -> Result<Outcome> {
    let hash = secrets::hash(secret);
    let Some(user) = users::find_by_confirmation(&mut cx.tx, &hash)? else {
        return Ok(Outcome::Expired);
    };
    let is_good = user
        .confirmation_sent_at
        .is_some_and(|at| at + GOOD_FOR > cx.now);
    if !is_good {
        return Ok(Outcome::Expired);
    }
    take_as_confirmed(cx, &user)
}

pub(crate) fn take_as_confirmed(cx: &mut Context, user: &User) -> Result<Outcome> {
    let account = store::accounts::find_locked(&mut cx.tx, user.account_id)?;
    let account = account.ok_or(Error::NotFound)?;
    let email = user.unconfirmed_email.as_deref().unwrap_or(&user.email);
    let now = cx.now;
    users::set_confirmed(&mut cx.tx, user.account_id, email, now)?;
    if user.confirmed_at.is_some() {
        return Ok(Outcome::Confirmed);
    }

    members::count(cx, false, account.suspended_at.is_none())?;
    let mode = Settings::load(&mut cx.tx)?.registrations_mode;
    let is_open = mode == RegistrationsMode::Open;
    let must_wait = gates::must_wait(cx, &account, email)? || auto_rules::waits(cx, account.id)?;
    if !user.approved && is_open && !must_wait {
        users::set_approved_by_rule(&mut cx.tx, user.account_id)?;
    } else if !user.approved {
        mail::tell_of_pending(cx, user)?;
        return Ok(Outcome::AwaitsApproval);
    }
    activity::count_registration(cx)?;
    invites::follow_inviter(cx, user)?;
    tell(cx, Occasion::AccountApproved, user.account_id)?;
    mail::welcome(cx, user)?;
    Ok(Outcome::Confirmed)
}

/// The domain of the address that a link is about, if it is good, for DNS to be asked about it.
pub fn mail_domain(cx: &mut Context, secret: &str) -> Result<Option<String>> {
    let found = users::find_by_confirmation(&mut cx.tx, &secrets::hash(secret))?;
    Ok(found.map(|user| {
        let email = user.unconfirmed_email.unwrap_or(user.email);
        emails::domain_of(&email).to_owned()
    }))
}

/// Sends the confirmation again, if need be to another address.
pub fn resend(cx: &mut Context, email: Option<&str>, ip: IpAddr) -> Result<()> {
    let Member { user, .. } = cx.member()?.clone();
    if user.confirmed_at.is_some() {
        return Err(Error::Forbidden);
    }
    if let Some(email) = email.filter(|it| !it.trim().is_empty()) {
        change_to(cx, &user, email, ip)?;
    }
    Letter::Confirmation {
        account_id: user.account_id,
    }
    .leave(cx)
}

/// Sends the confirmation again to a newcomer who has the address. Whether anybody has is not said.
pub fn ask_again(cx: &mut Context, email: &str) -> Result<()> {
    let found = sign_in::find(cx, email)?;
    match found.filter(|it| it.confirmed_at.is_none()) {
        Some(user) => Letter::Confirmation {
            account_id: user.account_id,
        }
        .leave(cx),
        None => Ok(()),
    }
}

fn change_to(cx: &mut Context, user: &User, email: &str, ip: IpAddr) -> Result<()> {
    let email = match emails::normalize(email) {
        Ok(email) => email,
        Err(violation) => return refuse(vec![violation]),
    };
    if email == user.email {
        return Ok(());
    }
    let is_guest = user.invite_id.is_some();
    let (mut found, must_wait) = gates::address_wrongs(cx, &email, Some(ip), is_guest)?;
    let is_taken = users::find_by_email(&mut cx.tx, &email)?.is_some();
    if is_taken && !found.contains(&emails::taken()) {
        found.push(emails::taken());
    }
    refuse(found)?;
    if must_wait && user.approved {
        users::set_pending_by_rule(&mut cx.tx, user.account_id)?;
    }
    users::set_email(&mut cx.tx, user.account_id, &email)?;
    let account = cx.member()?.account.clone();
    let dear = Dear {
        email_domain: Some(emails::domain_of(&email).to_owned()),
        ips: vec![ip],
        ..Dear::default()
    };
    auto_rules::meet_sign_up(cx, &account, user, dear)
}

/// Newcomers who have not confirmed their address in a week are taken away, some at a time.
pub(crate) fn forget_unconfirmed(cx: &mut Context) -> Result<()> {
    cx.caller = Caller::System;
    let before = cx.now - CONFIRMED_WITHIN;
    for id in users::unconfirmed_since(&mut cx.tx, before, 100)? {
        let account = store::accounts::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
        let user = users::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
        accounts::forget(cx, &account, &user)?;
    }
    Ok(())
}
