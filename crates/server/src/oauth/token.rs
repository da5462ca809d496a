//! Tokens for programs: given for a code, for a secret or for a password, and taken back.

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    apps,
    oauth::{self, Given, Refusal},
};
use serde_json::json;
use store::applications::Application;

use super::{
    session::{Visit, answer_program, is_exceeded, is_too_often, verified},
    status_of,
};
use crate::{
    App, Error, entities,
    limits::{Key, NEW_TOKEN},
    reply,
};

/// Answers about tokens are kept by nobody.
const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (
        CACHE_CONTROL,
        HeaderValue::from_static("no-store, no-cache"),
    ),
    (PRAGMA, HeaderValue::from_static("no-cache")),
];

pub(crate) async fn give(State(app): State<App>, request: Request) -> Response {
    let basic = basic_credentials(request.headers());
    answer_program(app, request, move |app, visit| {
        Ok(answer(try_to_give(app, visit, basic), |given| {
            reply::json(StatusCode::OK, &entities::token(given))
        }))
    })
    .await
}

fn answer<T>(done: Result<T, Error>, show: impl FnOnce(T) -> Response) -> Response {
    let response = match done {
        Ok(it) => show(it),
        Err(Error::Refused(domain::Error::OAuth(refusal))) => refuse(refusal),
        Err(error) => error.into_response(),
    };
    (HEADERS, response).into_response()
}

fn refuse(refusal: Refusal) -> Response {
    let (code, text) = (refusal.code(), refusal.description());
    let body = json!({ "error": code, "error_description": text });
    let mut response = reply::json(status_of(refusal), &body);
    let challenge = format!(r#"Bearer realm="Kumki", error="{code}", error_description="{text}""#);
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

fn missing<T>(name: &'static str) -> Result<T, Error> {
    Err(domain::Error::OAuth(Refusal::Missing(name)).into())
}

fn given(visit: &Visit, name: &'static str) -> Result<String, Error> {
    match visit.text(name).filter(|it| !it.is_empty()) {
        Some(text) => Ok(text),
        None => missing(name),
    }
}

fn try_to_give(app: &App, visit: &Visit, basic: Option<(String, String)>) -> Result<Given, Error> {
    if is_exceeded(app, NEW_TOKEN, Key::ip(visit.ip)) {
        return Err(Error::TooMany);
    }
    match given(visit, "grant_type")?.as_str() {
        "authorization_code" => for_code(app, visit, basic),
        "client_credentials" => {
            let program = program(app, visit, basic)?;
            let mut cx = app.write()?;
            let given = oauth::give_to_app(&mut cx, &program, visit.text("scope").as_deref())?;
            app.save(cx)?;
            Ok(given)
        }
        "password" if app.options.password_grant => for_password(app, visit, basic),
        _ => Err(domain::Error::OAuth(Refusal::UnsupportedGrant).into()),
    }
}

/// A code is used up by a wrong try too, so that it cannot be tried again.
fn for_code(app: &App, visit: &Visit, basic: Option<(String, String)>) -> Result<Given, Error> {
    let code = given(visit, "code")?;
    let redirect_uri = given(visit, "redirect_uri")?;
    let program = program(app, visit, basic)?;
    let mut cx = app.write()?;
    let verifier = visit.text("code_verifier");
    let given = oauth::exchange(&mut cx, &program, &code, &redirect_uri, verifier.as_deref())?;
    app.save(cx)?;
    given.ok_or_else(|| domain::Error::OAuth(Refusal::InvalidGrant).into())
}

fn for_password(app: &App, visit: &Visit, basic: Option<(String, String)>) -> Result<Given, Error> {
    let email = given(visit, "username")?;
    let password = given(visit, "password")?;
    let program = program(app, visit, basic)?;
    if is_too_often(app, visit.ip, &email) {
        return Err(Error::TooMany);
    }
    let Some(account_id) = verified(app, &email, &password)? else {
        return Err(domain::Error::OAuth(Refusal::InvalidGrant).into());
    };
    let mut cx = app.write()?;
    let scope = visit.text("scope");
    let given = oauth::give_to_member(&mut cx, &program, account_id, scope.as_deref())?;
    domain::sign_in::see(&mut cx, account_id, visit.ip)?;
    app.save(cx)?;
    Ok(given)
}

/// The program that asks, by its secret: in the header or among the parameters, not both. Who cannot
/// show one does not get as far as a transaction that writes.
fn program(
    app: &App,
    visit: &Visit,
    basic: Option<(String, String)>,
) -> Result<Application, Error> {
    let (id, secret) = (visit.text("client_id"), visit.text("client_secret"));
    let (id, secret) = match basic {
        Some((basic_id, _))
            if secret.is_some() || id.as_ref().is_some_and(|it| *it != basic_id) =>
        {
            return Err(domain::Error::OAuth(Refusal::TwoCredentials).into());
        }
        Some(basic) => basic,
        None => (id.unwrap_or_default(), secret.unwrap_or_default()),
    };
    Ok(apps::authenticate(&mut app.read()?, &id, &secret)?)
}

fn basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

pub(crate) async fn revoke(State(app): State<App>, request: Request) -> Response {
    let basic = basic_credentials(request.headers());
    answer_program(app, request, move |app, visit| {
        Ok(answer(try_to_revoke(app, visit, basic), |()| {
            reply::json(StatusCode::OK, &json!({}))
        }))
    })
    .await
}

fn try_to_revoke(app: &App, visit: &Visit, basic: Option<(String, String)>) -> Result<(), Error> {
    let not_yours = || Error::from(domain::Error::OAuth(Refusal::NotYourToken));
    let program = program(app, visit, basic).map_err(|_| not_yours())?;
    let mut cx = app.write()?;
    oauth::revoke(&mut cx, &program, &visit.text("token").unwrap_or_default())?;
    Ok(app.save(cx)?)
}
