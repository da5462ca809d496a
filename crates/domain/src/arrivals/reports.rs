//! Reports that other servers send on.

use store::{
    accounts::Account,
    follows, mentions,
    reports::{self, NewReport},
    statuses::{Status, Visibility},
};

use crate::{
    Context, Result, html,
    reports::{OTHER, close_reviewed, tell_staff},
    servers,
    statuses::reviewed,
    webhooks::{Occasion, tell},
};

/// Characters of a comment.
const LONGEST: usize = 5000;

/// What somebody elsewhere has to say about an account.
#[derive(Clone, Copy, Debug)]
pub struct Flag<'a> {
    /// What the other server calls the report, if the name is one of its own.
    pub uri: Option<&'a str>,
    /// An account that stands for its server: who has reported is not said.
    pub from: &'a Account,
    pub about: &'a Account,
    pub statuses: &'a [Status],
    pub comment: &'a str,
}

/// Keeps a report, unless nothing is to be heard from that server, or it is none of our business.
pub fn report(cx: &mut Context, flag: &Flag<'_>) -> Result<()> {
    let domain = flag.from.domain.as_deref().unwrap_or_default();
    if servers::policy(cx, domain)?.rejects_reports || flag.about.suspended_at.is_some() {
        return Ok(());
    }
    let own = flag
        .statuses
        .iter()
        .filter(|it| it.account_id == flag.about.id);
    let own: Vec<&Status> = own.collect();
    let is_ours = flag.about.is_local() || answers_us(cx, &own)?;
    if !is_ours {
        return Ok(());
    }
    let mut status_ids = Vec::new();
    for status in own {
        if may_know(cx, domain, status)? {
            status_ids.push(status.id);
        }
    }
    status_ids.sort_unstable();
    status_ids.dedup();
    let comment: String = html::to_text(flag.comment).chars().take(LONGEST).collect();
    let is_news = reports::unresolved_about(&mut cx.tx, flag.about.id)?.is_empty();
    let report = NewReport {
        status_ids: &status_ids,
        uri: flag.uri,
        ..NewReport::new(flag.from.id, flag.about.id, OTHER, &comment, cx.now)
    };
    let report = reports::add(&mut cx.tx, &report)?;
    tell(cx, Occasion::ReportCreated, report.id)?;
    if reviewed(cx, &status_ids)? {
        return close_reviewed(cx, report).map(drop);
    }
    match is_news {
        true => tell_staff(cx, &report),
        false => Ok(()),
    }
}

fn answers_us(cx: &mut Context, statuses: &[&Status]) -> Result<bool> {
    let ids: Vec<i64> = statuses
        .iter()
        .filter_map(|it| it.in_reply_to_account_id)
        .collect();
    let answered = store::accounts::find_many(&mut cx.tx, &ids)?;
    Ok(answered.iter().any(Account::is_local))
}

/// Whether people of a server may see a post: a report must not be a way to have others looked at.
fn may_know(cx: &mut Context, domain: &str, status: &Status) -> Result<bool> {
    if status.visibility.is_for_all() {
        return Ok(true);
    }
    let named = mentions::of_statuses(&mut cx.tx, &[status.id])?;
    let ids: Vec<i64> = named.iter().map(|it| it.account_id).collect();
    let named = store::accounts::find_many(&mut cx.tx, &ids)?;
    if named.iter().any(|it| it.domain.as_deref() == Some(domain)) {
        return Ok(true);
    }
    Ok(status.visibility == Visibility::Private
        && follows::is_any_from(&mut cx.tx, status.account_id, domain)?)
}
