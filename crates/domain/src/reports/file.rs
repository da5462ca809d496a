//! Reporting an account.

use std::collections::HashSet;

use store::{
    accounts::Account,
    reports::{self, NewReport, Report},
    statuses,
    visible::Place,
};

use super::{
    terms::{OTHER, VIOLATION, check},
    work::close,
};
use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    emails::domain_to_ascii,
    error::refuse,
    mail::Letter,
    members,
    news::News,
    notifications,
    statuses::reviewed,
    visibility,
    webhooks::{Occasion, tell},
};

/// Characters of a comment.
const LONGEST: usize = 1000;

/// What a member has to say about an account.
#[derive(Clone, Debug, Default)]
pub struct Filing {
    pub account_id: i64,
    pub status_ids: Vec<i64>,
    pub comment: String,
    pub category: Option<String>,
    /// Naming rules makes it a violation.
    pub rule_ids: Option<Vec<i64>>,
    /// Whether the account's own server is to be told, if the caller has said.
    pub forward: Option<bool>,
    /// Which servers are to be told, instead of that one.
    pub forward_to_domains: Option<Vec<String>>,
}

/// Keeps the report, and tells those who work on reports unless they have one about the account
/// already.
pub fn file(cx: &mut Context, filing: &Filing) -> Result<Report> {
    let reporter = cx.member()?.account.id;
    let application_id = cx.member()?.token.as_ref().map(|it| it.application_id);
    let target = visibility::account(cx, filing.account_id)?;
    if target.suspended_at.is_some() {
        return Err(Error::NotFound);
    }
    let status_ids = attachable(cx, &target, &filing.status_ids)?;
    let rule_ids = filing.rule_ids.as_deref();
    let category = match (rule_ids, &filing.category) {
        (Some([_, ..]), _) => VIOLATION,
        (_, Some(category)) => category,
        (_, None) => OTHER,
    };
    check_comment(&filing.comment)?;
    check(cx, category, rule_ids)?;

    let is_news = reports::unresolved_about(&mut cx.tx, target.id)?.is_empty();
    let domains = forwarded_to(filing, &target);
    let report = NewReport {
        status_ids: &status_ids,
        rule_ids,
        forwarded: filing
            .forward
            .filter(|_| !target.is_local())
            .map(|_| domains.iter().any(|it| target.domain.as_ref() == Some(it))),
        application_id,
        ..NewReport::new(reporter, target.id, category, &filing.comment, cx.now)
    };
    let report = reports::add(&mut cx.tx, &report)?;
    if !domains.is_empty() {
        News::Reported {
            report_id: report.id,
            domains,
        }
        .leave(cx)?;
    }
    tell(cx, Occasion::ReportCreated, report.id)?;
    if reviewed(cx, &status_ids)? {
        return close_reviewed(cx, report);
    }
    if is_news {
        tell_staff(cx, &report)?;
    }
    Ok(report)
}

/// The servers that are to be told: of an account elsewhere, its own unless the reporter has chosen.
fn forwarded_to(filing: &Filing, target: &Account) -> Vec<String> {
    let Some(domain) = target
        .domain
        .as_ref()
        .filter(|_| filing.forward == Some(true))
    else {
        return Vec::new();
    };
    match &filing.forward_to_domains {
        None => vec![domain.clone()],
        Some(chosen) => chosen.iter().map(|it| domain_to_ascii(it.trim())).collect(),
    }
}

fn check_comment(comment: &str) -> Result<()> {
    match comment.chars().count() > LONGEST {
        true => refuse(vec![Violation::too_long("comment", "Comment", LONGEST)]),
        false => Ok(()),
    }
}

/// The posts, each once: all are the account's, and the caller has seen them.
fn attachable(cx: &mut Context, target: &Account, ids: &[i64]) -> Result<Vec<i64>> {
    let mut seen = visibility::statuses(cx, ids, Place::Alone)?;
    // Deleting a post does not save its author from a report.
    let all = statuses::find_many(&mut cx.tx, ids)?;
    seen.extend(
        all.into_iter()
            .filter(|it| it.deleted_at.is_some() && it.held_at.is_none())
            .filter(|it| it.visibility.is_for_all()),
    );
    let seen: HashSet<i64> = seen
        .iter()
        .filter(|it| it.account_id == target.id)
        .map(|it| it.id)
        .collect();
    let mut wanted = ids.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    match wanted.iter().all(|it| seen.contains(it)) {
        true => Ok(wanted),
        false => Err(Error::NotFound),
    }
}

/// A moderator has looked at these very posts, and found them fine.
pub(crate) fn close_reviewed(cx: &mut Context, report: Report) -> Result<Report> {
    close(cx, &Moderator::system(), &report)?;
    reports::find(&mut cx.tx, report.id)?.ok_or(Error::NotFound)
}

pub(crate) fn tell_staff(cx: &mut Context, report: &Report) -> Result<()> {
    notifications::tell_of_report(cx, report.id, report.account_id)?;
    for staff in members::who_may(cx, Permission::ManageReports)? {
        let letter = Letter::NewReport {
            report_id: report.id,
            to_account_id: staff.account_id,
        };
        letter.leave(cx)?;
    }
    Ok(())
}
