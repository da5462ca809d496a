//! `/api/kumki/v1/admin/…/statuses`: posts as moderators see them.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::Effects;
use crate::{
    Access, Endpoint, Open, Page, Scope, Timestamp,
    entities::{Status, StatusEdit},
    reply::whole_body,
};

/// List the posts of an account as moderators see them, newest first: public ones, and others that
/// are held, or were reported or acted on; deleted ones too, as long as they are kept. Of each the last 20 things that
/// it has said.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListStatusesOf {
    /// Of the account.
    pub id: String,
    /// Only posts with media.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_media: bool,
    /// Only posts that reports are about.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_reported: bool,
    /// Only posts with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only posts with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only posts with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListStatusesOf {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/accounts/{id}/statuses";
    const NAME: &'static [&'static str] = &["accounts", "posts"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadReports);
    type Response = Page<AdminStatus>;
}

/// Show a post as moderators see it, with all that it said before.
///
/// One that is not public only if it is held, or was reported or acted on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InspectStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for InspectStatus {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/statuses/{id}";
    const NAME: &'static [&'static str] = &["statuses", "inspect"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadReports);
    type Response = AdminStatus;
}

/// Delete posts, or mark their media as sensitive: leaves a strike for each author, and tells them.
///
/// Deleted posts can be brought back for 30 days, by taking the act or its batch back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ActOnStatuses {
    /// What to do.
    #[serde(default)]
    #[schemars(!default)]
    pub r#type: Open<StatusAction>,
    /// The posts, 200 at most. Those that it makes no difference to are left out.
    #[serde(default)]
    #[schemars(!default)]
    pub status_ids: Vec<String>,
    /// The report that this answers, and that is resolved by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_id: Option<String>,
    /// Prepared words that come before `text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning_preset_id: Option<String>,
    /// Words for the authors, in the warning and in the mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether the authors are told, by mail and in the app; if not given, unless the report is about spam.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_email_notification: Option<bool>,
}

impl Endpoint for ActOnStatuses {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/statuses/action";
    const NAME: &'static [&'static str] = &["statuses", "act"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = ActedOnStatuses;
}

/// What moderators can do about posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum StatusAction {
    /// Take them away.
    Delete,
    /// Hide their media and link previews until asked for.
    Sensitive,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActedOnStatuses {
    /// By which the acts are found in the log, and taken back.
    pub batch_id: String,
    /// What all of it amounts to.
    pub effects: Effects,
}
whole_body!(ActedOnStatuses);

/// Mark a post as looked at and found fine: further reports about it as it is now are resolved at once,
/// and nobody is told of them. An edit ends that.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReviewStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for ReviewStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/statuses/{id}/review";
    const NAME: &'static [&'static str] = &["statuses", "review"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = AdminStatus;
}

/// Forget that a post was looked at.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnreviewStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for UnreviewStatus {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/statuses/{id}/review";
    const NAME: &'static [&'static str] = &["statuses", "unreview"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = AdminStatus;
}

/// A post as moderators see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminStatus {
    /// Of the post.
    pub id: String,
    /// The post, whoever else may see it.
    pub status: Status,
    /// When it was deleted, by its author or by a moderator.
    pub deleted_at: Option<Timestamp>,
    /// Since when it is held: nobody but its author sees it before a moderator has released it.
    #[serde(default)]
    pub held_at: Option<Timestamp>,
    /// When a moderator has found it fine as it is now.
    pub reviewed_at: Option<Timestamp>,
    /// Who that was.
    pub reviewed_by_account_id: Option<String>,
    /// The reports about it that are open.
    pub open_report_ids: Vec<String>,
    /// What it has said, oldest first, the last being what it says now; empty if it was never changed.
    /// In lists the last 20 versions, and all of them when one post is inspected.
    pub edits: Vec<StatusEdit>,
}
whole_body!(AdminStatus);
