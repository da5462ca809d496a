//! Letters about appeals: to those who decide, and to who has appealed.

use askama::Template;
use domain::{Context, Result, settings::Settings};
use store::{
    accounts,
    appeals::{self, State},
    strikes,
};

use super::{Composed, day, day_and_time, recipient, written};
use crate::{measures::measure, pages::DISPUTES};

#[derive(Template)]
#[template(path = "mail/new_appeal.txt", escape = "none")]
struct NewAppealText<'a> {
    site: &'a str,
    url: &'a str,
    id: i64,
    member: &'a str,
    moderator: &'a str,
    action: &'a str,
    at: &'a str,
    text: &'a str,
}

/// Not about those that were decided meanwhile.
pub(super) fn filed(
    cx: &mut Context,
    settings: &Settings,
    appeal_id: i64,
    to_account_id: i64,
) -> Result<Option<Composed>> {
    let Some((_, staff)) = recipient(cx, to_account_id)? else {
        return Ok(None);
    };
    let appeal = appeals::find(&mut cx.tx, appeal_id)?;
    let Some(appeal) = appeal.filter(|it| it.state() == State::Pending) else {
        return Ok(None);
    };
    let strike = strikes::find(&mut cx.tx, appeal.strike_id)?;
    let member = accounts::find(&mut cx.tx, appeal.account_id)?;
    let Some((strike, member)) = strike.zip(member) else {
        return Ok(None);
    };
    let moderator = match strike.account_id {
        Some(id) => accounts::find(&mut cx.tx, id)?,
        None => None,
    };
    let text = NewAppealText {
        site: &settings.site_title,
        url: &cx.site.url,
        id: appeal_id,
        member: &member.username,
        moderator: &moderator.map_or_else(|| "the server".into(), |it| it.handle()),
        action: &strike.action,
        at: &day_and_time(strike.created_at),
        text: &appeal.text,
    };
    Ok(Some(Composed {
        subject: format!(
            "{}: appeal {appeal_id} of {}",
            settings.site_title, member.username
        ),
        text: written(&text)?,
        html: None,
        to: staff.email,
    }))
}

#[derive(Template)]
#[template(path = "mail/appeal_decided.txt", escape = "none")]
struct DecidedText<'a> {
    site: &'a str,
    url: &'a str,
    decided: &'a Decided,
}

#[derive(Template)]
#[template(path = "mail/appeal_decided.html")]
struct DecidedHtml<'a> {
    site: &'a str,
    url: &'a str,
    decided: &'a Decided,
}

struct Decided {
    handle: String,
    /// What was appealed.
    title: &'static str,
    is_approved: bool,
    struck_on: String,
    appealed_on: String,
    link: String,
}

/// Not before there is a decision.
pub(super) fn decided(
    cx: &mut Context,
    settings: &Settings,
    appeal_id: i64,
) -> Result<Option<Composed>> {
    let appeal = appeals::find(&mut cx.tx, appeal_id)?;
    let Some(appeal) = appeal.filter(|it| it.state() != State::Pending) else {
        return Ok(None);
    };
    let Some(strike) = strikes::find(&mut cx.tx, appeal.strike_id)? else {
        return Ok(None);
    };
    let Some((account, user)) = recipient(cx, appeal.account_id)? else {
        return Ok(None);
    };
    let decided = Decided {
        handle: account.username,
        title: measure(&strike.action).0,
        is_approved: appeal.state() == State::Approved,
        struck_on: day(strike.created_at),
        appealed_on: day(appeal.created_at),
        link: cx.site.address(&format!("{DISPUTES}/{}", strike.id)),
    };
    let (site, url, decided) = (&*settings.site_title, &*cx.site.url, &decided);
    let what = match decided.is_approved {
        true => "approved",
        false => "rejected",
    };
    Ok(Some(Composed {
        subject: format!("Your appeal from {} is {what}", decided.appealed_on),
        text: written(&DecidedText { site, url, decided })?,
        html: Some(written(&DecidedHtml { site, url, decided })?),
        to: user.email,
    }))
}
