//! Lists of other servers as files, in the columns that Mastodon's pages write and read.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::Effects;
use crate::{Access, Endpoint, Scope, Upload, reply::whole_body};

/// Write the rules that do something as CSV, oldest first. Private comments are left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportDomainBlocks {}

impl Endpoint for ExportDomainBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_blocks/export";
    const NAME: &'static [&'static str] = &["domain-blocks", "export"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainBlocks);
    type Response = DomainList;
}

/// Write the servers that are allowed by name as CSV, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportDomainAllows {}

impl Endpoint for ExportDomainAllows {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_allows/export";
    const NAME: &'static [&'static str] = &["domain-allows", "export"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadDomainAllows);
    type Response = DomainList;
}

/// Make the rules of a CSV file, as one batch that can be taken back.
///
/// A row whose domain has a rule already, or stands below one that has, is passed over, and so is what is wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportDomainBlocks {
    /// The file, with the columns `#domain`, `#severity`, `#reject_media`, `#reject_reports`, `#public_comment` and
    /// `#obfuscate`, of which only the first is needed; or without a heading, a domain on each line. Without a
    /// severity, servers are suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Upload>,
    /// What the file is called, for the private comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether servers are blocked too whose people members follow, or are followed by.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub even_followed: bool,
}

impl Endpoint for ImportDomainBlocks {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_blocks/import";
    const NAME: &'static [&'static str] = &["domain-blocks", "import"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteDomainBlocks);
    const FILES: &'static [&'static str] = &["data"];
    type Response = ImportDone;
}

/// Allow the servers of a CSV file, as one batch that can be taken back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportDomainAllows {
    /// The file, with the column `#domain`; or without a heading, a domain on each line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Upload>,
}

impl Endpoint for ImportDomainAllows {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/domain_allows/import";
    const NAME: &'static [&'static str] = &["domain-allows", "import"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteDomainAllows);
    const FILES: &'static [&'static str] = &["data"];
    type Response = ImportDone;
}

/// A list as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DomainList {
    /// What is in the file.
    pub csv: String,
}
whole_body!(DomainList);

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportDone {
    /// By which the acts are found in the log, and taken back.
    pub id: String,
    /// One for each row.
    pub items: Vec<ImportedRow>,
    /// What all of it amounts to.
    pub effects: Effects,
}
whole_body!(ImportDone);

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportedRow {
    /// Where it stands in the file, from 1.
    pub line: u64,
    /// As it stands there.
    pub domain: String,
    /// Whether it was done.
    pub done: bool,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
