use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, CustomEmoji, MediaAttachment, Quote};
use crate::{Timestamp, reply::whole_body};

/// One version of a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusEdit {
    /// What it said, as HTML.
    pub content: String,
    /// A warning that stood before the text; may be empty.
    pub spoiler_text: String,
    /// Whether media were hidden until asked for.
    pub sensitive: bool,
    /// Since when it said so.
    pub created_at: Timestamp,
    /// Who made it so.
    pub account: Account,
    /// What it asked. Not there when it asked nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<StatusEditPoll>,
    /// Pictures, films and sounds, as they were described then.
    pub media_attachments: Vec<MediaAttachment>,
    /// Custom emoji in it.
    pub emojis: Vec<CustomEmoji>,
    /// The post that it quotes. Not there when it quotes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}

/// What a version of a post asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusEditPoll {
    /// What could be chosen.
    pub options: Vec<StatusEditOption>,
}

/// Something that could be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusEditOption {
    /// What it said.
    pub title: String,
}

/// A post as it was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusSource {
    /// Of the post.
    pub id: String,
    /// The text.
    pub text: String,
    /// The warning; may be empty.
    pub spoiler_text: String,
}
whole_body!(StatusSource);
