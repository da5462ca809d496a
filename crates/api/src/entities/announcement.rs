use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CustomEmoji, Mention, Status, StatusTag};
use crate::Timestamp;

/// Something that the staff tells all members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Announcement {
    /// Of the announcement.
    pub id: String,
    /// As HTML.
    pub content: String,
    /// When what is announced begins.
    pub starts_at: Option<Timestamp>,
    /// When what is announced is over.
    pub ends_at: Option<Timestamp>,
    /// Whether only the days of these matter.
    pub all_day: bool,
    /// Since when it can be seen.
    pub published_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Whether the caller has dismissed it. Not there in streams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<bool>,
    /// Who is named in it.
    pub mentions: Vec<Mention>,
    /// Posts whose addresses stand in it.
    pub statuses: Vec<Status>,
    /// Tags that are named in it.
    pub tags: Vec<StatusTag>,
    /// Custom emoji in it.
    pub emojis: Vec<CustomEmoji>,
    /// What members make of it.
    pub reactions: Vec<Reaction>,
}

/// How members reacted with one emoji.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reaction {
    /// An emoji, or the short code of one.
    pub name: String,
    /// How many did.
    pub count: i64,
    /// Whether the caller did. Not there in streams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<bool>,
    /// Address of the picture that the short code stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The same, not animated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub static_url: Option<String>,
}
