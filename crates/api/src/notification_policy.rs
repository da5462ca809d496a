//! `/api/v2/notifications/policy`: of whom a member does not want to hear at once, or at all.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Scope,
    entities::{NotificationPolicy, NotificationPolicyV1},
};

/// Show what happens to notifications from people whom one does not know.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowNotificationPolicy {}

impl Endpoint for ShowNotificationPolicy {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/notifications/policy";
    const NAME: &'static [&'static str] = &["notification-policy", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = NotificationPolicy;
}

/// Change what happens to notifications from people whom one does not know: `accept`, `filter` to put
/// them aside as requests, or `drop`. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateNotificationPolicy {
    /// From people whom one does not follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_not_following: Option<String>,
    /// From people who do not follow, or for less than three days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_not_followers: Option<String>,
    /// From accounts that are younger than thirty days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_new_accounts: Option<String>,
    /// From people who write in private without being asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_private_mentions: Option<String>,
    /// From accounts that moderators have limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_limited_accounts: Option<String>,
    /// From programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_bots: Option<String>,
}

impl Endpoint for UpdateNotificationPolicy {
    const METHOD: Method = Method::PATCH;
    const PATH: &'static str = "/api/v2/notifications/policy";
    const NAME: &'static [&'static str] = &["notification-policy", "update"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = NotificationPolicy;
}

/// Show whose notifications are put aside, as the first version of the API does.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowNotificationPolicyV1 {}

impl Endpoint for ShowNotificationPolicyV1 {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/notifications/policy";
    const NAME: &'static [&'static str] = &["notification-policy", "get-v1"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = NotificationPolicyV1;
}

/// Change whose notifications are put aside, as the first version of the API does. What is left out
/// stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateNotificationPolicyV1 {
    /// Of people whom one does not follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_not_following: Option<bool>,
    /// Of people who do not follow, or for less than three days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_not_followers: Option<bool>,
    /// Of accounts that are younger than thirty days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_new_accounts: Option<bool>,
    /// Of people who write in private without being asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_private_mentions: Option<bool>,
    /// Of programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_bots: Option<bool>,
}

impl Endpoint for UpdateNotificationPolicyV1 {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/notifications/policy";
    const NAME: &'static [&'static str] = &["notification-policy", "update-v1"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = NotificationPolicyV1;
}
