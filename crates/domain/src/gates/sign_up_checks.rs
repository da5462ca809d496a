//! Asking what would become of somebody who signs up.

use std::net::IpAddr;

use store::accounts;

use super::{Applicant, Invited, Met, Verdict, ip_blocks::Severity, judge};
use crate::{
    Context, Error, Permission, Result, Violation, emails, invites, settings::Settings, sign_up,
    usernames,
};

/// Who is asked about, as far as that is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    pub ip: Option<&'a str>,
    pub email: Option<&'a str>,
    pub username: Option<&'a str>,
    pub invite_code: Option<&'a str>,
}

/// What would become of her.
#[derive(Clone, Debug)]
pub struct Checked {
    pub verdict: Verdict,
    /// Whether she would get no answer at all.
    pub is_shut_out: bool,
    /// What she would be told.
    pub violations: Vec<Violation>,
    pub met: Met,
}

/// Whether the caller may ask.
pub fn may_check(cx: &mut Context) -> Result<()> {
    cx.moderator(Permission::ManageBlocks).map(drop)
}

/// The same that signing up asks. Nothing is counted.
pub fn check(cx: &mut Context, asked: &Asked<'_>) -> Result<Checked> {
    may_check(cx)?;
    let ip = asked.ip.map(str::parse::<IpAddr>).transpose();
    let ip = ip.map_err(|_| Error::Invalid(vec![Violation::invalid("ip", "Ip")]))?;
    let mut violations = asked
        .username
        .map(usernames::violations)
        .unwrap_or_default();
    let username = asked.username.filter(|_| violations.is_empty());
    if let Some(name) = username
        && accounts::find_by_handle(&mut cx.tx, name, None)?.is_some()
    {
        violations.push(usernames::taken());
    }
    let email = match asked.email.map(emails::normalize) {
        Some(Ok(email)) => Some(email),
        Some(Err(violation)) => {
            violations.push(violation);
            None
        }
        None => None,
    };
    let invited = match asked.invite_code {
        Some(code) => sign_up::invited(invites::welcome(cx, code)?.as_ref()),
        None => Invited::No,
    };
    let applicant = Applicant {
        mode: Settings::load(&mut cx.tx)?.registrations_mode,
        invited,
        ips: ip.as_slice(),
        username,
        email: email.as_deref(),
    };
    let (verdict, met) = judge(cx, &applicant)?;
    if let Verdict::Refused(wrong) = &verdict {
        violations.extend(wrong.iter().copied().map(Violation::from));
    }
    if let Some(email) = &email
        && !violations.contains(&emails::taken())
        && store::users::find_by_email(&mut cx.tx, email)?.is_some()
    {
        violations.push(emails::taken());
    }
    if verdict == Verdict::Forbidden {
        violations.clear();
    }
    let no_access = Severity::NoAccess.word();
    Ok(Checked {
        is_shut_out: met.ips.iter().any(|it| it.severity == no_access),
        verdict,
        violations,
        met,
    })
}
