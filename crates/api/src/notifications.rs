//! `/api/v1/notifications`: what a member is told in the app.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, entities::Notification};

/// List one's notifications, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListNotifications {
    /// Only of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Not of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude_types: Vec<String>,
    /// Only those caused by this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
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
