//! Following, and who follows whom.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Page, Scope,
    entities::{Account, FamiliarFollowers, Relationship},
};

/// Follow an account, or ask it for leave to; or change how it is followed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FollowAccount {
    /// Of the account.
    pub id: String,
    /// Whether its boosts come into the home timeline; yes if never said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reblogs: Option<bool>,
    /// Whether to be told when it posts; no if never said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<bool>,
    /// Only posts in these languages, two letters each; none for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
}

impl Endpoint for FollowAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/follow";
    const NAME: &'static [&'static str] = &["people", "follow"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteFollows]);
    type Response = Relationship;
}

/// Follow an account no longer, or take back the request to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnfollowAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for UnfollowAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/unfollow";
    const NAME: &'static [&'static str] = &["people", "unfollow"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteFollows]);
    type Response = Relationship;
}

/// Let an account follow the caller no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RemoveFollower {
    /// Of the account.
    pub id: String,
}

impl Endpoint for RemoveFollower {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/remove_from_followers";
    const NAME: &'static [&'static str] = &["people", "remove-follower"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteFollows]);
    type Response = Relationship;
}

/// List who follows an account, newest first, unless it hides that.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFollowers {
    /// Of the account.
    pub id: String,
    /// Only what comes after, by the `Link` of a page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only what comes before, the first of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only what comes before, directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListFollowers {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/{id}/followers";
    const NAME: &'static [&'static str] = &["people", "followers"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Page<Account>;
}

/// List whom an account follows, newest first, unless it hides that.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFollowing {
    /// Of the account.
    pub id: String,
    /// Only what comes after, by the `Link` of a page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only what comes before, the first of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only what comes before, directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListFollowing {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/{id}/following";
    const NAME: &'static [&'static str] = &["people", "following"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Page<Account>;
}

/// List whom the caller follows among those who follow some accounts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFamiliarFollowers {
    /// Of the accounts, 40 at most.
    #[serde(default)]
    pub id: Vec<String>,
}

impl Endpoint for ListFamiliarFollowers {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/familiar_followers";
    const NAME: &'static [&'static str] = &["people", "familiar-followers"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::ReadFollows]);
    type Response = Vec<FamiliarFollowers>;
}
