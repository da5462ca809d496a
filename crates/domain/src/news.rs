//! What other servers are told.
//!
//! Rules say what has happened, in the transaction in which it does; a job finds out afterwards who is
//! to hear of it, and in which words. What is gone by then is named in full.

mod bonds;
mod posts;

use serde::{Deserialize, Serialize};
use store::statuses::Visibility;

use crate::{Context, Result, jobs::Job};

pub(crate) use bonds::{
    account_removed, blocked, ended, follow_wanted, let_in, profile_changed, standing_changed,
    unblocked,
};
pub use posts::status_uri;
pub(crate) use posts::{edited, favourited, pinned, posted, removed, unfavourited};

/// Something that has happened here. Accounts without a name are of this server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum News {
    /// A post, or a boost.
    Posted {
        status_id: i64,
    },
    /// A post was changed, or a poll has ended.
    Edited {
        status_id: i64,
    },
    /// A post or a boost is gone.
    Removed {
        account_id: i64,
        uri: String,
        /// The post that was boosted, if it is a boost.
        reblog_of_uri: Option<String>,
        visibility: Visibility,
        /// Whom it named, whom it answered, and who has passed it on.
        told: Vec<i64>,
    },
    Favourited {
        account_id: i64,
        status_id: i64,
        favourite_id: i64,
    },
    Unfavourited {
        account_id: i64,
        status_id: i64,
        favourite_id: i64,
    },
    /// A member wants to follow somebody elsewhere.
    FollowWanted {
        account_id: i64,
        target_account_id: i64,
    },
    /// She does not any more, or never got it.
    Unfollowed {
        account_id: i64,
        target_account_id: i64,
        follow: FollowName,
    },
    /// A member lets somebody elsewhere follow her.
    FollowAccepted {
        account_id: i64,
        target_account_id: i64,
        follow: FollowName,
    },
    /// Or does not, or no longer. `account_id` is whoever follows.
    FollowRejected {
        account_id: i64,
        target_account_id: i64,
        follow: FollowName,
    },
    Blocked {
        account_id: i64,
        target_account_id: i64,
        block_id: i64,
    },
    Unblocked {
        account_id: i64,
        target_account_id: i64,
        block_id: i64,
    },
    Pinned {
        account_id: i64,
        status_id: i64,
    },
    Unpinned {
        account_id: i64,
        status_id: i64,
    },
    /// A profile was changed, suspended or brought back.
    ProfileChanged {
        account_id: i64,
    },
    /// A member goes on as another account, and takes her followers along.
    Moved {
        account_id: i64,
        target_account_id: i64,
    },
    /// An account of this server is gone for good.
    AccountRemoved {
        account_id: i64,
    },
    /// A member has voted elsewhere.
    Voted {
        account_id: i64,
        poll_id: i64,
        choices: Vec<i32>,
    },
    /// A relay is asked to pass posts on between this server and others.
    RelayWanted {
        inbox: String,
        /// What the request is called.
        follow: String,
    },
    /// Or not to do so any more.
    RelayLeft {
        inbox: String,
        follow: String,
    },
    /// A report is sent on to these servers.
    Reported {
        report_id: i64,
        domains: Vec<String>,
    },
}

/// What a follow is called between servers: the name that the other server gave it, or the id that it
/// has, or had, here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowName {
    pub id: i64,
    pub uri: Option<String>,
}

/// What a member calls a follow of somebody elsewhere, by the number of the request that it began as.
pub fn follow_uri(actor: &str, id: i64) -> String {
    format!("{actor}#follows/{id}")
}

impl News {
    /// Other servers hear of it once the caller's own changes are saved, and not otherwise.
    pub fn leave(self, cx: &mut Context) -> Result<()> {
        Job::TellServers(self).leave(cx)
    }
}
