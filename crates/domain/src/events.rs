//! What has just happened, for those who are connected at this moment.
//!
//! Rules note it in [`Context::events`](crate::Context::events); who saves the transaction passes it
//! on. An event names things by their ids: what a reader may see of them is decided when she is told.

use serde::{Deserialize, Serialize};
use store::statuses::{Status, Visibility};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A post was made, or became known.
    Posted { status_id: i64 },
    /// A post has come into the home timelines of these members.
    Home {
        status_id: i64,
        account_ids: Vec<i64>,
    },
    /// A post was changed by its author.
    Edited { status_id: i64 },
    /// A post is to be seen no longer. Its row may be gone already, so this says who may hear of it.
    Deleted {
        status_id: i64,
        /// Who wrote it.
        account_id: i64,
        visibility: Visibility,
        is_local: bool,
        is_boost: bool,
        /// Whether its author sees it still, and so hears nothing.
        is_held: bool,
    },
    /// A member was told something in the app.
    Notified {
        account_id: i64,
        notification_id: i64,
    },
    /// Requests became ordinary notifications.
    NotificationsMerged { account_id: i64 },
    /// A conversation of a member has a new last post.
    Conversation {
        account_id: i64,
        conversation_id: i64,
    },
    /// A member's filters have changed.
    FiltersChanged { account_id: i64 },
    /// An announcement was published or changed.
    Announced { announcement_id: i64 },
    /// Somebody reacted to an announcement, or took that back.
    Reacted { announcement_id: i64, name: String },
    /// An announcement was taken away.
    Unannounced { announcement_id: i64 },
    /// A member may be connected no longer: frozen, suspended, moved away, or gone.
    Cut { account_id: i64 },
    /// A token is good for nothing any more.
    Revoked { token_id: i64 },
    /// A rule for addresses was made, changed or taken away.
    IpBlocksChanged,
}

impl Event {
    pub fn deleted(status: &Status) -> Self {
        Self::Deleted {
            status_id: status.id,
            account_id: status.account_id,
            visibility: match status.held_at {
                None => status.visibility,
                // Nobody but its author has it before her eyes.
                Some(_) => Visibility::Direct,
            },
            is_local: status.is_local,
            is_boost: status.reblog_of_id.is_some(),
            is_held: false,
        }
    }

    /// A post that others have seen waits for a moderator.
    pub fn held(status: &Status) -> Self {
        Self::Deleted {
            status_id: status.id,
            account_id: status.account_id,
            visibility: status.visibility,
            is_local: status.is_local,
            is_boost: status.reblog_of_id.is_some(),
            is_held: true,
        }
    }
}
