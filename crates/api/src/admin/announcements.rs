//! `/api/kumki/v1/admin/announcements`: what the staff tells all members, as the staff writes it.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, Timestamp, reply::whole_body};

/// List all announcements, published or not, in the order in which they were made.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAdminAnnouncements {}

impl Endpoint for ListAdminAnnouncements {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/announcements";
    const NAME: &'static [&'static str] = &["announcements", "all"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminAnnouncement>;
}

/// Announce something, at once or later.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateAnnouncement {
    /// What is announced; may name members, posts, tags and emoji.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
    /// When what is announced begins: a day, or a time as in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<String>,
    /// When it is over. Needed with `starts_at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    /// Whether only the days of these matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_day: Option<bool>,
    /// When it is to be published. At once, if not given or past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<String>,
}

impl Endpoint for CreateAnnouncement {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/announcements";
    const NAME: &'static [&'static str] = &["announcements", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminAnnouncement;
}

/// Change what an announcement says, and when. What is left out stays; an empty time is none.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateAnnouncement {
    /// Of the announcement.
    pub id: String,
    /// What is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When what is announced begins: a day, or a time as in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<String>,
    /// When it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    /// Whether only the days of these matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_day: Option<bool>,
    /// When it is to be published. Of no use once it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<String>,
}

impl Endpoint for UpdateAnnouncement {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/announcements/{id}";
    const NAME: &'static [&'static str] = &["announcements", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminAnnouncement;
}

/// Declares an endpoint that has nothing but the id of the announcement.
macro_rules! about_announcement {
    ($(#[$doc:meta])* $Name:ident, $METHOD:ident $path:literal, $name:literal, $scope:ident, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the announcement.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$METHOD;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["announcements", $name];
            const ACCESS: Access = Access::Moderator(Scope::$scope);
            type Response = $Response;
        }
    };
}

about_announcement!(
    /// Show an announcement as it was written.
    GetAnnouncement,
    GET "/api/kumki/v1/admin/announcements/{id}",
    "get",
    AdminRead,
    AdminAnnouncement
);

about_announcement!(
    /// Publish an announcement now, whenever it was to be.
    PublishAnnouncement,
    POST "/api/kumki/v1/admin/announcements/{id}/publish",
    "publish",
    AdminWrite,
    AdminAnnouncement
);

about_announcement!(
    /// Take an announcement down, and keep it for later.
    UnpublishAnnouncement,
    POST "/api/kumki/v1/admin/announcements/{id}/unpublish",
    "unpublish",
    AdminWrite,
    AdminAnnouncement
);

about_announcement!(
    /// Take an announcement away, with what members made of it.
    DeleteAnnouncement,
    DELETE "/api/kumki/v1/admin/announcements/{id}",
    "delete",
    AdminWrite,
    Empty
);

/// Something that the staff tells all members, as the staff writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminAnnouncement {
    /// Of the announcement.
    pub id: String,
    /// As it was written.
    pub text: String,
    /// When what is announced begins.
    pub starts_at: Option<Timestamp>,
    /// When what is announced is over.
    pub ends_at: Option<Timestamp>,
    /// Whether only the days of these matter.
    pub all_day: bool,
    /// When it is to be published.
    pub scheduled_at: Option<Timestamp>,
    /// Since when members see it; null while they do not.
    pub published_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}
whole_body!(AdminAnnouncement);
