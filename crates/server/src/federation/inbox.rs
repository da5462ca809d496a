//! What other servers send.
//!
//! Most of it comes from accounts that are known, and is about what is known: that is applied at once,
//! in one transaction. What has to be asked for first is left to a job, so that nobody who sends waits
//! for anybody else.

use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, request},
    response::{IntoResponse, Response},
};
use domain::{
    Caller, Context,
    jobs::{Job, Parcel},
};
use federation::{Arrival, Stop, World, host_of, parse, receive};
use serde_json::{Value, json};
use store::{
    accounts::{self, Account},
    hosts, outbox,
};
use tokio::task::spawn_blocking;

use super::{
    fetch::{Errands, LARGEST, Missed},
    signers::{self, Parts, Rejected, Sender, Signer},
};
use crate::{
    App, Error, client_address,
    limits::{Key, NEW_KEYS},
    reply,
};

/// How much the headers may hold of a request that is put aside.
const LARGEST_HEAD: usize = 16 << 10;
/// After how many tries what cannot be had is done without.
const MOST_TRIES: i32 = 4;

/// `POST /inbox`, and that of each account.
pub(super) async fn take(State(app): State<App>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large");
    };
    let taken = spawn_blocking(move || take_in(&app, &parts, &body)).await;
    match taken {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => error.into_response(),
        Err(panic) => Error::Broken(panic.to_string()).into_response(),
    }
}

fn refused(status: StatusCode, text: &str) -> Response {
    reply::json(status, &json!({ "error": text }))
}

fn taken() -> Response {
    StatusCode::ACCEPTED.into_response()
}

fn take_in(app: &App, head: &request::Parts, body: &[u8]) -> Result<Response, Error> {
    let Some(activity) = parse(body) else {
        return Ok(refused(StatusCode::BAD_REQUEST, "The body is no JSON"));
    };
    let Some(actor) = actor_of(&activity) else {
        return Ok(refused(
            StatusCode::BAD_REQUEST,
            "The activity has no actor",
        ));
    };
    let parts = Parts {
        method: &head.method,
        target: head.uri.path_and_query().map_or("/", |it| it.as_str()),
        headers: &head.headers,
        body,
    };
    let mut cx = app.read()?;
    if is_about_nobody(&activity, actor) && accounts::find_by_uri(&mut cx.tx, actor)?.is_none() {
        return Ok(taken());
    }
    match signers::look(&mut cx, parts)? {
        Signer::Known(sender) => {
            let returns = returning(&mut cx, &sender)?;
            drop(cx);
            apply_now(app, &sender.account, activity, returns.as_deref())
        }
        Signer::Unknown { key_id } => put_aside(app, head, body, &key_id),
        Signer::Rejected(rejected) => Ok(answer(&rejected)),
    }
}

fn actor_of(activity: &Value) -> Option<&str> {
    let actor = &activity["actor"];
    actor.as_str().or_else(|| actor["id"].as_str())
}

/// Whether somebody says of herself that she is gone, or has changed: servers tell everybody they know,
/// and most never heard of her.
fn is_about_nobody(activity: &Value, actor: &str) -> bool {
    let object = &activity["object"];
    let object = object.as_str().or_else(|| object["id"].as_str());
    let kind = activity["type"].as_str().unwrap_or_default();
    ["Delete", "Update"].contains(&kind) && object == Some(actor)
}

pub(super) fn answer(rejected: &Rejected) -> Response {
    let status = match rejected {
        Rejected::Unheard { .. } => StatusCode::FORBIDDEN,
        Rejected::Unsigned(_) | Rejected::False { .. } => StatusCode::UNAUTHORIZED,
    };
    refused(status, &rejected.text())
}

/// The host of somebody's inbox, if it could not be reached: who speaks can be spoken to.
fn returning(cx: &mut Context, sender: &Sender) -> Result<Option<String>, Error> {
    let Some(host) = host_of(&sender.inbox) else {
        return Ok(None);
    };
    Ok(hosts::troubled_among(&mut cx.tx, &[host])?.pop())
}

fn apply_now(
    app: &App,
    signer: &Account,
    activity: Value,
    returns: Option<&str>,
) -> Result<Response, Error> {
    let mut cx = app.write()?;
    cx.caller = Caller::System;
    if let Some(host) = returns {
        let now = cx.now;
        hosts::clear(&mut cx.tx, host)?;
        outbox::hurry(&mut cx.tx, host, now)?;
    }
    let arrival = Arrival {
        signer,
        activity: &activity,
    };
    match receive(&mut cx, &World::default(), arrival) {
        Ok(()) => app.save(cx)?,
        Err(Stop::Ignored(why)) => {
            tracing::debug!("an activity of {} is ignored: {why}", signer.uri);
            app.save(cx)?;
        }
        Err(Stop::Missing(_)) => {
            drop(cx);
            let mut cx = app.write()?;
            let job = Job::Receive {
                account_id: signer.id,
                activity,
            };
            job.leave(&mut cx)?;
            app.save(cx)?;
            app.bells.ring();
        }
        Err(Stop::Failed(error)) => return Err(error.into()),
    }
    Ok(taken())
}

/// Of a server whose keys nobody knows much can come, and each has to be asked for.
fn put_aside(
    app: &App,
    head: &request::Parts,
    body: &[u8],
    key_id: &str,
) -> Result<Response, Error> {
    let ip = client_address::of(
        &head.extensions,
        &head.headers,
        &app.options.trusted_proxies,
    );
    let count = || app.limits.add(NEW_KEYS, Key::ip(ip), app.now());
    if app.options.rate_limits && count().is_exceeded {
        let text = format!("Too many keys that nobody here knows; last {key_id}");
        return Ok(refused(StatusCode::TOO_MANY_REQUESTS, &text));
    }
    let Some(parcel) = packed(head, body) else {
        return Ok(refused(StatusCode::BAD_REQUEST, "Malformed headers"));
    };
    let mut cx = app.write()?;
    Job::Open(parcel).leave(&mut cx)?;
    app.save(cx)?;
    app.bells.ring();
    Ok(taken())
}

/// With the headers that can be signed.
fn packed(head: &request::Parts, body: &[u8]) -> Option<Parcel> {
    let mut headers = Vec::new();
    for (name, value) in &head.headers {
        if !["authorization", "cookie"].contains(&name.as_str()) {
            headers.push((name.to_string(), value.to_str().ok()?.to_owned()));
        }
    }
    let length: usize = headers
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    (length <= LARGEST_HEAD).then(|| Parcel {
        target: head
            .uri
            .path_and_query()
            .map_or("/", |it| it.as_str())
            .to_owned(),
        headers,
        body: String::from_utf8_lossy(body).into_owned(),
    })
}

/// Finds out who has sent something, asks for all that it is about, and applies it.
pub(crate) fn open(app: &App, parcel: &Parcel, tries: i32) -> Result<(), Missed> {
    let mut headers = HeaderMap::new();
    for (name, value) in &parcel.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    let parts = Parts {
        method: &Method::POST,
        target: &parcel.target,
        headers: &headers,
        body: parcel.body.as_bytes(),
    };
    let signer = match signers::find(app, parts) {
        Ok(Ok(account)) => account,
        Ok(Err(rejected)) => {
            tracing::info!("what was received is dropped: {}", rejected.text());
            return Ok(());
        }
        Err(Missed::Never(why)) => {
            tracing::info!("what was received is dropped: {why}");
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    match parse(parcel.body.as_bytes()) {
        Some(activity) => work_through(app, signer.id, &activity, tries),
        None => Ok(()),
    }
}

/// Asks for all that an activity is about, and applies it.
pub(crate) fn work_through(
    app: &App,
    account_id: i64,
    activity: &Value,
    tries: i32,
) -> Result<(), Missed> {
    let mut errands = Errands::new(app);
    loop {
        let mut cx = app.write()?;
        cx.caller = Caller::System;
        let Some(signer) = accounts::find(&mut cx.tx, account_id)? else {
            return Ok(());
        };
        let arrival = Arrival {
            signer: &signer,
            activity,
        };
        match receive(&mut cx, &errands.world, arrival) {
            Ok(()) => return Ok(app.save(cx)?),
            Err(Stop::Ignored(why)) => {
                tracing::debug!("an activity of {} is ignored: {why}", signer.uri);
                return Ok(app.save(cx)?);
            }
            Err(Stop::Missing(need)) => {
                drop(cx);
                errands.get(&need, tries >= MOST_TRIES)?;
            }
            Err(Stop::Failed(error)) => return Err(error.into()),
        }
    }
}
