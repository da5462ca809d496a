//! Accounts that members recommend on their profiles.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Page, Scope,
    entities::{Account, Relationship},
};

/// Recommend an account that the caller follows on her profile.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EndorseAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for EndorseAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/endorse";
    const NAME: &'static [&'static str] = &["people", "endorse"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Relationship;
}

/// Recommend an account no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnendorseAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for UnendorseAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/unendorse";
    const NAME: &'static [&'static str] = &["people", "unendorse"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Relationship;
}

/// Recommend an account: the name of `endorse` before Mastodon 4.4.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PinAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for PinAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/pin";
    const NAME: &'static [&'static str] = &["people", "pin"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Relationship;
}

/// Recommend an account no longer: the name of `unendorse` before Mastodon 4.4.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnpinAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for UnpinAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/unpin";
    const NAME: &'static [&'static str] = &["people", "unpin"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Relationship;
}

/// List whom the caller recommends.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListEndorsements {
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

impl Endpoint for ListEndorsements {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/endorsements";
    const NAME: &'static [&'static str] = &["endorsements", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Page<Account>;
}

/// List whom an account recommends.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListEndorsementsOf {
    /// Of the account.
    pub id: String,
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

impl Endpoint for ListEndorsementsOf {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/{id}/endorsements";
    const NAME: &'static [&'static str] = &["people", "endorsements"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Page<Account>;
}
