//! Asking what would become of somebody who signs up.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    canonical_email_blocks::AdminCanonicalEmailBlock, email_domain_blocks::AdminEmailDomainBlock,
    ip_blocks::AdminIpBlock, username_blocks::AdminUsernameBlock,
};
use crate::{Access, Endpoint, Scope, reply::whole_body};

/// Show what would become of somebody who signs up, and which rules hold. Nothing is counted or changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CheckSignUp {
    /// The address that she would come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Her e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The name that she would have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The invite that she would come with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite_code: Option<String>,
}

impl Endpoint for CheckSignUp {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/sign_up_checks";
    const NAME: &'static [&'static str] = &["sign-ups", "check"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = SignUpCheck;
}

/// What would become of her.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignUpVerdict {
    /// She would get no answer to anything.
    NoAccess,
    /// She would be refused without a word why.
    Forbidden,
    /// She would be told what is wrong.
    Refused,
    /// She would wait until somebody has looked at her.
    Pending,
    /// She would be let in.
    Approved,
}

/// What would become of somebody, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SignUpCheck {
    /// What would become of her.
    pub verdict: SignUpVerdict,
    /// What she would be told.
    pub errors: Vec<String>,
    /// The hosts that take in her mail, if DNS was asked.
    pub mail_hosts: Vec<String>,
    /// The rules for where she comes from.
    pub ip_blocks: Vec<AdminIpBlock>,
    /// Those for the domain of her address, and for the hosts.
    pub email_domain_blocks: Vec<AdminEmailDomainBlock>,
    /// That for her address.
    pub canonical_email_blocks: Vec<AdminCanonicalEmailBlock>,
    /// Those for her name.
    pub username_blocks: Vec<AdminUsernameBlock>,
}
whole_body!(SignUpCheck);
