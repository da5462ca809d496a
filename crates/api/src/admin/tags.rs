//! `/api/v1/admin/tags`: hashtags, and what may be done with them.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Open, Page, Scope, entities::Tag, reply::whole_body};

/// List all hashtags that are known, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAdminTags {
    /// Only those whose name begins like that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Only those that were decided on like that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<TagStatus>>,
    /// `newest` first if not given, or `oldest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Open<TagOrder>>,
    /// Only older ones than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// The ones right above this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListAdminTags {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/tags";
    const NAME: &'static [&'static str] = &["hashtags", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    const BEYOND_MASTODON: &'static [&'static str] = &["name", "status", "order"];
    type Response = Page<AdminTag>;
}

/// What was decided about tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum TagStatus {
    /// Somebody has looked at them.
    Reviewed,
    /// They wait for somebody to look at them.
    ReviewRequested,
    /// Nobody has looked at them.
    Unreviewed,
    /// They may trend.
    Trendable,
    /// Somebody has decided that they may not trend.
    NotTrendable,
    /// Members may post with them.
    Usable,
    /// Members may not post with them.
    NotUsable,
}

/// In which order tags are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum TagOrder {
    /// Those used first last come first.
    Newest,
    /// Those used first come first.
    Oldest,
}

/// Show a hashtag.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetAdminTag {
    /// Of the tag.
    pub id: String,
}

impl Endpoint for GetAdminTag {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/tags/{id}";
    const NAME: &'static [&'static str] = &["hashtags", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = AdminTag;
}

/// Decide what may be done with a hashtag. What is left out stays, and an empty text is what holds where
/// nobody has decided. Whatever it says, the tag counts as reviewed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateTag {
    /// Of the tag.
    pub id: String,
    /// The same name with other capitals, widths or accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether everybody may be shown that it trends: `true`, `false` or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trendable: Option<String>,
    /// Whether members may post with it: `true`, `false` or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usable: Option<String>,
    /// Whether it may be found and suggested: `true`, `false` or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listable: Option<String>,
}

impl Endpoint for UpdateTag {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/admin/tags/{id}";
    const NAME: &'static [&'static str] = &["hashtags", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminTag;
}

/// A hashtag, and what may be done with it. What moderators decide is missing where the caller may not
/// decide it, and on some older servers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminTag {
    /// As everybody sees it.
    #[serde(flatten)]
    pub tag: Tag,
    /// Whether everybody may be shown that it trends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trendable: Option<bool>,
    /// Whether members may post with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usable: Option<bool>,
    /// Whether nobody has looked at it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_review: Option<bool>,
    /// Whether it may be found and suggested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listable: Option<bool>,
}
whole_body!(AdminTag);
