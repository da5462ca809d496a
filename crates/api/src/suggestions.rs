//! `/api/v2/suggestions`: whom a member may want to follow.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Scope,
    entities::{Account, Suggestion},
};

/// List whom the caller may want to follow, and why.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListSuggestions {
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListSuggestions {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/suggestions";
    const NAME: &'static [&'static str] = &["suggestions", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Vec<Suggestion>;
}

/// List whom the caller may want to follow.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListSuggestionsV1 {
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListSuggestionsV1 {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/suggestions";
    const NAME: &'static [&'static str] = &["suggestions", "list-v1"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Vec<Account>;
}

/// Suggest an account to the caller never again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RemoveSuggestion {
    /// Of the account.
    pub id: String,
}

impl Endpoint for RemoveSuggestion {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/suggestions/{id}";
    const NAME: &'static [&'static str] = &["suggestions", "remove"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Empty;
}
