//! Signing in to the pages of this server.

use std::net::IpAddr;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use domain::{Context, Member, passwords, secrets, settings::Settings, sign_in};
use serde_json::{Map, Value};
use tokio::task::spawn_blocking;

use crate::{
    App, Error, client_address,
    limits::{Key, Rule, SIGN_IN, SIGN_IN_AS},
    pages, params,
};

const COOKIE_NAME: &str = "kumki_session";
const BODY_LIMIT: usize = 64 << 10;

/// What a browser sent.
pub(crate) struct Visit {
    pub(crate) fields: Map<String, Value>,
    pub(crate) session: Option<String>,
    pub(crate) ip: IpAddr,
    /// Whether another site has sent this browser here.
    pub(crate) is_from_elsewhere: bool,
}

impl Visit {
    pub(crate) async fn read(app: &App, request: Request) -> Result<Self, Error> {
        let (parts, body) = request.into_parts();
        let fields = params::read_texts(&parts, body, BODY_LIMIT).await?;
        let trusted = &app.options.trusted_proxies;
        Ok(Self {
            fields,
            session: session_of(&parts.headers),
            ip: client_address::of(&parts.extensions, &parts.headers, trusted),
            is_from_elsewhere: is_from_elsewhere(app, &parts.headers),
        })
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.fields.get(name)?.as_str().map(str::to_owned)
    }

    /// Who is signed in in this browser.
    pub(crate) fn member(&self, cx: &mut Context) -> Result<Option<Member>, Error> {
        match &self.session {
            Some(session) => Ok(sign_in::who(cx, session)?),
            None => Ok(None),
        }
    }

    /// Whether a form was sent from a page of this server that this browser was shown.
    pub(crate) fn is_genuine(&self) -> bool {
        let expected = self.session.as_deref().map(csrf);
        let sent = self.text("csrf").unwrap_or_default();
        !self.is_from_elsewhere
            && expected.is_some_and(|it| secrets::matches(&it, &secrets::hash(&sent)))
    }
}

/// What a form has to carry so that it is believed: nobody else can derive it.
pub(crate) fn csrf(session: &str) -> String {
    secrets::hash(&format!("form of {session}"))
}

fn session_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|it| it.to_str().ok());
    let mut pairs = cookies
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value.to_owned())
}

/// Browsers say from which page a form was sent; other programs say nothing.
fn is_from_elsewhere(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !["same-origin", "none"].contains(&site);
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return false;
    };
    let host = origin.split_once("://").map(|(_, host)| host);
    origin != &*app.site.url && host != text(HOST.as_str())
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage<'a> {
    site: &'a str,
    next: &'a str,
    email: &'a str,
    problem: Option<&'a str>,
}

pub(crate) fn sign_in_page(site: &str, next: &str, email: &str, problem: Option<&str>) -> Response {
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = SignInPage {
        site,
        next,
        email,
        problem,
    };
    pages::show(status, &page)
}

/// Answers a browser where it keeps nobody else waiting; what goes wrong is a page too.
pub(crate) async fn answer_people<F>(app: App, request: Request, work: F) -> Response
where
    F: FnOnce(&App, &Visit) -> Result<Response, Error> + Send + 'static,
{
    let site = app.site.clone();
    let answered = answered(app, request, work).await;
    answered.unwrap_or_else(|error| error.into_page(&site.domain))
}

/// The same for programs: what goes wrong is said in JSON.
pub(crate) async fn answer_program<F>(app: App, request: Request, work: F) -> Response
where
    F: FnOnce(&App, &Visit) -> Result<Response, Error> + Send + 'static,
{
    let answered = answered(app, request, work).await;
    answered.unwrap_or_else(IntoResponse::into_response)
}

async fn answered<F>(app: App, request: Request, work: F) -> Result<Response, Error>
where
    F: FnOnce(&App, &Visit) -> Result<Response, Error> + Send + 'static,
{
    let visit = Visit::read(&app, request).await?;
    let turn = app.turn(visit.text("password").is_some()).await?;
    let work = spawn_blocking(move || {
        let _turn = turn;
        work(&app, &visit)
    });
    work.await
        .unwrap_or_else(|failure| std::panic::resume_unwind(failure.into_panic()))
}

pub(crate) async fn page(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let site = Settings::load(&mut app.read()?.tx)?.site_title;
        let next = visit.text("next").unwrap_or_default();
        Ok(sign_in_page(&site, safe_next(&next), "", None))
    })
    .await
}

/// Only to a page of this server, or a link could send people anywhere.
fn safe_next(next: &str) -> &str {
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    let is_clean = next.bytes().all(|it| it.is_ascii_graphic());
    if is_path && is_clean { next } else { "/" }
}

pub(crate) async fn sign_in(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, try_to_sign_in).await
}

fn try_to_sign_in(app: &App, visit: &Visit) -> Result<Response, Error> {
    let site = Settings::load(&mut app.read()?.tx)?.site_title;
    let email = visit.text("email").unwrap_or_default();
    let next = visit.text("next").unwrap_or_default();
    let next = safe_next(&next);
    if visit.is_from_elsewhere {
        return Err(domain::Error::Forbidden.into());
    }
    if is_too_often(app, visit.ip, &email) {
        return Err(Error::TooMany);
    }
    let password = visit.text("password").unwrap_or_default();
    let Some(account_id) = verified(app, &email, &password)? else {
        let problem = Some("The e-mail address or the password is wrong.");
        return Ok(sign_in_page(&site, next, &email, problem));
    };
    let mut cx = app.write()?;
    let Some(session) = sign_in::begin(&mut cx, account_id, visit.ip)? else {
        let problem = Some("This account cannot be signed in to.");
        return Ok(sign_in_page(&site, next, &email, problem));
    };
    app.save(cx)?;
    Ok(go_to(next, Some(cookie(app, &session, 30 * 24 * 60 * 60))))
}

/// Counts a try to show who one is, by where it comes from and by what it is about.
pub(crate) fn is_too_often(app: &App, ip: IpAddr, subject: &str) -> bool {
    let by_ip = is_exceeded(app, SIGN_IN, Key::ip(ip));
    let by_subject = is_exceeded(app, SIGN_IN_AS, Key::text(subject));
    by_ip || by_subject
}

/// Counts, and tells whether it was once too often.
pub(crate) fn is_exceeded(app: &App, rule: Rule, key: Key) -> bool {
    app.options.rate_limits && app.limits.add(rule, key, app.now()).is_exceeded
}

/// Whose address and password these are. No transaction is open while the password is looked at.
pub(crate) fn verified(app: &App, email: &str, password: &str) -> Result<Option<i64>, Error> {
    let user = sign_in::find(&mut app.read()?, email)?;
    let hash = user.as_ref().map(|it| it.password_hash.as_str());
    match passwords::verify(password, hash) {
        true => Ok(user.map(|it| it.account_id)),
        false => Ok(None),
    }
}

pub(crate) async fn sign_out(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        if !visit.is_genuine() {
            return Err(domain::Error::Forbidden.into());
        }
        let mut cx = app.write()?;
        if let Some(session) = &visit.session {
            sign_in::end(&mut cx, session)?;
        }
        app.save(cx)?;
        Ok(go_to("/auth/sign_in", Some(cookie(app, "", 0))))
    })
    .await
}

fn cookie(app: &App, value: &str, seconds: u32) -> String {
    let secure = if app.site.url.starts_with("https") {
        "; Secure"
    } else {
        ""
    };
    format!("{COOKIE_NAME}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// To another page, with a cookie if there is one to set.
pub(crate) fn go_to(address: &str, cookie: Option<String>) -> Response {
    let mut response = StatusCode::FOUND.into_response();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(address) {
        headers.insert(LOCATION, value);
    }
    if let Some(value) = cookie.and_then(|it| HeaderValue::from_str(&it).ok()) {
        headers.insert(SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn nobody_is_sent_away_after_signing_in() {
        assert_eq!(safe_next("/oauth/authorize?a=b"), "/oauth/authorize?a=b");
        for next in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "/a\r\nb",
        ] {
            assert_eq!(safe_next(next), "/", "{next:?}");
        }
    }
}
