//! `/api/v1/tags`: hashtags, and which of them a member follows.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, entities::Tag};

/// Show a tag, whether or not anybody has used it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetTag {
    /// Of the tag, without the sign.
    pub name: String,
}

impl Endpoint for GetTag {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/tags/{name}";
    const NAME: &'static [&'static str] = &["tags", "get"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Tag;
}

/// Follow a tag: public posts with it come into the home timeline.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FollowTag {
    /// Of the tag, without the sign.
    pub name: String,
}

impl Endpoint for FollowTag {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/tags/{name}/follow";
    const NAME: &'static [&'static str] = &["tags", "follow"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteFollows]);
    type Response = Tag;
}

/// Follow a tag no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnfollowTag {
    /// Of the tag, without the sign.
    pub name: String,
}

impl Endpoint for UnfollowTag {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/tags/{name}/unfollow";
    const NAME: &'static [&'static str] = &["tags", "unfollow"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteFollows]);
    type Response = Tag;
}

/// Show a tag on one's profile. Ten are possible.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeatureTag {
    /// Of the tag, without the sign.
    pub name: String,
}

impl Endpoint for FeatureTag {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/tags/{name}/feature";
    const NAME: &'static [&'static str] = &["tags", "feature"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Tag;
}

/// Show a tag on one's profile no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnfeatureTag {
    /// Of the tag, without the sign.
    pub name: String,
}

impl Endpoint for UnfeatureTag {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/tags/{name}/unfeature";
    const NAME: &'static [&'static str] = &["tags", "unfeature"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Tag;
}

/// List the tags that one follows, last followed first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFollowedTags {
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListFollowedTags {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/followed_tags";
    const NAME: &'static [&'static str] = &["tags", "followed"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::ReadFollows]);
    type Response = Page<Tag>;
}
