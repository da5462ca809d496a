//! `/api/v1/admin/measures`: numbers about the server, its tags and other servers, day by day.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Access, Endpoint, Scope};

/// Show numbers day by day, with totals. Which days a total is of depends on the key.
///
/// Days are in UTC. Of tags and other servers, what it is about goes into a field with the name of the key.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetMeasures {
    /// What to show, in this order, 100 at most: `active_users`, `new_users`, `interactions`, `opened_reports`,
    /// `resolved_reports`, `tag_accounts`, `tag_uses`, `tag_servers`, `instance_accounts`,
    /// `instance_media_attachments`, `instance_reports`, `instance_statuses`, `instance_follows`,
    /// `instance_followers`. Others are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<String>>,
    /// The first day, `2026-06-01`, 29 days before the last one if not given, and two years at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_at: Option<String>,
    /// The last day, today if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_at: Option<String>,
    /// Which tag `tag_accounts` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_accounts: Option<OfTag>,
    /// Which tag `tag_uses` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_uses: Option<OfTag>,
    /// Which tag `tag_servers` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_servers: Option<OfTag>,
    /// Which server `instance_accounts` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_accounts: Option<OfServer>,
    /// Which server `instance_media_attachments` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_media_attachments: Option<OfServer>,
    /// Which server `instance_reports` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_reports: Option<OfServer>,
    /// Which server `instance_statuses` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_statuses: Option<OfServer>,
    /// Which server `instance_follows` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_follows: Option<OfServer>,
    /// Which server `instance_followers` is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_followers: Option<OfServer>,
}

impl Endpoint for GetMeasures {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/measures";
    const NAME: &'static [&'static str] = &["measures", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    const ONLY_LOOKS: bool = true;
    type Response = Vec<Measure>;
}

/// A tag that something is asked about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OfTag {
    /// Of the tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Another server that something is asked about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OfServer {
    /// Exactly as it is known: lower case and ASCII.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Whether what is below the domain counts too. Whatever is said is yes, but `false` and `null` as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub include_subdomains: Option<Value>,
}

/// A number, and what it consists of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// What was asked for.
    pub key: String,
    /// `bytes`, or null for plain numbers.
    pub unit: Option<String>,
    /// A whole number, as text. Of another server of all time, otherwise of the days asked for; not always
    /// the sum of what is in `data`.
    pub total: String,
    /// The total for people: `1.21 KB`. Only of bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub human_value: Option<String>,
    /// The total of as many days before. Not of other servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_total: Option<String>,
    /// One for each day, both ends included, the oldest first.
    pub data: Vec<MeasureDay>,
}

/// A number of one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasureDay {
    /// `2026-06-01`, or `2026-06-01T00:00:00Z`, as Mastodon does for that key.
    pub date: String,
    /// A whole number, as text.
    pub value: String,
}
