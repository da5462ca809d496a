//! `/api/v1/follow_requests`: who asks for leave to follow.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Page, Scope,
    entities::{Account, Relationship},
};

/// List who waits to be let in by the caller, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFollowRequests {
    /// Only what comes after, by the `Link` of a page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only what comes before, the first of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only what comes before, directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListFollowRequests {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/follow_requests";
    const NAME: &'static [&'static str] = &["follow-requests", "list"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::ReadFollows]);
    type Response = Page<Account>;
}

/// Let an account follow the caller that has asked for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AuthorizeFollowRequest {
    /// Of the account that asks.
    pub id: String,
}

impl Endpoint for AuthorizeFollowRequest {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/follow_requests/{id}/authorize";
    const NAME: &'static [&'static str] = &["follow-requests", "authorize"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteFollows]);
    type Response = Relationship;
}

/// Do not let an account follow the caller that has asked for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RejectFollowRequest {
    /// Of the account that asks.
    pub id: String,
}

impl Endpoint for RejectFollowRequest {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/follow_requests/{id}/reject";
    const NAME: &'static [&'static str] = &["follow-requests", "reject"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteFollows]);
    type Response = Relationship;
}
