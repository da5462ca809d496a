//! `/api/v1/admin/ip_blocks`: addresses that are not let in, or that nobody signs up from.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Open, Page, Scope, Timestamp, reply::whole_body};

/// List the rules for addresses, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListIpBlocks {
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

impl Endpoint for ListIpBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/ip_blocks";
    const NAME: &'static [&'static str] = &["ip-blocks", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadIpBlocks);
    type Response = Page<AdminIpBlock>;
}

/// Show one rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetIpBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for GetIpBlock {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/ip_blocks/{id}";
    const NAME: &'static [&'static str] = &["ip-blocks", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadIpBlocks);
    type Response = AdminIpBlock;
}

/// Make a rule for an address or a network.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateIpBlock {
    /// `203.0.113.9`, `203.0.113.0/24`, `203.0.113.0/255.255.255.0` or `2001:db8::/32`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub ip: Option<String>,
    /// What it takes away.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub severity: Option<Open<IpBlockSeverity>>,
    /// Words for the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// In how many seconds it ends; never if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub expires_in: Option<String>,
    /// Whether to shut out also oneself, or everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
}

impl Endpoint for CreateIpBlock {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/ip_blocks";
    const NAME: &'static [&'static str] = &["ip-blocks", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteIpBlocks);
    const BEYOND_MASTODON: &'static [&'static str] = &["force"];
    type Response = AdminIpBlock;
}

/// Change a rule. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateIpBlock {
    /// Of the rule.
    pub id: String,
    /// `203.0.113.9`, `203.0.113.0/24`, `203.0.113.0/255.255.255.0` or `2001:db8::/32`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub ip: Option<String>,
    /// What it takes away.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub severity: Option<Open<IpBlockSeverity>>,
    /// Words for the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub comment: Option<String>,
    /// In how many seconds from now it ends. Empty is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-null-is-empty" = true))]
    pub expires_in: Option<String>,
    /// Whether to shut out also oneself, or everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
}

impl Endpoint for UpdateIpBlock {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/admin/ip_blocks/{id}";
    const NAME: &'static [&'static str] = &["ip-blocks", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteIpBlocks);
    const BEYOND_MASTODON: &'static [&'static str] = &["force"];
    type Response = AdminIpBlock;
}

/// Take a rule away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteIpBlock {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for DeleteIpBlock {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/admin/ip_blocks/{id}";
    const NAME: &'static [&'static str] = &["ip-blocks", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteIpBlocks);
    type Response = Empty;
}

/// List the rules that have an address in common with a network, in the order of addresses.
///
/// Those that the network lies in all come with the first page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchIpBlocks {
    /// An address or a network; all there are if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlapping: Option<String>,
    /// The network that the last page has ended with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for SearchIpBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/ip_blocks";
    const NAME: &'static [&'static str] = &["ip-blocks", "search"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadIpBlocks);
    type Response = Page<AdminIpBlock>;
}

/// What a rule takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum IpBlockSeverity {
    /// Newcomers wait until somebody has looked at them.
    SignUpRequiresApproval,
    /// Nobody signs up.
    SignUpBlock,
    /// Nobody gets any answer.
    NoAccess,
}

/// A rule for a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminIpBlock {
    /// Of the rule.
    pub id: String,
    /// Always with the length of the prefix.
    pub ip: String,
    /// What it takes away.
    pub severity: Open<IpBlockSeverity>,
    /// Words for the staff.
    pub comment: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// How often somebody was stopped by it, some seconds ago.
    #[serde(default)]
    pub hits: i64,
    /// When last.
    #[serde(default)]
    pub last_hit_at: Option<Timestamp>,
}
whole_body!(AdminIpBlock);
