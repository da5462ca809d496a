//! `/api/v1/accounts/search`: finding people by what they are called.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, entities::Account};

/// Find accounts whose name starts like this, those that the caller follows first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchAccounts {
    /// The beginning of a user name or display name, or a whole `name@domain`.
    #[serde(default)]
    #[schemars(!default)]
    pub q: String,
    /// Only accounts that the caller follows.
    #[serde(default)]
    pub following: bool,
    /// Whether to ask other servers for an account that is not known here.
    #[serde(default)]
    pub resolve: bool,
    /// How many to pass over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for SearchAccounts {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/search";
    const NAME: &'static [&'static str] = &["people", "search"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Page<Account>;
}
