//! Documents for other servers.

use std::net::IpAddr;

use ::federation::{signature::Refusal, write::with_context};
use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};
use domain::{Context, visibility, visibility::Profile};
use serde_json::{Value, json};
use store::accounts::{self, Account};

use super::{
    fetch::Missed,
    inbox,
    signers::{self, Parts, Rejected, Signer},
};
use crate::{
    App, Error,
    limits::{Key, NEW_KEYS},
    oauth::{Visit, answer_program},
    reply,
};

/// Whether a program asks for a document, and not for a page.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter();
    let mut accepted = accepted.filter_map(|it| it.to_str().ok());
    accepted.any(|it| {
        let it = it.to_ascii_lowercase();
        it.contains("application/activity+json") || it.contains("application/ld+json")
    })
}

/// Why there is no document.
pub(super) enum Absent {
    Forbidden,
    Gone,
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Absent {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

pub(super) type Found<T = Value> = Result<T, Absent>;

/// For whoever may ask: everybody, unless the operator wants to know who does.
pub(super) async fn answer(
    app: App,
    request: Request,
    work: impl FnOnce(&App, &Visit) -> Found + Send + 'static,
) -> Response {
    answer_to(app, request, move |app, visit, _| work(app, visit)).await
}

/// For whoever may ask, with who that is if she has signed.
pub(super) async fn answer_to(
    app: App,
    request: Request,
    work: impl FnOnce(&App, &Visit, Option<&Account>) -> Found + Send + 'static,
) -> Response {
    let asked = Asked {
        method: request.method().clone(),
        target: request.uri().path_and_query().map(ToString::to_string),
        headers: request.headers().clone(),
    };
    answer_program(app, request, move |app, visit| {
        let reader = match asked.reader(app, visit.ip)? {
            Ok(reader) => reader,
            Err(rejected) => return Ok(unheard(&rejected)),
        };
        let response = told(work(app, visit, reader.as_ref()));
        Ok(match reader {
            Some(_) => private(response),
            None => response,
        })
    })
    .await
}

/// For everybody, always: what others need to find out who this server is.
pub(super) async fn answer_all(
    app: App,
    request: Request,
    work: impl FnOnce(&App, &Visit) -> Found + Send + 'static,
) -> Response {
    answer_program(app, request, move |app, visit| Ok(told(work(app, visit)))).await
}

fn told(found: Found) -> Response {
    match found {
        Ok(document) => shown(&with_context(document)),
        Err(Absent::Forbidden) => refused(StatusCode::FORBIDDEN),
        Err(Absent::Gone) => refused(StatusCode::GONE),
        Err(Absent::Failed(error)) => {
            let mut response = error.into_response();
            vary(&mut response);
            response
        }
    }
}

fn unheard(rejected: &Rejected) -> Response {
    let mut response = inbox::answer(rejected);
    vary(&mut response);
    response
}

/// What one may see is not for others.
fn private(mut response: Response) -> Response {
    kept(&mut response, "private, no-store");
    response
}

/// What is signed of a request that has no body.
struct Asked {
    method: Method,
    target: Option<String>,
    headers: HeaderMap,
}

impl Asked {
    /// Who asks. Strangers may, unless the operator wants to know who does.
    ///
    /// Nobody else is asked about a key unless it matters: or whoever calls could have this server call.
    fn reader(&self, app: &App, ip: IpAddr) -> Result<Result<Option<Account>, Rejected>, Error> {
        let must_sign = app.options.authorized_fetch || app.site.limited_federation;
        if !must_sign && !self.headers.contains_key("signature") {
            return Ok(Ok(None));
        }
        let parts = Parts {
            method: &self.method,
            target: self.target.as_deref().unwrap_or("/"),
            headers: &self.headers,
            body: &[],
        };
        let signer = signers::look(&mut app.read()?, parts)?;
        let key_id = match signer {
            Signer::Known(sender) => return Ok(Ok(Some(sender.account))),
            Signer::Rejected(rejected) if must_sign => return Ok(Err(rejected)),
            Signer::Unknown { key_id } if must_sign => key_id,
            Signer::Rejected(_) | Signer::Unknown { .. } => return Ok(Ok(None)),
        };
        let count = || app.limits.add(NEW_KEYS, Key::ip(ip), app.now());
        if app.options.rate_limits && count().is_exceeded {
            return Ok(Err(Rejected::Unsigned(Refusal::Malformed)));
        }
        match signers::ask(app, parts, &key_id) {
            Ok(found) => Ok(found.map(Some)),
            Err(Missed::Broken(error)) => Err(error),
            Err(_) => Ok(Err(Rejected::Unsigned(Refusal::Malformed))),
        }
    }
}

fn shown(document: &Value) -> Response {
    let mut response = reply::json(StatusCode::OK, document);
    let kind = HeaderValue::from_static("application/activity+json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    kept(
        &mut response,
        "public, max-age=60, stale-while-revalidate=60",
    );
    vary(&mut response);
    response
}

/// It will be so for a while.
pub(super) fn refused(status: StatusCode) -> Response {
    let text = status.canonical_reason().unwrap_or_default();
    let mut response = reply::json(status, &json!({ "error": text }));
    kept(&mut response, "public, max-age=180");
    vary(&mut response);
    response
}

pub(super) fn kept(response: &mut Response, how: &'static str) {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(how));
}

/// A page may be at the same address.
fn vary(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Accept"));
}

/// An account of this server whose posts and lists may be seen.
pub(super) fn account(cx: &mut Context, name: &str) -> Found<Account> {
    match visibility::profile(cx, name)? {
        Profile::Open(account) | Profile::Limited(account) => Ok(account),
        Profile::Suspended => Err(Absent::Forbidden),
        Profile::Gone => Err(Absent::Gone),
    }
}

/// The same, suspended ones too: others have to learn of that.
pub(super) fn account_or_suspended(cx: &mut Context, name: &str) -> Found<Account> {
    match account(cx, name) {
        Err(Absent::Forbidden) => {
            let account = accounts::find_by_handle(&mut cx.tx, name, None)?;
            Ok(account.ok_or(domain::Error::NotFound)?)
        }
        found => found,
    }
}
