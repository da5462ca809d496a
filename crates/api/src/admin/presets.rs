//! `/api/kumki/v1/admin/presets`: words for members that moderators have prepared.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, reply::whole_body};

/// List the words that are prepared, by title.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPresets {}

impl Endpoint for ListPresets {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/presets";
    const NAME: &'static [&'static str] = &["presets", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<WarningPreset>;
}

/// Show prepared words.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetPreset {
    /// Of the preset.
    pub id: String,
}

impl Endpoint for GetPreset {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/presets/{id}";
    const NAME: &'static [&'static str] = &["presets", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = WarningPreset;
}

/// Prepare words.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreatePreset {
    /// By which moderators find it. Members do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What members are told.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
}

impl Endpoint for CreatePreset {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/presets";
    const NAME: &'static [&'static str] = &["presets", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = WarningPreset;
}

/// Change prepared words. What is left out stays, and so does what members were told already.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdatePreset {
    /// Of the preset.
    pub id: String,
    /// By which moderators find it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What members are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Endpoint for UpdatePreset {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/presets/{id}";
    const NAME: &'static [&'static str] = &["presets", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = WarningPreset;
}

/// Throw prepared words away. What members were told stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeletePreset {
    /// Of the preset.
    pub id: String,
}

impl Endpoint for DeletePreset {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/presets/{id}";
    const NAME: &'static [&'static str] = &["presets", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Empty;
}

/// Words for members that moderators have prepared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WarningPreset {
    /// What an act names as `warning_preset_id`.
    pub id: String,
    /// May be empty.
    pub title: String,
    /// What members are told.
    pub text: String,
}
whole_body!(WarningPreset);
