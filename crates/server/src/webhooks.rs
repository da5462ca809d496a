//! Telling programs elsewhere what has happened here.

use std::sync::Arc;

use api::Timestamp;
use aws_lc_rs::hmac;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header::CONTENT_TYPE};
use chrono::DateTime;
use domain::{
    Context, Result,
    webhooks::{self, Message, Occasion, Template},
};
use serde_json::{Value, json, to_value};
use store::{reports, statuses, webhooks::Webhook};
use url::Url;

use crate::{App, bridge, entities, outgoing::Call};

/// What became of a message.
#[derive(Debug)]
pub(crate) enum Delivery {
    /// It has arrived, was refused for good, or there was nothing to tell any more.
    Done,
    /// Another time it may work.
    Later(String),
}

/// Tells a program, if there is still something to be told.
pub(crate) fn deliver(app: &App, message: Message) -> Result<Delivery> {
    let mut cx = app.read()?;
    let Some(webhook) = webhooks::due(&mut cx, message)? else {
        return Ok(Delivery::Done);
    };
    let Some(call) = compose(&mut cx, &webhook, message)? else {
        return Ok(Delivery::Done);
    };
    drop(cx);
    let outgoing = Arc::clone(&app.outgoing);
    let (answer, delivery) = match bridge::wait(async move { outgoing.send(call).await }) {
        Ok(Ok(said)) => {
            let answer = said.status.as_u16();
            (answer.to_string(), judge(webhook.id, answer))
        }
        Ok(Err(trouble)) if trouble.is_final() => {
            tracing::warn!("webhook {} is not told: {trouble}", webhook.id);
            (trouble.to_string(), Delivery::Done)
        }
        Ok(Err(trouble)) => (trouble.to_string(), Delivery::Later(trouble.to_string())),
        Err(error) => (error.to_string(), Delivery::Later(error.to_string())),
    };
    let mut cx = app.write()?;
    webhooks::answered(&mut cx, webhook.id, &answer)?;
    app.save(cx)?;
    Ok(delivery)
}

/// What is refused for good is not told again.
fn judge(id: i64, answer: u16) -> Delivery {
    match answer {
        200..300 => Delivery::Done,
        401 | 408 | 429 => Delivery::Later(format!("the webhook says {answer}")),
        400..=499 | 501 => {
            tracing::warn!("webhook {id} has refused a message: {answer}");
            Delivery::Done
        }
        _ => Delivery::Later(format!("the webhook says {answer}")),
    }
}

/// How long an answer may be that nobody reads.
const MOST_BYTES: usize = 1 << 20;

/// None where what it is about is gone.
fn compose(cx: &mut Context, webhook: &Webhook, message: Message) -> Result<Option<Call>> {
    let Some(object) = object(cx, message)? else {
        return Ok(None);
    };
    let Ok(url) = Url::parse(&webhook.url) else {
        return Ok(None);
    };
    let body = body(webhook, message, object);
    let signature = format!("sha256={}", sign(&webhook.secret, &body));
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(signature) = HeaderValue::from_str(&signature) {
        headers.insert(HeaderName::from_static("x-hub-signature"), signature);
    }
    Ok(Some(Call {
        method: Method::POST,
        url,
        headers,
        body: body.into_bytes(),
        redirects: 0,
        most_bytes: MOST_BYTES,
    }))
}

/// As it is now, and as nobody in particular sees it.
fn object(cx: &mut Context, message: Message) -> Result<Option<Value>> {
    let id = message.record_id;
    let shown = match message.occasion {
        Occasion::AccountCreated | Occasion::AccountApproved | Occasion::AccountUpdated => {
            entities::admin_accounts(cx, &[id])?.pop().map(to_value)
        }
        Occasion::ReportCreated | Occasion::ReportUpdated => match reports::find(&mut cx.tx, id)? {
            Some(report) => entities::admin_reports(cx, &[report])?.pop().map(to_value),
            None => None,
        },
        Occasion::StatusCreated | Occasion::StatusUpdated => {
            let found = statuses::find(&mut cx.tx, id)?;
            match found.filter(|it| it.deleted_at.is_none() && it.held_at.is_none()) {
                Some(status) => entities::statuses(cx, &[status])?.pop().map(to_value),
                None => None,
            }
        }
    };
    let unwritable = |_| domain::Error::Internal("what is told cannot be written");
    shown.transpose().map_err(unwritable)
}

fn body(webhook: &Webhook, message: Message, object: Value) -> String {
    let at = DateTime::from_timestamp_millis(message.at).unwrap_or_default();
    let whole = json!({
        "event": message.occasion.word(),
        "created_at": Timestamp(at),
        "object": object,
    });
    let template = webhook.template.as_deref().and_then(Template::read);
    match template {
        Some(template) => template.fill(&whole),
        None => whole.to_string(),
    }
}

/// HMAC with SHA-256, in lower-case digits.
fn sign(secret: &str, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    tag.as_ref().iter().map(|it| format!("{it:02x}")).collect()
}
