//! Blocking accounts: neither side sees or follows the other.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Page, Scope,
    entities::{Account, Relationship},
};

/// Block an account. Neither follows the other any longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BlockAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for BlockAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/block";
    const NAME: &'static [&'static str] = &["people", "block"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteBlocks]);
    type Response = Relationship;
}

/// Block an account no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnblockAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for UnblockAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/unblock";
    const NAME: &'static [&'static str] = &["people", "unblock"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteBlocks]);
    type Response = Relationship;
}

/// List whom the caller blocks, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListBlocks {
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

impl Endpoint for ListBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/blocks";
    const NAME: &'static [&'static str] = &["blocks", "list"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::ReadBlocks]);
    type Response = Page<Account>;
}
