//! `/api/v1/featured_tags`: the tags that members show on their profiles.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Scope,
    entities::{FeaturedTag, Tag},
};

/// List the tags on one's profile, those of most posts first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFeaturedTags {}

impl Endpoint for ListFeaturedTags {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/featured_tags";
    const NAME: &'static [&'static str] = &["featured-tags", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Vec<FeaturedTag>;
}

/// Show a tag on one's profile. Ten are possible.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateFeaturedTag {
    /// Of the tag, with or without the sign.
    #[serde(default)]
    #[schemars(!default)]
    pub name: String,
}

impl Endpoint for CreateFeaturedTag {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/featured_tags";
    const NAME: &'static [&'static str] = &["featured-tags", "create"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = FeaturedTag;
}

/// Show a tag on one's profile no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteFeaturedTag {
    /// Of the entry, not of the tag.
    pub id: String,
}

impl Endpoint for DeleteFeaturedTag {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/featured_tags/{id}";
    const NAME: &'static [&'static str] = &["featured-tags", "delete"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Empty;
}

/// List the tags that one has used most of late and does not show yet, ten at most.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SuggestFeaturedTags {}

impl Endpoint for SuggestFeaturedTags {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/featured_tags/suggestions";
    const NAME: &'static [&'static str] = &["featured-tags", "suggest"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Vec<Tag>;
}

/// List the tags on the profile of an account.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListFeaturedTagsOf {
    /// Of the account.
    pub id: String,
}

impl Endpoint for ListFeaturedTagsOf {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/{id}/featured_tags";
    const NAME: &'static [&'static str] = &["people", "featured-tags"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Vec<FeaturedTag>;
}
