use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::reply::whole_body;

/// What happens to notifications from people whom a member does not know: `accept`, `filter` or `drop`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationPolicy {
    /// From people whom she does not follow.
    pub for_not_following: String,
    /// From people who do not follow her, or for less than three days.
    pub for_not_followers: String,
    /// From accounts that are younger than thirty days.
    pub for_new_accounts: String,
    /// From people who write to her in private without being asked.
    pub for_private_mentions: String,
    /// From accounts that moderators have limited.
    pub for_limited_accounts: String,
    /// From programs.
    #[serde(default)]
    pub for_bots: String,
    /// What was put aside so far.
    pub summary: NotificationPolicySummary,
}
whole_body!(NotificationPolicy);

/// Whose notifications are put aside, as the first version of the API says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationPolicyV1 {
    /// Those of people whom she does not follow.
    pub filter_not_following: bool,
    /// Those of people who do not follow her, or for less than three days.
    pub filter_not_followers: bool,
    /// Those of accounts that are younger than thirty days.
    pub filter_new_accounts: bool,
    /// Those of people who write to her in private without being asked.
    pub filter_private_mentions: bool,
    /// Those of programs.
    #[serde(default)]
    pub filter_bots: bool,
    /// What was put aside so far.
    pub summary: NotificationPolicySummary,
}
whole_body!(NotificationPolicyV1);

/// What was put aside and not yet decided on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationPolicySummary {
    /// How many people it comes from, 100 at most.
    pub pending_requests_count: i64,
    /// How many notifications it is.
    pub pending_notifications_count: i64,
}
