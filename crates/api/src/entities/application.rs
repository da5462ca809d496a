use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::reply::whole_body;

/// An application, as its tokens see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Application {
    /// Of the application.
    #[serde(default)]
    pub id: String,
    /// What it calls itself.
    #[serde(default)]
    pub name: String,
    /// Its home page.
    pub website: Option<String>,
    /// What its tokens may be good for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Where it may be sent back to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// All of `redirect_uris`, a line each.
    #[serde(default)]
    pub redirect_uri: String,
    /// The server's key for Web Push, if it has one.
    #[serde(default)]
    pub vapid_key: Option<String>,
}
whole_body!(Application);

/// An application that was just registered, with its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CredentialApplication {
    /// What can be seen of it later.
    #[serde(flatten)]
    pub application: Application,
    /// Names the application in OAuth.
    pub client_id: String,
    /// Proves that it is the application. Shown only now; the server keeps a hash.
    pub client_secret: String,
    /// Always 0: never.
    #[serde(default)]
    pub client_secret_expires_at: i64,
}
whole_body!(CredentialApplication);

/// An access token. It is shown once; the server keeps a hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Token {
    /// To be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// `Bearer`.
    #[serde(default)]
    pub token_type: String,
    /// What it is good for, separated by spaces.
    #[serde(default)]
    pub scope: String,
    /// In seconds since 1970.
    #[serde(default)]
    pub created_at: i64,
}
whole_body!(Token);
