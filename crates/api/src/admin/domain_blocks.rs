//! `/api/v1/admin/domain_blocks`: what is decided about other servers that are not trusted.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Linked, Open, Page, Scope, Timestamp, reply::whole_body};

/// List the rules for other servers, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDomainBlocks {
    /// Only rules with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only rules with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only rules with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 500 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListDomainBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/domain_blocks";
    const NAME: &'static [&'static str] = &["domain-blocks", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainBlocks);
    type Response = Page<AdminDomainBlock>;
}

/// Show one rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetDomainBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for GetDomainBlock {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/domain_blocks/{id}";
    const NAME: &'static [&'static str] = &["domain-blocks", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainBlocks);
    type Response = AdminDomainBlock;
}

/// Make a rule for a server and all below its domain.
///
/// A rule that is there already for this domain, or a stricter one above it, is answered with (422).
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateDomainBlock {
    /// `spam.example`
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
    /// How much it takes away; `silence` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Open<DomainBlockSeverity>>,
    /// Whether no files are fetched from there, and those that were are thrown away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_media: Option<bool>,
    /// Whether reports from there are dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reports: Option<bool>,
    /// Words for the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_comment: Option<String>,
    /// Words for those who may see which servers are blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_comment: Option<String>,
    /// Whether those see only a part of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obfuscate: Option<bool>,
    /// How many days suspended accounts are kept, so that all comes back when the rule is taken away:
    /// from 0 to 365, 30 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<i64>,
    /// When the server takes the rule away by itself, as in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

impl Endpoint for CreateDomainBlock {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/domain_blocks";
    const NAME: &'static [&'static str] = &["domain-blocks", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteDomainBlocks);
    const BEYOND_MASTODON: &'static [&'static str] = &["grace_days", "expires_at"];
    type Response = AdminDomainBlock;
}

/// Change a rule, and bring it to bear anew. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateDomainBlock {
    /// Of the rule.
    pub id: String,
    /// How much it takes away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Open<DomainBlockSeverity>>,
    /// Whether no files are fetched from there, and those that were are thrown away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_media: Option<bool>,
    /// Whether reports from there are dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reports: Option<bool>,
    /// Words for the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_comment: Option<String>,
    /// Words for those who may see which servers are blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_comment: Option<String>,
    /// Whether those see only a part of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obfuscate: Option<bool>,
    /// How many days suspended accounts are kept, from 0 to 365.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<i64>,
    /// When the server takes the rule away by itself, as in RFC 3339. Empty is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

impl Endpoint for UpdateDomainBlock {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/admin/domain_blocks/{id}";
    const NAME: &'static [&'static str] = &["domain-blocks", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteDomainBlocks);
    const BEYOND_MASTODON: &'static [&'static str] = &["grace_days", "expires_at"];
    type Response = AdminDomainBlock;
}

/// Take a rule away. Accounts that it has limited or suspended are so no longer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteDomainBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for DeleteDomainBlock {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/admin/domain_blocks/{id}";
    const NAME: &'static [&'static str] = &["domain-blocks", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteDomainBlocks);
    type Response = Empty;
}

/// Show which rule counts for a domain: its own, or that of the closest domain above it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct LookUpDomain {
    /// `media.spam.example`
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
}

impl Endpoint for LookUpDomain {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_blocks/lookup";
    const NAME: &'static [&'static str] = &["domain-blocks", "lookup"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainBlocks);
    type Response = DomainPolicy;
}

/// Show what would be lost if a server and all below its domain were suspended, and a page of the members who
/// would lose something, highest account first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PreviewDomainBlock {
    /// `spam.example`
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
    /// Only accounts with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only accounts with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only accounts with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many members, 100 if not given and 500 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for PreviewDomainBlock {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_blocks/preview";
    const NAME: &'static [&'static str] = &["domain-blocks", "preview"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainBlocks);
    type Response = Linked<DomainBlockPreview>;
}

/// How much a rule takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum DomainBlockSeverity {
    /// Accounts are met only by those who look for them.
    Silence,
    /// There is no exchange.
    Suspend,
    /// Nothing by itself.
    Noop,
}

/// A rule for a server and all below its domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminDomainBlock {
    /// Of the rule.
    pub id: String,
    /// Lower case and ASCII.
    pub domain: String,
    /// SHA-256 of the domain, as the public list shows it.
    #[serde(default)]
    pub digest: String,
    /// When it was made; also the time that the accounts are marked with.
    pub created_at: Timestamp,
    /// How much it takes away.
    pub severity: Open<DomainBlockSeverity>,
    /// Whether no files are fetched from there.
    pub reject_media: bool,
    /// Whether reports from there are dropped.
    pub reject_reports: bool,
    /// Words for the staff.
    pub private_comment: Option<String>,
    /// Words for those who may see which servers are blocked.
    pub public_comment: Option<String>,
    /// Whether those see only a part of the name.
    pub obfuscate: bool,
    /// When the server takes the rule away by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Until when all comes back that was suspended, if the rule is taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_due_at: Option<Timestamp>,
}
whole_body!(AdminDomainBlock);

/// What holds for a domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DomainPolicy {
    /// Lower case and ASCII.
    pub domain: String,
    /// Whether there is any exchange with it.
    pub allowed: bool,
    /// The rule that counts, if there is any.
    pub rule: Option<AdminDomainBlock>,
}
whole_body!(DomainPolicy);

/// What would be lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DomainBlockPreview {
    /// Lower case and ASCII.
    pub domain: String,
    /// Accounts that are known of it and of all below it.
    pub accounts_count: i64,
    /// Followers that members would lose.
    pub followers_count: i64,
    /// Accounts that members would follow no longer.
    pub following_count: i64,
    /// Members who would lose any of either.
    pub members_count: i64,
    /// A page of those.
    pub members: Vec<MemberLoss>,
}

/// What a member would lose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MemberLoss {
    /// Of the account.
    pub account_id: String,
    /// Its user name.
    pub username: String,
    /// How many followers.
    pub followers_count: i64,
    /// How many that she follows.
    pub following_count: i64,
}
