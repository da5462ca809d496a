//! `/api/v1/directory`: people who want to be found.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, entities::Account};

/// List people who want to be found.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDirectory {
    /// `active`: who posted last comes first; `new`: who came last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Only accounts of this server.
    #[serde(default)]
    pub local: bool,
    /// How many to pass over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListDirectory {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/directory";
    const NAME: &'static [&'static str] = &["directory", "list"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Page<Account>;
}
