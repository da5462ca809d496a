//! `/api/v2/filters/…/statuses`: single posts that a filter is about.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, entities::FilterStatus};

/// List the posts of a filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListFilterStatuses {
    /// Of the filter.
    pub id: String,
}

impl Endpoint for ListFilterStatuses {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/filters/{id}/statuses";
    const NAME: &'static [&'static str] = &["filter-statuses", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = Vec<FilterStatus>;
}

/// Add a post to a filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CreateFilterStatus {
    /// Of the filter.
    pub id: String,
    /// Of the post.
    #[serde(default)]
    #[schemars(!default)]
    pub status_id: String,
}

impl Endpoint for CreateFilterStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v2/filters/{id}/statuses";
    const NAME: &'static [&'static str] = &["filter-statuses", "create"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = FilterStatus;
}

/// Show that a post is in a filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetFilterStatus {
    /// Of the entry, not of the post.
    pub id: String,
}

impl Endpoint for GetFilterStatus {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/filters/statuses/{id}";
    const NAME: &'static [&'static str] = &["filter-statuses", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFilters]);
    type Response = FilterStatus;
}

/// Take a post out of its filter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteFilterStatus {
    /// Of the entry, not of the post.
    pub id: String,
}

impl Endpoint for DeleteFilterStatus {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v2/filters/statuses/{id}";
    const NAME: &'static [&'static str] = &["filter-statuses", "delete"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFilters]);
    type Response = Empty;
}
