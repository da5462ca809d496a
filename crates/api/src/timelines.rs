//! `/api/v1/timelines` and other lists of posts, newest first.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, entities::Status};

/// List posts of those whom the caller follows.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct HomeTimeline {
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for HomeTimeline {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/timelines/home";
    const NAME: &'static [&'static str] = &["timelines", "home"];
    const ACCESS: Access = Access::Member(&[Scope::ReadStatuses]);
    type Response = Page<Status>;
}

/// List everybody's public posts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PublicTimeline {
    /// Only of this server.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub local: bool,
    /// Only of other servers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remote: bool,
    /// Only with media.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_media: bool,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for PublicTimeline {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/timelines/public";
    const NAME: &'static [&'static str] = &["timelines", "public"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Page<Status>;
}

/// List public posts with a hashtag.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TagTimeline {
    /// The hashtag, without its sign.
    pub hashtag: String,
    /// Or with one of these, 4 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<String>,
    /// And with all of these, 4 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub all: Vec<String>,
    /// But with none of these, 4 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub none: Vec<String>,
    /// Only of this server.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub local: bool,
    /// Only of other servers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remote: bool,
    /// Only with media.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_media: bool,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for TagTimeline {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/timelines/tag/{hashtag}";
    const NAME: &'static [&'static str] = &["timelines", "tag"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Page<Status>;
}

/// List public posts that link to a page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct LinkTimeline {
    /// The address of the page.
    #[serde(default)]
    #[schemars(!default)]
    pub url: String,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for LinkTimeline {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/timelines/link";
    const NAME: &'static [&'static str] = &["timelines", "link"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Page<Status>;
}

/// List posts of the members of a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListTimeline {
    /// Of the list.
    pub list_id: String,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListTimeline {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/timelines/list/{list_id}";
    const NAME: &'static [&'static str] = &["timelines", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadLists]);
    type Response = Page<Status>;
}

/// List posts of an account.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAccountStatuses {
    /// Of the account.
    pub id: String,
    /// Only with media.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_media: bool,
    /// No answers to others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclude_replies: bool,
    /// No boosts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclude_reblogs: bool,
    /// Only those that stand first on the profile.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// Only with this hashtag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tagged: Option<String>,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListAccountStatuses {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/{id}/statuses";
    const NAME: &'static [&'static str] = &["people", "statuses"];
    const ACCESS: Access = Access::Public(&[Scope::ReadStatuses]);
    type Response = Page<Status>;
}

/// List posts that the caller likes, the latest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFavourites {
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListFavourites {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/favourites";
    const NAME: &'static [&'static str] = &["favourites", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadFavourites]);
    type Response = Page<Status>;
}

/// List posts among the caller's bookmarks, the latest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListBookmarks {
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListBookmarks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/bookmarks";
    const NAME: &'static [&'static str] = &["bookmarks", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadBookmarks]);
    type Response = Page<Status>;
}
