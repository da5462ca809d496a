use std::collections::{HashMap, HashSet};

use api::{
    Timestamp,
    admin::{accounts::AdminAccount, reports::AdminReport},
    entities::{Rule, Status},
};
use domain::{Context, Error, Result};
use store::{reports::Report, rules, statuses};

use super::{AdminAccounts, rule, word};

/// Reports as moderators see them, in the order given.
pub(crate) fn admin_reports(cx: &mut Context, kept: &[Report]) -> Result<Vec<AdminReport>> {
    let loaded = Loaded::new(cx, kept)?;
    let mut shown = Vec::with_capacity(kept.len());
    for report in kept {
        shown.push(loaded.show(report)?);
    }
    Ok(shown)
}

/// What it takes to show some reports.
struct Loaded {
    accounts: AdminAccounts,
    statuses: HashMap<i64, Status>,
    /// Those of the posts that are held.
    held: HashSet<i64>,
    rules: Vec<(i64, Rule)>,
}

impl Loaded {
    fn new(cx: &mut Context, kept: &[Report]) -> Result<Self> {
        let status_ids: HashSet<i64> = kept.iter().flat_map(Report::status_ids).collect();
        let status_ids: Vec<i64> = status_ids.into_iter().collect();
        let account_ids: HashSet<i64> = kept.iter().flat_map(named).collect();
        let account_ids: Vec<i64> = account_ids.into_iter().collect();
        let rule_ids: Vec<i64> = kept.iter().filter_map(Report::rule_ids).flatten().collect();
        let rules = match rule_ids.is_empty() {
            true => Vec::new(),
            false => rules::find_many(&mut cx.tx, &rule_ids)?,
        };
        let (statuses, held) = posts(cx, &status_ids)?;
        Ok(Self {
            accounts: AdminAccounts::load(cx, &account_ids)?,
            statuses,
            held,
            rules: rules.into_iter().map(|it| (it.id, rule(it))).collect(),
        })
    }

    fn show(&self, kept: &Report) -> Result<AdminReport> {
        let mut status_ids = kept.status_ids();
        status_ids.sort_unstable_by(|one, other| other.cmp(one));
        let statuses = status_ids.iter().filter_map(|it| self.statuses.get(it));
        let held = status_ids.iter().filter(|it| self.held.contains(it));
        let named = kept.rule_ids().unwrap_or_default();
        let rules = self.rules.iter().filter(|(id, _)| named.contains(id));
        Ok(AdminReport {
            id: kept.id.to_string(),
            action_taken: !kept.is_open(),
            action_taken_at: kept.action_taken_at.map(Timestamp),
            category: word(&kept.category),
            comment: kept.comment.clone(),
            forwarded: kept.forwarded,
            created_at: Timestamp(kept.created_at),
            updated_at: Timestamp(kept.updated_at),
            account: self.party(kept.account_id)?,
            target_account: self.party(kept.target_account_id)?,
            assigned_account: self.moderator(kept.assigned_account_id)?,
            action_taken_by_account: self.moderator(kept.action_taken_by_account_id)?,
            statuses: statuses.cloned().collect(),
            held_status_ids: held.map(i64::to_string).collect(),
            rules: rules.map(|(_, rule)| rule.clone()).collect(),
            auto_rule_id: kept.auto_rule_id.map(|it| it.to_string()),
        })
    }

    fn party(&self, id: i64) -> Result<Box<AdminAccount>> {
        let account = self.accounts.show(id)?.map(Box::new);
        account.ok_or(Error::Internal("a report is about nobody"))
    }

    fn moderator(&self, id: Option<i64>) -> Result<Option<Box<AdminAccount>>> {
        match id {
            Some(id) => Ok(self.accounts.show(id)?.map(Box::new)),
            None => Ok(None),
        }
    }
}

fn named(report: &Report) -> impl Iterator<Item = i64> {
    let moderators = [
        report.assigned_account_id,
        report.action_taken_by_account_id,
    ];
    let parties = [report.account_id, report.target_account_id];
    parties.into_iter().chain(moderators.into_iter().flatten())
}

/// Whatever their visibility, deleted or not, and which of them are held.
fn posts(cx: &mut Context, ids: &[i64]) -> Result<(HashMap<i64, Status>, HashSet<i64>)> {
    if ids.is_empty() {
        return Ok((HashMap::new(), HashSet::new()));
    }
    let rows = statuses::find_many(&mut cx.tx, ids)?;
    let held = rows.iter().filter(|it| it.held_at.is_some());
    let held = held.map(|it| it.id).collect();
    let shown = super::evidence::statuses(cx, &rows)?.into_iter();
    Ok((shown.map(|it| (super::id(&it.id), it)).collect(), held))
}
