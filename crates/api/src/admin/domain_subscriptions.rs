//! `/api/kumki/v1/admin/domain_subscriptions`: lists of servers that others keep.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::domain_blocks::DomainBlockSeverity;
use crate::{Access, Empty, Endpoint, Open, Page, Scope, Timestamp, reply::whole_body};

/// Show the lists that this server reads, in the order in which they were made.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDomainSubscriptions {}

impl Endpoint for ListDomainSubscriptions {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_subscriptions";
    const NAME: &'static [&'static str] = &["domain-subscriptions", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminDomainSubscription>;
}

/// Read a list of servers from now on, about once an hour. Nothing that somebody here decides is changed by it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateDomainSubscription {
    /// What people here call it.
    #[serde(default)]
    #[schemars(!default)]
    pub name: String,
    /// Where it is: an address with `https`, of which there is only one subscription.
    #[serde(default)]
    #[schemars(!default)]
    pub url: String,
    /// Whether it is of servers to `block`, which is so if not given, or to `allow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `csv` with Mastodon's columns, `json`, `plain` with a name on each line, or whatever it looks like: `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Of several lists, the one with the highest decides about a server, and among equals the stricter; 0 if
    /// not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// Whether it is read at all, which is so if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether somebody has to approve of each entry, which is so if not given. Servers that members have
    /// followers on, or follow somebody on, always need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_review: Option<bool>,
    /// Whether what the list drops is dropped here, which is so if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retracts: Option<bool>,
    /// In place of what the list says of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Open<DomainBlockSeverity>>,
    /// Domains that it decides nothing about, with all that is below them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excludes: Option<Vec<String>>,
}

impl Endpoint for CreateDomainSubscription {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_subscriptions";
    const NAME: &'static [&'static str] = &["domain-subscriptions", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminDomainSubscription;
}

/// Change how a list is read, and read it. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateDomainSubscription {
    /// Of the subscription.
    pub id: String,
    /// What people here call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `csv`, `json`, `plain` or `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Of several lists, the one with the highest decides about a server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// Whether it is read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether somebody has to approve of each entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_review: Option<bool>,
    /// Whether what the list drops is dropped here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retracts: Option<bool>,
    /// In place of what the list says of each; empty for what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Open<DomainBlockSeverity>>,
    /// All domains that it decides nothing about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excludes: Option<Vec<String>>,
}

impl Endpoint for UpdateDomainSubscription {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_subscriptions/{id}";
    const NAME: &'static [&'static str] = &["domain-subscriptions", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminDomainSubscription;
}

/// Read a list no more.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct DeleteDomainSubscription {
    /// Of the subscription.
    pub id: String,
    /// Whether all that it has decided is taken back. Otherwise that stays, as if somebody here had decided it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub take_back: bool,
}

impl Endpoint for DeleteDomainSubscription {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_subscriptions/{id}";
    const NAME: &'static [&'static str] = &["domain-subscriptions", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Empty;
}

/// Declares an endpoint that has nothing but the id of the subscription.
macro_rules! about_subscription {
    ($(#[$doc:meta])* $Name:ident, $METHOD:ident, $path:literal, $name:literal, $scope:ident, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the subscription.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$METHOD;
            const PATH: &'static str = concat!("/api/kumki/v1/admin/domain_subscriptions/{id}", $path);
            const NAME: &'static [&'static str] = &["domain-subscriptions", $name];
            const ACCESS: Access = Access::Moderator(Scope::$scope);
            type Response = $Response;
        }
    };
}

about_subscription!(
    /// Show how a list is read, and how many of its entries have come to what.
    GetDomainSubscription, GET, "", "get", AdminRead, AdminDomainSubscription
);

about_subscription!(
    /// Read a list now.
    CheckDomainSubscription, POST, "/check", "check", AdminWrite, AdminDomainSubscription
);

about_subscription!(
    /// Approve of all entries that wait for it. They are brought to bear as one batch, behind the request.
    ApproveSubscriptionEntries, POST, "/approve_all", "approve-all", AdminWrite, DraftsDecided
);

about_subscription!(
    /// Dismiss all entries that wait for somebody.
    DismissSubscriptionEntries, POST, "/dismiss_all", "dismiss-all", AdminWrite, DraftsDecided
);

/// List what a list says, newest entries first, and what has come of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListSubscriptionEntries {
    /// Of the subscription.
    pub id: String,
    /// Only those that have come to this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Open<SubscriptionEntryState>>,
    /// Only entries with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only entries with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only entries with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 500 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListSubscriptionEntries {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_subscriptions/{id}/entries";
    const NAME: &'static [&'static str] = &["domain-subscriptions", "entries"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<SubscriptionEntry>;
}

/// Declares an endpoint about one entry.
macro_rules! about_entry {
    ($(#[$doc:meta])* $Name:ident, $name:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the subscription.
            pub id: String,
            /// Of the entry.
            pub entry_id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::POST;
            const PATH: &'static str =
                concat!("/api/kumki/v1/admin/domain_subscriptions/{id}/entries/{entry_id}/", $name);
            const NAME: &'static [&'static str] = &["domain-subscriptions", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
            type Response = SubscriptionEntry;
        }
    };
}

about_entry!(
    /// Do what an entry says now, unless something else counts for more. Also one that was dismissed.
    ApproveSubscriptionEntry, "approve"
);

about_entry!(
    /// Do not do what an entry says, as long as the list has it.
    DismissSubscriptionEntry, "dismiss"
);

/// What has come of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum SubscriptionEntryState {
    /// Somebody has to approve of it.
    Draft,
    /// It is what holds for the server.
    Applied,
    /// Something else counts for more.
    Covered,
    /// Somebody here does not want it.
    Dismissed,
    /// The list has dropped it, and so nothing holds for the server any more.
    Retracted,
}

/// A list of servers that others keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminDomainSubscription {
    /// Of the subscription.
    pub id: String,
    /// What people here call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// `block` or `allow`.
    pub kind: String,
    /// What it is written in.
    pub format: String,
    /// Of several lists, the one with the highest decides.
    pub priority: i64,
    /// Whether it is read at all.
    pub enabled: bool,
    /// Whether somebody has to approve of each entry.
    pub needs_review: bool,
    /// Whether what the list drops is dropped here.
    pub retracts: bool,
    /// In place of what the list says of each.
    pub severity: Option<Open<DomainBlockSeverity>>,
    /// Domains that it decides nothing about.
    pub excludes: Vec<String>,
    /// How many entries have come to what.
    pub counts: SubscriptionCounts,
    /// When it was read last.
    pub checked_at: Option<Timestamp>,
    /// When it was new then.
    pub changed_at: Option<Timestamp>,
    /// When it is read next.
    pub next_check_at: Timestamp,
    /// Why it could not be read, if that was so the last time.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}
whole_body!(AdminDomainSubscription);

/// How many entries have come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionCounts {
    /// Waiting for somebody.
    pub draft: i64,
    /// Holding.
    pub applied: i64,
    /// Overruled.
    pub covered: i64,
    /// Not wanted.
    pub dismissed: i64,
    /// Dropped by the list.
    pub retracted: i64,
}

/// What a list says of a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionEntry {
    /// Of the entry.
    pub id: String,
    /// Lower case and ASCII.
    pub domain: String,
    /// How much the list would take away.
    pub severity: Open<DomainBlockSeverity>,
    /// Whether it would have no files fetched from there.
    pub reject_media: bool,
    /// Whether it would have reports from there dropped.
    pub reject_reports: bool,
    /// Its words for it.
    pub public_comment: Option<String>,
    /// Whether it would have only a part of the name shown.
    pub obfuscate: bool,
    /// What has come of it.
    pub state: Open<SubscriptionEntryState>,
    /// Whether the list still has it.
    pub listed: bool,
    /// Why it has come to that.
    pub note: Option<String>,
    /// When the list had it first.
    pub created_at: Timestamp,
    /// When anything about it changed last.
    pub updated_at: Timestamp,
}
whole_body!(SubscriptionEntry);

/// How many were decided at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DraftsDecided {
    /// Entries that had waited for it.
    pub entries: i64,
}
whole_body!(DraftsDecided);
