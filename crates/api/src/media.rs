//! `/api/v1/media` and `/api/v2/media`: pictures, films and sounds for posts.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, Upload, entities::MediaAttachment};

/// Send a picture, film or sound, to be named in a post within a day.
///
/// The status is 202, and the address in the answer null, while a large picture is worked on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateMedia {
    /// The file: PNG, JPEG, GIF or WebP of 16 MB at most, or a film or sound of 99 MB at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Upload>,
    /// A picture to show in place of a film or sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<Upload>,
    /// What it shows, for those who cannot see it; 1,500 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The point of a picture that is always to be seen: `x,y`, each from -1 to 1, `0,0` in the middle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
}

const FILES: &[&str] = &["file", "thumbnail"];

impl Endpoint for CreateMedia {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v2/media";
    const NAME: &'static [&'static str] = &["media", "upload"];
    const ACCESS: Access = Access::Member(&[Scope::WriteMedia]);
    const FILES: &'static [&'static str] = FILES;
    type Response = MediaAttachment;
}

/// Send a picture, film or sound, and wait until it can be used.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateMediaV1 {
    /// The file: PNG, JPEG, GIF or WebP of 16 MB at most, or a film or sound of 99 MB at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Upload>,
    /// A picture to show in place of a film or sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<Upload>,
    /// What it shows, for those who cannot see it; 1,500 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The point of a picture that is always to be seen: `x,y`, each from -1 to 1, `0,0` in the middle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
}

impl Endpoint for CreateMediaV1 {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/media";
    const NAME: &'static [&'static str] = &["media", "upload-v1"];
    const ACCESS: Access = Access::Member(&[Scope::WriteMedia]);
    const FILES: &'static [&'static str] = FILES;
    type Response = MediaAttachment;
}

/// Show what was sent, until a post carries it.
///
/// The status is 206, and the address in the answer null, while it is worked on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowMedia {
    /// Of the medium.
    pub id: String,
}

impl Endpoint for ShowMedia {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/media/{id}";
    const NAME: &'static [&'static str] = &["media", "get"];
    const ACCESS: Access = Access::Member(&[Scope::WriteMedia]);
    type Response = MediaAttachment;
}

/// Change what was sent, until a post carries it. What is left out stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateMedia {
    /// Of the medium.
    pub id: String,
    /// A picture to show in place of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<Upload>,
    /// What it shows, for those who cannot see it; 1,500 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The point of a picture that is always to be seen: `x,y`, each from -1 to 1, `0,0` in the middle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
}

impl Endpoint for UpdateMedia {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/media/{id}";
    const NAME: &'static [&'static str] = &["media", "update"];
    const ACCESS: Access = Access::Member(&[Scope::WriteMedia]);
    const FILES: &'static [&'static str] = &["thumbnail"];
    type Response = MediaAttachment;
}

/// Take back what was sent, unless a post carries it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteMedia {
    /// Of the medium.
    pub id: String,
}

impl Endpoint for DeleteMedia {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/media/{id}";
    const NAME: &'static [&'static str] = &["media", "delete"];
    const ACCESS: Access = Access::Member(&[Scope::WriteMedia]);
    type Response = Empty;
}
