use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Account;
use crate::Timestamp;

/// What somebody has told the moderators about an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Of the report.
    pub id: String,
    /// Whether it is dealt with.
    pub action_taken: bool,
    /// When it was.
    pub action_taken_at: Option<Timestamp>,
    /// `spam`, `legal`, `violation` or `other`.
    pub category: String,
    /// In the reporter's words.
    pub comment: String,
    /// Whether the account's own server was told.
    pub forwarded: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Posts that it is about.
    pub status_ids: Option<Vec<String>>,
    /// Rules that were broken.
    pub rule_ids: Option<Vec<String>>,
    /// Who was reported.
    pub target_account: Account,
}
