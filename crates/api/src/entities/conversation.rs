use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Status};

/// Messages among the same few people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conversation {
    /// Of the conversation.
    pub id: String,
    /// Whether there is something in it that the caller has not read.
    pub unread: bool,
    /// Who else takes part.
    pub accounts: Vec<Account>,
    /// The newest message.
    pub last_status: Option<Status>,
}
