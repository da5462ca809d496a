use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What cut follows of a member, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeveranceEvent {
    /// Of the event.
    pub id: String,
    /// `domain_block`, `user_domain_block` or `account_suspension`.
    pub r#type: String,
    /// Whether nobody can say any more which follows those were.
    pub purged: bool,
    /// The domain, or the name of the account.
    pub target_name: String,
    /// How many followers she has lost.
    pub followers_count: i64,
    /// How many accounts she does not follow any more.
    pub following_count: i64,
    /// When it happened.
    pub created_at: Timestamp,
}
