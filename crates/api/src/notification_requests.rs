//! `/api/v1/notifications/requests`: people whose notifications were put aside.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Page, Scope,
    entities::{NotificationRequest, NotificationsMerged},
};

/// List those whose notifications were put aside, the latest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListNotificationRequests {
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

impl Endpoint for ListNotificationRequests {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/notifications/requests";
    const NAME: &'static [&'static str] = &["notification-requests", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = Page<NotificationRequest>;
}

/// Tell whether all that was accepted is among the notifications by now.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CheckNotificationsMerged {}

impl Endpoint for CheckNotificationsMerged {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/notifications/requests/merged";
    const NAME: &'static [&'static str] = &["notification-requests", "merged"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = NotificationsMerged;
}

/// Show somebody whose notifications were put aside.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowNotificationRequest {
    /// Of the request.
    pub id: String,
}

impl Endpoint for ShowNotificationRequest {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/notifications/requests/{id}";
    const NAME: &'static [&'static str] = &["notification-requests", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = NotificationRequest;
}

/// Let somebody's notifications through: those that were put aside, and all that are to come.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AcceptNotificationRequest {
    /// Of the request.
    pub id: String,
}

impl Endpoint for AcceptNotificationRequest {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/notifications/requests/{id}/accept";
    const NAME: &'static [&'static str] = &["notification-requests", "accept"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = Empty;
}

/// Take away what of somebody was put aside.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DismissNotificationRequest {
    /// Of the request.
    pub id: String,
}

impl Endpoint for DismissNotificationRequest {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/notifications/requests/{id}/dismiss";
    const NAME: &'static [&'static str] = &["notification-requests", "dismiss"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = Empty;
}

/// Let the notifications of several people through.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AcceptNotificationRequests {
    /// Of the requests; those that do not exist are left out.
    #[serde(default)]
    pub id: Vec<String>,
}

impl Endpoint for AcceptNotificationRequests {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/notifications/requests/accept";
    const NAME: &'static [&'static str] = &["notification-requests", "accept-many"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = Empty;
}

/// Take away what of several people was put aside.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct DismissNotificationRequests {
    /// Of the requests; those that do not exist are left out.
    #[serde(default)]
    pub id: Vec<String>,
}

impl Endpoint for DismissNotificationRequests {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/notifications/requests/dismiss";
    const NAME: &'static [&'static str] = &["notification-requests", "dismiss-many"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = Empty;
}
