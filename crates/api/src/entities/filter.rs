use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Open, Timestamp, reply::whole_body};

/// What a member would rather not read, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Filter {
    /// Identifies the filter.
    pub id: String,
    /// What its owner calls it.
    pub title: String,
    /// Where it applies: `home`, `notifications`, `public`, `thread`, `account`.
    pub context: Vec<String>,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
    /// What happens to posts that match.
    pub filter_action: Open<FilterAction>,
    /// What it looks for; not there in a [`FilterResult`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<FilterKeyword>>,
    /// Single posts that it is about; not there in a [`FilterResult`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statuses: Option<Vec<FilterStatus>>,
}
whole_body!(Filter);

/// What happens to posts that match a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilterAction {
    /// The post hides behind the title of the filter.
    Warn,
    /// The post is not shown.
    Hide,
    /// The media of the post are blurred.
    Blur,
}

/// Something that a filter looks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FilterKeyword {
    /// Identifies the keyword.
    pub id: String,
    /// In whatever case.
    pub keyword: String,
    /// Whether it matches whole words only.
    pub whole_word: bool,
}
whole_body!(FilterKeyword);

/// A single post that a filter is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FilterStatus {
    /// Of the entry.
    pub id: String,
    /// Of the post.
    pub status_id: String,
}
whole_body!(FilterStatus);

/// Why a post is filtered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FilterResult {
    /// The filter, without what it looks for.
    pub filter: Filter,
    /// The keywords that the post has, if any.
    pub keyword_matches: Option<Vec<String>>,
    /// The ids under which the filter has the post itself, if any.
    pub status_matches: Option<Vec<String>>,
}

/// A keyword as the first version has it, in which it was a filter of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FilterV1 {
    /// Of the keyword.
    pub id: String,
    /// What it looks for.
    pub phrase: String,
    /// Where it applies.
    pub context: Vec<String>,
    /// Whether it matches whole words only.
    pub whole_word: bool,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
    /// Whether posts that match are hidden altogether.
    pub irreversible: bool,
}
whole_body!(FilterV1);
