//! To a member: this was done about your account.

use askama::Template;
use domain::{Context, Result, html, settings::Settings};
use store::{
    action_log, reports,
    reports::Report,
    rules, statuses,
    strikes::{self, Strike},
};

use super::{Composed, day_and_time, recipient, written};
use crate::{
    measures::{measure, reason},
    pages::DISPUTES,
};

#[derive(Template)]
#[template(path = "mail/warning.txt", escape = "none")]
struct Text<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/warning.html")]
struct Html<'a> {
    letter: &'a Letter,
    site: &'a str,
    url: &'a str,
    text_html: &'a str,
}

struct Letter {
    site: String,
    url: String,
    domain: String,
    handle: String,
    contact: String,
    title: &'static str,
    explanation: &'static str,
    /// When it ends by itself.
    end: Option<String>,
    text: String,
    reason: Option<&'static str>,
    rules: Vec<String>,
    posts: Vec<Post>,
    /// The page on which it is answered.
    link: String,
}

/// A post that it is about, as text; none where it is gone.
struct Post {
    text: Option<String>,
}

pub(super) fn compose(
    cx: &mut Context,
    settings: &Settings,
    strike_id: i64,
) -> Result<Option<Composed>> {
    let Some(strike) = strikes::find(&mut cx.tx, strike_id)? else {
        return Ok(None);
    };
    let Some((account, user)) = recipient(cx, strike.target_account_id)? else {
        return Ok(None);
    };
    let report = match strike.report_id {
        Some(id) => reports::find(&mut cx.tx, id)?,
        None => None,
    };
    let rules = match &report {
        Some(report) => rules_of(cx, report)?,
        None => Vec::new(),
    };
    let category = report.as_ref().map(|it| it.category.as_str());
    let (title, explanation) = measure(&strike.action);
    let letter = Letter {
        site: settings.site_title.clone(),
        url: cx.site.url.to_string(),
        domain: cx.site.domain.to_string(),
        handle: account.username,
        contact: settings.site_contact_email.clone(),
        title,
        explanation,
        end: end(cx, &strike)?,
        reason: category.and_then(|it| reason(it, !rules.is_empty())),
        rules,
        posts: posts(cx, &strike)?,
        link: cx.site.address(&format!("{DISPUTES}/{strike_id}")),
        text: strike.text,
    };
    let html = Html {
        letter: &letter,
        site: &letter.site,
        url: &letter.url,
        text_html: &html::from_text(&letter.text),
    };
    Ok(Some(Composed {
        subject: format!("{title}: @{}@{}", letter.handle, letter.domain),
        text: written(&Text { letter: &letter })?,
        html: Some(written(&html)?),
        to: user.email,
    }))
}

fn end(cx: &mut Context, strike: &Strike) -> Result<Option<String>> {
    let Some(id) = strike.act_id else {
        return Ok(None);
    };
    let ends = action_log::ends(&mut cx.tx, &[id])?;
    Ok(ends.first().map(|(_, at)| day_and_time(*at)))
}

fn rules_of(cx: &mut Context, report: &Report) -> Result<Vec<String>> {
    if report.category != "violation" {
        return Ok(Vec::new());
    }
    let named = report.rule_ids().unwrap_or_default();
    let rules = rules::find_many(&mut cx.tx, &named)?;
    Ok(rules.into_iter().map(|it| it.text).collect())
}

/// In the order in which the strike cites them.
fn posts(cx: &mut Context, strike: &Strike) -> Result<Vec<Post>> {
    let ids = strike.status_ids().unwrap_or_default();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let kept = statuses::find_many(&mut cx.tx, &ids)?;
    let shown = |id: &i64| Post {
        text: kept
            .iter()
            .find(|it| it.id == *id && it.deleted_at.is_none())
            .map(in_words),
    };
    Ok(ids.iter().map(shown).collect())
}

fn in_words(status: &statuses::Status) -> String {
    let text = html::to_text(&status.content);
    let said = match status.spoiler_text.is_empty() {
        true => text,
        false => format!("{}: {text}", status.spoiler_text),
    };
    match said.trim().is_empty() {
        true => "(without words)".into(),
        false => said,
    }
}
