//! `/api/v1/admin/reports`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::AdminAccount;
use crate::{
    Access, Empty, Endpoint, Open, Page, Scope, Timestamp, Versioned,
    entities::{Category, Rule, Status},
};

/// List reports, newest first. Without filters: those that are open.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListReports {
    /// Only resolved ones; together with `unresolved`, all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resolved: bool,
    /// Open ones, as is the default.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unresolved: bool,
    /// Only reports that this account has made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Only reports about this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_account_id: Option<String>,
    /// Only reports of this category. Only Kumki can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Open<Category>>,
    /// Only reports in the hands of this account; `none` is nobody's. Only Kumki can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_account_id: Option<String>,
    /// Only reports with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only reports with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only reports with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListReports {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/reports";
    const NAME: &'static [&'static str] = &["reports", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadReports);
    const BEYOND_MASTODON: &'static [&'static str] = &["category", "assigned_account_id"];
    type Response = Page<AdminReport>;
}

/// Show a report with everything that belongs to it. The answer's `ETag` names the version.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetReport {
    /// Of the report.
    pub id: String,
}

impl Endpoint for GetReport {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/reports/{id}";
    const NAME: &'static [&'static str] = &["reports", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadReports);
    type Response = Versioned<AdminReport>;
}

/// The header by which a change says which version of the report it is meant for.
const IF_MATCH: &[(&str, &str)] = &[("if_match", "if-match")];

/// Change the category of a report, and the rules that it names.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateReport {
    /// Of the report.
    pub id: String,
    /// What the report is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Open<Category>>,
    /// Ids of rules that were broken, instead of those named so far. Only for violations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_ids: Option<Vec<String>>,
    /// The `ETag` of the report as it was seen: refused if it was changed since. Only Kumki can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_match: Option<String>,
}

impl Endpoint for UpdateReport {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/admin/reports/{id}";
    const NAME: &'static [&'static str] = &["reports", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    const BEYOND_MASTODON: &'static [&'static str] = &["if_match"];
    const HEADERS: &'static [(&'static str, &'static str)] = IF_MATCH;
    type Response = Versioned<AdminReport>;
}

/// Declares an endpoint that has nothing but the id of the report.
macro_rules! about_report {
    ($(#[$doc:meta])* $Name:ident, $path:literal, $name:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the report.
            pub id: String,
            /// The `ETag` of the report as it was seen: refused if it was changed since. Only Kumki can.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub if_match: Option<String>,
        }

        impl $Name {
            /// Whatever version of the report there is.
            pub fn new(id: impl Into<String>) -> Self {
                Self {
                    id: id.into(),
                    if_match: None,
                }
            }
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::POST;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["reports", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
            const BEYOND_MASTODON: &'static [&'static str] = &["if_match"];
            const HEADERS: &'static [(&'static str, &'static str)] = IF_MATCH;
            type Response = Versioned<AdminReport>;
        }
    };
}

about_report!(
    /// Take a report into one's own hands, also out of somebody else's.
    AssignReportToSelf,
    "/api/v1/admin/reports/{id}/assign_to_self",
    "assign-to-self"
);

about_report!(
    /// Take a report out of the hands that it is in.
    UnassignReport,
    "/api/v1/admin/reports/{id}/unassign",
    "unassign"
);

about_report!(
    /// Resolve a report, without doing anything about the account.
    ResolveReport,
    "/api/v1/admin/reports/{id}/resolve",
    "resolve"
);

about_report!(
    /// Open a resolved report again.
    ReopenReport,
    "/api/v1/admin/reports/{id}/reopen",
    "reopen"
);

/// Put a report into the hands of a colleague.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssignReport {
    /// Of the report.
    pub id: String,
    /// The colleague, whose role must allow work on reports.
    #[serde(default)]
    #[schemars(!default)]
    pub account_id: String,
    /// The `ETag` of the report as it was seen: refused if it was changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_match: Option<String>,
}

impl Endpoint for AssignReport {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/reports/{id}/assign";
    const NAME: &'static [&'static str] = &["reports", "assign"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    const HEADERS: &'static [(&'static str, &'static str)] = IF_MATCH;
    type Response = Versioned<AdminReport>;
}

/// Write a letter to who made a report, or to whom it is about, in the name of the staff.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct WriteAboutReport {
    /// Of the report.
    pub id: String,
    /// Whom to write to.
    #[serde(default)]
    #[schemars(!default)]
    pub to: Open<Party>,
    /// What to say, 2,000 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
}

impl Endpoint for WriteAboutReport {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/reports/{id}/write";
    const NAME: &'static [&'static str] = &["reports", "write"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = Empty;
}

/// Who has to do with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Party {
    /// Who made it, and may so be told the outcome.
    Reporter,
    /// Whom it is about.
    Target,
}

/// A report as moderators see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminReport {
    /// Of the report.
    pub id: String,
    /// Whether it is resolved.
    pub action_taken: bool,
    /// When it was.
    pub action_taken_at: Option<Timestamp>,
    /// What it is about.
    pub category: Open<Category>,
    /// In the reporter's words.
    pub comment: String,
    /// Whether the account's own server was told; null when that was not asked for.
    pub forwarded: Option<bool>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Who made it; for reports from elsewhere, an account of that server.
    pub account: Box<AdminAccount>,
    /// Whom it is about.
    pub target_account: Box<AdminAccount>,
    /// The moderator in whose hands it is.
    pub assigned_account: Option<Box<AdminAccount>>,
    /// Who has resolved it.
    pub action_taken_by_account: Option<Box<AdminAccount>>,
    /// The posts that it is about, newest first, whoever else may see them.
    pub statuses: Vec<Status>,
    /// Those of the posts that are held; missing where none is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_status_ids: Vec<String>,
    /// The rules that it names.
    pub rules: Vec<Rule>,
    /// The automatic rule that has made it, in the name of who has made the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_rule_id: Option<String>,
}
