//! `/api/v1/notifications`: what a member is told in the app, one thing at a time.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Page, Scope,
    entities::{Count, Notification},
};

/// List one's notifications, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListNotifications {
    /// Only of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Not of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude_types: Vec<String>,
    /// Only those caused by this account; also those that were put aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Also those that were put aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_filtered: Option<bool>,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListNotifications {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/notifications";
    const NAME: &'static [&'static str] = &["notifications", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = Page<Notification>;
}

/// Count the notifications that one has not read yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CountNotifications {
    /// Only of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Not of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude_types: Vec<String>,
    /// Only those caused by this account; also those that were put aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Count no further, 100 if not given and 1000 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for CountNotifications {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/notifications/unread_count";
    const NAME: &'static [&'static str] = &["notifications", "count"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = Count;
}

/// Show one notification.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowNotification {
    /// Of the notification.
    pub id: String,
}

impl Endpoint for ShowNotification {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/notifications/{id}";
    const NAME: &'static [&'static str] = &["notifications", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = Notification;
}

/// Take away all of one's notifications.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ClearNotifications {}

impl Endpoint for ClearNotifications {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/notifications/clear";
    const NAME: &'static [&'static str] = &["notifications", "clear"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = Empty;
}

/// Take one notification away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DismissNotification {
    /// Of the notification.
    pub id: String,
}

impl Endpoint for DismissNotification {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/notifications/{id}/dismiss";
    const NAME: &'static [&'static str] = &["notifications", "dismiss"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = Empty;
}
