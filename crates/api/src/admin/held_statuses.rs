//! `/api/kumki/v1/admin/held_statuses`: posts that nobody but their authors sees before a moderator has
//! looked at them.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::Origin;
use crate::{Access, Endpoint, Open, Page, Scope, Timestamp, entities::Status, reply::whole_body};

/// List the posts that are held, the oldest first. Filters combine.
///
/// Those of suspended authors are left out: nobody sees them anyway.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListHeldStatuses {
    /// Only posts of this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Only posts of this server, or only those of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Open<Origin>>,
    /// Only posts that this rule has held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_rule_id: Option<String>,
    /// Only posts with higher ids; with which the page before has ended, as its `Link` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListHeldStatuses {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/held_statuses";
    const NAME: &'static [&'static str] = &["held-posts", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadReports);
    type Response = Page<AdminHeldStatus>;
}

/// Hold a post that is published: nobody but its author sees it until it is released. She is not told.
///
/// Other servers that have it keep it, and are told nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct HoldStatus {
    /// The post.
    #[serde(default)]
    #[schemars(!default)]
    pub status_id: String,
}

impl Endpoint for HoldStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/held_statuses";
    const NAME: &'static [&'static str] = &["held-posts", "hold"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = AdminHeldStatus;
}

/// Let a held post go. One that nobody has seen is published now, as of when it was written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReleaseHeldStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for ReleaseHeldStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/held_statuses/{id}/release";
    const NAME: &'static [&'static str] = &["held-posts", "release"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = AdminHeldStatus;
}

/// Delete a held post. As with other posts that moderators delete, this leaves a strike for the author,
/// and tells a member.
///
/// Taken back, the post is held as before.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RejectHeldStatus {
    /// Of the post.
    pub id: String,
    /// Prepared words that come before `text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning_preset_id: Option<String>,
    /// Words for the author, in the warning and in the mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether the author is told, by mail and in the app. Yes, unless it says no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_email_notification: Option<bool>,
}

impl Endpoint for RejectHeldStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/held_statuses/{id}/reject";
    const NAME: &'static [&'static str] = &["held-posts", "reject"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = AdminHeldStatus;
}

/// A post that is held, or was until now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminHeldStatus {
    /// Of the post.
    pub id: String,
    /// The post, whoever it is for.
    pub status: Status,
    /// Since when it is held; null once it is released.
    pub held_at: Option<Timestamp>,
    /// When it was deleted, if it was.
    pub deleted_at: Option<Timestamp>,
    /// The rule that has held it; null where a moderator did.
    pub auto_rule_id: Option<String>,
    /// The entry of the log that says who has held it, and why.
    pub act_id: Option<String>,
    /// Whether others have seen it before it was held.
    pub was_published: bool,
    /// Whether it was changed since others have seen it.
    pub was_edited: bool,
}
whole_body!(AdminHeldStatus);
