//! `/api/kumki/v1/admin/rules`: what members agree to.

use std::collections::BTreeMap;

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, reply::whole_body};

/// List the rules in the order in which people read them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAdminRules {}

impl Endpoint for ListAdminRules {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/rules";
    const NAME: &'static [&'static str] = &["rules", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminRule>;
}

/// Show a rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetRule {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for GetRule {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/rules/{id}";
    const NAME: &'static [&'static str] = &["rules", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = AdminRule;
}

/// Add a rule.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateRule {
    /// In a sentence, 300 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
    /// What is meant by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Rules with lower numbers come first. 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// The same in other languages: `{"de": {"text": "…", "hint": "…"}}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translations: Option<BTreeMap<String, RuleTranslation>>,
}

impl Endpoint for CreateRule {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/rules";
    const NAME: &'static [&'static str] = &["rules", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminRule;
}

/// Change a rule. What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateRule {
    /// Of the rule.
    pub id: String,
    /// In a sentence, 300 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is meant by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Rules with lower numbers come first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// Instead of all translations so far: `{"de": {"text": "…", "hint": "…"}}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translations: Option<BTreeMap<String, RuleTranslation>>,
}

impl Endpoint for UpdateRule {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/rules/{id}";
    const NAME: &'static [&'static str] = &["rules", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminRule;
}

/// Give up a rule. Reports that name it go on naming it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteRule {
    /// Of the rule.
    pub id: String,
}

impl Endpoint for DeleteRule {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/admin/rules/{id}";
    const NAME: &'static [&'static str] = &["rules", "delete"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = Empty;
}

/// A rule in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RuleTranslation {
    /// In a sentence.
    #[serde(default)]
    pub text: String,
    /// What is meant by it.
    #[serde(default)]
    pub hint: String,
}

/// A rule with all that is decided about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminRule {
    /// Of the rule.
    pub id: String,
    /// In a sentence.
    pub text: String,
    /// What is meant by it; may be empty.
    pub hint: String,
    /// Rules with lower numbers come first.
    pub priority: i32,
    /// The same in other languages.
    pub translations: BTreeMap<String, RuleTranslation>,
}
whole_body!(AdminRule);
