//! `/api/kumki/v1/invites`: inviting people, as members do.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::Invite};

/// List one's own invites, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListOwnInvites {}

impl Endpoint for ListOwnInvites {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/invites";
    const NAME: &'static [&'static str] = &["invites", "mine"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Vec<Invite>;
}

/// Make an invite: people can sign up with its code, also where sign-ups are closed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateInvite {
    /// How many may come with it. Any number, if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_uses: Option<i32>,
    /// After how many seconds it ends. Never, if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
    /// Whether who comes with it follows who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autofollow: Option<bool>,
    /// What it is for, 420 characters at most. Moderators see it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Endpoint for CreateInvite {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/invites";
    const NAME: &'static [&'static str] = &["invites", "create"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Invite;
}

/// End one of one's own invites.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EndOwnInvite {
    /// Of the invite.
    pub id: String,
}

impl Endpoint for EndOwnInvite {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/invites/{id}";
    const NAME: &'static [&'static str] = &["invites", "end-mine"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Invite;
}
