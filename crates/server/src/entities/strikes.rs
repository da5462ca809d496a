use std::collections::{HashMap, HashSet};

use api::{
    Open, Timestamp,
    admin::{accounts::AdminAccount, appeals::AdminAppeal, strikes::AdminStrike},
    entities::{Category, Rule, Status},
    strikes::{CitedStatus, Strike, StrikeAppeal},
};
use chrono::{DateTime, Utc};
use domain::{Context, Error, Result};
use store::{
    accounts, action_log,
    appeals::{self, Appeal},
    reports, rules, statuses,
    strikes::{self, Strike as Row},
};

use super::{admin_accounts, rule, word};

/// Strikes as their owner sees them, in the order given.
pub(crate) fn strikes(cx: &mut Context, rows: &[Row]) -> Result<Vec<Strike>> {
    let grounds = Grounds::load(cx, rows)?;
    let now = cx.now;
    let show = |row: &Row| {
        let appeal = grounds.appeals.get(&row.id);
        let (category, rules) = grounds.reasons(row);
        let until = domain::appeals::until(row, appeal, now);
        Strike {
            id: row.id.to_string(),
            action: word(&row.action),
            text: row.text.clone(),
            statuses: grounds.cited(row, Reader::Owner),
            // It says that there was a report, and nothing else.
            category: category.filter(|it| *it != Open::Known(Category::Other)),
            rules,
            created_at: Timestamp(row.created_at),
            expires_at: grounds.end(row).map(Timestamp),
            overruled_at: row.overruled_at.map(Timestamp),
            appealable_until: until.map(Timestamp),
            appeal: appeal.map(shown_appeal),
        }
    };
    Ok(rows.iter().map(show).collect())
}

/// Strikes as moderators see them, in the order given.
pub(crate) fn admin_strikes(cx: &mut Context, rows: &[Row]) -> Result<Vec<AdminStrike>> {
    let grounds = Grounds::load(cx, rows)?;
    let by: Vec<i64> = rows.iter().filter_map(|it| it.account_id).collect();
    let by = accounts::find_many(&mut cx.tx, &by)?.into_iter();
    let by: HashMap<i64, String> = by.map(|it| (it.id, it.handle())).collect();
    let text = |id: Option<i64>| id.map(|it| it.to_string());
    let show = |row: &Row| {
        let appeal = grounds.appeals.get(&row.id);
        let (category, rules) = grounds.reasons(row);
        AdminStrike {
            id: row.id.to_string(),
            action: word(&row.action),
            text: row.text.clone(),
            account_id: text(row.account_id),
            account: row.account_id.and_then(|id| by.get(&id).cloned()),
            target_account_id: row.target_account_id.to_string(),
            report_id: text(row.report_id),
            category,
            rules,
            statuses: grounds.cited(row, Reader::Moderator),
            created_at: Timestamp(row.created_at),
            expires_at: grounds.end(row).map(Timestamp),
            overruled_at: row.overruled_at.map(Timestamp),
            act_id: text(row.act_id),
            appeal_id: text(appeal.map(|it| it.id)),
            appeal: appeal.map(shown_appeal),
        }
    };
    Ok(rows.iter().map(show).collect())
}

/// Appeals with all that they are about, in the order given.
pub(crate) fn admin_appeals(cx: &mut Context, rows: &[Appeal]) -> Result<Vec<AdminAppeal>> {
    let struck: Vec<i64> = rows.iter().map(|it| it.strike_id).collect();
    let struck = strikes::find_many(&mut cx.tx, &struck)?;
    let shown = admin_strikes(cx, &struck)?.into_iter();
    let shown: HashMap<i64, AdminStrike> = shown.map(|it| (super::id(&it.id), it)).collect();
    let people = people_of(cx, rows)?;
    let person = |id: Option<i64>| id.and_then(|it| people.get(&it).cloned());
    let show = |row: &Appeal| {
        let parties = person(Some(row.account_id)).zip(shown.get(&row.strike_id).cloned());
        let (account, strike) = parties.ok_or(Error::Internal("an appeal is about nothing"))?;
        Ok(AdminAppeal {
            id: row.id.to_string(),
            text: row.text.clone(),
            state: word(row.state().word()),
            created_at: Timestamp(row.created_at),
            approved_at: row.approved_at.map(Timestamp),
            approved_by_account: person(row.approved_by_account_id),
            rejected_at: row.rejected_at.map(Timestamp),
            rejected_by_account: person(row.rejected_by_account_id),
            account,
            strike,
        })
    };
    rows.iter().map(show).collect()
}

fn people_of(cx: &mut Context, rows: &[Appeal]) -> Result<HashMap<i64, AdminAccount>> {
    let named = |it: &Appeal| {
        let deciders = [it.approved_by_account_id, it.rejected_by_account_id];
        deciders.into_iter().flatten().chain([it.account_id])
    };
    let ids: HashSet<i64> = rows.iter().flat_map(named).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let shown = admin_accounts(cx, &ids)?.into_iter();
    Ok(shown.map(|it| (super::id(&it.id), it)).collect())
}

fn shown_appeal(appeal: &Appeal) -> StrikeAppeal {
    StrikeAppeal {
        text: appeal.text.clone(),
        state: word(appeal.state().word()),
        created_at: Timestamp(appeal.created_at),
        decided_at: appeal.decided_at().map(Timestamp),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Owner,
    Moderator,
}

/// What some strikes are about.
struct Grounds {
    statuses: HashMap<i64, Status>,
    deleted: HashSet<i64>,
    reports: HashMap<i64, reports::Report>,
    rules: Vec<(i64, Rule)>,
    /// By act.
    ends: HashMap<i64, DateTime<Utc>>,
    /// By strike.
    appeals: HashMap<i64, Appeal>,
}

impl Grounds {
    fn load(cx: &mut Context, rows: &[Row]) -> Result<Self> {
        let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
        let acts: Vec<i64> = rows.iter().filter_map(|it| it.act_id).collect();
        let reported: Vec<i64> = rows.iter().filter_map(|it| it.report_id).collect();
        let reports = match reported.is_empty() {
            true => Vec::new(),
            false => reports::find_many(&mut cx.tx, &reported)?,
        };
        let named = reports.iter().filter_map(reports::Report::rule_ids);
        let named: Vec<i64> = named.flatten().collect();
        let rules = match named.is_empty() {
            true => Vec::new(),
            false => rules::find_many(&mut cx.tx, &named)?,
        };
        let posts = cited_by(cx, rows)?;
        let appeals = appeals::of_strikes(&mut cx.tx, &ids)?.into_iter();
        Ok(Self {
            deleted: posts
                .iter()
                .filter(|it| it.deleted_at.is_some())
                .map(|it| it.id)
                .collect(),
            statuses: super::statuses(cx, &posts)?
                .into_iter()
                .map(|it| (super::id(&it.id), it))
                .collect(),
            reports: reports.into_iter().map(|it| (it.id, it)).collect(),
            rules: rules.into_iter().map(|it| (it.id, rule(it))).collect(),
            ends: action_log::ends(&mut cx.tx, &acts)?.into_iter().collect(),
            appeals: appeals.map(|it| (it.strike_id, it)).collect(),
        })
    }

    fn reasons(&self, row: &Row) -> (Option<Open<Category>>, Vec<Rule>) {
        let Some(report) = row.report_id.and_then(|it| self.reports.get(&it)) else {
            return (None, Vec::new());
        };
        let named = report.rule_ids().unwrap_or_default();
        let rules = self.rules.iter().filter(|(id, _)| named.contains(id));
        let rules = rules.map(|(_, rule)| rule.clone()).collect();
        (Some(word(&report.category)), rules)
    }

    fn cited(&self, row: &Row, reader: Reader) -> Vec<CitedStatus> {
        let ids = row.status_ids().unwrap_or_default();
        let show = |id: i64| {
            let kept = self.statuses.get(&id);
            let removed = kept.is_none() || self.deleted.contains(&id);
            CitedStatus {
                id: id.to_string(),
                removed,
                status: kept
                    .filter(|_| !removed || reader == Reader::Moderator)
                    .cloned(),
            }
        };
        ids.into_iter().map(show).collect()
    }

    fn end(&self, row: &Row) -> Option<DateTime<Utc>> {
        self.ends.get(&row.act_id?).copied()
    }
}

/// Whatever their visibility, deleted or not.
fn cited_by(cx: &mut Context, rows: &[Row]) -> Result<Vec<statuses::Status>> {
    let ids: HashSet<i64> = rows.iter().filter_map(Row::status_ids).flatten().collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    match ids.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(statuses::find_many(&mut cx.tx, &ids)?),
    }
}
