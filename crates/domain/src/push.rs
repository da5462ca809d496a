//! Telling members on their devices, while no app is open.

use aws_lc_rs::agreement::{ECDH_P256, ParsedPublicKey, UnparsedPublicKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::Value;
use store::{
    accounts::{self, Account},
    follows, notifications,
    notifications::Notification,
    push::{self, NewSubscription, Subscription},
    statuses, users,
    visible::{Place, Viewer},
};
use url::Url;

use crate::{Context, Error, Result, Violation, error::refuse, html, jobs::Job};

/// From whom somebody wants to be told, in Mastodon's words.
const POLICIES: [&str; 4] = ["all", "followed", "follower", "none"];
const LONGEST_ENDPOINT: usize = 2048;
/// What is older is no news any more.
pub const GOOD_FOR: TimeDelta = TimeDelta::hours(48);

/// Where a member wants to be told, and of what.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub endpoint: String,
    /// Keys of the device, in base64 of any kind.
    pub key_p256dh: String,
    pub key_auth: String,
    pub is_standard: bool,
    pub choice: Choice,
}

/// Of what a member wants to be told on a device.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// For each type, whether; `null` for none at all.
    pub alerts: Value,
    pub policy: Option<String>,
}

/// In place of what the caller's token was subscribed to before.
pub fn subscribe(cx: &mut Context, wanted: &Wanted) -> Result<Subscription> {
    let token_id = token(cx)?;
    let account_id = cx.member()?.account.id;
    let point = decode(&wanted.key_p256dh).filter(|it| is_point(it));
    let secret = decode(&wanted.key_auth).filter(|it| it.len() == 16);
    let invalid = |field, name| Violation::new(field, name, "ERR_INVALID", "is invalid");
    let mut found = Vec::new();
    if !is_endpoint(&wanted.endpoint) {
        let message = "is not a valid URL";
        found.push(Violation::new(
            "endpoint",
            "Endpoint",
            "ERR_INVALID",
            message,
        ));
    }
    if point.is_none() {
        found.push(invalid("key_p256dh", "Key p256dh"));
    }
    if secret.is_none() {
        found.push(invalid("key_auth", "Key auth"));
    }
    found.extend(check(&wanted.choice));
    refuse(found)?;
    let new = NewSubscription {
        account_id,
        access_token_id: token_id,
        endpoint: &wanted.endpoint,
        key_p256dh: &URL_SAFE_NO_PAD.encode(point.unwrap_or_default()),
        key_auth: &URL_SAFE_NO_PAD.encode(secret.unwrap_or_default()),
        is_standard: wanted.is_standard,
        policy: wanted.choice.policy.as_deref().unwrap_or("all"),
        alerts: &wanted.choice.alerts,
        created_at: cx.now,
    };
    Ok(push::set(&mut cx.tx, &new)?)
}

/// Apps write base64 in all ways.
fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_");
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Whether it is a point of the curve, written in full.
fn is_point(bytes: &[u8]) -> bool {
    let key = UnparsedPublicKey::new(&ECDH_P256, bytes);
    bytes.len() == 65 && bytes[0] == 4 && ParsedPublicKey::try_from(&key).is_ok()
}

fn is_endpoint(text: &str) -> bool {
    let is_web = |it: Url| ["http", "https"].contains(&it.scheme()) && it.has_host();
    text.len() <= LONGEST_ENDPOINT && Url::parse(text).is_ok_and(is_web)
}

fn check(choice: &Choice) -> Option<Violation> {
    let policy = choice.policy.as_deref()?;
    let is_wrong = !POLICIES.contains(&policy);
    is_wrong.then(|| Violation::not_listed("policy", "Policy"))
}

/// What the caller's token is subscribed to.
pub fn show(cx: &mut Context) -> Result<Subscription> {
    let token_id = token(cx)?;
    push::find_of_token(&mut cx.tx, token_id)?.ok_or(Error::NotFound)
}

/// What is not named is not told any more.
pub fn change(cx: &mut Context, choice: &Choice) -> Result<Subscription> {
    let subscription = show(cx)?;
    refuse(check(choice).into_iter().collect())?;
    let policy = choice.policy.as_deref().unwrap_or("all");
    push::set_choice(&mut cx.tx, subscription.id, policy, &choice.alerts)?;
    show(cx)
}

pub fn unsubscribe(cx: &mut Context) -> Result<()> {
    let token_id = token(cx)?;
    Ok(push::remove(&mut cx.tx, token_id)?)
}

fn token(cx: &Context) -> Result<i64> {
    let token = cx.member()?.token.as_ref();
    token.map(|it| it.id).ok_or(Error::NotPermitted)
}

/// Leaves a job for each device on which the member wants to be told of this.
pub(crate) fn leave(cx: &mut Context, notification: &Notification) -> Result<()> {
    for subscription in push::live(&mut cx.tx, notification.account_id)? {
        if is_wanted(cx, &subscription, notification)? {
            let job = Job::Push {
                subscription_id: subscription.id,
                notification_id: notification.id,
            };
            job.leave(cx)?;
        }
    }
    Ok(())
}

fn is_wanted(
    cx: &mut Context,
    subscription: &Subscription,
    notification: &Notification,
) -> Result<bool> {
    let is_on = subscription.alerts[&notification.kind].as_bool();
    let (to, from) = (notification.account_id, notification.from_account_id);
    Ok(is_on == Some(true)
        && match subscription.policy.as_str() {
            "all" => true,
            "followed" => follows::find(&mut cx.tx, to, from)?.is_some(),
            "follower" => follows::find(&mut cx.tx, from, to)?.is_some(),
            _ => false,
        })
}

/// What a device is to be told.
#[derive(Clone, Debug)]
pub struct Due {
    pub subscription: Subscription,
    pub notification: Notification,
    /// Who caused it.
    pub sender: Account,
    /// What the post says, or what the sender says about herself. Plain text.
    pub words: String,
    /// The member's language, if she has chosen one.
    pub locale: Option<String>,
}

/// What is left to be told: nothing where the member has unsubscribed or dismissed it, where it is no
/// longer meant for her, and where it is too old.
pub fn due(cx: &mut Context, subscription_id: i64, notification_id: i64) -> Result<Option<Due>> {
    let Some(subscription) = push::find_live(&mut cx.tx, subscription_id)? else {
        return Ok(None);
    };
    let recipient = Viewer {
        account_id: Some(subscription.account_id),
        now: cx.now,
    };
    let to = subscription.account_id;
    let found = notifications::find(&mut cx.tx, to, notification_id, recipient)?;
    let oldest = cx.now - GOOD_FOR;
    let Some(notification) = found.filter(|it| !it.is_filtered && it.created_at > oldest) else {
        return Ok(None);
    };
    let Some(sender) = accounts::find(&mut cx.tx, notification.from_account_id)? else {
        return Ok(None);
    };
    let words = match notification.status_id {
        Some(id) => words_of(cx, id, recipient)?,
        None if sender.is_local() => sender.note.clone(),
        None => html::to_text(&sender.note),
    };
    let locale = users::find(&mut cx.tx, to)?.and_then(|it| it.locale);
    Ok(Some(Due {
        subscription,
        notification,
        sender,
        words,
        locale,
    }))
}

fn words_of(cx: &mut Context, id: i64, recipient: Viewer) -> Result<String> {
    let seen = statuses::seen(&mut cx.tx, &[id], recipient, Place::Alone)?;
    Ok(match seen.into_iter().next() {
        Some(status) if !status.spoiler_text.is_empty() => status.spoiler_text,
        Some(status) if status.is_local => statuses::text_of(&mut cx.tx, id)?,
        Some(status) => html::to_text(&status.content),
        None => String::new(),
    })
}

/// The push service does not know the device any more.
pub fn forget(cx: &mut Context, subscription_id: i64) -> Result<()> {
    Ok(push::remove_gone(&mut cx.tx, subscription_id)?)
}
