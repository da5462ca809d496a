//! `/api/kumki/v1/admin/batches`: doing the same to many.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::Effects;
use crate::{Access, Endpoint, Open, Scope, reply::whole_body};

/// Do the same to many accounts, reports, posts or things that trend, in one transaction.
///
/// What cannot be done to one of them is said in its result, and the others are done all the same,
/// unless all or nothing is wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RunBatch {
    /// What to do.
    #[serde(default)]
    #[schemars(!default)]
    pub r#type: Open<BatchDeed>,
    /// Ids of accounts, of reports, of posts, or of what trends, 1,000 at most.
    #[serde(default)]
    #[schemars(!default)]
    pub ids: Vec<String>,
    /// Words for the owners of the accounts, or for the authors of the posts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Prepared words that come before `text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning_preset_id: Option<String>,
    /// Whether the owners are told, by mail and in the app. Yes, unless it says no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_email_notification: Option<bool>,
    /// When the server undoes it by itself, as in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Whether nothing is done where one of them cannot be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_or_nothing: bool,
}

impl Endpoint for RunBatch {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/batches";
    const NAME: &'static [&'static str] = &["batches", "run"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = BatchDone;
}

/// Take back everything that was done as one, the last first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RevertBatch {
    /// Of the batch.
    pub id: String,
}

impl Endpoint for RevertBatch {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/batches/{id}/revert";
    const NAME: &'static [&'static str] = &["batches", "revert"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = BatchDone;
}

/// What can be done to many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum BatchDeed {
    /// Warn the owners of accounts.
    None,
    /// Freeze the logins of accounts.
    Disable,
    /// Mark all media of accounts as sensitive.
    Sensitive,
    /// Limit accounts.
    Silence,
    /// Suspend accounts.
    Suspend,
    /// Approve pending sign-ups.
    Approve,
    /// Reject pending sign-ups.
    Reject,
    /// Let frozen members sign in again.
    Enable,
    /// No longer mark all media of accounts as sensitive.
    Unsensitive,
    /// Lift the limits of accounts.
    Unsilence,
    /// Take back the suspensions of accounts.
    Unsuspend,
    /// Resolve reports.
    Resolve,
    /// Open reports again.
    Reopen,
    /// Take reports into one's own hands.
    AssignToSelf,
    /// Take reports out of the hands that they are in.
    Unassign,
    /// Let everybody see when tags trend.
    ApproveTags,
    /// Show nobody when tags trend.
    RejectTags,
    /// Let everybody see when posts trend.
    ApproveStatuses,
    /// Show nobody when posts trend.
    RejectStatuses,
    /// Let everybody see when links trend.
    ApproveLinks,
    /// Show nobody when links trend.
    RejectLinks,
    /// Let everybody see when links to the pages of publishers trend.
    ApprovePublishers,
    /// Show nobody when links to the pages of publishers trend.
    RejectPublishers,
    /// Let everybody see when posts of accounts trend.
    ApproveAuthors,
    /// Show nobody when posts of accounts trend.
    RejectAuthors,
    /// Hold posts that are published.
    Hold,
    /// Release posts that are held.
    Release,
    /// Delete posts that are held; each author gets one strike.
    RejectHeld,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BatchDone {
    /// By which the acts are found in the log, and taken back.
    pub id: String,
    /// One for each account, report, post or act, in the order in which it was done.
    pub items: Vec<BatchItem>,
    /// What all of it amounts to.
    pub effects: Effects,
}
whole_body!(BatchDone);

/// What became of one of many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BatchItem {
    /// Of the account, report, post or act.
    pub id: String,
    /// Whether it was done.
    pub done: bool,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
