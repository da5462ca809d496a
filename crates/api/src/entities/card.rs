use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, TagDay};
use crate::Timestamp;

/// A page that a post links to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewCard {
    /// Where it is.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// The language, `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// `link`, `photo`, `video` or `rich`.
    pub r#type: String,
    /// Who wrote it.
    pub author_name: String,
    /// Where they are.
    pub author_url: String,
    /// What the site is called.
    pub provider_name: String,
    /// Where the site is.
    pub provider_url: String,
    /// What shows it inside another page.
    pub html: String,
    /// Pixels of that.
    pub width: i64,
    /// Pixels of that.
    pub height: i64,
    /// Address of a picture.
    pub image: Option<String>,
    /// What the picture shows.
    #[serde(default)]
    pub image_description: String,
    /// Address of the picture itself, for photos.
    pub embed_url: String,
    /// A blur of the picture's colours.
    #[serde(default)]
    pub blurhash: Option<String>,
    /// When the page was published.
    #[serde(default)]
    pub published_at: Option<Timestamp>,
    /// Who wrote it, with their accounts.
    #[serde(default)]
    pub authors: Vec<PreviewCardAuthor>,
}

/// Who wrote a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewCardAuthor {
    /// What they are called.
    pub name: String,
    /// Where they are.
    pub url: String,
    /// Their account, if it is known.
    pub account: Option<Account>,
}

/// A page that many link to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrendsLink {
    /// As posts show it.
    #[serde(flatten)]
    pub card: PreviewCard,
    /// How much it was linked to on each of the last seven days, today first.
    #[serde(default)]
    pub history: Vec<TagDay>,
}
