//! Changing posts, and what they said before.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Scope,
    entities::{Status, StatusEdit, StatusSource},
    statuses::NewPoll,
};

/// Change a post of one's own.
///
/// The post is what is given here: a text, a warning, media or a poll that are left out go. Only the language and
/// who may quote it stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EditStatus {
    /// Of the post.
    pub id: String,
    /// What to say, 500 characters at most. Not needed with media.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A warning that stands before the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoiler_text: Option<String>,
    /// Whether media are hidden until asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// The language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// All media that it is to carry, also those that it carries already, 4 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media_ids: Vec<String>,
    /// What is said of them: a list of objects with `id`, `description` and `focus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_attributes: Option<serde_json::Value>,
    /// A question with options. Other options than before take all votes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<NewPoll>,
    /// Who may quote it: `public`, `followers` or `nobody`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_approval_policy: Option<String>,
}

impl Endpoint for EditStatus {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/statuses/{id}";
    const NAME: &'static [&'static str] = &["statuses", "edit"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Status;
}

/// List all versions of a post, the first one first and the current one last.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListVersions {
    /// Of the post.
    pub id: String,
}

impl Endpoint for ListVersions {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses/{id}/history";
    const NAME: &'static [&'static str] = &["statuses", "history"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Vec<StatusEdit>;
}

/// Show the text of a post as it was written, to change it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowSource {
    /// Of the post.
    pub id: String,
}

impl Endpoint for ShowSource {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses/{id}/source";
    const NAME: &'static [&'static str] = &["statuses", "source"];
    const ACCESS: Access = Access::Token(&[Scope::ReadStatuses]);
    type Response = StatusSource;
}
