//! `/api/v2/filters`: what a member would rather not read.

pub mod keywords;
pub mod statuses;
pub mod v1;

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, entities::Filter};

/// List one's filters.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFilters {}

impl Endpoint for ListFilters {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/filters";
    const NAME: &'static [&'static str] = &["filters", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = Vec<Filter>;
}

/// Show one of one's filters.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetFilter {
    /// Of the filter.
    pub id: String,
}

impl Endpoint for GetFilter {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/filters/{id}";
    const NAME: &'static [&'static str] = &["filters", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = Filter;
}

/// Make a filter.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateFilter {
    /// 256 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub title: String,
    /// Where it applies: `home` (lists too), `notifications`, `public`, `thread` and `account`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// What happens to posts that match: `warn` if not given, `hide`, or `blur` for their media.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_action: Option<String>,
    /// In how many seconds it ends; nothing, as `""`, is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<String>,
    /// Keywords to add, change or take away: a list of objects with `keyword` and `whole_word`, with `id` for one
    /// that is there, and with `_destroy` to take that one away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords_attributes: Option<serde_json::Value>,
}

impl Endpoint for CreateFilter {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v2/filters";
    const NAME: &'static [&'static str] = &["filters", "create"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = Filter;
}

/// Change a filter. What is left out stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateFilter {
    /// Of the filter.
    pub id: String,
    /// 256 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it applies: `home` (lists too), `notifications`, `public`, `thread` and `account`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Vec<String>>,
    /// What happens to posts that match: `warn` if not given, `hide`, or `blur` for their media.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_action: Option<String>,
    /// In how many seconds it ends; nothing, as `""`, is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<String>,
    /// Keywords to add, change or take away: a list of objects with `keyword` and `whole_word`, with `id` for one
    /// that is there, and with `_destroy` to take that one away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords_attributes: Option<serde_json::Value>,
}

impl Endpoint for UpdateFilter {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v2/filters/{id}";
    const NAME: &'static [&'static str] = &["filters", "update"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = Filter;
}

/// Delete a filter with its keywords.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteFilter {
    /// Of the filter.
    pub id: String,
}

impl Endpoint for DeleteFilter {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v2/filters/{id}";
    const NAME: &'static [&'static str] = &["filters", "delete"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = Empty;
}
