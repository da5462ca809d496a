//! Working on reports. Whoever may do it at all may do it to any report, also about superiors.

use store::{
    account_list::Window,
    reports::{self, Filter, Report},
};

use super::terms::check;
use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    members,
    webhooks::{Occasion, tell},
};

pub fn list(cx: &mut Context, filter: &Filter<'_>, window: Window) -> Result<Vec<Report>> {
    cx.moderator(Permission::ManageReports)?;
    Ok(reports::page(&mut cx.tx, filter, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Report> {
    cx.moderator(Permission::ManageReports)?;
    reports::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// Refuses unless the report is still as the caller has seen it. From here to the end of the
/// transaction nobody else changes it.
pub fn versioned(cx: &mut Context, id: i64, is_seen: impl FnOnce(&Report) -> bool) -> Result<()> {
    let (_, report) = find(cx, id)?;
    match is_seen(&report) {
        true => Ok(()),
        false => Err(Error::Stale),
    }
}

/// What is to be said differently.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub category: Option<String>,
    pub rule_ids: Option<Vec<i64>>,
}

pub fn update(cx: &mut Context, id: i64, change: &Change) -> Result<()> {
    let (moderator, report) = find(cx, id)?;
    let category = change.category.as_deref().unwrap_or(&report.category);
    let rule_ids = change.rule_ids.clone().or_else(|| report.rule_ids());
    check(cx, category, rule_ids.as_deref())?;

    let recorded = act("update", &report).record(cx, &moderator)?;
    let now = cx.now;
    let rule_ids = rule_ids.as_deref();
    reports::set_category(&mut cx.tx, id, category, rule_ids, now, &recorded)?;
    tell(cx, Occasion::ReportUpdated, id)
}

/// Puts the report into the hands of somebody who works on reports, the caller if nobody is named.
pub fn assign(cx: &mut Context, id: i64, to: Option<i64>) -> Result<()> {
    let (moderator, report) = find(cx, id)?;
    let to = match to {
        Some(colleague) => colleague,
        None => moderator.account_id().ok_or(Error::NotPermitted)?,
    };
    let is_self = moderator.account_id() == Some(to);
    if !is_self {
        check_colleague(cx, to)?;
    }
    let word = if is_self {
        "assigned_to_self"
    } else {
        "assigned"
    };
    let recorded = act(word, &report).record(cx, &moderator)?;
    let now = cx.now;
    reports::set_assigned(&mut cx.tx, id, Some(to), now, &recorded)?;
    tell(cx, Occasion::ReportUpdated, id)
}

fn check_colleague(cx: &mut Context, id: i64) -> Result<()> {
    let colleague = members::find(cx, id)?;
    let may = |it: &crate::Member| {
        it.standing() == crate::Standing::Good && it.power.may(Permission::ManageReports)
    };
    match colleague.as_ref().is_some_and(may) {
        true => Ok(()),
        false => refuse(vec![Violation::new(
            "account_id",
            "Account",
            "ERR_INVALID",
            "cannot work on reports",
        )]),
    }
}

/// Whoever had it.
pub fn unassign(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, report) = find(cx, id)?;
    let recorded = act("unassigned", &report).record(cx, &moderator)?;
    let now = cx.now;
    reports::set_assigned(&mut cx.tx, id, None, now, &recorded)?;
    tell(cx, Occasion::ReportUpdated, id)
}

/// As of now and by the caller, also if it was resolved before.
pub fn resolve(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, report) = find(cx, id)?;
    close(cx, &moderator, &report)
}

/// The same, as what takes an earlier act back.
pub(crate) fn resolve_after(cx: &mut Context, id: i64, act_id: i64) -> Result<()> {
    let (moderator, report) = find(cx, id)?;
    set_resolved(cx, &moderator, &report, Some(act_id))
}

/// The same, as part of another act.
pub(crate) fn close(cx: &mut Context, moderator: &Moderator, report: &Report) -> Result<()> {
    set_resolved(cx, moderator, report, None)
}

fn set_resolved(
    cx: &mut Context,
    moderator: &Moderator,
    report: &Report,
    reverts: Option<i64>,
) -> Result<()> {
    let act = act("resolve", report).taking_back(reverts);
    let recorded = act.record(cx, moderator)?;
    let (by, now) = (moderator.account_id(), cx.now);
    reports::set_resolved(&mut cx.tx, report.id, by, now, &recorded)?;
    tell(cx, Occasion::ReportUpdated, report.id)
}

pub fn reopen(cx: &mut Context, id: i64) -> Result<()> {
    set_open(cx, id, None)
}

/// The same, as what takes an earlier act back.
pub(crate) fn reopen_after(cx: &mut Context, id: i64, act_id: i64) -> Result<()> {
    set_open(cx, id, Some(act_id))
}

fn set_open(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let (moderator, report) = find(cx, id)?;
    let act = act("reopen", &report).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    let now = cx.now;
    reports::set_open(&mut cx.tx, id, now, &recorded)?;
    tell(cx, Occasion::ReportUpdated, id)
}

pub(super) fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Report)> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let found = reports::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

pub(super) fn act<'a>(action: &'a str, report: &Report) -> Act<'a> {
    let target = Target {
        kind: "Report",
        id: report.id,
        name: report.id.to_string(),
        account_id: Some(report.target_account_id),
    };
    Act {
        report_id: Some(report.id),
        ..Act::new(action, target)
    }
}
