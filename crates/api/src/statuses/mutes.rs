//! Hearing nothing more of conversations.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::Status};

/// Be told nothing more about the conversation that a post is part of.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MuteConversation {
    /// Of the post.
    pub id: String,
}

impl Endpoint for MuteConversation {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/mute";
    const NAME: &'static [&'static str] = &["statuses", "mute"];
    const ACCESS: Access = Access::Member(&[Scope::WriteMutes]);
    type Response = Status;
}

/// Be told again about the conversation that a post is part of.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnmuteConversation {
    /// Of the post.
    pub id: String,
}

impl Endpoint for UnmuteConversation {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/unmute";
    const NAME: &'static [&'static str] = &["statuses", "unmute"];
    const ACCESS: Access = Access::Member(&[Scope::WriteMutes]);
    type Response = Status;
}
