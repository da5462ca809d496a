//! `/api/v1/admin/canonical_email_blocks`: addresses that do not sign up, whatever way they are spelled.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Page, Scope, Timestamp, reply::whole_body};

/// List the rules for single addresses, newest first. Nothing but a hash of each is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListCanonicalEmailBlocks {
    /// Only rules with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only rules with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only rules with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListCanonicalEmailBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/canonical_email_blocks";
    const NAME: &'static [&'static str] = &["canonical-email-blocks", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadCanonicalEmailBlocks);
    type Response = Page<AdminCanonicalEmailBlock>;
}

/// Show one rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetCanonicalEmailBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for GetCanonicalEmailBlock {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/canonical_email_blocks/{id}";
    const NAME: &'static [&'static str] = &["canonical-email-blocks", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadCanonicalEmailBlocks);
    type Response = AdminCanonicalEmailBlock;
}

/// Show the rule for an address, if there is any.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct TestCanonicalEmailBlock {
    /// In any spelling.
    #[serde(default)]
    #[schemars(!default)]
    pub email: String,
}

impl Endpoint for TestCanonicalEmailBlock {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/canonical_email_blocks/test";
    const NAME: &'static [&'static str] = &["canonical-email-blocks", "test"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadCanonicalEmailBlocks);
    type Response = Vec<AdminCanonicalEmailBlock>;
}

/// Make a rule for an address, or for one of which only the hash is known.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateCanonicalEmailBlock {
    /// In any spelling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// SHA-256 of the address without dots and what follows a plus, as 64 hexadecimal digits; counts only
    /// where the address is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_email_hash: Option<String>,
}

impl Endpoint for CreateCanonicalEmailBlock {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/canonical_email_blocks";
    const NAME: &'static [&'static str] = &["canonical-email-blocks", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteCanonicalEmailBlocks);
    type Response = AdminCanonicalEmailBlock;
}

/// Take a rule away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteCanonicalEmailBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for DeleteCanonicalEmailBlock {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/admin/canonical_email_blocks/{id}";
    const NAME: &'static [&'static str] = &["canonical-email-blocks", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteCanonicalEmailBlocks);
    type Response = Empty;
}

/// A rule for an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminCanonicalEmailBlock {
    /// Of the rule.
    pub id: String,
    /// SHA-256 of the address without dots and what follows a plus.
    pub canonical_email_hash: String,
    /// How often it has stopped somebody.
    #[serde(default)]
    pub hits: i64,
    /// When last.
    #[serde(default)]
    pub last_hit_at: Option<Timestamp>,
}
whole_body!(AdminCanonicalEmailBlock);
