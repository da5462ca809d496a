//! Asking a member for her password once more, where it is not enough that she is signed in.

use std::net::IpAddr;

use domain::{Member, Violation, passwords};

use crate::{App, Error, oauth::is_too_often};

/// Counts like signing in. No transaction may be open.
pub(crate) fn check(app: &App, ip: IpAddr, member: &Member, password: &str) -> Result<(), Error> {
    if is_too_often(app, ip, &member.user.email) {
        return Err(Error::TooMany);
    }
    let _turn = app.turn_now()?;
    match passwords::verify(password, Some(&member.user.password_hash)) {
        true => Ok(()),
        false => {
            let wrong = Violation::invalid("current_password", "Current password");
            Err(domain::Error::Invalid(vec![wrong]).into())
        }
    }
}
