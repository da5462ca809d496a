//! `/api/oembed`: how other sites show a post.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, entities::Oembed};

/// Show how a post of this server is put into a page of another site.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowOembed {
    /// The address of the post.
    #[serde(default)]
    #[schemars(!default)]
    pub url: String,
    /// Pixels, 400 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maxwidth: Option<String>,
    /// Pixels, as many as it takes if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maxheight: Option<String>,
}

impl Endpoint for ShowOembed {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/oembed";
    const NAME: &'static [&'static str] = &["statuses", "oembed"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Oembed;
}
