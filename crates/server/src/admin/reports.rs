use std::net::IpAddr;

use api::{
    Empty, Open, Page, Versioned,
    admin::reports::{
        AdminReport, AssignReport, AssignReportToSelf, GetReport, ListReports, Party, ReopenReport,
        ResolveReport, UnassignReport, UpdateReport, WriteAboutReport,
    },
};
use axum::http::HeaderValue;
use domain::{
    Context, Permission, Violation,
    reports::{self, Change},
};
use serde_json::json;
use store::reports::{Filter, Report};

use super::accounts::given;
use crate::{
    Error,
    entities::{admin_reports, id},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for ListReports {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminReport>, Error> {
        cx.moderator(Permission::ManageReports)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let category = self.category.as_ref().map(Open::to_text);
        let filter = Filter {
            is_open: match (self.resolved, self.unresolved) {
                (false, _) => Some(true),
                (true, false) => Some(false),
                (true, true) => None,
            },
            // What is blank was made by nobody.
            account_id: self.account_id.as_deref().map(id),
            target_account_id: self.target_account_id.as_deref().map(id),
            category: category.as_deref(),
            assigned_account_id: given(&self.assigned_account_id)
                .map(|it| (it != "none").then(|| id(it))),
        };
        let kept = reports::list(cx, &filter, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = admin_reports(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetReport {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Versioned<AdminReport>, Error> {
        show(cx, id(&self.id))
    }
}

impl Answer for UpdateReport {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Versioned<AdminReport>, Error> {
        let change = Change {
            category: self.category.as_ref().map(Open::to_text),
            rule_ids: self
                .rule_ids
                .as_ref()
                .map(|ids| ids.iter().map(|it| id(it)).collect()),
        };
        changed(cx, &self.id, self.if_match, |cx, id| {
            reports::update(cx, id, &change)
        })
    }
}

impl Answer for AssignReport {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Versioned<AdminReport>, Error> {
        let colleague = id(&self.account_id);
        changed(cx, &self.id, self.if_match, |cx, id| {
            reports::assign(cx, id, Some(colleague))
        })
    }
}

impl Answer for WriteAboutReport {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        let to = match self.to {
            Open::Known(Party::Reporter) => reports::Party::Reporter,
            Open::Known(Party::Target) => reports::Party::Target,
            Open::Unknown(_) => {
                reports::get(cx, id(&self.id))?;
                let violation = Violation::not_listed("to", "To");
                return Err(domain::Error::Invalid(vec![violation]).into());
            }
        };
        reports::write(cx, id(&self.id), to, &self.text)?;
        Ok(Empty {})
    }
}

macro_rules! changes_the_report {
    ($($E:ident: $deed:expr),* $(,)?) => {$(
        impl Answer for $E {
            fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Versioned<AdminReport>, Error> {
                changed(cx, &self.id, self.if_match, $deed)
            }
        }
    )*};
}

changes_the_report! {
    AssignReportToSelf: |cx, id| reports::assign(cx, id, None),
    UnassignReport: reports::unassign,
    ResolveReport: reports::resolve,
    ReopenReport: reports::reopen,
}

/// Does it, unless the caller has seen another version, and answers with the report as it is then.
fn changed(
    cx: &mut Context,
    report_id: &str,
    if_match: Option<String>,
    deed: impl FnOnce(&mut Context, i64) -> domain::Result<()>,
) -> Result<Versioned<AdminReport>, Error> {
    let id = id(report_id);
    if let Some(seen) = if_match {
        let is_seen = |it: &Report| names(&seen, it);
        match reports::versioned(cx, id, is_seen) {
            Err(domain::Error::Stale) => return Err(stale(show(cx, id)?)),
            other => other?,
        }
    }
    deed(cx, id)?;
    show(cx, id)
}

fn show(cx: &mut Context, id: i64) -> Result<Versioned<AdminReport>, Error> {
    let kept = reports::get(cx, id)?;
    let etag = HeaderValue::from_str(&etag(&kept)).ok();
    let body = admin_reports(cx, &[kept])?.pop();
    let body = body.ok_or(domain::Error::NotFound)?;
    Ok(Versioned { body, etag })
}

fn etag(report: &Report) -> String {
    format!("\"{}-{}\"", report.id, report.version)
}

/// Whether the header names this version, or any.
fn names(if_match: &str, report: &Report) -> bool {
    let etag = etag(report);
    if_match
        .split(',')
        .map(|it| it.trim().trim_start_matches("W/"))
        .any(|it| it == "*" || it == etag)
}

fn stale(current: Versioned<AdminReport>) -> Error {
    let text = domain::Error::Stale.to_string();
    Error::Stale {
        body: json!({ "error": text, "report": current.body }),
        etag: current.etag,
    }
}
