//! `/api/v1/markers`: how far one has read, so that one app goes on where another one stopped.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::Markers};

/// Show how far one has read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowMarkers {
    /// Where: `home`, `notifications`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<String>,
}

impl Endpoint for ShowMarkers {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/markers";
    const NAME: &'static [&'static str] = &["markers", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadStatuses]);
    type Response = Markers;
}

/// Remember how far one has read. When another app does so at the same moment: 409, and nothing is saved.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SaveMarkers {
    /// In the home timeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<Position>,
    /// In the notifications.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Position>,
}

/// How far one has read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Of the post or notification that was read last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_read_id: Option<String>,
}

impl Endpoint for SaveMarkers {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/markers";
    const NAME: &'static [&'static str] = &["markers", "save"];
    const ACCESS: Access = Access::Member(&[Scope::WriteStatuses]);
    type Response = Markers;
}
