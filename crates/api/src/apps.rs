//! `/api/v1/apps`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint,
    entities::{Application, CredentialApplication},
};

/// Register an application.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateApp {
    /// 60 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub client_name: String,
    /// Where members may be sent back to: a list, or one text with white space between.
    #[serde(default)]
    #[schemars(!default)]
    pub redirect_uris: Vec<String>,
    /// What tokens may be good for, separated by spaces; `read` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<String>,
    /// The home page of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

impl Endpoint for CreateApp {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/apps";
    const NAME: &'static [&'static str] = &["apps", "create"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = CredentialApplication;
}

/// Show the application that the token belongs to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct VerifyApp {}

impl Endpoint for VerifyApp {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/apps/verify_credentials";
    const NAME: &'static [&'static str] = &["apps", "get"];
    const ACCESS: Access = Access::Token(&[]);
    type Response = Application;
}
