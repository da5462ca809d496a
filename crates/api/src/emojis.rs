//! `/api/v1/custom_emojis`: small pictures that short codes stand for.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, entities::CustomEmoji};

/// List the custom emoji that members can use.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListEmojis {}

impl Endpoint for ListEmojis {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/custom_emojis";
    const NAME: &'static [&'static str] = &["emojis", "list"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Vec<CustomEmoji>;
}
