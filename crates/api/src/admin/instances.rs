//! `/api/kumki/v1/admin/instances`: other servers, how much there is of them, and how they are reached.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    acts::AdminAct, domain_allows::AdminDomainAllow, domain_blocks::AdminDomainBlock,
    notes::AdminNote,
};
use crate::{Access, Empty, Endpoint, Open, Page, Scope, Timestamp, reply::whole_body};

/// List the servers that are known, those with most accounts first. Filters combine.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListInstances {
    /// Only those whose domain contains this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_domain: Option<String>,
    /// Only those that there is a rule for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub limited: bool,
    /// Only those that are allowed by name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allowed: bool,
    /// Only those that are `failing` or `unavailable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability: Option<Open<Availability>>,
    /// `accounts` if not given, or `domain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Open<InstanceOrder>>,
    /// Where the page before has ended, as its `Link` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many, 40 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListInstances {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/instances";
    const NAME: &'static [&'static str] = &["instances", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<AdminInstance>;
}

/// Show what is known of a server, and what was done about it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetInstance {
    /// Of the server.
    pub domain: String,
    /// Whether what is below its domain is counted, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_subdomains: bool,
}

impl Endpoint for GetInstance {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/instances/{domain}";
    const NAME: &'static [&'static str] = &["instances", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = InstanceReport;
}

/// Declares an endpoint that has nothing but the domain of the server.
macro_rules! about_instance {
    ($(#[$doc:meta])* $Name:ident, $path:literal, $name:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the server.
            pub domain: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::POST;
            const PATH: &'static str = concat!("/api/kumki/v1/admin/instances/{domain}/", $path);
            const NAME: &'static [&'static str] = &["instances", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
            type Response = AdminInstance;
        }
    };
}

about_instance!(
    /// Forget on which days nothing got through to a server, and send what waits for it now.
    ClearDeliveryErrors, "clear_delivery_errors", "clear-delivery-errors"
);

about_instance!(
    /// Send nothing to a server until delivery is restarted, whatever the server does. What waits is dropped.
    StopDelivery, "stop_delivery", "stop-delivery"
);

about_instance!(
    /// Send to a server again that was given up.
    RestartDelivery, "restart_delivery", "restart-delivery"
);

/// Delete all that is known of a server that is suspended or unavailable, for good. Rules stay.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PurgeInstance {
    /// Of the server.
    pub domain: String,
    /// Whether what is below its domain goes, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_subdomains: bool,
}

impl Endpoint for PurgeInstance {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/instances/{domain}";
    const NAME: &'static [&'static str] = &["instances", "purge"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Empty;
}

/// How a server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Availability {
    /// All is well, as far as is known.
    Available,
    /// Nothing got through of late.
    Failing,
    /// Nothing is sent there any more.
    Unavailable,
}

/// What servers are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum InstanceOrder {
    /// Most accounts first.
    Accounts,
    /// By the alphabet.
    Domain,
}

/// Another server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminInstance {
    /// Lower case and ASCII.
    pub domain: String,
    /// How many accounts of it are known.
    pub accounts_count: i64,
    /// The rule for this very domain.
    pub block: Option<AdminDomainBlock>,
    /// Since when it is allowed by name.
    pub allow: Option<AdminDomainAllow>,
    /// How it is reached.
    pub availability: Open<Availability>,
    /// When it was met.
    pub created_at: Timestamp,
}
whole_body!(AdminInstance);

/// What is known of a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InstanceReport {
    /// The server.
    pub instance: AdminInstance,
    /// How much there is of it.
    pub counts: InstanceCounts,
    /// Of the last 14 days, those on which nothing got through, in UTC.
    pub failing_days: Vec<String>,
    /// Since when nothing is sent there any more.
    pub unavailable_since: Option<Timestamp>,
    /// Whether somebody has decided that.
    pub delivery_stopped: bool,
    /// How much waits to be sent there. More than 10,000 are 10,000.
    pub deliveries_waiting: i64,
    /// The last five decisions about it, newest first; null for those who may not read the log.
    pub acts: Option<Vec<AdminAct>>,
    /// What moderators have written about it, oldest first.
    pub notes: Vec<AdminNote>,
}
whole_body!(InstanceReport);

/// How much there is of a server. Of all but accounts, more than 10,000 are 10,000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InstanceCounts {
    /// Accounts that are known.
    pub accounts: i64,
    /// Follows of members by those.
    pub followers: i64,
    /// Follows of those by members.
    pub following: i64,
    /// Posts that are known.
    pub statuses: i64,
    /// Reports about accounts there.
    pub reports: i64,
    /// What is kept here of their files, in bytes. Only 10,000 files are counted.
    pub media_bytes: i64,
}
