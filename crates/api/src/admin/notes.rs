//! `/api/kumki/v1/admin/…/notes`: what moderators write for each other.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, Timestamp, reply::whole_body};

/// List the notes about an account, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListNotesOnAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for ListNotesOnAccount {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/accounts/{id}/notes";
    const NAME: &'static [&'static str] = &["notes", "on-account"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadAccounts);
    type Response = Vec<AdminNote>;
}

/// Write a note about an account, which only moderators read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddNoteToAccount {
    /// Of the account.
    pub id: String,
    /// Plain text, 2,000 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
}

impl Endpoint for AddNoteToAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/accounts/{id}/notes";
    const NAME: &'static [&'static str] = &["notes", "add-to-account"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteAccounts);
    type Response = AdminNote;
}

/// List the notes on a report, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListNotesOnReport {
    /// Of the report.
    pub id: String,
}

impl Endpoint for ListNotesOnReport {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/reports/{id}/notes";
    const NAME: &'static [&'static str] = &["notes", "on-report"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadReports);
    type Response = Vec<AdminNote>;
}

/// Write a note on a report, which only moderators read, and resolve or reopen the report with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddNoteToReport {
    /// Of the report.
    pub id: String,
    /// Plain text, 2,000 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
    /// Whether the report is resolved, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resolve_report: bool,
    /// Whether the report is opened again, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unresolve_report: bool,
}

impl Endpoint for AddNoteToReport {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/reports/{id}/notes";
    const NAME: &'static [&'static str] = &["notes", "add-to-report"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = AdminNote;
}

/// List the notes about another server, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListNotesOnInstance {
    /// Of the server.
    pub domain: String,
}

impl Endpoint for ListNotesOnInstance {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/instances/{domain}/notes";
    const NAME: &'static [&'static str] = &["notes", "on-instance"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminNote>;
}

/// Write a note about another server, which only moderators read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddNoteToInstance {
    /// Of the server.
    pub domain: String,
    /// Plain text, 2,000 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
}

impl Endpoint for AddNoteToInstance {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/instances/{domain}/notes";
    const NAME: &'static [&'static str] = &["notes", "add-to-instance"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminNote;
}

/// Delete a note: one's own, or that of somebody whose role is lower.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteNote {
    /// Of the note.
    pub id: String,
}

impl Endpoint for DeleteNote {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/notes/{id}";
    const NAME: &'static [&'static str] = &["notes", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteReports);
    type Response = Empty;
}

/// What a moderator has written for others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminNote {
    /// Of the note.
    pub id: String,
    /// Plain text.
    pub text: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Who wrote it; null when that account is gone.
    pub account_id: Option<String>,
    /// The user name of that account.
    pub account: Option<String>,
    /// The account that it is about.
    pub target_account_id: Option<String>,
    /// The report that it is on.
    pub report_id: Option<String>,
    /// The server that it is about.
    pub domain: Option<String>,
}
whole_body!(AdminNote);
