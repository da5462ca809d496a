//! The one door that every act of moderation goes through.
//!
//! Writing the act down gives the proof that the statements ask for which change the state of an
//! account, so nothing happens that the log does not know of.

use serde::Serialize;
use serde_json::Value;
use store::action_log::{self, NewEntry, Recorded};

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
    pub effects: Effects,
}

/// What an act is done to.
#[derive(Clone, Debug)]
pub struct Target {
    /// `Account`, `User`, `Report`, …
    pub kind: &'static str,
    pub id: i64,
    /// What people call it.
    pub name: String,
}

/// What an act does besides changing its target, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    pub reports_resolved: i64,
    pub emails_blocked: i64,
    pub members_notified: i64,
    pub tokens_refused: i64,
}

impl<'a> Act<'a> {
    pub fn new(action: &'a str, target: Target) -> Self {
        Self {
            action,
            target,
            reason: None,
            report_id: None,
            effects: Effects::default(),
        }
    }

    /// Writes it down; what it changes is to be changed in the same transaction.
    pub fn record(&self, cx: &mut Context, moderator: &Moderator) -> Result<Recorded> {
        let effects = serde_json::to_value(self.effects).unwrap_or(Value::Null);
        let entry = NewEntry {
            account_id: moderator.account_id(),
            action: self.action,
            target_type: self.target.kind,
            target_id: Some(self.target.id),
            human_identifier: &self.target.name,
            reason: self.reason.filter(|it| !it.is_empty()),
            report_id: self.report_id,
            effects: &effects,
            created_at: cx.now,
        };
        Ok(action_log::add(&mut cx.tx, &entry)?)
    }
}
