use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Timestamp, reply::whole_body};

/// With which people can sign up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Invite {
    /// Of the invite.
    pub id: String,
    /// What who is invited sends as `invite_code` with the sign-up.
    pub code: String,
    /// The account of the member who invites.
    pub account_id: String,
    /// What it is for, in the words of who made it.
    pub comment: String,
    /// Whether who comes with it follows who made it.
    pub autofollow: bool,
    /// How many may come with it; null is any number.
    pub max_uses: Option<i32>,
    /// How many came.
    pub uses: i32,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// Whether it has neither ended nor is used up.
    pub available: bool,
    /// When it was made.
    pub created_at: Timestamp,
}
whole_body!(Invite);
