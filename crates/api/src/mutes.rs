//! Muting accounts: the caller does not hear them, and they do not know.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Page, Scope,
    entities::{MutedAccount, Relationship},
};

/// Mute an account, or change how it is muted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct MuteAccount {
    /// Of the account.
    pub id: String,
    /// Whether its notifications are muted too; yes if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications: Option<bool>,
    /// For how many seconds; for ever if not said, or 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
}

impl Endpoint for MuteAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/mute";
    const NAME: &'static [&'static str] = &["people", "mute"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteMutes]);
    type Response = Relationship;
}

/// Mute an account no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnmuteAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for UnmuteAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts/{id}/unmute";
    const NAME: &'static [&'static str] = &["people", "unmute"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::WriteMutes]);
    type Response = Relationship;
}

/// List whom the caller has muted, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListMutes {
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

impl Endpoint for ListMutes {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/mutes";
    const NAME: &'static [&'static str] = &["mutes", "list"];
    const ACCESS: Access = Access::Member(&[Scope::Follow, Scope::ReadMutes]);
    type Response = Page<MutedAccount>;
}
