//! Holding a post that rules want a moderator to look at.

use store::{
    accounts::{self, Account},
    auto_rule_matches, held_statuses, mentions,
    statuses::Status,
};

use super::Rule;
use crate::{
    Context, Result,
    held_statuses::{Why, hold_edit, hold_new},
    statuses::{Edited, Kept},
};

/// That a post is to be held, and by which rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    /// The first of them.
    rule_id: i64,
    reason: String,
    /// What the acts have in common that are done about the post.
    batch: Option<i64>,
    /// The matches of all of them.
    pub(super) matches: Vec<i64>,
}

impl Hold {
    pub(super) fn by(rule: &Rule, batch: Option<i64>) -> Self {
        Self {
            rule_id: rule.id,
            reason: rule.words(),
            batch,
            matches: Vec::new(),
        }
    }

    /// In place of publishing a new post. The post, as it is then.
    pub(crate) fn new_post(&self, cx: &mut Context, kept: &Kept) -> Result<Status> {
        self.keep(cx, |cx, why| hold_new(cx, kept, why))
    }

    /// In place of telling others of an edit.
    pub(crate) fn edit(&self, cx: &mut Context, edited: &Edited) -> Result<Status> {
        self.keep(cx, |cx, why| hold_edit(cx, edited, why))
    }

    /// The matches say by which act the post was held.
    fn keep(
        &self,
        cx: &mut Context,
        hold: impl FnOnce(&mut Context, Why<'_>) -> Result<Status>,
    ) -> Result<Status> {
        let why = Why {
            auto_rule_id: Some(self.rule_id),
            reason: Some(&self.reason),
        };
        let before = std::mem::replace(&mut cx.batch, self.batch);
        let status = hold(cx, why)?;
        cx.batch = before;
        if let Some(held) = held_statuses::find(&mut cx.tx, status.id)? {
            auto_rule_matches::set_held(&mut cx.tx, &self.matches, held.act_id)?;
        }
        Ok(status)
    }
}

/// Whom a post names by now.
pub(crate) fn named_in(cx: &mut Context, status_id: i64) -> Result<Vec<Account>> {
    let mentions = mentions::of_statuses(&mut cx.tx, &[status_id])?.into_iter();
    let named = mentions.filter(|it| !it.is_silent);
    let ids: Vec<i64> = named.map(|it| it.account_id).collect();
    Ok(accounts::find_many(&mut cx.tx, &ids)?)
}
