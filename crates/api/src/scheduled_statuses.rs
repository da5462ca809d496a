//! `/api/v1/scheduled_statuses`: posts that are to come.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Page, Scope, entities::ScheduledStatus};

/// List one's posts that are to come, the last made first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListScheduledStatuses {
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListScheduledStatuses {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/scheduled_statuses";
    const NAME: &'static [&'static str] = &["scheduled-statuses", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadStatuses]);
    type Response = Page<ScheduledStatus>;
}

/// Show a post that is to come.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowScheduledStatus {
    /// Of the scheduled post.
    pub id: String,
}

impl Endpoint for ShowScheduledStatus {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/scheduled_statuses/{id}";
    const NAME: &'static [&'static str] = &["scheduled-statuses", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadStatuses]);
    type Response = ScheduledStatus;
}

/// Post something at another time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MoveScheduledStatus {
    /// Of the scheduled post.
    pub id: String,
    /// When to post it, `2026-11-22T09:08:07Z`: at least 5 minutes ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<String>,
}

impl Endpoint for MoveScheduledStatus {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/scheduled_statuses/{id}";
    const NAME: &'static [&'static str] = &["scheduled-statuses", "move"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = ScheduledStatus;
}

/// Do not post something that was to come.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CancelScheduledStatus {
    /// Of the scheduled post.
    pub id: String,
}

impl Endpoint for CancelScheduledStatus {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/scheduled_statuses/{id}";
    const NAME: &'static [&'static str] = &["scheduled-statuses", "cancel"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Empty;
}
