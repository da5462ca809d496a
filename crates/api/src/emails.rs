//! `/api/v1/emails`: confirming one's address.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope};

/// Send the confirmation again, if need be to another address.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ResendConfirmation {
    /// The address to use from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Endpoint for ResendConfirmation {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/emails/confirmations";
    const NAME: &'static [&'static str] = &["me", "resend-confirmation"];
    const ACCESS: Access = Access::Newcomer(&[Scope::WriteAccounts]);
    type Response = Empty;
}

/// Whether one's address is confirmed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CheckConfirmation {}

impl Endpoint for CheckConfirmation {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/emails/check_confirmation";
    const NAME: &'static [&'static str] = &["me", "check-confirmation"];
    const ACCESS: Access = Access::Newcomer(&[Scope::ReadAccounts]);
    type Response = bool;
}
