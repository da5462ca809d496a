use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Status};
use crate::reply::whole_body;

/// Messages to few.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conversation {
    /// Not of a message.
    pub id: String,
    /// Whether there is one that the caller has not read.
    pub unread: bool,
    /// The others who take part; the caller alone where there are none.
    pub accounts: Vec<Account>,
    /// The last message; null when the caller may not see it any more.
    pub last_status: Option<Status>,
}
whole_body!(Conversation);
