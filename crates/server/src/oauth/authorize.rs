//! The page on which a member agrees that a program acts for her.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    response::Response,
};
use domain::{
    apps::is_out_of_band,
    oauth::{self, Consent, Refusal},
    settings::Settings,
};
use url::form_urlencoded::Serializer;

use super::session::{Visit, answer_people, csrf, go_to, sign_in_page};
use crate::{
    App, Error,
    pages::{self, Message},
    reply,
};

/// The parameters that travel from the address through the form.
const FIELDS: [&str; 8] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
];

fn request_of(visit: &Visit) -> oauth::Request {
    oauth::Request {
        client_id: visit.text("client_id"),
        redirect_uri: visit.text("redirect_uri"),
        response_type: visit.text("response_type"),
        response_mode: visit.text("response_mode"),
        scope: visit.text("scope"),
        code_challenge: visit.text("code_challenge"),
        code_challenge_method: visit.text("code_challenge_method"),
    }
}

fn pairs(visit: &Visit) -> Vec<(&'static str, String)> {
    FIELDS
        .iter()
        .filter_map(|name| Some((*name, visit.text(name)?)))
        .collect()
}

#[derive(Template)]
#[template(path = "pages/consent.html")]
struct ConsentPage<'a> {
    site: &'a str,
    app: &'a str,
    handle: &'a str,
    scopes: &'a [AskedFor],
    goes_to: &'a str,
    fields: &'a [(&'static str, String)],
    csrf: &'a str,
}

/// A scope in its word and in words.
struct AskedFor {
    word: String,
    text: String,
}

/// Asks the member, unless she is not signed in or has agreed to the same before.
pub(crate) async fn ask(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let mut cx = app.read()?;
        let site = Settings::load(&mut cx.tx)?.site_title;
        let consent = match oauth::check(&mut cx, &request_of(visit)) {
            Ok(consent) => consent,
            Err(domain::Error::OAuth(refusal)) => return Ok(refusal_page(&site, refusal)),
            Err(error) => return Err(error.into()),
        };
        let Some(member) = visit.member(&mut cx)? else {
            let query = Serializer::new(String::new())
                .extend_pairs(pairs(visit))
                .finish();
            return Ok(sign_in_page(
                &site,
                &format!("/oauth/authorize?{query}"),
                "",
                None,
            ));
        };
        let is_forced = visit
            .text("force_login")
            .is_some_and(|it| ["true", "1"].contains(&it.as_str()));
        if !is_forced && oauth::is_agreed(&mut cx, &consent, member.account.id)? {
            drop(cx);
            return agree(app, visit, &consent, member.account.id);
        }
        let csrf = visit.session.as_deref().map(csrf).unwrap_or_default();
        let mut fields = pairs(visit);
        fields.push(("csrf", csrf.clone()));
        let scopes: Vec<AskedFor> = consent.scopes.iter().map(|it| asked_for(it)).collect();
        let goes_to = match is_out_of_band(&consent.redirect_uri) {
            true => "a page that shows a code",
            false => &consent.redirect_uri,
        };
        let page = ConsentPage {
            site: &site,
            app: &consent.app.name,
            handle: &member.account.username,
            scopes: &scopes,
            goes_to,
            fields: &fields,
            csrf: &csrf,
        };
        Ok(pages::show(StatusCode::OK, &page))
    })
    .await
}

fn refusal_page(site: &str, refusal: Refusal) -> Response {
    let page = Message {
        site,
        title: "This cannot be allowed",
        text: &refusal.description(),
        is_bad: true,
        onward: None,
    };
    pages::show(super::status_of(refusal), &page)
}

/// What a scope means to somebody who does not know the word.
fn asked_for(word: &str) -> AskedFor {
    let text = match word.split_once("admin:") {
        Some(("", "read")) => "see everything that moderators may see".to_owned(),
        Some(("", "write")) => "do everything that moderators may do".to_owned(),
        Some(("", rest)) => {
            let (verb, what) = rest.split_once(':').unwrap_or((rest, ""));
            let deed = if verb == "read" { "see" } else { "change" };
            format!("{deed} {} as a moderator", what.replace('_', " "))
        }
        _ => match word {
            "profile" => "see who you are".to_owned(),
            "read" => "see everything in your account".to_owned(),
            "write" => "change everything in your account, and post for you".to_owned(),
            "follow" => "follow, block and mute people for you".to_owned(),
            "push" => "send you push notifications".to_owned(),
            other => {
                let (verb, what) = other.split_once(':').unwrap_or((other, ""));
                let deed = if verb == "read" { "see" } else { "change" };
                format!("{deed} your {what}")
            }
        },
    };
    AskedFor {
        word: word.to_owned(),
        text,
    }
}

/// The member has pressed one of the two buttons.
pub(crate) async fn decide(State(app): State<App>, request: Request) -> Response {
    let is_delete = request.method() == Method::DELETE;
    answer_people(app, request, move |app, visit| {
        let mut cx = app.read()?;
        let Some(member) = visit.member(&mut cx)?.filter(|_| visit.is_genuine()) else {
            return Err(domain::Error::Forbidden.into());
        };
        let consent = oauth::check(&mut cx, &request_of(visit))?;
        drop(cx);
        if is_delete || visit.text("decision").as_deref() != Some("allow") {
            return Ok(deny(&consent, visit.text("state").as_deref()));
        }
        agree(app, visit, &consent, member.account.id)
    })
    .await
}

fn agree(app: &App, visit: &Visit, consent: &Consent, account_id: i64) -> Result<Response, Error> {
    let mut cx = app.write()?;
    let code = oauth::agree(&mut cx, consent, account_id)?;
    app.save(cx)?;
    Ok(return_with(
        consent,
        &[("code", &code)],
        visit.text("state").as_deref(),
    ))
}

fn deny(consent: &Consent, state: Option<&str>) -> Response {
    let refusal = Refusal::AccessDenied;
    let description = refusal.description();
    let said = [
        ("error", refusal.code()),
        ("error_description", &*description),
    ];
    if is_out_of_band(&consent.redirect_uri) {
        let body = serde_json::json!({ "error": refusal.code(), "error_description": description });
        return reply::json(StatusCode::BAD_REQUEST, &body);
    }
    return_with(consent, &said, state)
}

/// Back to the program, or to the page that shows the code.
fn return_with(consent: &Consent, said: &[(&str, &str)], state: Option<&str>) -> Response {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(said);
    if is_out_of_band(&consent.redirect_uri) {
        return go_to(&format!("/oauth/authorize/native?{}", query.finish()), None);
    }
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    let joint = if consent.redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    go_to(
        &format!("{}{joint}{}", consent.redirect_uri, query.finish()),
        None,
    )
}

#[derive(Template)]
#[template(path = "pages/code.html")]
struct CodePage<'a> {
    site: &'a str,
    code: &'a str,
}

/// Shows the code to a member who carries it to the program herself.
pub(crate) async fn native(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let site = Settings::load(&mut app.read()?.tx)?.site_title;
        let code = visit.text("code").unwrap_or_default();
        let is_code = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
        if code.is_empty() || !code.bytes().all(is_code) {
            return Err(Error::NoRoute);
        }
        let page = CodePage {
            site: &site,
            code: &code,
        };
        Ok(pages::show(StatusCode::OK, &page))
    })
    .await
}
