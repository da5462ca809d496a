use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Timestamp, reply::whole_body};

/// What a member has chosen for all of her apps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Preferences {
    /// `public`, `unlisted`, `private` or `direct`: what new posts are unless they say otherwise.
    #[serde(rename = "posting:default:visibility")]
    pub visibility: String,
    /// Whether new media are marked as sensitive.
    #[serde(rename = "posting:default:sensitive")]
    pub sensitive: bool,
    /// The language of new posts; null for that of the app.
    #[serde(rename = "posting:default:language")]
    pub language: Option<String>,
    /// Who may quote new posts: `public`, `followers` or `nobody`.
    #[serde(rename = "posting:default:quote_policy", default)]
    pub quote_policy: String,
    /// Which media are shown at once: `default`, `show_all` or `hide_all`.
    #[serde(rename = "reading:expand:media")]
    pub expand_media: String,
    /// Whether posts are shown at once that have a warning.
    #[serde(rename = "reading:expand:spoilers")]
    pub expand_spoilers: bool,
    /// Whether pictures move by themselves.
    #[serde(rename = "reading:autoplay:gifs", default)]
    pub autoplay_gifs: bool,
}
whole_body!(Preferences);

/// How far a member has read in some timelines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Markers {
    /// In the home timeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Marker>,
    /// In the notifications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Marker>,
}
whole_body!(Markers);

/// How far a member has read in a timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Marker {
    /// Of the post or notification that was read last.
    pub last_read_id: String,
    /// How often the marker was moved.
    pub version: i32,
    /// When it was moved last.
    pub updated_at: Timestamp,
}
