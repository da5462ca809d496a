//! `/api/kumki/v1/strikes`: what was done about the caller, and her answer.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Open, Page, Scope, Timestamp,
    entities::{Category, Rule, Status, StrikeAction},
    reply::whole_body,
};

/// List what was done about the caller's account, newest first. Also for those who are frozen or suspended.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListStrikes {
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

impl Endpoint for ListStrikes {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/strikes";
    const NAME: &'static [&'static str] = &["strikes", "list"];
    const ACCESS: Access = Access::Concerned(&[Scope::ReadAccounts]);
    type Response = Page<Strike>;
}

/// Show one of the caller's own strikes. Also for those who are frozen or suspended.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetStrike {
    /// Of the strike.
    pub id: String,
}

impl Endpoint for GetStrike {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/strikes/{id}";
    const NAME: &'static [&'static str] = &["strikes", "get"];
    const ACCESS: Access = Access::Concerned(&[Scope::ReadAccounts]);
    type Response = Strike;
}

/// Appeal against one of the caller's own strikes: once, and within 20 days.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppealStrike {
    /// Of the strike.
    pub id: String,
    /// Why it should be taken back, 2,000 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub text: String,
}

impl Endpoint for AppealStrike {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/strikes/{id}/appeal";
    const NAME: &'static [&'static str] = &["strikes", "appeal"];
    const ACCESS: Access = Access::Concerned(&[Scope::WriteAccounts]);
    type Response = Strike;
}

/// What moderators did about an account, as its owner sees it. Neither the moderator nor who has
/// reported is named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Strike {
    /// Of the strike.
    pub id: String,
    /// What was done.
    pub action: Open<StrikeAction>,
    /// What the moderators wrote; may be empty.
    pub text: String,
    /// The posts that it is about.
    pub statuses: Vec<CitedStatus>,
    /// What the report was about that it answers; null where that says nothing.
    pub category: Option<Open<Category>>,
    /// The rules that were broken.
    pub rules: Vec<Rule>,
    /// When it was done.
    pub created_at: Timestamp,
    /// When what was done ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back. From then on it does not count.
    pub overruled_at: Option<Timestamp>,
    /// Until when it can be appealed; null when it no longer can.
    pub appealable_until: Option<Timestamp>,
    /// What the owner answered, if she did.
    pub appeal: Option<StrikeAppeal>,
}
whole_body!(Strike);

/// A post that a strike is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CitedStatus {
    /// Of the post.
    pub id: String,
    /// Whether it was deleted.
    pub removed: bool,
    /// The post; its author does not see it when it was deleted, and nobody does in the end.
    pub status: Option<Status>,
}

/// What the owner of a struck account answered, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StrikeAppeal {
    /// In the owner's words.
    pub text: String,
    /// How far it got.
    pub state: Open<AppealState>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was approved or rejected.
    pub decided_at: Option<Timestamp>,
}

/// How far an appeal got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AppealState {
    /// It waits for somebody to decide.
    Pending,
    /// The strike no longer counts.
    Approved,
    /// All stays as it is.
    Rejected,
}
