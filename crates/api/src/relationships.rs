//! `/api/v1/accounts/relationships`: what members have decided about each other.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::Relationship};

/// Show what the caller and others have decided about each other.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRelationships {
    /// Of the other accounts.
    #[serde(default)]
    pub id: Vec<String>,
    /// Whether suspended accounts are shown too.
    #[serde(default)]
    pub with_suspended: bool,
}

impl Endpoint for ListRelationships {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/relationships";
    const NAME: &'static [&'static str] = &["people", "relationships"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::ReadFollows]);
    type Response = Vec<Relationship>;
}
