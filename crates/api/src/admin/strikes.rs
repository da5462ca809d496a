//! `/api/kumki/v1/admin/accounts/{id}/strikes`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Open, Page, Scope, Timestamp,
    entities::{Category, Rule, StrikeAction},
    strikes::{CitedStatus, StrikeAppeal},
};

/// List what was done about an account, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListStrikesOf {
    /// Of the account.
    pub id: String,
    /// Only strikes with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only strikes with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only strikes with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListStrikesOf {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/accounts/{id}/strikes";
    const NAME: &'static [&'static str] = &["accounts", "strikes"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadAccounts);
    type Response = Page<AdminStrike>;
}

/// What was done about an account, as moderators see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminStrike {
    /// Of the strike.
    pub id: String,
    /// What was done.
    pub action: Open<StrikeAction>,
    /// What the owner was told; may be empty.
    pub text: String,
    /// Who did it; null is the server itself, or somebody who is gone.
    pub account_id: Option<String>,
    /// The user name of that account.
    pub account: Option<String>,
    /// To whom it was done.
    pub target_account_id: String,
    /// The report that it answers.
    pub report_id: Option<String>,
    /// What that report is about.
    pub category: Option<Open<Category>>,
    /// The rules that it names.
    pub rules: Vec<Rule>,
    /// The posts that it is about, whoever else may see them, deleted ones as long as they are kept.
    pub statuses: Vec<CitedStatus>,
    /// When it was done.
    pub created_at: Timestamp,
    /// When what was done ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back. From then on it does not count.
    pub overruled_at: Option<Timestamp>,
    /// The entry of the log that tells of it.
    pub act_id: Option<String>,
    /// The appeal against it.
    pub appeal_id: Option<String>,
    /// What that says, and what came of it.
    pub appeal: Option<StrikeAppeal>,
}
