//! Posts in other languages.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::StatusTranslation};

/// Translate a post.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TranslateStatus {
    /// Of the post.
    pub id: String,
    /// Into that language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl Endpoint for TranslateStatus {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/statuses/{id}/translate";
    const NAME: &'static [&'static str] = &["statuses", "translate"];
    const ACCESS: Access = Access::Token(&[Scope::ReadStatuses]);
    type Response = StatusTranslation;
}
