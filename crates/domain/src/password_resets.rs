//! Choosing another password without knowing the old one.

use chrono::TimeDelta;
use store::users;

use crate::{Context, Result, accounts, mail::Letter, secrets, sign_in};

/// How long a link is good.
const GOOD_FOR: TimeDelta = TimeDelta::hours(6);

/// Sends a link to whoever has the address. Whether anybody does is not said.
pub fn ask(cx: &mut Context, email: &str) -> Result<()> {
    match sign_in::find(cx, email)? {
        Some(user) => Letter::PasswordReset {
            account_id: user.account_id,
        }
        .leave(cx),
        None => Ok(()),
    }
}

/// Makes a link; earlier ones stop working. The answer is its secret.
pub fn begin(cx: &mut Context, account_id: i64) -> Result<String> {
    let secret = secrets::make(&mut cx.chance);
    let now = cx.now;
    users::set_password_reset(&mut cx.tx, account_id, &secrets::hash(&secret), now)?;
    Ok(secret)
}

/// Whether a link is good.
pub fn is_good(cx: &mut Context, secret: &str) -> Result<bool> {
    let after = cx.now - GOOD_FOR;
    let found = users::find_by_password_reset(&mut cx.tx, &secrets::hash(secret), after)?;
    Ok(found.is_some())
}

/// Sets the password, if the link is good, and ends all that was signed in with the old one.
pub fn choose(cx: &mut Context, secret: &str, password_hash: &str) -> Result<bool> {
    let after = cx.now - GOOD_FOR;
    let found = users::find_by_password_reset(&mut cx.tx, &secrets::hash(secret), after)?;
    let Some(user) = found else { return Ok(false) };
    users::set_password(&mut cx.tx, user.account_id, password_hash)?;
    accounts::sign_out_everywhere(cx, user.account_id)?;
    Ok(true)
}
