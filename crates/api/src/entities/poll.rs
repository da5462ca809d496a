use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CustomEmoji;
use crate::{Timestamp, reply::whole_body};

/// A question with options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Poll {
    /// Of the poll, not of the post.
    pub id: String,
    /// When it ends; null when never.
    pub expires_at: Option<Timestamp>,
    /// Whether it has ended.
    pub expired: bool,
    /// Whether one may choose several.
    pub multiple: bool,
    /// How many votes there are.
    pub votes_count: i64,
    /// How many have voted; null where only one choice is allowed and nobody counted.
    pub voters_count: Option<i64>,
    /// What can be chosen.
    pub options: Vec<PollOption>,
    /// Custom emoji in the options.
    pub emojis: Vec<CustomEmoji>,
    /// Whether the caller has voted. There when a member calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voted: Option<bool>,
    /// What the caller chose, by number from 0. There when a member calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_votes: Option<Vec<i64>>,
}
whole_body!(Poll);

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PollOption {
    /// What it says.
    pub title: String,
    /// How many chose it; null while that is hidden.
    pub votes_count: Option<i64>,
}
