//! Showing that an e-mail address is one's own.

use chrono::TimeDelta;
use store::users::{self, User};

use crate::{
    Context, Error, Member, Result, activity, emails,
    error::refuse,
    invites,
    mail::{self, Letter},
    members, secrets,
    settings::{RegistrationsMode, Settings},
    sign_up,
    webhooks::{Occasion, tell},
};

/// How long a link is good.
const GOOD_FOR: TimeDelta = TimeDelta::days(2);

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
    if !user.approved && mode == RegistrationsMode::Open {
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

/// Sends the confirmation again, if need be to another address.
pub fn resend(cx: &mut Context, email: Option<&str>) -> Result<()> {
    let Member { user, .. } = cx.member()?.clone();
    if user.confirmed_at.is_some() {
        return Err(Error::Forbidden);
    }
    if let Some(email) = email.filter(|it| !it.trim().is_empty()) {
        let email = match emails::normalize(email) {
            Ok(email) => email,
            Err(violation) => return refuse(vec![violation]),
        };
        if email != user.email && !sign_up::is_free(cx, &email)? {
            return refuse(vec![emails::taken()]);
        }
        users::set_email(&mut cx.tx, user.account_id, &email)?;
    }
    Letter::Confirmation {
        account_id: user.account_id,
    }
    .leave(cx)
}
