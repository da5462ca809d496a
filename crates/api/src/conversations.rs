//! `/api/v1/conversations`: messages to few.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Page, Scope, entities::Conversation};

/// List one's conversations, the one with the latest message first. Pages go by the ids of messages.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListConversations {
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

impl Endpoint for ListConversations {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/conversations";
    const NAME: &'static [&'static str] = &["conversations", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadStatuses]);
    type Response = Page<Conversation>;
}

/// Mark a conversation as read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReadConversation {
    /// Of the conversation.
    pub id: String,
}

impl Endpoint for ReadConversation {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/conversations/{id}/read";
    const NAME: &'static [&'static str] = &["conversations", "read"];
    const ACCESS: Access = Access::Member(&[Scope::WriteConversations]);
    type Response = Conversation;
}

/// Mark a conversation as not read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnreadConversation {
    /// Of the conversation.
    pub id: String,
}

impl Endpoint for UnreadConversation {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/conversations/{id}/unread";
    const NAME: &'static [&'static str] = &["conversations", "unread"];
    const ACCESS: Access = Access::Member(&[Scope::WriteConversations]);
    type Response = Conversation;
}

/// Take a conversation off the list until there is another message. Its posts stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RemoveConversation {
    /// Of the conversation.
    pub id: String,
}

impl Endpoint for RemoveConversation {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/conversations/{id}";
    const NAME: &'static [&'static str] = &["conversations", "remove"];
    const ACCESS: Access = Access::Member(&[Scope::WriteConversations]);
    type Response = Empty;
}
