//! `/api/v2/filters/…/keywords`: the words that a filter looks for.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, entities::FilterKeyword};

/// List the keywords of a filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListKeywords {
    /// Of the filter.
    pub id: String,
}

impl Endpoint for ListKeywords {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/filters/{id}/keywords";
    const NAME: &'static [&'static str] = &["filter-keywords", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = Vec<FilterKeyword>;
}

/// Add a keyword to a filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CreateKeyword {
    /// Of the filter.
    pub id: String,
    /// 512 characters at most. Small and capital letters are the same.
    #[serde(default)]
    #[schemars(!default)]
    pub keyword: String,
    /// Whether it matches whole words only. If not given, a new one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole_word: Option<bool>,
}

impl Endpoint for CreateKeyword {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v2/filters/{id}/keywords";
    const NAME: &'static [&'static str] = &["filter-keywords", "create"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = FilterKeyword;
}

/// Show a keyword.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetKeyword {
    /// Of the keyword.
    pub id: String,
}

impl Endpoint for GetKeyword {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/filters/keywords/{id}";
    const NAME: &'static [&'static str] = &["filter-keywords", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = FilterKeyword;
}

/// Change a keyword. What is left out stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateKeyword {
    /// Of the keyword.
    pub id: String,
    /// 512 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// Whether it matches whole words only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole_word: Option<bool>,
}

impl Endpoint for UpdateKeyword {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v2/filters/keywords/{id}";
    const NAME: &'static [&'static str] = &["filter-keywords", "update"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = FilterKeyword;
}

/// Take a keyword out of its filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteKeyword {
    /// Of the keyword.
    pub id: String,
}

impl Endpoint for DeleteKeyword {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v2/filters/keywords/{id}";
    const NAME: &'static [&'static str] = &["filter-keywords", "delete"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = Empty;
}
