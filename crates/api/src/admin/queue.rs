//! `/api/kumki/v1/admin/queue`: what waits for moderators.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, Timestamp, reply::whole_body};

/// Show what waits for the caller: open reports, sign-ups, appeals, held posts, and what trends, oldest
/// first.
///
/// Only what the caller's role may work on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowQueue {
    /// How many items, 40 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ShowQueue {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/queue";
    const NAME: &'static [&'static str] = &["queue", "show"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Queue;
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Queue {
    /// How much of each kind.
    pub counts: QueueCounts,
    /// Oldest first.
    pub items: Vec<QueueItem>,
}
whole_body!(Queue);

/// How much waits of each kind; null is what the caller may not work on. More than 1,000 are 1,000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QueueCounts {
    /// Reports that are open.
    pub reports: Option<i64>,
    /// Newcomers who have confirmed their address and wait for approval.
    pub sign_ups: Option<i64>,
    /// Appeals that nobody has decided.
    pub appeals: Option<i64>,
    /// Tags that trend, and that nobody has looked at.
    #[serde(default)]
    pub tags: Option<i64>,
    /// Publishers whose pages trend, and that nobody has looked at.
    #[serde(default)]
    pub publishers: Option<i64>,
    /// Authors whose posts trend, and whom nobody has looked at.
    #[serde(default)]
    pub authors: Option<i64>,
    /// Posts that are held until somebody has looked at them.
    #[serde(default)]
    pub held_posts: Option<i64>,
}

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QueueItem {
    /// `report`, `sign_up`, `appeal`, `held_post`, or what trends and is to be reviewed: `tag`,
    /// `publisher`, `author`.
    pub r#type: String,
    /// Of the report, appeal, post, tag or publisher, or of the account of the newcomer or author.
    pub id: String,
    /// Since when it waits.
    pub created_at: Timestamp,
    /// Whose account it is about; empty for tags and publishers.
    pub account_id: String,
    /// The name of that account.
    pub account: String,
    /// What was said by the reporter, the newcomer, who appeals, or in the post; the name of the tag or publisher.
    pub text: String,
    /// In whose hands a report is.
    pub assigned_account_id: Option<String>,
}
