//! `/api/v1/accounts`: accounts as members and strangers see them.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Scope, Upload,
    entities::{Account, CredentialAccount, Token},
};

/// Sign up. The answer is a token, good once the address is confirmed and the sign-up approved.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SignUp {
    /// Letters, digits and underscores, 30 at most.
    #[serde(default)]
    #[schemars(!default)]
    pub username: String,
    /// Where the confirmation is sent.
    #[serde(default)]
    #[schemars(!default)]
    pub email: String,
    /// At least 8 characters.
    #[serde(default)]
    #[schemars(!default)]
    pub password: String,
    /// Whether the member agrees to the rules.
    #[serde(default)]
    #[schemars(!default)]
    pub agreement: bool,
    /// The language of mails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Why, where sign-ups are approved by staff; 420 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Of the invite that the member comes with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite_code: Option<String>,
}

impl Endpoint for SignUp {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/accounts";
    const NAME: &'static [&'static str] = &["me", "sign-up"];
    const ACCESS: Access = Access::Token(&[Scope::WriteAccounts]);
    type Response = Token;
}

/// Show one's own account.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct VerifyCredentials {}

impl Endpoint for VerifyCredentials {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/verify_credentials";
    const NAME: &'static [&'static str] = &["me", "get"];
    const ACCESS: Access = Access::Member(&[Scope::Profile, Scope::ReadAccounts]);
    type Response = CredentialAccount;
}

/// Change one's own profile and settings. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateCredentials {
    /// 30 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// About oneself, 500 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A picture: PNG, JPEG, GIF or WebP, 8 MB at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Upload>,
    /// What the picture shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_description: Option<String>,
    /// A banner, like the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Upload>,
    /// What the banner shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_description: Option<String>,
    /// Whether follows have to be approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// Whether a program posts here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot: Option<bool>,
    /// Whether the account may be suggested to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discoverable: Option<bool>,
    /// Whether posts may be found by full-text search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indexable: Option<bool>,
    /// Whether followers and follows are hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_collections: Option<bool>,
    /// Rows of the profile: a list, or an object with the numbers of the rows as keys. 4 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields_attributes: Option<serde_json::Value>,
    /// Settings of new posts: `privacy`, `sensitive`, `language`, `quote_policy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceUpdate>,
}

/// Settings of new posts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SourceUpdate {
    /// `public`, `unlisted` or `private`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<String>,
    /// Whether new media are marked as sensitive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// Two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `public`, `followers` or `nobody`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_policy: Option<String>,
}

impl Endpoint for UpdateCredentials {
    const METHOD: Method = Method::PATCH;
    const PATH: &'static str = "/api/v1/accounts/update_credentials";
    const NAME: &'static [&'static str] = &["me", "update"];
    const ACCESS: Access = Access::Member(&[Scope::WriteAccounts]);
    const FILES: &'static [&'static str] = &["avatar", "header"];
    type Response = CredentialAccount;
}

/// Show an account as everybody sees it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for ShowAccount {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/{id}";
    const NAME: &'static [&'static str] = &["people", "get"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Account;
}

/// Show several accounts as everybody sees them, leaving out those that do not exist.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowAccounts {
    /// Of the accounts, 40 at most.
    #[serde(default)]
    pub id: Vec<String>,
}

impl Endpoint for ShowAccounts {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts";
    const NAME: &'static [&'static str] = &["people", "list"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Vec<Account>;
}

/// Find an account by its address, without asking other servers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct LookUpAccount {
    /// `name` or `name@domain`
    #[serde(default)]
    #[schemars(!default)]
    pub acct: String,
}

impl Endpoint for LookUpAccount {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/lookup";
    const NAME: &'static [&'static str] = &["people", "look-up"];
    const ACCESS: Access = Access::Public(&[Scope::ReadAccounts]);
    type Response = Account;
}
