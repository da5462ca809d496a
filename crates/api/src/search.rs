//! `/api/v2/search`: finding accounts, posts and hashtags with one text.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities};

/// Find accounts, posts and hashtags. Posts are found for members only.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Search {
    /// Words, `"phrases"`, `-unwanted`, `from:name`, `before:2026-11-22`, `has:media`, `is:reply`,
    /// `language:en`, `in:library`; a hashtag; a `name@domain`; or an address of the web.
    #[serde(default)]
    #[schemars(!default)]
    pub q: String,
    /// Only `accounts`, `statuses` or `hashtags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// Whether to ask other servers for what is not known here. Only for members.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resolve: bool,
    /// Only accounts that the caller follows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub following: bool,
    /// Only posts of that account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// No hashtags that nobody has reviewed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclude_unreviewed: bool,
    /// Only posts older than this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only posts newer than this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many of each kind, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// How many to pass over, where only one type is wanted. Only for members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
}

impl Endpoint for Search {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/search";
    const NAME: &'static [&'static str] = &["search", "all"];
    const ACCESS: Access = Access::Public(&[Scope::ReadSearch]);
    type Response = entities::Search;
}
