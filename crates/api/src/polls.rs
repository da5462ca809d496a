//! `/api/v1/polls`: questions with options.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::Poll};

/// Show a poll.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowPoll {
    /// Of the poll, not of the post.
    pub id: String,
}

impl Endpoint for ShowPoll {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/polls/{id}";
    const NAME: &'static [&'static str] = &["polls", "get"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Poll;
}

/// Vote in somebody else's poll.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct VoteInPoll {
    /// Of the poll, not of the post.
    pub id: String,
    /// What to choose, by number from 0: one, or several where the poll allows it.
    #[serde(default)]
    #[schemars(!default)]
    pub choices: Vec<String>,
}

impl Endpoint for VoteInPoll {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/polls/{id}/votes";
    const NAME: &'static [&'static str] = &["polls", "vote"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Poll;
}
