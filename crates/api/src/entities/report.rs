use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Account;
use crate::{Open, Timestamp, reply::whole_body};

/// What somebody has told the moderators about an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Of the report.
    pub id: String,
    /// Whether it is dealt with.
    pub action_taken: bool,
    /// When it was.
    pub action_taken_at: Option<Timestamp>,
    /// What it is about.
    pub category: Open<Category>,
    /// In the reporter's words.
    pub comment: String,
    /// Whether the account's own server was told; null when that was not asked for.
    pub forwarded: Option<bool>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Posts that it is about.
    #[serde(default)]
    pub status_ids: Option<Vec<String>>,
    /// Rules that were broken; null when none were named.
    pub rule_ids: Option<Vec<String>>,
    /// Always empty: Kumki has no collections.
    #[serde(default)]
    pub collection_ids: Vec<String>,
    /// Who was reported.
    pub target_account: Account,
}
whole_body!(Report);

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Category {
    /// Unwanted advertising.
    Spam,
    /// Something against the law.
    Legal,
    /// Rules of the server were broken.
    Violation,
    /// Anything else.
    Other,
}
