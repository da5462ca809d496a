//! `/api/kumki/v1/admin/acts`: what moderators have done.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Page, Scope, Timestamp, reply::whole_body};

/// List what moderators have done, newest first. Filters combine.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListActs {
    /// Only what this account has done; `system` is the server itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Only acts of this name, such as `suspend`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only acts on this kind of record, such as `Account`, `User` or `Report`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_type: Option<String>,
    /// Only what was done about this account, its posts, its reports and its appeals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_account_id: Option<String>,
    /// Only what was decided about this domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Only what was done as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_id: Option<String>,
    /// Only from this moment on: a day, or a time as in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Only before this moment: a day, or a time as in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Only acts with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only acts with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only acts with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListActs {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/acts";
    const NAME: &'static [&'static str] = &["acts", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<AdminAct>;
}

/// Show one act.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetAct {
    /// Of the act.
    pub id: String,
}

impl Endpoint for GetAct {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/acts/{id}";
    const NAME: &'static [&'static str] = &["acts", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = AdminAct;
}

/// Take an act back: undoes what it did, and the strike that it gave no longer counts.
///
/// Answers with the act as it stands then. What cannot be undone, or was undone already, is refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RevertAct {
    /// Of the act.
    pub id: String,
}

impl Endpoint for RevertAct {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/acts/{id}/revert";
    const NAME: &'static [&'static str] = &["acts", "revert"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminAct;
}

/// Something that was done, and is never changed: an entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminAct {
    /// Higher than that of earlier acts.
    pub id: String,
    /// When it was done.
    pub created_at: Timestamp,
    /// What was done, in Mastodon's words.
    pub action: String,
    /// The kind of record that it was done to, in Mastodon's words.
    pub target_type: String,
    /// Of that record, which may be gone.
    pub target_id: Option<String>,
    /// What people called it then.
    pub target: String,
    /// Whose account it is about.
    pub target_account_id: Option<String>,
    /// Who did it; null is the server itself.
    pub account_id: Option<String>,
    /// The user name of that account.
    pub account: Option<String>,
    /// What the member was told; of what an automatic rule has done, the rule.
    pub reason: Option<String>,
    /// The report that it answers.
    pub report_id: Option<String>,
    /// When the server takes it back by itself.
    pub expires_at: Option<Timestamp>,
    /// The acts that were done as one have the same.
    pub batch_id: Option<String>,
    /// The act that this one takes back.
    pub reverts_id: Option<String>,
    /// The act that took this one back.
    pub reverted_by_id: Option<String>,
    /// What changed besides the target, counted; only what is not zero.
    pub effects: serde_json::Map<String, serde_json::Value>,
}
whole_body!(AdminAct);
