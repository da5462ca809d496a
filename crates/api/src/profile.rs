//! `/api/v1/profile`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::CredentialAccount};

/// Remove one's own picture.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveAvatar {}

impl Endpoint for RemoveAvatar {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/profile/avatar";
    const NAME: &'static [&'static str] = &["me", "remove-avatar"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = CredentialAccount;
}

/// Remove one's own banner.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveHeader {}

impl Endpoint for RemoveHeader {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/profile/header";
    const NAME: &'static [&'static str] = &["me", "remove-header"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = CredentialAccount;
}
