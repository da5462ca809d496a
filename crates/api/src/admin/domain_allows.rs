//! `/api/v1/admin/domain_allows`: other servers that are trusted, where no other is.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Page, Scope, Timestamp, reply::whole_body};

/// List the servers that are allowed by name, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDomainAllows {
    /// Only those with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only those with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only those with higher ids, the ones directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 500 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListDomainAllows {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/domain_allows";
    const NAME: &'static [&'static str] = &["domain-allows", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainAllows);
    type Response = Page<AdminDomainAllow>;
}

/// Show a server that is allowed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetDomainAllow {
    /// Of the entry.
    pub id: String,
}

impl Endpoint for GetDomainAllow {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/domain_allows/{id}";
    const NAME: &'static [&'static str] = &["domain-allows", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainAllows);
    type Response = AdminDomainAllow;
}

/// Allow a server. It matters only in a limited federation, and there to nothing below its domain.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateDomainAllow {
    /// `partner.example`
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
}

impl Endpoint for CreateDomainAllow {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/domain_allows";
    const NAME: &'static [&'static str] = &["domain-allows", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteDomainAllows);
    type Response = AdminDomainAllow;
}

/// Allow a server no longer. In a limited federation, all that is known of it is deleted for good.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteDomainAllow {
    /// Of the entry.
    pub id: String,
}

impl Endpoint for DeleteDomainAllow {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/admin/domain_allows/{id}";
    const NAME: &'static [&'static str] = &["domain-allows", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteDomainAllows);
    type Response = Empty;
}

/// A server that is allowed by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminDomainAllow {
    /// Of the entry.
    pub id: String,
    /// Lower case and ASCII.
    pub domain: String,
    /// When it was allowed.
    pub created_at: Timestamp,
}
whole_body!(AdminDomainAllow);
