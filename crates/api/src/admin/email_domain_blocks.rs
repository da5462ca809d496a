//! `/api/v1/admin/email_domain_blocks`: domains whose addresses do not sign up, or not without a look at them.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Page, Scope, Timestamp, reply::whole_body};

/// List the rules for e-mail domains, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListEmailDomainBlocks {
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

impl Endpoint for ListEmailDomainBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/email_domain_blocks";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadEmailDomainBlocks);
    type Response = Page<AdminEmailDomainBlock>;
}

/// Show one rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetEmailDomainBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for GetEmailDomainBlock {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/email_domain_blocks/{id}";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadEmailDomainBlocks);
    type Response = AdminEmailDomainBlock;
}

/// Make a rule for the addresses at a domain and all below it, and at what has its mail taken in there.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateEmailDomainBlock {
    /// `junk-mail.example`
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
    /// Whether newcomers wait until somebody has looked at them. Otherwise they are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_with_approval: Option<bool>,
    /// Words for the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When it ends, as in RFC 3339; never if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

impl Endpoint for CreateEmailDomainBlock {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/email_domain_blocks";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteEmailDomainBlocks);
    const BEYOND_MASTODON: &'static [&'static str] = &["comment", "expires_at"];
    type Response = AdminEmailDomainBlock;
}

/// Take a rule away, and those for mail hosts that were made along with it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteEmailDomainBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for DeleteEmailDomainBlock {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/admin/email_domain_blocks/{id}";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteEmailDomainBlocks);
    type Response = Empty;
}

/// Change a rule. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateEmailDomainBlock {
    /// Of the rule.
    pub id: String,
    /// Whether newcomers wait until somebody has looked at them. Otherwise they are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_with_approval: Option<bool>,
    /// Words for the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub comment: Option<String>,
    /// When it ends, as in RFC 3339. Empty is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub expires_at: Option<String>,
}

impl Endpoint for UpdateEmailDomainBlock {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/email_domain_blocks/{id}";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteEmailDomainBlocks);
    type Response = AdminEmailDomainBlock;
}

/// Ask DNS which hosts take in the mail of a domain, and show which rules hold for them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ResolveEmailDomain {
    /// `junk-mail.example`
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
}

impl Endpoint for ResolveEmailDomain {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/email_domain_blocks/resolve";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "resolve"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadEmailDomainBlocks);
    type Response = ResolvedEmailDomain;
}

/// Make a rule for a domain, and along with it rules for some of the hosts that take in its mail.
///
/// A host that has a rule already keeps it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateEmailDomainBlockWithHosts {
    /// `junk-mail.example`
    #[serde(default)]
    #[schemars(!default)]
    pub domain: String,
    /// The hosts, 50 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Whether newcomers wait until somebody has looked at them. Otherwise they are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_with_approval: Option<bool>,
    /// Words for the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When they end, as in RFC 3339; never if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

impl Endpoint for CreateEmailDomainBlockWithHosts {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/email_domain_blocks";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "create-with-hosts"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteEmailDomainBlocks);
    type Response = Vec<AdminEmailDomainBlock>;
}

/// A rule for an e-mail domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminEmailDomainBlock {
    /// Of the rule.
    pub id: String,
    /// Lower case and ASCII.
    pub domain: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often it has stopped somebody on each of the last seven days, today first.
    pub history: Vec<AttemptsOnDay>,
    /// Whether newcomers wait until somebody has looked at them. Otherwise they are refused.
    #[serde(default)]
    pub allow_with_approval: bool,
    /// The rule that it was made along with, and goes with.
    #[serde(default)]
    pub parent_id: Option<String>,
    /// Words for the staff.
    #[serde(default)]
    pub comment: String,
    /// When it ends.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// How often it has stopped somebody.
    #[serde(default)]
    pub hits: i64,
    /// When last.
    #[serde(default)]
    pub last_hit_at: Option<Timestamp>,
}
whole_body!(AdminEmailDomainBlock);

/// How often a rule has stopped somebody on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttemptsOnDay {
    /// When it begins, in seconds since 1970.
    pub day: String,
    /// From how many addresses.
    pub accounts: String,
    /// How often.
    pub uses: String,
}

/// Where the mail of a domain goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResolvedEmailDomain {
    /// Lower case and ASCII.
    pub domain: String,
    /// The hosts that take it in, those that are preferred first.
    pub hosts: Vec<String>,
    /// Whether anything is there that could. Where that cannot be told, it is.
    pub is_reachable: bool,
    /// The rules that hold for the domain or any of the hosts.
    pub email_domain_blocks: Vec<AdminEmailDomainBlock>,
}
whole_body!(ResolvedEmailDomain);
