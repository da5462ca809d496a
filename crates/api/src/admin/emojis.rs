//! `/api/kumki/v1/admin/custom_emojis`: small pictures that short codes stand for, as the staff sees them.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, Upload, reply::whole_body};

/// List all custom emoji of this server, those that are switched off too.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAdminEmojis {}

impl Endpoint for ListAdminEmojis {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/custom_emojis";
    const NAME: &'static [&'static str] = &["emojis", "all"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminEmoji>;
}

/// Add a custom emoji.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateEmoji {
    /// What stands between the colons: two or more letters, digits and underscores.
    #[serde(default)]
    #[schemars(!default)]
    pub shortcode: String,
    /// PNG, GIF or WebP, 256 KB at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Upload>,
    /// Under which members find it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

impl Endpoint for CreateEmoji {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/custom_emojis";
    const NAME: &'static [&'static str] = &["emojis", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    const FILES: &'static [&'static str] = &["image"];
    type Response = AdminEmoji;
}

/// Change where members find a custom emoji. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateEmoji {
    /// What stands between the colons.
    pub shortcode: String,
    /// Under which members find it. Empty is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whether members are offered it. Who knows the short code can use it either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visible_in_picker: Option<bool>,
}

impl Endpoint for UpdateEmoji {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/custom_emojis/{shortcode}";
    const NAME: &'static [&'static str] = &["emojis", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminEmoji;
}

/// Declares an endpoint that has nothing but the short code.
macro_rules! about_emoji {
    ($(#[$doc:meta])* $Name:ident, $METHOD:ident $path:literal, $name:literal, $scope:ident, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// What stands between the colons.
            pub shortcode: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$METHOD;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["emojis", $name];
            const ACCESS: Access = Access::Moderator(Scope::$scope);
            type Response = $Response;
        }
    };
}

about_emoji!(
    /// Show a custom emoji.
    GetEmoji,
    GET "/api/kumki/v1/admin/custom_emojis/{shortcode}",
    "get",
    AdminRead,
    AdminEmoji
);

about_emoji!(
    /// Switch a custom emoji on again.
    EnableEmoji,
    POST "/api/kumki/v1/admin/custom_emojis/{shortcode}/enable",
    "enable",
    AdminWrite,
    AdminEmoji
);

about_emoji!(
    /// Switch a custom emoji off: its short code stays text wherever it stands.
    DisableEmoji,
    POST "/api/kumki/v1/admin/custom_emojis/{shortcode}/disable",
    "disable",
    AdminWrite,
    AdminEmoji
);

about_emoji!(
    /// Take a custom emoji away, with its pictures and the reactions that used it.
    DeleteEmoji,
    DELETE "/api/kumki/v1/admin/custom_emojis/{shortcode}",
    "delete",
    AdminWrite,
    Empty
);

/// A custom emoji with all that is decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminEmoji {
    /// By which the log names it.
    pub id: String,
    /// What stands between the colons.
    pub shortcode: String,
    /// Address of the picture.
    pub url: String,
    /// The same, not animated.
    pub static_url: String,
    /// Under which members find it.
    pub category: Option<String>,
    /// Whether members are offered it.
    pub visible_in_picker: bool,
    /// Whether it is switched off.
    pub disabled: bool,
}
whole_body!(AdminEmoji);
