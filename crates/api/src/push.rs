//! `/api/v1/push/subscription`: being told on a device, while no app is open. Each token has one.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, entities::PushSubscription};

/// Subscribe, in place of what the token was subscribed to before.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Subscribe {
    /// Where to, and with which keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<NewSubscription>,
    /// What to be told of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PushChoice>,
}

/// What a push service has given to a device.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct NewSubscription {
    /// The address that is called.
    #[serde(default)]
    pub endpoint: String,
    /// Keys of the device.
    #[serde(default)]
    pub keys: PushKeys,
    /// Whether the device understands RFC 8291; without it, the draft before that is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<bool>,
}

/// Keys of a device, in base64 for addresses.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PushKeys {
    /// A public key on the curve P-256.
    #[serde(default)]
    pub p256dh: String,
    /// 16 bytes that only the device and the server know.
    #[serde(default)]
    pub auth: String,
}

/// What somebody wants to be told of on a device.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PushChoice {
    /// Which types.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerts: Option<PushAlerts>,
    /// From whom: `all`, `followed`, `follower` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// Which types of notifications somebody is told of on a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PushAlerts {
    /// Somebody has named one in a post.
    #[serde(default)]
    pub mention: bool,
    /// Somebody whose posts one asked to be told of has posted.
    #[serde(default)]
    pub status: bool,
    /// Somebody has boosted a post.
    #[serde(default)]
    pub reblog: bool,
    /// Somebody follows.
    #[serde(default)]
    pub follow: bool,
    /// Somebody asks to follow.
    #[serde(default)]
    pub follow_request: bool,
    /// Somebody likes a post.
    #[serde(default)]
    pub favourite: bool,
    /// A poll has ended.
    #[serde(default)]
    pub poll: bool,
    /// A post that one boosted was changed.
    #[serde(default)]
    pub update: bool,
    /// Somebody has quoted a post.
    #[serde(default)]
    pub quote: bool,
    /// A post that one quoted was changed.
    #[serde(default)]
    pub quoted_update: bool,
    /// Somebody has joined.
    #[serde(default, rename = "admin.sign_up")]
    pub admin_sign_up: bool,
    /// Somebody was reported.
    #[serde(default, rename = "admin.report")]
    pub admin_report: bool,
    /// Moderators have done something about the account.
    #[serde(default)]
    pub moderation_warning: bool,
    /// Moderators have cut follows.
    #[serde(default)]
    pub severed_relationships: bool,
}

impl Endpoint for Subscribe {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/push/subscription";
    const NAME: &'static [&'static str] = &["push", "subscribe"];
    const ACCESS: Access = Access::Member(&[Scope::Push]);
    type Response = PushSubscription;
}

/// Show what the token is subscribed to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowSubscription {}

impl Endpoint for ShowSubscription {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/push/subscription";
    const NAME: &'static [&'static str] = &["push", "get"];
    const ACCESS: Access = Access::Member(&[Scope::Push]);
    type Response = PushSubscription;
}

/// Change what to be told of.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateSubscription {
    /// What to be told of from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PushChoice>,
    /// From whom; the same as `policy` in `data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

impl Endpoint for UpdateSubscription {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/push/subscription";
    const NAME: &'static [&'static str] = &["push", "update"];
    const ACCESS: Access = Access::Member(&[Scope::Push]);
    type Response = PushSubscription;
}

/// Unsubscribe.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Unsubscribe {}

impl Endpoint for Unsubscribe {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/push/subscription";
    const NAME: &'static [&'static str] = &["push", "unsubscribe"];
    const ACCESS: Access = Access::Member(&[Scope::Push]);
    type Response = Empty;
}
