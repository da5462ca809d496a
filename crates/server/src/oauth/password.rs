//! The pages where people choose another password.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use domain::{password_resets, settings::Settings, sign_up::NewPassword};

use super::session::{Visit, answer_people, is_too_often};
use crate::{
    App, Error,
    pages::{self, Message},
};

#[derive(Template)]
#[template(path = "pages/forgotten.html")]
struct ForgottenPage<'a> {
    site: &'a str,
}

pub(crate) async fn forgotten_page(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, _| {
        let site = Settings::load(&mut app.read()?.tx)?.site_title;
        Ok(pages::show(StatusCode::OK, &ForgottenPage { site: &site }))
    })
    .await
}

/// Says the same whether anybody has the address or not.
pub(crate) async fn ask(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let email = visit.text("email").unwrap_or_default();
        if is_too_often(app, visit.ip, &email) {
            return Err(Error::TooMany);
        }
        let mut cx = app.write()?;
        let site = Settings::load(&mut cx.tx)?.site_title;
        password_resets::ask(&mut cx, &email)?;
        app.save(cx)?;
        app.bells.ring();
        let page = Message {
            site: &site,
            title: "Look into your mail",
            text: "If there is an account with this address, a link is on its way to it.",
            is_bad: false,
            onward: None,
        };
        Ok(pages::show(StatusCode::OK, &page))
    })
    .await
}

#[derive(Template)]
#[template(path = "pages/choose_password.html")]
struct ChoosePage<'a> {
    site: &'a str,
    token: &'a str,
    problem: Option<&'a str>,
}

pub(crate) async fn choose_page(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let token = token_of(visit);
        let mut cx = app.read()?;
        let site = Settings::load(&mut cx.tx)?.site_title;
        match password_resets::is_good(&mut cx, &token)? {
            true => Ok(ask_for_password(&site, &token, None)),
            false => Ok(is_of_no_use(&site)),
        }
    })
    .await
}

pub(crate) async fn choose(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, try_to_choose).await
}

fn try_to_choose(app: &App, visit: &Visit) -> Result<Response, Error> {
    let token = token_of(visit);
    if is_too_often(app, visit.ip, &token) {
        return Err(Error::TooMany);
    }
    // Hashing takes long: no transaction is open meanwhile.
    let password = visit.text("password").unwrap_or_default();
    let password = NewPassword::read(&password, &mut (app.chance)())?;
    let mut cx = app.write()?;
    let site = Settings::load(&mut cx.tx)?.site_title;
    let hash = match password {
        NewPassword::Hashed(hash) => hash,
        NewPassword::Refused(violation) => {
            let problem = format!(
                "The {} {}.",
                violation.name.to_lowercase(),
                violation.message
            );
            return Ok(ask_for_password(&site, &token, Some(&problem)));
        }
    };
    if !password_resets::choose(&mut cx, &token, &hash)? {
        return Ok(is_of_no_use(&site));
    }
    app.save(cx)?;
    let page = Message {
        site: &site,
        title: "Your password is another one",
        text: "Sign in with it. Everything that was signed in before is signed out.",
        is_bad: false,
        onward: Some(("/auth/sign_in", "Sign in")),
    };
    Ok(pages::show(StatusCode::OK, &page))
}

fn token_of(visit: &Visit) -> String {
    visit.text("reset_password_token").unwrap_or_default()
}

fn ask_for_password(site: &str, token: &str, problem: Option<&str>) -> Response {
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = ChoosePage {
        site,
        token,
        problem,
    };
    pages::show(status, &page)
}

fn is_of_no_use(site: &str) -> Response {
    let page = Message {
        site,
        title: "This link does not work any more",
        text: "It was used already, or it is too old.",
        is_bad: true,
        onward: Some(("/auth/password/new", "Ask for a new link")),
    };
    pages::show(StatusCode::NOT_FOUND, &page)
}
