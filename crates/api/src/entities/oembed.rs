use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::reply::whole_body;

/// How a post is put into a page of another site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Oembed {
    /// Always `rich`.
    pub r#type: String,
    /// Of the format, `1.0`.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Who wrote the post.
    pub author_name: String,
    /// The profile page.
    pub author_url: String,
    /// The domain of this server.
    pub provider_name: String,
    /// Where this server is.
    pub provider_url: String,
    /// Seconds for which this is good.
    pub cache_age: i64,
    /// A frame that shows the post.
    pub html: String,
    /// Pixels.
    pub width: i64,
    /// Pixels; null for as many as it takes.
    pub height: Option<i64>,
}
whole_body!(Oembed);
