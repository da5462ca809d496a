//! The pages where people confirm their address.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    confirmation::{self, Outcome},
    settings::Settings,
};

use super::session::{answer_people, is_exceeded, is_too_often};
use crate::{
    App, Error,
    limits::{CONFIRMATION, Key},
    pages::{self, Message},
};

#[derive(Template)]
#[template(path = "pages/confirm.html")]
struct ConfirmPage<'a> {
    site: &'a str,
    token: &'a str,
}

/// Mail programs open links to look at them; only the button on the page uses the link up.
pub(crate) async fn page(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let site = Settings::load(&mut app.read()?.tx)?.site_title;
        let token = visit.text("confirmation_token").unwrap_or_default();
        let page = ConfirmPage {
            site: &site,
            token: &token,
        };
        Ok(pages::show(StatusCode::OK, &page))
    })
    .await
}

pub(crate) async fn confirm(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let secret = visit.text("confirmation_token").unwrap_or_default();
        if is_too_often(app, visit.ip, &secret) {
            return Err(Error::TooMany);
        }
        let domain = confirmation::mail_domain(&mut app.read()?, &secret)?;
        let mail = domain.and_then(|it| app.dns.mail_hosts(&it));
        let mut cx = app.write()?;
        cx.mail = mail;
        let site = Settings::load(&mut cx.tx)?.site_title;
        let outcome = confirmation::confirm(&mut cx, &secret)?;
        app.save(cx)?;
        app.bells.ring();
        let (status, title, text) = match outcome {
            Outcome::Confirmed => (
                StatusCode::OK,
                "Your address is confirmed",
                "You can go back to your app now, or sign in with any Mastodon app: choose this server there.",
            ),
            Outcome::AwaitsApproval => (
                StatusCode::OK,
                "Your address is confirmed",
                "Somebody of the staff looks at your sign-up next. You will get a mail.",
            ),
            Outcome::Expired => (
                StatusCode::NOT_FOUND,
                "This link does not work any more",
                "You can have a new one.",
            ),
        };
        let is_bad = outcome == Outcome::Expired;
        let onward = is_bad.then_some(("/auth/confirmation/new", "Send me a new link"));
        let page = Message {
            site: &site,
            title,
            text,
            is_bad,
            onward,
        };
        Ok(pages::show(status, &page))
    })
    .await
}

#[derive(Template)]
#[template(path = "pages/confirm_again.html")]
struct AgainPage<'a> {
    site: &'a str,
}

/// For those whose link has not come, or does not work any more.
pub(crate) async fn again_page(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, _| {
        let site = Settings::load(&mut app.read()?.tx)?.site_title;
        Ok(pages::show(StatusCode::OK, &AgainPage { site: &site }))
    })
    .await
}

/// Says the same whether anybody has the address or not.
pub(crate) async fn send_again(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let email = visit.text("email").unwrap_or_default();
        let by_ip = is_exceeded(app, CONFIRMATION, Key::ip(visit.ip));
        let by_address = is_exceeded(app, CONFIRMATION, Key::text(&email));
        if by_ip || by_address {
            return Err(Error::TooMany);
        }
        let mut cx = app.write()?;
        let site = Settings::load(&mut cx.tx)?.site_title;
        confirmation::ask_again(&mut cx, &email)?;
        app.save(cx)?;
        app.bells.ring();
        let page = Message {
            site: &site,
            title: "Look into your mail",
            text: "If somebody has signed up with this address and has yet to confirm it, a new link is on \
                   its way. Earlier links do not work any more.",
            is_bad: false,
            onward: None,
        };
        Ok(pages::show(StatusCode::OK, &page))
    })
    .await
}
