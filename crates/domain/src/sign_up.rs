//! Asking to join.

use std::net::IpAddr;

use store::{
    accounts::{self, Account, NewAccount},
    email_blocks, user_ips,
    users::{self, NewUser, User},
};

use crate::{
    Context, Error, Result, Site, Violation, activity,
    auto_rules::{self, Dear},
    emails,
    error::refuse,
    gates::{self, Applicant, Facts, Invited, Verdict},
    invites::{self, Welcome},
    mail::Letter,
    members, passwords,
    settings::{RegistrationsMode, Settings},
    usernames,
    webhooks::{Occasion, tell},
};

/// Characters of why somebody wants to join.
pub const LONGEST_REASON: usize = 420;

/// What a newcomer says.
#[derive(Clone, Debug, Default)]
pub struct Newcomer {
    pub username: String,
    pub email: String,
    pub password: NewPassword,
    pub agreement: bool,
    pub locale: Option<String>,
    pub reason: Option<String>,
    /// Of the invite that she comes with.
    pub invite_code: Option<String>,
}

/// A password that was looked at before the transaction began, because hashing takes long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewPassword {
    Hashed(String),
    Refused(Violation),
}

impl Default for NewPassword {
    fn default() -> Self {
        Self::Refused(Violation::blank("password", "Password"))
    }
}

impl NewPassword {
    pub fn read(password: &str, chance: &mut crate::Chance) -> Result<Self> {
        let (field, name) = ("password", "Password");
        let length = password.chars().count();
        if length == 0 {
            return Ok(Self::default());
        }
        if length < passwords::SHORTEST {
            return Ok(Self::Refused(too_short()));
        }
        if length > passwords::LONGEST {
            return Ok(Self::Refused(Violation::too_long(
                field,
                name,
                passwords::LONGEST,
            )));
        }
        passwords::hash(password, chance).map(Self::Hashed)
    }

    /// In place of the password, for a request that travels on with it.
    pub fn to_text(&self) -> String {
        match self {
            Self::Hashed(hash) => hash.clone(),
            Self::Refused(violation) => violation.code.to_owned(),
        }
    }

    /// What [`to_text`](Self::to_text) wrote. No password comes this far as it was sent.
    pub fn from_text(text: &str) -> Self {
        let (field, name) = ("password", "Password");
        match text {
            "ERR_BLANK" => Self::default(),
            "ERR_TOO_SHORT" => Self::Refused(too_short()),
            "ERR_TOO_LONG" => Self::Refused(Violation::too_long(field, name, passwords::LONGEST)),
            hash => Self::Hashed(hash.to_owned()),
        }
    }
}

fn too_short() -> Violation {
    let message = format!(
        "is too short (minimum is {} characters)",
        passwords::SHORTEST
    );
    Violation::new("password", "Password", "ERR_TOO_SHORT", message)
}

/// What the page on which one signs up has to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Nobody can join, or not with this invite.
    Closed,
    Open {
        /// Whether somebody of the staff looks at her first.
        waits: bool,
        /// Whether she has to say why she wants to join.
        needs_reason: bool,
    },
}

/// What is offered to somebody who comes with this invite, or with none.
pub fn offer(cx: &mut Context, invite_code: &str) -> Result<Offer> {
    let settings = Settings::load(&mut cx.tx)?;
    let invited = invited_by(cx, invite_code)?.1;
    let facts = Facts {
        mode: settings.registrations_mode,
        invited,
        ..Facts::FINE
    };
    let waits = match gates::decide(&facts) {
        Verdict::Forbidden | Verdict::Refused(_) => return Ok(Offer::Closed),
        Verdict::Pending => true,
        Verdict::AtOnce => false,
    };
    Ok(Offer::Open {
        waits,
        needs_reason: reason_violation(None, &settings, invited != Invited::No).is_some(),
    })
}

/// The invite with that code, and what it is worth.
fn invited_by(cx: &mut Context, code: &str) -> Result<(Option<Welcome>, Invited)> {
    match code.trim() {
        "" => Ok((None, Invited::No)),
        code => {
            let welcome = invites::welcome(cx, code)?;
            let invited = invited(welcome.as_ref());
            Ok((welcome, invited))
        }
    }
}

/// Adds a member who has yet to confirm the address, and may have to be approved.
pub fn sign_up(
    cx: &mut Context,
    newcomer: &Newcomer,
    ip: IpAddr,
    application_id: Option<i64>,
) -> Result<Account> {
    let settings = Settings::load(&mut cx.tx)?;
    let code = newcomer.invite_code.as_deref().unwrap_or_default();
    let (welcome, invited) = invited_by(cx, code)?;
    let (email, approved) = check(cx, newcomer, &settings, invited, ip)?;
    let NewPassword::Hashed(password_hash) = &newcomer.password else {
        return Err(Error::Internal("the password was checked and is not there"));
    };

    let account = add_account(cx, &newcomer.username)?;
    let user = NewUser {
        account_id: account.id,
        email: &email,
        password_hash,
        role_id: None,
        locale: newcomer.locale.as_deref().filter(|it| is_language(it)),
        approved,
        confirmed_at: None,
        invite_request: newcomer
            .reason
            .as_deref()
            .filter(|it| !it.trim().is_empty()),
        application_id,
        invited_by_account_id: welcome.as_ref().map(|it| it.invite.account_id),
        created_at: cx.now,
    };
    let user = users::add(&mut cx.tx, &user)?;
    let dear = Dear {
        email_domain: Some(emails::domain_of(&email).to_owned()),
        ips: vec![ip],
        ..Dear::default()
    };
    auto_rules::meet_sign_up(cx, &account, &user, dear)?;
    if let Some(welcome) = welcome {
        invites::use_up(cx, &welcome.invite, account.id)?;
    }
    tell(cx, Occasion::AccountCreated, account.id)?;
    let now = cx.now;
    user_ips::add(&mut cx.tx, account.id, ip, now)?;
    Letter::Confirmation {
        account_id: account.id,
    }
    .leave(cx)?;
    Ok(account)
}

/// What a code is worth.
pub(crate) fn invited(welcome: Option<&Welcome>) -> Invited {
    match welcome {
        Some(it) if it.bypasses_approval => Invited::PastApproval,
        Some(_) => Invited::Yes,
        None => Invited::InVain,
    }
}

/// Everything that is wrong, at once; or the address as it is kept, and whether she need not wait.
fn check(
    cx: &mut Context,
    newcomer: &Newcomer,
    settings: &Settings,
    invited: Invited,
    ip: IpAddr,
) -> Result<(String, bool)> {
    let username = &newcomer.username;
    let mut found = usernames::violations(username);
    let is_name = found.is_empty();
    let email = emails::normalize(&newcomer.email);
    let applicant = Applicant {
        mode: settings.registrations_mode,
        invited,
        ips: &[ip],
        username: is_name.then_some(username),
        email: email.as_deref().ok(),
    };
    let (verdict, met) = gates::judge(cx, &applicant)?;
    met.note(cx, Some(ip));
    if verdict == Verdict::Forbidden {
        return Err(Error::Forbidden);
    }
    if is_name && accounts::find_by_handle(&mut cx.tx, username, None)?.is_some() {
        found.push(usernames::taken());
    }
    let email = email.unwrap_or_else(|violation| {
        found.push(violation);
        String::new()
    });
    if let Verdict::Refused(wrong) = &verdict {
        found.extend(wrong.iter().copied().map(Violation::from));
    }
    // Whether somebody has it or it is blocked is said once.
    let is_said = found.contains(&emails::taken());
    if !is_said && users::find_by_email(&mut cx.tx, &email)?.is_some() {
        found.push(emails::taken());
    }
    if let NewPassword::Refused(violation) = &newcomer.password {
        found.push(violation.clone());
    }
    if !newcomer.agreement {
        let message = "must be accepted";
        found.push(Violation::new(
            "agreement",
            "Agreement",
            "ERR_ACCEPTED",
            message,
        ));
    }
    // Who is invited does not have to say why she comes.
    let is_invited = invited != Invited::No;
    let reason = newcomer.reason.as_deref();
    found.extend(reason_violation(reason, settings, is_invited));
    refuse(found)?;
    Ok((email, verdict == Verdict::AtOnce))
}

/// Neither somebody's nor blocked.
pub(crate) fn is_free(cx: &mut Context, email: &str) -> Result<bool> {
    let hash = emails::canonical_hash(email);
    let is_taken = users::find_by_email(&mut cx.tx, email)?.is_some();
    Ok(!is_taken && !email_blocks::is_blocked(&mut cx.tx, &hash)?)
}

fn reason_violation(
    reason: Option<&str>,
    settings: &Settings,
    is_invited: bool,
) -> Option<Violation> {
    let reason = reason.unwrap_or_default().trim();
    let is_asked_for =
        settings.registrations_mode == RegistrationsMode::Approved && settings.require_invite_text;
    if reason.is_empty() && is_asked_for && !is_invited {
        return Some(Violation::blank("reason", "Reason"));
    }
    (reason.chars().count() > LONGEST_REASON)
        .then(|| Violation::too_long("reason", "Reason", LONGEST_REASON))
}

/// `de`, `pt-BR`: short and plain, or it is ignored.
fn is_language(text: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    (2..=12).contains(&text.len()) && text.bytes().all(is_plain)
}

/// An account of this server, with a name that was checked.
fn add_account(cx: &mut Context, username: &str) -> Result<Account> {
    let (uri, url) = addresses(&cx.site, username);
    let account = NewAccount {
        id: cx.new_id(),
        username,
        domain: None,
        uri: &uri,
        url: &url,
        display_name: "",
        note: "",
        kind: "Person",
        created_at: cx.now,
    };
    Ok(accounts::add(&mut cx.tx, &account)?)
}

/// The id in federation, and the profile page.
pub(crate) fn addresses(site: &Site, username: &str) -> (String, String) {
    let uri = site.address(&format!("/users/{username}"));
    (uri, site.address(&format!("/@{username}")))
}

/// A member that the operator adds, who need not ask.
#[derive(Clone, Debug)]
pub struct Appointed<'a> {
    pub username: &'a str,
    pub email: &'a str,
    pub password: NewPassword,
    pub is_confirmed: bool,
    pub is_approved: bool,
}

/// Adds a member as the operator wants it, reserved names included.
pub fn appoint(cx: &mut Context, appointed: &Appointed<'_>) -> Result<(Account, User)> {
    let mut found = usernames::shape_violations(appointed.username);
    let same = accounts::find_by_handle(&mut cx.tx, appointed.username, None)?;
    if same.is_some() {
        found.push(usernames::taken());
    }
    let email = emails::normalize(appointed.email).unwrap_or_else(|violation| {
        found.push(violation);
        String::new()
    });
    if users::find_by_email(&mut cx.tx, &email)?.is_some() {
        found.push(emails::taken());
    }
    let password_hash = match &appointed.password {
        NewPassword::Hashed(hash) => hash.as_str(),
        NewPassword::Refused(violation) => {
            found.push(violation.clone());
            ""
        }
    };
    refuse(found)?;

    let account = add_account(cx, appointed.username)?;
    let user = NewUser {
        account_id: account.id,
        email: &email,
        password_hash,
        role_id: None,
        locale: None,
        approved: appointed.is_approved,
        confirmed_at: appointed.is_confirmed.then_some(cx.now),
        invite_request: None,
        application_id: None,
        invited_by_account_id: None,
        created_at: cx.now,
    };
    let user = users::add(&mut cx.tx, &user)?;
    tell(cx, Occasion::AccountCreated, account.id)?;
    members::count(cx, false, appointed.is_confirmed)?;
    if appointed.is_confirmed && appointed.is_approved {
        activity::count_registration(cx)?;
        tell(cx, Occasion::AccountApproved, account.id)?;
    }
    if !appointed.is_confirmed {
        Letter::Confirmation {
            account_id: account.id,
        }
        .leave(cx)?;
    }
    Ok((account, user))
}
