use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, AccountWarning, Report, SeveranceEvent, Status};
use crate::{Timestamp, reply::whole_body};

/// Groups of notifications, and all that they are about, each of it once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationGroups {
    /// Accounts behind the groups.
    pub accounts: Vec<Account>,
    /// More of them, of which little more than the picture is shown; there if that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial_accounts: Option<Vec<PartialAccount>>,
    /// Posts that the groups are about.
    pub statuses: Vec<Status>,
    /// The groups, newest first.
    pub notification_groups: Vec<NotificationGroup>,
}
whole_body!(NotificationGroups);

/// Notifications of one type and about one thing, from some hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationGroup {
    /// What the group is called.
    pub group_key: String,
    /// How many there are.
    pub notifications_count: i64,
    /// Of all of them.
    pub r#type: String,
    /// The id of the newest.
    pub most_recent_notification_id: String,
    /// The id of the oldest on this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_min_id: Option<String>,
    /// The id of the newest on this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_max_id: Option<String>,
    /// When the newest on this page was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_page_notification_at: Option<Timestamp>,
    /// Some of those who caused them, the latest first.
    pub sample_account_ids: Vec<String>,
    /// Of the post that they are about, if they are about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_id: Option<String>,
    /// There for `admin.report`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// There for `severed_relationships`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<SeveranceEvent>,
    /// There for `moderation_warning`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderation_warning: Option<AccountWarning>,
}

/// As much of an account as it takes to show its picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartialAccount {
    /// Of the account.
    pub id: String,
    /// The name, with `@domain` for accounts of other servers.
    pub acct: String,
    /// Whether follows have to be approved.
    pub locked: bool,
    /// Whether a program posts here.
    pub bot: bool,
    /// The page of the profile.
    pub url: String,
    /// The address of the picture.
    pub avatar: String,
    /// The same without animation.
    pub avatar_static: String,
}
