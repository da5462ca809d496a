//! `/api/kumki/v1/admin/settings`: what the staff has decided about the server.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Access, Endpoint, Scope, reply::whole_body};

/// List all settings with their values and their defaults.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListSettings {}

impl Endpoint for ListSettings {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/settings";
    const NAME: &'static [&'static str] = &["settings", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<Setting>;
}

/// Show a setting.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetSetting {
    /// Such as `site_title`.
    pub name: String,
}

impl Endpoint for GetSetting {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/settings/{name}";
    const NAME: &'static [&'static str] = &["settings", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Setting;
}

/// Decide about the server.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetSetting {
    /// Such as `site_title`.
    pub name: String,
    /// As JSON, or as a text that stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

impl Endpoint for SetSetting {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/settings/{name}";
    const NAME: &'static [&'static str] = &["settings", "set"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Setting;
}

/// Go back to the default.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnsetSetting {
    /// Such as `site_title`.
    pub name: String,
}

impl Endpoint for UnsetSetting {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/settings/{name}";
    const NAME: &'static [&'static str] = &["settings", "unset"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Setting;
}

/// Something that is decided about the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Setting {
    /// Mastodon's, where Mastodon has it.
    pub name: String,
    /// What holds.
    pub value: Value,
    /// What holds where nothing was decided.
    pub default: Value,
}
whole_body!(Setting);
