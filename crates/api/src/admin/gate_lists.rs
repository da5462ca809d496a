//! The rules for addresses and for e-mail domains as files.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::Effects;
use crate::{Access, Endpoint, Scope, Upload, reply::whole_body};

/// Write the rules for addresses that hold as CSV, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportIpBlocks {}

impl Endpoint for ExportIpBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/ip_blocks/export";
    const NAME: &'static [&'static str] = &["ip-blocks", "export"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadIpBlocks);
    type Response = GateList;
}

/// Write the rules for e-mail domains that hold as CSV, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExportEmailDomainBlocks {}

impl Endpoint for ExportEmailDomainBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/email_domain_blocks/export";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "export"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadEmailDomainBlocks);
    type Response = GateList;
}

/// Make the rules of a CSV file, as one batch that can be taken back.
///
/// A network that has a rule already is passed over, and so is what is wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportIpBlocks {
    /// The file, with the columns `#ip`, `#severity`, `#comment` and `#expires_at`, of which only the first is
    /// needed; or without a heading, a network on each line. Without a severity, it is `no_access`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Upload>,
    /// Whether to shut out also oneself, or everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
}

impl Endpoint for ImportIpBlocks {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/ip_blocks/import";
    const NAME: &'static [&'static str] = &["ip-blocks", "import"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteIpBlocks);
    const FILES: &'static [&'static str] = &["data"];
    type Response = GateImport;
}

/// Make the rules of a CSV file, as one batch that can be taken back.
///
/// A domain that has a rule already is passed over, and so is what is wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportEmailDomainBlocks {
    /// The file, with the columns `#domain`, `#allow_with_approval`, `#comment` and `#expires_at`, of which only
    /// the first is needed; or without a heading, a domain on each line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Upload>,
}

impl Endpoint for ImportEmailDomainBlocks {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/email_domain_blocks/import";
    const NAME: &'static [&'static str] = &["email-domain-blocks", "import"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteEmailDomainBlocks);
    const FILES: &'static [&'static str] = &["data"];
    type Response = GateImport;
}

/// Rules as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateList {
    /// What is in the file.
    pub csv: String,
}
whole_body!(GateList);

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateImport {
    /// By which the acts are found in the log, and taken back.
    pub id: String,
    /// One for each row.
    pub items: Vec<GateImportRow>,
    /// What all of it amounts to.
    pub effects: Effects,
}
whole_body!(GateImport);

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateImportRow {
    /// Where it stands in the file, from 1.
    pub line: u64,
    /// What it is about, as it stands there.
    pub name: String,
    /// Whether it was done.
    pub done: bool,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
