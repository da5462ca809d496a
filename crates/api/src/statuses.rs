//! `/api/v1/statuses`: posts.

pub mod edits;
pub mod mutes;
pub mod quotes;
pub mod translations;

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Page, Scope,
    entities::{Account, Context, Posted, Status},
};

/// Post something, at once or later.
///
/// The answer is the post, or, where it comes later, what was scheduled.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PostStatus {
    /// What to say, 500 characters at most. Not needed with media.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Pictures, films and sounds that were uploaded before, 4 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media_ids: Vec<String>,
    /// A question with options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<NewPoll>,
    /// The post to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to_id: Option<String>,
    /// Whether media are hidden until asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// A warning that stands before the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoiler_text: Option<String>,
    /// `public`, `unlisted`, `private` or `direct`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// The language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The post to quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted_status_id: Option<String>,
    /// Who may quote it: `public`, `followers` or `nobody`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_approval_policy: Option<String>,
    /// When to post it, `2026-11-22T09:08:07Z`: at least 5 minutes ahead. Of those there may be 300, and 25 a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<String>,
    /// Any text: the same within an hour gives the same post, and not a second one. A header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// A question with options.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct NewPoll {
    /// What can be chosen: 2 to 4, of 50 characters at most.
    #[serde(default)]
    pub options: Vec<String>,
    /// For how many seconds, 300 to 2,629,746.
    #[serde(default)]
    pub expires_in: i64,
    /// Whether one may choose several.
    #[serde(default)]
    pub multiple: bool,
    /// Whether votes are hidden until the end.
    #[serde(default)]
    pub hide_totals: bool,
}

impl Endpoint for PostStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses";
    const NAME: &'static [&'static str] = &["statuses", "post"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    const HEADERS: &'static [(&'static str, &'static str)] =
        &[("idempotency_key", "idempotency-key")];
    type Response = Posted;
}

/// Show a post.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for ShowStatus {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses/{id}";
    const NAME: &'static [&'static str] = &["statuses", "get"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Status;
}

/// Show several posts, leaving out those that the caller may not see.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowStatuses {
    /// Of the posts, 20 at most for strangers and 40 for members.
    #[serde(default)]
    pub id: Vec<String>,
}

impl Endpoint for ShowStatuses {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses";
    const NAME: &'static [&'static str] = &["statuses", "list"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Vec<Status>;
}

/// Delete a post of one's own. The answer has its text as it was written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteStatus {
    /// Of the post.
    pub id: String,
    /// Whether its media go at once. Otherwise another post may carry them for a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_media: Option<bool>,
}

impl Endpoint for DeleteStatus {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/statuses/{id}";
    const NAME: &'static [&'static str] = &["statuses", "delete"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Status;
}

/// Show what a post answers and what answers it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowContext {
    /// Of the post.
    pub id: String,
}

impl Endpoint for ShowContext {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses/{id}/context";
    const NAME: &'static [&'static str] = &["statuses", "context"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Context;
}

/// Pass a post on to one's followers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BoostStatus {
    /// Of the post.
    pub id: String,
    /// `public`, `unlisted` or `private`; as the post if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
}

impl Endpoint for BoostStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/reblog";
    const NAME: &'static [&'static str] = &["statuses", "boost"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Status;
}

/// Take a boost back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnboostStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for UnboostStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/unreblog";
    const NAME: &'static [&'static str] = &["statuses", "unboost"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Status;
}

/// Like a post.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FavouriteStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for FavouriteStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/favourite";
    const NAME: &'static [&'static str] = &["statuses", "favourite"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFavourites]);
    type Response = Status;
}

/// Like a post no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnfavouriteStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for UnfavouriteStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/unfavourite";
    const NAME: &'static [&'static str] = &["statuses", "unfavourite"];
    const ACCESS: Access = Access::Member(&[Scope::WriteFavourites]);
    type Response = Status;
}

/// Put a post among the bookmarks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BookmarkStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for BookmarkStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/bookmark";
    const NAME: &'static [&'static str] = &["statuses", "bookmark"];
    const ACCESS: Access = Access::Member(&[Scope::WriteBookmarks]);
    type Response = Status;
}

/// Take a post from the bookmarks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnbookmarkStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for UnbookmarkStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/unbookmark";
    const NAME: &'static [&'static str] = &["statuses", "unbookmark"];
    const ACCESS: Access = Access::Member(&[Scope::WriteBookmarks]);
    type Response = Status;
}

/// Put a post of one's own first on the profile, 5 at most.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PinStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for PinStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/pin";
    const NAME: &'static [&'static str] = &["statuses", "pin"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Status;
}

/// Put a post first no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnpinStatus {
    /// Of the post.
    pub id: String,
}

impl Endpoint for UnpinStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/unpin";
    const NAME: &'static [&'static str] = &["statuses", "unpin"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    type Response = Status;
}

/// List who has boosted a post, the latest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListBoosters {
    /// Of the post.
    pub id: String,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListBoosters {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses/{id}/reblogged_by";
    const NAME: &'static [&'static str] = &["statuses", "boosters"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Page<Account>;
}

/// List who likes a post, the latest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListFavouriters {
    /// Of the post.
    pub id: String,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListFavouriters {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/statuses/{id}/favourited_by";
    const NAME: &'static [&'static str] = &["statuses", "favouriters"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Page<Account>;
}
