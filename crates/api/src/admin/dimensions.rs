//! `/api/v1/admin/dimensions`: what numbers consist of, the most first.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measures::{OfServer, OfTag};
use crate::{Access, Endpoint, Scope};

/// Show what numbers consist of: languages, programs, servers, space.
///
/// Days are in UTC. Of tags and other servers, what it is about goes into a field with the name of the key.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetDimensions {
    /// What to show, in this order, 100 at most: `languages` of members, `sources` of sign-ups, `servers` by
    /// posts, `space_usage`, `software_versions`, `tag_servers`, `tag_languages`, `instance_accounts` by
    /// followers, `instance_languages`. Others are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<String>>,
    /// The first day, `2026-06-01`, 29 days before the last one if not given, and two years at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_at: Option<String>,
    /// The last day, today if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_at: Option<String>,
    /// How many of each, the most first; 10,000 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// Which tag `tag_servers` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_servers: Option<OfTag>,
    /// Which tag `tag_languages` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_languages: Option<OfTag>,
    /// Which server `instance_accounts` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_accounts: Option<OfServer>,
    /// Which server `instance_languages` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_languages: Option<OfServer>,
}

impl Endpoint for GetDimensions {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/dimensions";
    const NAME: &'static [&'static str] = &["dimensions", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    const ONLY_LOOKS: bool = true;
    type Response = Vec<Dimension>;
}

/// What a number consists of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dimension {
    /// What was asked for.
    pub key: String,
    /// The most first.
    pub data: Vec<DimensionPart>,
}

/// A part of a number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DimensionPart {
    /// What is counted: the code of a language, a domain, a name.
    pub key: String,
    /// The same for people.
    pub human_key: String,
    /// A whole number, as text; of software, its version.
    pub value: String,
    /// `bytes`. Only of space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The value for people. Only of space and software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub human_value: Option<String>,
}
