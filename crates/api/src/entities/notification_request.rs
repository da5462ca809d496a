use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Status};
use crate::{Timestamp, reply::whole_body};

/// Somebody whose notifications were put aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationRequest {
    /// Newer ones have higher ids.
    pub id: String,
    /// When the first was put aside.
    pub created_at: Timestamp,
    /// When the last was put aside.
    pub updated_at: Timestamp,
    /// How many were, as a text.
    pub notifications_count: String,
    /// Who caused them.
    pub account: Account,
    /// The last post by which she did.
    pub last_status: Option<Status>,
}
whole_body!(NotificationRequest);

/// Whether what was accepted is among the notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationsMerged {
    /// Whether all of it is.
    pub merged: bool,
}
whole_body!(NotificationsMerged);
