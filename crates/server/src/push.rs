//! Telling members on their devices (Web Push).

mod encryption;
mod vapid;

use std::{net::IpAddr, sync::Arc};

use api::{
    Empty,
    entities::PushSubscription,
    push::{PushAlerts, PushChoice, ShowSubscription, Subscribe, Unsubscribe, UpdateSubscription},
};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Context,
    notifications::Kind,
    push::{self, Choice, Due, GOOD_FOR, Wanted},
    settings::Settings,
    vapid as keys,
};
use serde_json::{Value, from_value, json, to_value};
use store::push::Subscription;
use url::Url;

use self::encryption::{Coding, Device};
use crate::{
    App, Error, bridge, entities,
    outgoing::{Answer as Said, Call},
    route::Answer,
};

impl Answer for Subscribe {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<PushSubscription, Error> {
        let Some(asked) = self.subscription else {
            let text = "param is missing or the value is empty or invalid: subscription";
            return Err(domain::Error::Senseless(text.into()).into());
        };
        let wanted = Wanted {
            endpoint: asked.endpoint,
            key_p256dh: asked.keys.p256dh,
            key_auth: asked.keys.auth,
            is_standard: asked.standard.unwrap_or_default(),
            choice: choice(self.data, None),
        };
        let kept = push::subscribe(cx, &wanted)?;
        show(cx, kept)
    }
}

impl Answer for ShowSubscription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<PushSubscription, Error> {
        let kept = push::show(cx)?;
        show(cx, kept)
    }
}

impl Answer for UpdateSubscription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<PushSubscription, Error> {
        let kept = push::change(cx, &choice(self.data, self.policy))?;
        show(cx, kept)
    }
}

impl Answer for Unsubscribe {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        push::unsubscribe(cx)?;
        Ok(Empty {})
    }
}

fn choice(asked: Option<PushChoice>, policy: Option<String>) -> Choice {
    let asked = asked.unwrap_or_default();
    let policy = asked.policy.or(policy);
    Choice {
        alerts: to_value(asked.alerts.unwrap_or_default()).unwrap_or_default(),
        policy: policy.filter(|it| !it.is_empty()),
    }
}

fn show(cx: &mut Context, kept: Subscription) -> Result<PushSubscription, Error> {
    let alerts: PushAlerts = from_value(kept.alerts).unwrap_or_default();
    Ok(PushSubscription {
        id: kept.id,
        endpoint: kept.endpoint,
        standard: kept.is_standard,
        alerts,
        policy: kept.policy,
        server_key: keys::public_key(&mut cx.tx)?.unwrap_or_default(),
    })
}

/// What became of a message.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It has left, or there was nothing to tell any more.
    Done,
    /// The push service does not know the device any more.
    Gone,
    /// Another time it may work.
    Later(String),
}

/// Tells a device what happened, if that is still to be told.
pub(crate) fn deliver(
    app: &App,
    subscription_id: i64,
    notification_id: i64,
) -> domain::Result<Outcome> {
    let mut cx = app.read()?;
    let Some(due) = push::due(&mut cx, subscription_id, notification_id)? else {
        return Ok(Outcome::Done);
    };
    let Some(call) = compose(&mut cx, &due)? else {
        return Ok(Outcome::Gone);
    };
    drop(cx);
    let outgoing = Arc::clone(&app.outgoing);
    Ok(
        match bridge::wait(async move { outgoing.send(call).await }) {
            Ok(Ok(said)) => outcome(&said),
            Ok(Err(trouble)) if trouble.is_final() => {
                tracing::info!("a device cannot be told anything any more: {trouble}");
                Outcome::Gone
            }
            Ok(Err(trouble)) => Outcome::Later(trouble.to_string()),
            Err(error) => Outcome::Later(error.to_string()),
        },
    )
}

/// What the service refuses for good, it refuses for the device, but for a message that is too long.
fn outcome(said: &Said) -> Outcome {
    match said.status.as_u16() {
        200..300 => Outcome::Done,
        413 => {
            tracing::warn!("a push service found a message too long");
            Outcome::Done
        }
        code @ (408 | 429) => Outcome::Later(format!("the push service says {code}")),
        400..500 => Outcome::Gone,
        code => Outcome::Later(format!("the push service says {code}")),
    }
}

/// How long an answer may be that nobody reads.
const MOST_BYTES: usize = 64 << 10;

/// None where the device cannot be told anything: its keys are none.
fn compose(cx: &mut Context, due: &Due) -> domain::Result<Option<Call>> {
    let subscription = &due.subscription;
    let missing = || domain::Error::Internal("there is no key for push messages");
    let key = keys::private_key(&mut cx.tx)?.ok_or_else(missing)?;
    let public_key = keys::public_key(&mut cx.tx)?.ok_or_else(missing)?;
    let contact = match Settings::load(&mut cx.tx)?.site_contact_email.as_str() {
        "" => cx.site.url.to_string(),
        email => format!("mailto:{email}"),
    };
    let text = message(cx, due)?.to_string();
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let device = Device {
        public: &decode(&subscription.key_p256dh),
        auth: &decode(&subscription.key_auth),
    };
    let coding = match subscription.is_standard {
        true => Coding::Standard,
        false => Coding::Draft,
    };
    let (Ok(url), Ok(sealed)) = (
        Url::parse(&subscription.endpoint),
        encryption::seal(&device, text.as_bytes(), coding),
    ) else {
        return Ok(None);
    };
    let Some(token) = vapid::token(&key, &url, &contact, cx.now) else {
        return Err(domain::Error::Internal("a push message cannot be signed"));
    };
    let mut headers = vec![
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            HeaderName::from_static("ttl"),
            GOOD_FOR.num_seconds().to_string(),
        ),
        (HeaderName::from_static("urgency"), "normal".to_owned()),
    ];
    match coding {
        Coding::Standard => headers.extend([
            (CONTENT_ENCODING, "aes128gcm".to_owned()),
            (AUTHORIZATION, format!("vapid t={token}, k={public_key}")),
        ]),
        Coding::Draft => headers.extend([
            (CONTENT_ENCODING, "aesgcm".to_owned()),
            (AUTHORIZATION, format!("WebPush {token}")),
            (
                HeaderName::from_static("encryption"),
                format!("salt={}", sealed.salt),
            ),
            (
                HeaderName::from_static("crypto-key"),
                format!("dh={};p256ecdsa={public_key}", sealed.point),
            ),
        ]),
    }
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?)));
    Ok(Some(Call {
        method: Method::POST,
        url,
        headers: HeaderMap::from_iter(headers),
        body: sealed.body,
        redirects: 0,
        most_bytes: MOST_BYTES,
    }))
}

/// Characters of the words and of a name: what is longer is cut, because all of it must fit into 4 KiB.
const LONGEST_WORDS: usize = 140;
const LONGEST_NAME: usize = 60;
const LONGEST_ADDRESS: usize = 512;

fn message(cx: &mut Context, due: &Due) -> domain::Result<Value> {
    let sender = entities::account(cx, &due.sender)?;
    let name = match sender.display_name.trim() {
        "" => sender.acct.as_str(),
        name => name,
    };
    let icon = Some(&sender.avatar_static).filter(|it| it.len() <= LONGEST_ADDRESS);
    Ok(json!({
        // Only a hash of it is kept. Apps find the account by the address that is called.
        "access_token": "",
        "preferred_locale": due.locale.as_deref().unwrap_or("en"),
        "notification_id": due.notification.id,
        "notification_type": due.notification.kind,
        "icon": icon,
        "title": title(&due.notification.kind, &cut(name, LONGEST_NAME)),
        "body": cut(&due.words, LONGEST_WORDS),
    }))
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some(_) => text.chars().take(longest - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

fn title(kind: &str, name: &str) -> String {
    let kind = Kind::ALL.into_iter().find(|it| it.word() == kind);
    match kind {
        Some(Kind::Mention) => format!("{name} wrote to you"),
        Some(Kind::Status) => format!("{name} has posted"),
        Some(Kind::Reblog) => format!("{name} boosted your post"),
        Some(Kind::Follow) => format!("{name} follows you"),
        Some(Kind::FollowRequest) => format!("{name} wants to follow you"),
        Some(Kind::Favourite) => format!("{name} likes your post"),
        Some(Kind::Poll) => format!("A poll by {name} has ended"),
        Some(Kind::Update) => format!("{name} changed a post that you boosted"),
        Some(Kind::Quote) => format!("{name} quoted your post"),
        Some(Kind::QuotedUpdate) => format!("{name} changed a post that you quoted"),
        Some(Kind::AdminSignUp) => format!("{name} has joined"),
        Some(Kind::AdminReport) => format!("{name} has reported somebody"),
        Some(Kind::ModerationWarning) => "The moderators have written to you".to_owned(),
        Some(Kind::SeveredRelationships) => {
            "The moderators have cut some of your follows".to_owned()
        }
        None => format!("{name} has done something"),
    }
}
