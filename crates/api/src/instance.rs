//! `/api/v1/instance` and `/api/v2/instance`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint,
    entities::{
        Activity, DomainBlock, ExtendedDescription, Instance, InstanceV1, Language, PrivacyPolicy,
        Rule, TermsOfService, TranslationLanguages,
    },
};

/// Show what the server says about itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowInstance {}

impl Endpoint for ShowInstance {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/instance";
    const NAME: &'static [&'static str] = &["instance", "get"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Instance;
}

/// Show what the server says about itself, as servers before 4.0 did.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowInstanceV1 {}

impl Endpoint for ShowInstanceV1 {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance";
    const NAME: &'static [&'static str] = &["instance", "get-v1"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = InstanceV1;
}

/// List the rules that members agree to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRules {}

impl Endpoint for ListRules {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/rules";
    const NAME: &'static [&'static str] = &["instance", "rules"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Vec<Rule>;
}

/// List the servers that this one knows of.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPeers {}

impl Endpoint for ListPeers {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/peers";
    const NAME: &'static [&'static str] = &["instance", "peers"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Vec<String>;
}

/// Show how much went on in each of the last twelve weeks, this one first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowActivity {}

impl Endpoint for ShowActivity {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/activity";
    const NAME: &'static [&'static str] = &["instance", "activity"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Vec<Activity>;
}

/// List the servers that are blocked, as far as the staff shows that: otherwise 404.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowDomainBlocks {}

impl Endpoint for ShowDomainBlocks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/domain_blocks";
    const NAME: &'static [&'static str] = &["instance", "domain-blocks"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Vec<DomainBlock>;
}

/// Show more about the server.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowExtendedDescription {}

impl Endpoint for ShowExtendedDescription {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/extended_description";
    const NAME: &'static [&'static str] = &["instance", "description"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = ExtendedDescription;
}

/// Show what becomes of what people tell the server.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowPrivacyPolicy {}

impl Endpoint for ShowPrivacyPolicy {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/privacy_policy";
    const NAME: &'static [&'static str] = &["instance", "privacy-policy"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = PrivacyPolicy;
}

/// Show what members agree to in law, if there is anything.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowTermsOfService {}

impl Endpoint for ShowTermsOfService {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/terms_of_service";
    const NAME: &'static [&'static str] = &["instance", "terms"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = TermsOfService;
}

/// Show what members agree to in law from a day on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShowTermsOfServiceFrom {
    /// The day from which it holds, `2026-11-22`.
    pub date: String,
}

impl Endpoint for ShowTermsOfServiceFrom {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/terms_of_service/{date}";
    const NAME: &'static [&'static str] = &["instance", "terms-from"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = TermsOfService;
}

/// List the languages that posts can be in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListLanguages {}

impl Endpoint for ListLanguages {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/languages";
    const NAME: &'static [&'static str] = &["instance", "languages"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Vec<Language>;
}

/// Show which languages the server translates, and into which.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTranslationLanguages {}

impl Endpoint for ListTranslationLanguages {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/translation_languages";
    const NAME: &'static [&'static str] = &["instance", "translations"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = TranslationLanguages;
}
