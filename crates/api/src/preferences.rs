//! `/api/v1/preferences`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, entities::Preferences};

/// Show what one has chosen for all of one's apps.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowPreferences {}

impl Endpoint for ShowPreferences {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/preferences";
    const NAME: &'static [&'static str] = &["preferences", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadAccounts]);
    type Response = Preferences;
}
