//! Where people join who come with a browser.
//!
//! Whoever is refused by a rule learns no more than that it does not work, and whom to ask.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    Context, Violation, emails,
    gates::count_hits,
    passwords,
    settings::{RegistrationsMode, Settings},
    sign_up::{self, LONGEST_REASON, NewPassword, Newcomer, Offer},
};

use super::{Message, documents::has_terms, show};
use crate::{
    App, Error,
    limits::{Key, SIGN_UP},
    oauth::{Visit, answer_people, is_exceeded},
    route::count_refused,
};

#[derive(Template)]
#[template(path = "pages/sign_up.html")]
struct SignUpPage<'a> {
    site: &'a str,
    domain: &'a str,
    email_of_staff: &'a str,
    has_terms: bool,
    waits: bool,
    needs_reason: bool,
    shortest: usize,
    longest_reason: usize,
    /// What has to be changed.
    problems: &'a [String],
    /// Whether the address is one that nobody can join with.
    is_refused: bool,
    username: &'a str,
    email: &'a str,
    reason: &'a str,
    invite_code: &'a str,
}

/// `/auth/sign_up`
pub(crate) async fn sign_up(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let code = visit.text("invite_code").unwrap_or_default();
        let wanted = Newcomer {
            invite_code: Some(code),
            ..Newcomer::default()
        };
        ask(&mut app.read()?, &wanted, &[])
    })
    .await
}

/// `/invite/CODE`, the link that somebody is invited by
pub(crate) async fn invited(
    State(app): State<App>,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    answer_people(app, request, move |app, _| {
        let wanted = Newcomer {
            invite_code: Some(code),
            ..Newcomer::default()
        };
        ask(&mut app.read()?, &wanted, &[])
    })
    .await
}

/// `/auth/sign_up`, when its form is sent
pub(crate) async fn join(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, try_to_join).await
}

fn try_to_join(app: &App, visit: &Visit) -> Result<Response, Error> {
    if visit.is_from_elsewhere {
        return Err(domain::Error::Forbidden.into());
    }
    if is_exceeded(app, SIGN_UP, Key::ip(visit.ip)) {
        return Err(Error::TooMany);
    }
    let text = |name| visit.text(name).unwrap_or_default();
    // Hashing takes long, and so may DNS: no transaction is open meanwhile.
    let wanted = Newcomer {
        username: text("username").trim().to_owned(),
        email: text("email"),
        password: hashed(app, &text("new_password"))?,
        agreement: text("agreement") == "true",
        locale: None,
        reason: Some(text("reason")),
        invite_code: Some(text("invite_code")),
    };
    let mail = emails::domain_in(&wanted.email).and_then(|it| app.dns.mail_hosts(&it));
    let mut cx = app.write()?;
    cx.mail = mail;
    let offer = sign_up::offer(&mut cx, &text("invite_code"))?;
    match sign_up::sign_up(&mut cx, &wanted, visit.ip, None) {
        Ok(_) => {
            count_hits(&mut cx)?;
            let site = Settings::load(&mut cx.tx)?.site_title;
            app.save(cx)?;
            app.bells.ring();
            Ok(welcome(&site, &wanted.email, offer))
        }
        Err(domain::Error::Invalid(violations)) => {
            count_refused(app, cx)?;
            ask(&mut app.read()?, &wanted, &violations)
        }
        Err(domain::Error::Forbidden) => {
            count_refused(app, cx)?;
            refuse(&mut app.read()?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Only hashing is heavy: nobody waits for a turn while DNS is asked, so the form names the field another way
/// than those do that have a turn throughout.
fn hashed(app: &App, password: &str) -> Result<NewPassword, Error> {
    let _turn = app.turn_now()?;
    Ok(NewPassword::read(password, &mut (app.chance)())?)
}

fn welcome(site: &str, email: &str, offer: Offer) -> Response {
    let waits = matches!(offer, Offer::Open { waits: true, .. });
    let then = match waits {
        true => {
            "After that, somebody of the staff looks at your account, and you get another mail."
        }
        false => "After that, sign in with any Mastodon app: choose this server there.",
    };
    let text = format!(
        "A link is on its way to {email}. Open it within two days. {then} Nothing came? Look among the spam, \
         and whether the address is right."
    );
    let page = Message {
        site,
        title: "Look into your mail",
        text: &text,
        is_bad: false,
        onward: Some(("/auth/confirmation/new", "Send the link again")),
    };
    show(StatusCode::OK, &page)
}

/// The form, with what is wrong.
fn ask(cx: &mut Context, wanted: &Newcomer, wrong: &[Violation]) -> Result<Response, Error> {
    let code = wanted.invite_code.as_deref().unwrap_or_default();
    let Offer::Open {
        waits,
        needs_reason,
    } = sign_up::offer(cx, code)?
    else {
        return closed(cx, code);
    };
    let settings = Settings::load(&mut cx.tx)?;
    let is_refused = wrong.iter().any(is_about_who_she_is);
    let page = SignUpPage {
        site: &settings.site_title,
        domain: &cx.site.domain.clone(),
        email_of_staff: &settings.site_contact_email,
        has_terms: has_terms(cx)?,
        waits,
        needs_reason,
        shortest: passwords::SHORTEST,
        longest_reason: LONGEST_REASON,
        problems: &problems(wrong),
        is_refused,
        username: &wanted.username,
        email: &wanted.email,
        reason: wanted.reason.as_deref().unwrap_or_default(),
        invite_code: code,
    };
    let status = match wrong.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(show(status, &page))
}

/// Whether an address is taken, blocked, or of a provider that is: none of them is told from the others.
fn is_about_who_she_is(violation: &Violation) -> bool {
    violation.field == "email" && !matches!(violation.code, "ERR_INVALID" | "ERR_BLANK")
}

fn problems(wrong: &[Violation]) -> Vec<String> {
    let mut problems: Vec<String> = wrong
        .iter()
        .map(|it| match is_about_who_she_is(it) {
            true => "You cannot sign up with this e-mail address.".to_owned(),
            false => format!("{} {}.", it.name, it.message),
        })
        .collect();
    problems.dedup();
    problems
}

/// Nobody can join, or not with this invite.
fn closed(cx: &mut Context, code: &str) -> Result<Response, Error> {
    let settings = Settings::load(&mut cx.tx)?;
    let is_open = settings.registrations_mode != RegistrationsMode::None;
    let (title, text, onward) = match (code.trim().is_empty(), is_open) {
        (false, true) => (
            "This invite does not work any more",
            "It was used up, or has ended. You can sign up without it.",
            ("/auth/sign_up", "Sign up"),
        ),
        (false, false) => (
            "This invite does not work any more",
            "It was used up, or has ended. Ask whoever gave it to you for another one.",
            ("/about", "What this server is about"),
        ),
        (true, _) => (
            "This server takes in nobody at the moment",
            "You need an invite by somebody who is here. Or choose another server: from there, too, \
             you can follow everybody here.",
            ("/about", "What this server is about"),
        ),
    };
    let page = Message {
        site: &settings.site_title,
        title,
        text,
        is_bad: true,
        onward: Some(onward),
    };
    Ok(show(StatusCode::FORBIDDEN, &page))
}

/// Where she comes from, nobody can join; that is all she learns.
fn refuse(cx: &mut Context) -> Result<Response, Error> {
    let settings = Settings::load(&mut cx.tx)?;
    let text = match settings.site_contact_email.as_str() {
        "" => "If you think that it should work, ask those who run it.".to_owned(),
        email => format!("If you think that it should work, write to {email}."),
    };
    let page = Message {
        site: &settings.site_title,
        title: "You cannot sign up here",
        text: &text,
        is_bad: true,
        onward: Some(("/about", "Who runs this server")),
    };
    Ok(show(StatusCode::FORBIDDEN, &page))
}
