//! `/api/kumki/v1/admin/roles`: what groups of members may do, and who is in which.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, reply::whole_body};

/// List the roles, the highest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRoles {}

impl Endpoint for ListRoles {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/roles";
    const NAME: &'static [&'static str] = &["roles", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminRole>;
}

/// Show a role.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetRole {
    /// Of the role; `-99` is that of everybody.
    pub id: String,
}

impl Endpoint for GetRole {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/roles/{id}";
    const NAME: &'static [&'static str] = &["roles", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = AdminRole;
}

/// Add a role: no higher than one's own, and with no permission that one does not have.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateRole {
    /// What it is called.
    #[serde(default)]
    #[schemars(!default)]
    pub name: String,
    /// Of the badge: three or six hexadecimal digits, as in `#3584e4`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Whether profiles show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlighted: Option<bool>,
    /// Members act on those whose role is lower. 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i32>,
    /// Words such as `manage_reports`, or their bits as one decimal number. None if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// Whether members in it need a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_2fa: Option<bool>,
    /// How many collections members in it may make. 10 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection_limit: Option<i32>,
}

impl Endpoint for CreateRole {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/roles";
    const NAME: &'static [&'static str] = &["roles", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminRole;
}

/// Change a role. What is left out stays.
///
/// Only roles below one's own; of one's own role what it is called and looks like; of that of everybody
/// whether everybody may invite.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateRole {
    /// Of the role; `-99` is that of everybody.
    pub id: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Of the badge: three or six hexadecimal digits, as in `#3584e4`. Empty is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Whether profiles show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlighted: Option<bool>,
    /// Members act on those whose role is lower.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i32>,
    /// Instead of those so far: words such as `manage_reports`, or their bits as one decimal number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// Whether members in it need a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_2fa: Option<bool>,
    /// How many collections members in it may make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection_limit: Option<i32>,
}

impl Endpoint for UpdateRole {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/roles/{id}";
    const NAME: &'static [&'static str] = &["roles", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminRole;
}

/// Do away with a role below one's own. Who was in it has the role of everybody from then on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteRole {
    /// Of the role.
    pub id: String,
}

impl Endpoint for DeleteRole {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/roles/{id}";
    const NAME: &'static [&'static str] = &["roles", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Empty;
}

/// Give a member another role, no higher than one's own. The role so far has to be lower.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChangeRole {
    /// Of the account.
    pub id: String,
    /// Of the role; `-99` is that of everybody.
    #[serde(default)]
    #[schemars(!default)]
    pub role_id: String,
}

impl Endpoint for ChangeRole {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/accounts/{id}/role";
    const NAME: &'static [&'static str] = &["accounts", "change-role"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteAccounts);
    type Response = AdminRole;
}

/// A role with all that is decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminRole {
    /// `-99` is the role of everybody who has no other.
    pub id: String,
    /// Empty for the role of everybody.
    pub name: String,
    /// Empty, or `#3584e4`.
    pub color: String,
    /// Whether profiles show it.
    pub highlighted: bool,
    /// Members act on those whose role is lower. That of everybody is at -1.
    pub position: i32,
    /// What the role itself allows, in words.
    pub permissions: Vec<String>,
    /// The bits in effect, as a decimal number: those of the role and those of everybody's, or all.
    pub effective_permissions: String,
    /// Whether members in it need a second factor.
    pub require_2fa: bool,
    /// How many collections members in it may make.
    pub collection_limit: i32,
}
whole_body!(AdminRole);
