//! `/api/v1/announcements`: what the staff tells all members.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, entities::Announcement};

/// List what the staff has to tell at the moment.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAnnouncements {
    /// Also those that one has dismissed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_dismissed: Option<bool>,
}

impl Endpoint for ListAnnouncements {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/announcements";
    const NAME: &'static [&'static str] = &["announcements", "list"];
    const ACCESS: Access = Access::Member(&[]);
    type Response = Vec<Announcement>;
}

/// Have seen enough of an announcement.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DismissAnnouncement {
    /// Of the announcement.
    pub id: String,
}

impl Endpoint for DismissAnnouncement {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/announcements/{id}/dismiss";
    const NAME: &'static [&'static str] = &["announcements", "dismiss"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Empty;
}

/// React to an announcement with an emoji. Members use eight different ones at most.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReactToAnnouncement {
    /// Of the announcement.
    pub id: String,
    /// An emoji, or the short code of a custom one without its colons.
    pub name: String,
}

impl Endpoint for ReactToAnnouncement {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/announcements/{id}/reactions/{name}";
    const NAME: &'static [&'static str] = &["announcements", "react"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFavourites]);
    type Response = Empty;
}

/// Take back a reaction to an announcement.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeBackReaction {
    /// Of the announcement.
    pub id: String,
    /// An emoji, or the short code of a custom one without its colons.
    pub name: String,
}

impl Endpoint for TakeBackReaction {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/announcements/{id}/reactions/{name}";
    const NAME: &'static [&'static str] = &["announcements", "unreact"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFavourites]);
    type Response = Empty;
}
