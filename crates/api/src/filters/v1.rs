//! `/api/v1/filters`: the first version, in which each keyword is a filter of its own.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, entities::FilterV1};

/// List the keywords of one's filters.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFiltersV1 {}

impl Endpoint for ListFiltersV1 {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/filters";
    const NAME: &'static [&'static str] = &["filters", "list-v1"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = Vec<FilterV1>;
}

/// Show a keyword of one's filters.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetFilterV1 {
    /// Of the keyword.
    pub id: String,
}

impl Endpoint for GetFilterV1 {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/filters/{id}";
    const NAME: &'static [&'static str] = &["filters", "get-v1"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = FilterV1;
}

/// Make a filter with one keyword.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateFilterV1 {
    /// What it looks for, and its title: 256 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub phrase: String,
    /// Where it applies: `home` (lists too), `notifications`, `public`, `thread` and `account`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// Whether posts that match are hidden altogether.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub irreversible: Option<bool>,
    /// Whether it matches whole words only. If not given, a new one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole_word: Option<bool>,
    /// In how many seconds it ends; nothing, as `""`, is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<String>,
}

impl Endpoint for CreateFilterV1 {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/filters";
    const NAME: &'static [&'static str] = &["filters", "create-v1"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = FilterV1;
}

/// Change a keyword, and its filter if it has no other.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateFilterV1 {
    /// Of the keyword.
    pub id: String,
    /// 512 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
    /// Where it applies: `home` (lists too), `notifications`, `public`, `thread` and `account`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Vec<String>>,
    /// Whether posts that match are hidden altogether.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub irreversible: Option<bool>,
    /// Whether it matches whole words only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole_word: Option<bool>,
    /// In how many seconds it ends; nothing, as `""`, is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<String>,
}

impl Endpoint for UpdateFilterV1 {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/filters/{id}";
    const NAME: &'static [&'static str] = &["filters", "update-v1"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = FilterV1;
}

/// Take a keyword out of its filter. The filter stays, even with none.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteFilterV1 {
    /// Of the keyword.
    pub id: String,
}

impl Endpoint for DeleteFilterV1 {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/filters/{id}";
    const NAME: &'static [&'static str] = &["filters", "delete-v1"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = Empty;
}
