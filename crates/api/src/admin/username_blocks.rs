//! `/api/kumki/v1/admin/username_blocks`: names that newcomers may not have, or not without a look at them.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Open, Page, Scope, Timestamp, reply::whole_body};

/// List the rules for user names, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListUsernameBlocks {
    /// Only rules with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only rules with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only rules with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListUsernameBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/username_blocks";
    const NAME: &'static [&'static str] = &["username-blocks", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<AdminUsernameBlock>;
}

/// Show one rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetUsernameBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for GetUsernameBlock {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/username_blocks/{id}";
    const NAME: &'static [&'static str] = &["username-blocks", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = AdminUsernameBlock;
}

/// Make a rule for a name. Digits that look like letters are those letters, and case makes no difference.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateUsernameBlock {
    /// The name, or a part of names.
    #[serde(default)]
    #[schemars(!default)]
    pub username: String,
    /// How names are compared with it; `equals` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Open<UsernameComparison>>,
    /// Whether newcomers wait until somebody has looked at them. Otherwise they are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_with_approval: Option<bool>,
}

impl Endpoint for CreateUsernameBlock {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/username_blocks";
    const NAME: &'static [&'static str] = &["username-blocks", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminUsernameBlock;
}

/// Change a rule. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateUsernameBlock {
    /// Of the rule.
    pub id: String,
    /// The name, or a part of names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// How names are compared with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Open<UsernameComparison>>,
    /// Whether newcomers wait until somebody has looked at them. Otherwise they are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_with_approval: Option<bool>,
}

impl Endpoint for UpdateUsernameBlock {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/username_blocks/{id}";
    const NAME: &'static [&'static str] = &["username-blocks", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminUsernameBlock;
}

/// Take a rule away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteUsernameBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for DeleteUsernameBlock {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/username_blocks/{id}";
    const NAME: &'static [&'static str] = &["username-blocks", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Empty;
}

/// How names are compared with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum UsernameComparison {
    /// The whole name is it.
    Equals,
    /// A part of the name is it.
    Contains,
}

/// A rule for names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminUsernameBlock {
    /// Of the rule.
    pub id: String,
    /// The name, or a part of names.
    pub username: String,
    /// How names are compared with it.
    pub comparison: Open<UsernameComparison>,
    /// Whether newcomers wait until somebody has looked at them. Otherwise they are refused.
    pub allow_with_approval: bool,
    /// When it was made.
    pub created_at: Timestamp,
}
whole_body!(AdminUsernameBlock);
