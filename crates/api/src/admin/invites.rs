//! `/api/kumki/v1/admin/invites`: whom members invite.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, entities::Invite};

/// List the invites of all members, newest first. Filters combine.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListInvites {
    /// Only those of this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Only those that have neither ended nor are used up, or only the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<bool>,
    /// Only invites with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only invites with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only invites with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListInvites {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/invites";
    const NAME: &'static [&'static str] = &["invites", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<Invite>;
}

/// Show an invite.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetInvite {
    /// Of the invite.
    pub id: String,
}

impl Endpoint for GetInvite {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/invites/{id}";
    const NAME: &'static [&'static str] = &["invites", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Invite;
}

/// End an invite, whoever made it. Who came with it stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EndInvite {
    /// Of the invite.
    pub id: String,
}

impl Endpoint for EndInvite {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/invites/{id}";
    const NAME: &'static [&'static str] = &["invites", "end"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Invite;
}
