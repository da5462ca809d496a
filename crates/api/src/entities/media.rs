use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Open, reply::whole_body};

/// A picture, film or sound that a post may carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MediaAttachment {
    /// Newer ones have higher ids.
    pub id: String,
    /// What it is.
    pub r#type: Open<MediaKind>,
    /// Address of the file; null while it is being worked on.
    pub url: Option<String>,
    /// Address of a small picture of it.
    pub preview_url: Option<String>,
    /// Where it came from, for media of other servers.
    #[serde(default)]
    pub remote_url: Option<String>,
    /// The same for the small picture.
    #[serde(default)]
    pub preview_remote_url: Option<String>,
    /// Always null; early versions had an address here.
    #[serde(default)]
    pub text_url: Option<String>,
    /// Sizes, durations and the focus, by version: `original`, `small`, `focus`. Null while unknown.
    pub meta: Option<Value>,
    /// What it shows, for those who cannot see it.
    pub description: Option<String>,
    /// A blur of its colours, to show while it loads.
    pub blurhash: Option<String>,
}
whole_body!(MediaAttachment);

/// What a medium is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A film without sound that repeats.
    Gifv,
    /// A film.
    Video,
    /// A sound.
    Audio,
    /// Something that this server does not show.
    Unknown,
}
