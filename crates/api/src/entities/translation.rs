use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::reply::whole_body;

/// A post in another language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusTranslation {
    /// What it says, as HTML.
    pub content: String,
    /// The warning.
    pub spoiler_text: Option<String>,
    /// The options of its poll.
    pub poll: Option<Value>,
    /// What is said of its media: objects with `id` and `description`.
    #[serde(default)]
    pub media_attachments: Vec<Value>,
    /// The language that it was written in.
    pub detected_source_language: String,
    /// Who translated it.
    pub provider: String,
}
whole_body!(StatusTranslation);
