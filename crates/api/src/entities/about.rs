use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Timestamp, reply::whole_body};

/// More about a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExtendedDescription {
    /// When it was written; null where nothing was.
    pub updated_at: Option<Timestamp>,
    /// As HTML; may be empty.
    pub content: String,
}
whole_body!(ExtendedDescription);

/// What becomes of what people tell a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrivacyPolicy {
    /// When it was written.
    pub updated_at: Option<Timestamp>,
    /// As HTML.
    pub content: String,
}
whole_body!(PrivacyPolicy);

/// What members agree to in law.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TermsOfService {
    /// The day from which it holds, `2026-11-22`.
    pub effective_date: String,
    /// Whether that day has come.
    pub effective: bool,
    /// As HTML.
    pub content: String,
    /// The day from which something else holds, if there is one.
    pub succeeded_by: Option<String>,
}
whole_body!(TermsOfService);

/// How much went on in one week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// The midnight with which the week began, in seconds since 1970.
    pub week: String,
    /// How many posts members made.
    pub statuses: String,
    /// How many members were here.
    pub logins: String,
    /// How many newcomers were let in.
    pub registrations: String,
}

/// A server that is blocked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DomainBlock {
    /// Its domain; parts of it may be hidden by asterisks.
    pub domain: String,
    /// SHA-256 of the whole domain.
    pub digest: String,
    /// `silence` or `suspend`.
    pub severity: String,
    /// Why, if that is told.
    #[serde(default)]
    pub comment: Option<String>,
}

/// A language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Language {
    /// Two letters, or three.
    pub code: String,
    /// Its name in English.
    pub name: String,
}

/// For each language, those that it can be translated into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TranslationLanguages(pub BTreeMap<String, Vec<String>>);
whole_body!(TranslationLanguages);
