//! `/api/v2/notifications`: what a member is told in the app, with likes, boosts, follows and sign-ups
//! of the same hours taken together.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Linked, Page, Scope,
    entities::{Account, Count, NotificationGroups},
};

/// List one's notifications in groups, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListNotificationGroups {
    /// Only of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Not of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude_types: Vec<String>,
    /// Take only these types together; all that can be if not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grouped_types: Vec<String>,
    /// Only those caused by this account; also those that were put aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// `full`, or `partial_avatars` to show only the latest account of each group whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expand_accounts: Option<String>,
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
    /// How many groups, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListNotificationGroups {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/notifications";
    const NAME: &'static [&'static str] = &["notification-groups", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = Linked<NotificationGroups>;
}

/// Count the groups of notifications that one has not read yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CountNotificationGroups {
    /// Only of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Not of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude_types: Vec<String>,
    /// Take only these types together; all that can be if not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grouped_types: Vec<String>,
    /// Only those caused by this account; also those that were put aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Count no further, 100 if not given and 1000 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for CountNotificationGroups {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/notifications/unread_count";
    const NAME: &'static [&'static str] = &["notification-groups", "count"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = Count;
}

/// Show one group of notifications.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowNotificationGroup {
    /// Of the group.
    pub group_key: String,
}

impl Endpoint for ShowNotificationGroup {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/notifications/{group_key}";
    const NAME: &'static [&'static str] = &["notification-groups", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = NotificationGroups;
}

/// List everybody who is behind a group of notifications, the latest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListNotificationGroupAccounts {
    /// Of the group.
    pub group_key: String,
    /// Only those of older notifications.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only those of newer notifications, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only those of newer notifications, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListNotificationGroupAccounts {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/notifications/{group_key}/accounts";
    const NAME: &'static [&'static str] = &["notification-groups", "accounts"];
    const ACCESS: Access = Access::Member(&[Scope::ReadNotifications]);
    type Response = Page<Account>;
}

/// Take all notifications of a group away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DismissNotificationGroup {
    /// Of the group.
    pub group_key: String,
}

impl Endpoint for DismissNotificationGroup {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v2/notifications/{group_key}/dismiss";
    const NAME: &'static [&'static str] = &["notification-groups", "dismiss"];
    const ACCESS: Access = Access::Member(&[Scope::WriteNotifications]);
    type Response = Empty;
}
