//! Members on the pages of this server.

use std::net::IpAddr;

use chrono::TimeDelta;
use store::{
    sessions, tokens, user_ips,
    users::{self, User},
};

use crate::{Context, Member, Result, activity, emails, members, secrets};

/// How long a session lasts that is not used.
const UNUSED: TimeDelta = TimeDelta::days(30);
/// How exactly it is kept when somebody was here last.
const PRECISION: TimeDelta = TimeDelta::hours(24);

/// Who has that address; the password is compared outside, where nobody waits for it.
pub fn find(cx: &mut Context, email: &str) -> Result<Option<User>> {
    match emails::normalize(email) {
        Ok(email) => Ok(users::find_by_email(&mut cx.tx, &email)?),
        Err(_) => Ok(None),
    }
}

/// Starts a session; the answer is its secret. Only nobody signs in for the dead.
pub fn begin(cx: &mut Context, account_id: i64, ip: IpAddr) -> Result<Option<String>> {
    let member = members::find(cx, account_id)?;
    if member.is_none_or(|it| it.account.memorial) {
        return Ok(None);
    }
    let secret = secrets::make(&mut cx.chance);
    let now = cx.now;
    sessions::add(&mut cx.tx, &secrets::hash(&secret), account_id, now)?;
    see(cx, account_id, ip)?;
    Ok(Some(secret))
}

/// Who is signed in with that secret.
pub fn who(cx: &mut Context, secret: &str) -> Result<Option<Member>> {
    let session = sessions::find(&mut cx.tx, &secrets::hash(secret))?;
    match session.filter(|it| it.used_at + UNUSED > cx.now) {
        Some(session) => members::find(cx, session.account_id),
        None => Ok(None),
    }
}

pub fn end(cx: &mut Context, secret: &str) -> Result<()> {
    Ok(sessions::remove(&mut cx.tx, &secrets::hash(secret))?)
}

/// Whether it should be noted that a member was here; once a day is enough.
pub fn is_news(member: &Member, now: chrono::DateTime<chrono::Utc>) -> bool {
    let is_old = |at: chrono::DateTime<chrono::Utc>| at + PRECISION <= now;
    let token_is_old = member
        .token
        .as_ref()
        .is_some_and(|it| it.used_at.is_none_or(is_old));
    token_is_old || member.user.seen_at.is_none_or(is_old)
}

/// Notes that a member was here, and where from.
pub fn see(cx: &mut Context, account_id: i64, ip: IpAddr) -> Result<()> {
    let now = cx.now;
    match users::set_seen_anew(&mut cx.tx, account_id, now, activity::week_of(now))? {
        true => activity::count_login(cx)?,
        false => users::set_seen(&mut cx.tx, account_id, now)?,
    }
    Ok(user_ips::add(&mut cx.tx, account_id, ip, now)?)
}

/// Codes that were never used, and sessions that have not been for long.
pub(crate) fn forget(cx: &mut Context) -> Result<()> {
    let now = cx.now;
    tokens::remove_expired_codes(&mut cx.tx, now)?;
    sessions::remove_unused(&mut cx.tx, now - UNUSED)?;
    Ok(())
}
