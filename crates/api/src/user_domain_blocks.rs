//! `/api/v1/domain_blocks`: domains that a member wants nothing to do with.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Page, Scope};

/// List the domains that the caller blocks, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListUserDomainBlocks {
    /// Only what comes after, by the `Link` of a page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only what comes before, the first of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only what comes before, directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListUserDomainBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/domain_blocks";
    const NAME: &'static [&'static str] = &["blocked-domains", "list"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::ReadBlocks]);
    type Response = Page<String>;
}

/// Block a domain. Neither its accounts nor the caller follow each other any longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct BlockDomain {
    /// Such as `far.example`, in any spelling.
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
}

impl Endpoint for BlockDomain {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/domain_blocks";
    const NAME: &'static [&'static str] = &["blocked-domains", "add"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteBlocks]);
    type Response = Empty;
}

/// Block a domain no longer. Nobody follows again by that.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UnblockDomain {
    /// Such as `far.example`, in any spelling.
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
}

impl Endpoint for UnblockDomain {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/domain_blocks";
    const NAME: &'static [&'static str] = &["blocked-domains", "remove"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteBlocks]);
    type Response = Empty;
}
