use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Report, SeveranceEvent, Status};
use crate::{Open, Timestamp, reply::whole_body};

/// Something that a member is told in the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Notification {
    /// Newer ones have higher ids.
    pub id: String,
    /// `mention`, `favourite`, `moderation_warning`, …
    pub r#type: String,
    /// Under which apps show it; those that stand alone have a key of their own.
    #[serde(default)]
    pub group_key: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who caused it; the recipient herself for `moderation_warning` and `severed_relationships`.
    pub account: Account,
    /// The post that it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// There for `admin.report`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// There for `severed_relationships`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<SeveranceEvent>,
    /// There for `moderation_warning`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderation_warning: Option<AccountWarning>,
}
whole_body!(Notification);

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// The number.
    pub count: i64,
}
whole_body!(Count);

/// What moderators did about an account, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountWarning {
    /// Of the strike.
    pub id: String,
    /// What was done.
    pub action: Open<StrikeAction>,
    /// What the moderators wrote; may be empty.
    pub text: String,
    /// Posts that it is about.
    pub status_ids: Option<Vec<String>>,
    /// When it was done.
    pub created_at: Timestamp,
    /// The reader.
    pub target_account: Account,
    /// What the owner answered, if she did.
    pub appeal: Option<Appeal>,
}

/// What a strike did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StrikeAction {
    /// A warning, and nothing else.
    None,
    /// The login was frozen.
    Disable,
    /// Posts were marked as sensitive.
    MarkStatusesAsSensitive,
    /// Posts were deleted.
    DeleteStatuses,
    /// All media are sensitive from now on.
    Sensitive,
    /// The account was limited.
    Silence,
    /// The account was suspended.
    Suspend,
}

/// What the owner of a struck account answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Appeal {
    /// In the owner's words.
    pub text: String,
    /// `pending`, `approved` or `rejected`.
    pub state: String,
}
