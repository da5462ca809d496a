//! What members write down about others, for themselves.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::Relationship};

/// Write down something about an account that nobody else sees.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SetAccountNote {
    /// Of the account.
    pub id: String,
    /// 2,000 characters at most; nothing takes the note away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Endpoint for SetAccountNote {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/note";
    const NAME: &'static [&'static str] = &["people", "note"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Relationship;
}
