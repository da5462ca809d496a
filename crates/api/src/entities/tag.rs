use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::reply::whole_body;

/// A hashtag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tag {
    /// Identifies the tag; empty as long as nobody has used it.
    #[serde(default)]
    pub id: String,
    /// Without the sign, with capitals as it is shown.
    pub name: String,
    /// Where its posts are.
    pub url: String,
    /// How much it was used on each of the last seven days, today first.
    #[serde(default)]
    pub history: Vec<TagDay>,
    /// Whether the reader follows it; only there for members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub following: Option<bool>,
    /// Whether the reader shows it on the profile; only there for members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub featuring: Option<bool>,
}
whole_body!(Tag);

/// How much a tag was used on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagDay {
    /// Its beginning in UTC, in seconds since 1970.
    pub day: String,
    /// In how many public posts.
    pub uses: String,
    /// Of how many accounts.
    pub accounts: String,
}

/// A tag that somebody shows on the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeaturedTag {
    /// Of the entry, not of the tag.
    pub id: String,
    /// Without the sign.
    pub name: String,
    /// Where the account's posts with it are.
    #[serde(default)]
    pub url: String,
    /// How many posts of the account have it, of those that everybody may see.
    #[serde(deserialize_with = "digits")]
    pub statuses_count: String,
    /// The day of the last of them.
    pub last_status_at: Option<String>,
}
whole_body!(FeaturedTag);

/// A number, which is a text on some servers and not on others.
fn digits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        other => other.to_string(),
    })
}
