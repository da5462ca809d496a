use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Account;
use crate::{Timestamp, reply::whole_body};

/// What the caller and another account have decided about each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Relationship {
    /// Of the other account.
    pub id: String,
    /// Whether the caller follows it.
    pub following: bool,
    /// Whether its boosts come into the caller's home timeline.
    #[serde(default)]
    pub showing_reblogs: bool,
    /// Whether the caller is told when it posts.
    #[serde(default)]
    pub notifying: bool,
    /// In which languages the caller wants its posts; null for all.
    #[serde(default)]
    pub languages: Option<Vec<String>>,
    /// Whether it follows the caller.
    pub followed_by: bool,
    /// Whether the caller blocks it.
    pub blocking: bool,
    /// Whether it blocks the caller.
    #[serde(default)]
    pub blocked_by: bool,
    /// Whether the caller has muted it.
    pub muting: bool,
    /// Whether its notifications are muted too.
    #[serde(default)]
    pub muting_notifications: bool,
    /// When it will be heard again; null when never, or when it is not muted.
    #[serde(default)]
    pub muting_expires_at: Option<Timestamp>,
    /// Whether the caller waits to be let in.
    pub requested: bool,
    /// Whether it waits to be let in by the caller.
    #[serde(default)]
    pub requested_by: bool,
    /// Whether the caller blocks its domain.
    #[serde(default)]
    pub domain_blocking: bool,
    /// Whether the caller recommends it on her profile.
    #[serde(default)]
    pub endorsed: bool,
    /// What the caller wrote down about it, for herself; may be empty.
    #[serde(default)]
    pub note: String,
}
whole_body!(Relationship);

/// Whom the caller follows among those who follow an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FamiliarFollowers {
    /// Of the account that they follow.
    pub id: String,
    /// Those who do.
    pub accounts: Vec<Account>,
}

/// An account that the caller has muted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MutedAccount {
    /// As everybody sees it.
    #[serde(flatten)]
    pub account: Account,
    /// When it will be heard again; null when never.
    #[serde(default)]
    pub mute_expires_at: Option<Timestamp>,
}

/// An account that the caller may want to follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// Why, in the words before Mastodon 4.3: `staff`, `past_interactions` or `global`.
    pub source: String,
    /// Why: `featured`, `friends_of_friends`, `most_followed`, …
    #[serde(default)]
    pub sources: Vec<String>,
    /// Whom.
    pub account: Account,
}
