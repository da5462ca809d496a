//! The one door that every act of moderation goes through.
//!
//! Writing the act down gives the proof that the statements ask for which change the state of an
//! account, so nothing happens that the log does not know of.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use store::action_log::{self, NewEntry, Recorded};

mod batch;
mod expire;
mod log;
mod revert;

pub use batch::{Batch, Deed, Item, perform};
pub use expire::expire_due;
pub use log::{get, list, taken_back};
pub use revert::{revert, revert_batch};

use crate::{Context, Moderator, Result};

/// What is about to be done, in Mastodon's words.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// `suspend`, `approve`, …
    pub action: &'a str,
    pub target: Target,
    /// Why, in the words that the target is told.
    pub reason: Option<&'a str>,
    /// The report that it answers.
    pub report_id: Option<i64>,
    /// When the server takes it back by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// The entry that it takes back. Nothing can be taken back twice.
    pub reverts: Option<i64>,
    pub effects: Effects,
}

/// What an act is done to.
#[derive(Clone, Debug)]
pub struct Target {
    /// `Account`, `User`, `Report`, …
    pub kind: &'static str,
    /// [`NAMED`](Self::NAMED) for what has a name and no id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Whose account it is, or belongs to.
    pub account_id: Option<i64>,
}

impl Target {
    /// In place of an id.
    pub const NAMED: i64 = 0;
}

/// What an act does besides changing its target, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    pub reports_resolved: i64,
    pub emails_blocked: i64,
    pub members_notified: i64,
    pub tokens_refused: i64,
    pub posts_hidden: i64,
    pub posts_deleted: i64,
    pub posts_held: i64,
    pub accounts_hidden: i64,
    pub followers_cut: i64,
    pub follows_cut: i64,
}

/// What several acts amount to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Entries of the log.
    pub acts: i64,
    #[serde(flatten)]
    pub effects: Effects,
}

impl Done {
    fn add(&mut self, more: Effects) {
        let sum = &mut self.effects;
        self.acts += 1;
        sum.reports_resolved += more.reports_resolved;
        sum.emails_blocked += more.emails_blocked;
        sum.members_notified += more.members_notified;
        sum.tokens_refused += more.tokens_refused;
        sum.posts_hidden += more.posts_hidden;
        sum.posts_deleted += more.posts_deleted;
        sum.posts_held += more.posts_held;
        sum.accounts_hidden += more.accounts_hidden;
        sum.followers_cut += more.followers_cut;
        sum.follows_cut += more.follows_cut;
    }
}

impl<'a> Act<'a> {
    pub fn new(action: &'a str, target: Target) -> Self {
        Self {
            action,
            target,
            reason: None,
            report_id: None,
            expires_at: None,
            reverts: None,
            effects: Effects::default(),
        }
    }

    /// The same, as what takes an earlier act back.
    pub fn taking_back(self, act_id: Option<i64>) -> Self {
        Self {
            reverts: act_id,
            ..self
        }
    }

    /// Writes it down; what it changes is to be changed in the same transaction.
    pub fn record(&self, cx: &mut Context, moderator: &Moderator) -> Result<Recorded> {
        let effects = serde_json::to_value(self.effects).unwrap_or(Value::Null);
        let entry = NewEntry {
            account_id: moderator.account_id(),
            action: self.action,
            target_type: self.target.kind,
            target_id: Some(self.target.id).filter(|it| *it != Target::NAMED),
            human_identifier: &self.target.name,
            reason: self.reason.filter(|it| !it.is_empty()),
            report_id: self.report_id,
            target_account_id: self.target.account_id,
            expires_at: self.expires_at,
            batch: cx.batch,
            reverts: self.reverts,
            effects: &effects,
            created_at: cx.now,
        };
        let recorded = action_log::add(&mut cx.tx, &entry)?;
        cx.done.add(self.effects);
        Ok(recorded)
    }
}
