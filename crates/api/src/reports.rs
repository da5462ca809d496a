//! `/api/v1/reports`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Open, Scope,
    entities::{Category, Report},
};

/// Report an account to the moderators.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateReport {
    /// The account that it is about.
    #[serde(default)]
    #[schemars(!default)]
    pub account_id: String,
    /// Posts of that account that it is about. The caller must have been able to see them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_ids: Vec<String>,
    /// In the caller's words, 1,000 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What it is about; `other` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Open<Category>>,
    /// Ids of rules that were broken, which makes it a violation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_ids: Option<Vec<String>>,
    /// Whether the account's own server is to be told, without the caller's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forward: Option<bool>,
    /// Which servers are to be told, instead of the account's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forward_to_domains: Option<Vec<String>>,
}

impl Endpoint for CreateReport {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/reports";
    const NAME: &'static [&'static str] = &["reports", "create"];
    const ACCESS: Access = Access::Member(&[Scope::WriteReports]);
    type Response = Report;
}
