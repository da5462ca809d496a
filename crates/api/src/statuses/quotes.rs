//! Posts that quote others.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, entities::Status};

/// List the posts that quote a post, the latest first. Its author finds all of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListQuotes {
    /// Of the post.
    pub id: String,
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

impl Endpoint for ListQuotes {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses/{id}/quotes";
    const NAME: &'static [&'static str] = &["statuses", "quotes"];
    const ACCESS: Access = Access::Member(&[Scope::ReadStatuses]);
    type Response = Page<Status>;
}

/// Take a post of one's own out of another that quotes it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RevokeQuote {
    /// Of the quoted post.
    pub id: String,
    /// Of the post that quotes it.
    pub quoting_status_id: String,
}

impl Endpoint for RevokeQuote {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke";
    const NAME: &'static [&'static str] = &["statuses", "revoke-quote"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Status;
}

/// Say who may quote a post of one's own from now on. What quotes it already stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetInteractionPolicy {
    /// Of the post.
    pub id: String,
    /// `public`, `followers` or `nobody`. Only the author quotes what is not for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_approval_policy: Option<String>,
}

impl Endpoint for SetInteractionPolicy {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/statuses/{id}/interaction_policy";
    const NAME: &'static [&'static str] = &["statuses", "set-interaction-policy"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Status;
}
