//! `/api/v1/admin/trends`: what trends, and whether everybody may see it.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tags::AdminTag;
use crate::{
    Access, Empty, Endpoint, Number, Open, Page, Scope, Timestamp,
    entities::{Account, Status, TrendsLink},
    reply::whole_body,
};

/// Declares a list of what trends. Who may not decide about it gets what everybody sees.
macro_rules! list {
    ($(#[$doc:meta])* $Name:ident, $path:literal, $name:literal, $limit:literal, $Entity:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            #[doc = $limit]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub limit: Option<String>,
            /// How many to pass over.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub offset: Option<String>,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::GET;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["trends", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminRead);
            type Response = Page<$Entity>;
        }
    };
}

list!(
    /// List the hashtags that trend, allowed or not, those that trend most first.
    ListAdminTrendingTags,
    "/api/v1/admin/trends/tags",
    "tags",
    "How many, 10 if not given and 20 at most.",
    AdminTag
);
list!(
    /// List the posts that trend, allowed or not, those that trend most first.
    ListAdminTrendingStatuses,
    "/api/v1/admin/trends/statuses",
    "statuses",
    "How many, 20 if not given and 40 at most.",
    AdminTrendsStatus
);
list!(
    /// List the links that trend, allowed or not, those that trend most first.
    ListAdminTrendingLinks,
    "/api/v1/admin/trends/links",
    "links",
    "How many, 10 if not given and 20 at most.",
    AdminTrendsLink
);

/// Declares an endpoint that has nothing but an id.
macro_rules! about_one {
    ($(#[$doc:meta])* $Name:ident, $of:literal, $METHOD:ident $path:literal, $name:literal, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            #[doc = $of]
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$METHOD;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["trends", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
            type Response = $Response;
        }
    };
}

about_one!(
    /// Let everybody see when a hashtag trends.
    ApproveTrendingTag,
    "Of the tag.",
    POST "/api/v1/admin/trends/tags/{id}/approve",
    "approve-tag",
    AdminTag
);
about_one!(
    /// Show nobody when a hashtag trends.
    RejectTrendingTag,
    "Of the tag.",
    POST "/api/v1/admin/trends/tags/{id}/reject",
    "reject-tag",
    AdminTag
);
about_one!(
    /// Let everybody see when a post trends.
    ApproveTrendingStatus,
    "Of the post.",
    POST "/api/v1/admin/trends/statuses/{id}/approve",
    "approve-status",
    AdminTrendsStatus
);
about_one!(
    /// Show nobody when a post trends.
    RejectTrendingStatus,
    "Of the post.",
    POST "/api/v1/admin/trends/statuses/{id}/reject",
    "reject-status",
    AdminTrendsStatus
);
about_one!(
    /// Let everybody see when a link trends.
    ApproveTrendingLink,
    "Of the link.",
    POST "/api/v1/admin/trends/links/{id}/approve",
    "approve-link",
    AdminTrendsLink
);
about_one!(
    /// Show nobody when a link trends.
    RejectTrendingLink,
    "Of the link.",
    POST "/api/v1/admin/trends/links/{id}/reject",
    "reject-link",
    AdminTrendsLink
);
about_one!(
    /// Let everybody see when links to the pages of a publisher trend, unless it was decided otherwise
    /// about a link.
    ApprovePublisher,
    "Of the publisher.",
    POST "/api/v1/admin/trends/links/publishers/{id}/approve",
    "approve-publisher",
    AdminPublisher
);
about_one!(
    /// Show nobody when links to the pages of a publisher trend, unless it was decided otherwise about a
    /// link.
    RejectPublisher,
    "Of the publisher.",
    POST "/api/v1/admin/trends/links/publishers/{id}/reject",
    "reject-publisher",
    AdminPublisher
);
about_one!(
    /// Let it be decided about a post by what is decided about its author, or about all.
    ResetTrendingStatus,
    "Of the post.",
    POST "/api/kumki/v1/admin/trends/statuses/{id}/reset",
    "reset-status",
    AdminTrendsStatus
);
about_one!(
    /// Let it be decided about a link by what is decided about its publisher.
    ResetTrendingLink,
    "Of the link.",
    POST "/api/kumki/v1/admin/trends/links/{id}/reset",
    "reset-link",
    AdminTrendsLink
);
about_one!(
    /// Let everybody see when posts of somebody trend, unless it was decided otherwise about a post.
    ApproveTrendingAuthor,
    "Of the account.",
    POST "/api/kumki/v1/admin/trends/authors/{id}/approve",
    "approve-author",
    TrendsAuthor
);
about_one!(
    /// Show nobody when posts of somebody trend, unless it was decided otherwise about a post.
    RejectTrendingAuthor,
    "Of the account.",
    POST "/api/kumki/v1/admin/trends/authors/{id}/reject",
    "reject-author",
    TrendsAuthor
);
about_one!(
    /// Let what holds for all hold for the posts of somebody.
    ResetTrendingAuthor,
    "Of the account.",
    POST "/api/kumki/v1/admin/trends/authors/{id}/reset",
    "reset-author",
    TrendsAuthor
);
about_one!(
    /// Forget a publisher, and what was decided about it.
    DeletePublisher,
    "Of the publisher.",
    DELETE "/api/kumki/v1/admin/trends/links/publishers/{id}",
    "delete-publisher",
    Empty
);

/// List the publishers that links have come from, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPublishers {
    /// Only those that were decided on like that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<TrendsStatus>>,
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

impl Endpoint for ListPublishers {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/trends/links/publishers";
    const NAME: &'static [&'static str] = &["trends", "publishers"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    const BEYOND_MASTODON: &'static [&'static str] = &["status"];
    type Response = Page<AdminPublisher>;
}

/// Make a publisher known before any of its pages trends, and decide about it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreatePublisher {
    /// Its own pages and those below it are meant.
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
    /// Whether everybody may see when its pages trend. Left out, nothing is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trendable: Option<bool>,
}

impl Endpoint for CreatePublisher {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/trends/links/publishers";
    const NAME: &'static [&'static str] = &["trends", "create-publisher"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminPublisher;
}

/// What was decided about something that trends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum TrendsStatus {
    /// Everybody may see it.
    Approved,
    /// Nobody may.
    Rejected,
    /// Nobody has looked at it.
    PendingReview,
}

/// List what trends with all that is known about it, those that trend most first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTrends {
    /// `tags`, `links` or `statuses`.
    pub kind: String,
    /// Only what was decided on like that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<TrendsStatus>>,
    /// Only what is in this language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// How many to pass over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
}

impl Endpoint for ListTrends {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/trends/{kind}";
    const NAME: &'static [&'static str] = &["trends", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<AdminTrend>;
}

/// A post that trends. What moderators decide is missing where the caller may not decide it, and on
/// older servers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminTrendsStatus {
    /// As everybody sees it.
    #[serde(flatten)]
    pub status: Status,
    /// Whether nobody has looked at it, nor at its author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_review: Option<bool>,
}
whole_body!(AdminTrendsStatus);

/// A page that many link to. What moderators decide is missing where the caller may not decide it, and
/// on older servers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminTrendsLink {
    /// As everybody sees it.
    #[serde(flatten)]
    pub link: TrendsLink,
    /// By which it is decided about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Number>,
    /// Whether nobody has looked at it, nor at its publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_review: Option<bool>,
}
whole_body!(AdminTrendsLink);

/// Whose pages trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdminPublisher {
    /// By which it is decided about.
    pub id: Number,
    /// Its own pages and those below it are meant, unless those have a publisher of their own.
    pub domain: String,
    /// Whether everybody may see when its pages trend; null if nobody has decided.
    pub trendable: Option<bool>,
    /// When somebody has decided.
    pub reviewed_at: Option<Timestamp>,
    /// When somebody was asked to.
    pub requested_review_at: Option<Timestamp>,
    /// Whether nobody has decided yet.
    pub requires_review: bool,
}
whole_body!(AdminPublisher);

/// What was decided about the posts of somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrendsAuthor {
    /// Who it is.
    pub account: Account,
    /// Whether everybody may see when the posts trend; null if nobody has decided.
    pub trendable: Option<bool>,
    /// When somebody has decided.
    pub reviewed_at: Option<Timestamp>,
    /// When somebody was asked to.
    pub requested_review_at: Option<Timestamp>,
}
whole_body!(TrendsAuthor);

/// Something that trends, with all that is known about it. Exactly one of the three things is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminTrend {
    /// Of the tag, link or post: by which it is decided about.
    pub id: String,
    /// How much it trends.
    pub score: f64,
    /// Its place among all of its kind and language; 1 is the first.
    pub rank: Option<i32>,
    /// The language, `en`; empty for tags.
    pub language: String,
    /// Whether everybody sees it, as far as moderators have a say.
    pub allowed: bool,
    /// What was decided about the thing itself; null if nothing was.
    pub trendable: Option<bool>,
    /// Whether nobody has looked at it, nor at whom it is from.
    pub requires_review: bool,
    /// The tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<AdminTag>,
    /// The page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<AdminTrendsLink>,
    /// Whose page it is, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<AdminPublisher>,
    /// The post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<AdminTrendsStatus>,
}
