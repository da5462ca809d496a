mod access;
mod appeal;
mod trends;
mod warning;

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    Context, Error, Result, confirmation,
    mail::Letter,
    settings::{RegistrationsMode, Settings},
};
use store::{
    accounts::{self, Account},
    reports::{self, Report},
    user_ips,
    users::{self, User},
};

use super::postman::Composed;

/// Puts a letter together, or nothing when what it was about is gone.
///
/// Not read-only: a confirmation gets its link here, so that no job has to keep the secret.
pub(crate) fn compose(cx: &mut Context, letter: &Letter) -> Result<Option<Composed>> {
    let settings = Settings::load(&mut cx.tx)?;
    match *letter {
        Letter::Confirmation { account_id } => confirmation_letter(cx, &settings, account_id),
        Letter::Welcome { account_id } => welcome(cx, &settings, account_id),
        Letter::PasswordReset { account_id } => access::password_reset(cx, &settings, account_id),
        Letter::SecondFactorRemoved { account_id } => {
            access::second_factor_removed(cx, &settings, account_id)
        }
        Letter::Warning { strike_id } => warning::compose(cx, &settings, strike_id),
        Letter::NewPending {
            account_id,
            to_account_id,
        } => new_pending(cx, &settings, account_id, to_account_id),
        Letter::FromStaff {
            report_id,
            to_account_id,
            ref text,
        } => from_staff(cx, &settings, report_id, to_account_id, text),
        Letter::NewReport {
            report_id,
            to_account_id,
        } => new_report(cx, &settings, report_id, to_account_id),
        Letter::NewAppeal {
            appeal_id,
            to_account_id,
        } => appeal::filed(cx, &settings, appeal_id, to_account_id),
        Letter::NewTrends {
            ref tag_ids,
            ref card_ids,
            ref status_ids,
            to_account_id,
        } => trends::compose(
            cx,
            &settings,
            (tag_ids, card_ids, status_ids),
            to_account_id,
        ),
        Letter::AppealDecided { appeal_id } => appeal::decided(cx, &settings, appeal_id),
    }
}

fn recipient(cx: &mut Context, account_id: i64) -> Result<Option<(Account, User)>> {
    let account = accounts::find(&mut cx.tx, account_id)?;
    let user = users::find(&mut cx.tx, account_id)?;
    Ok(account.zip(user))
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}

fn day_and_time(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M UTC").to_string()
}

fn written(template: &impl Template) -> Result<String> {
    template
        .render()
        .map_err(|_| Error::Internal("a letter cannot be written"))
}

#[derive(Template)]
#[template(path = "mail/confirmation.txt", escape = "none")]
struct ConfirmationText<'a> {
    site: &'a str,
    url: &'a str,
    handle: &'a str,
    link: &'a str,
    is_change: bool,
    is_pending: bool,
}

#[derive(Template)]
#[template(path = "mail/confirmation.html")]
struct ConfirmationHtml<'a> {
    site: &'a str,
    url: &'a str,
    handle: &'a str,
    link: &'a str,
    is_change: bool,
    is_pending: bool,
}

fn confirmation_letter(
    cx: &mut Context,
    settings: &Settings,
    account_id: i64,
) -> Result<Option<Composed>> {
    let Some((account, user)) = recipient(cx, account_id)? else {
        return Ok(None);
    };
    if user.confirmed_at.is_some() && user.unconfirmed_email.is_none() {
        return Ok(None);
    }
    let secret = confirmation::begin(cx, account_id)?;
    let link = cx
        .site
        .address(&format!("/auth/confirmation?confirmation_token={secret}"));
    let is_change = user.confirmed_at.is_some();
    let is_pending = !user.approved && settings.registrations_mode == RegistrationsMode::Approved;
    let (site, url, handle, link) = (
        &*settings.site_title,
        &*cx.site.url,
        &*account.username,
        &*link,
    );
    Ok(Some(Composed {
        subject: format!("{site}: confirm your e-mail address"),
        text: written(&ConfirmationText {
            site,
            url,
            handle,
            link,
            is_change,
            is_pending,
        })?,
        html: Some(written(&ConfirmationHtml {
            site,
            url,
            handle,
            link,
            is_change,
            is_pending,
        })?),
        to: user.unconfirmed_email.unwrap_or(user.email),
    }))
}

#[derive(Template)]
#[template(path = "mail/welcome.txt", escape = "none")]
struct WelcomeText<'a> {
    site: &'a str,
    url: &'a str,
    domain: &'a str,
    handle: &'a str,
}

#[derive(Template)]
#[template(path = "mail/welcome.html")]
struct WelcomeHtml<'a> {
    site: &'a str,
    url: &'a str,
    domain: &'a str,
    handle: &'a str,
}

/// Not to those who were frozen or suspended before it could be sent.
fn welcome(cx: &mut Context, settings: &Settings, account_id: i64) -> Result<Option<Composed>> {
    let Some((account, user)) = recipient(cx, account_id)? else {
        return Ok(None);
    };
    if user.disabled || account.suspended_at.is_some() {
        return Ok(None);
    }
    let (site, url, domain) = (&*settings.site_title, &*cx.site.url, &*cx.site.domain);
    let handle = &*account.username;
    Ok(Some(Composed {
        subject: format!("Welcome to {site}"),
        text: written(&WelcomeText {
            site,
            url,
            domain,
            handle,
        })?,
        html: Some(written(&WelcomeHtml {
            site,
            url,
            domain,
            handle,
        })?),
        to: user.email,
    }))
}

#[derive(Template)]
#[template(path = "mail/new_pending.txt", escape = "none")]
struct NewPendingText<'a> {
    site: &'a str,
    url: &'a str,
    id: i64,
    newcomer: &'a str,
    email: &'a str,
    ip: &'a str,
    reason: &'a str,
}

/// Not about those who were decided on meanwhile.
fn new_pending(
    cx: &mut Context,
    settings: &Settings,
    account_id: i64,
    to_account_id: i64,
) -> Result<Option<Composed>> {
    let Some((account, user)) = recipient(cx, account_id)? else {
        return Ok(None);
    };
    let Some((_, staff)) = recipient(cx, to_account_id)? else {
        return Ok(None);
    };
    if user.approved {
        return Ok(None);
    }
    let seen = user_ips::of_many(&mut cx.tx, &[account_id])?;
    let ip = seen.last().map(|it| it.ip.to_string()).unwrap_or_default();
    let text = NewPendingText {
        site: &settings.site_title,
        url: &cx.site.url,
        id: account_id,
        newcomer: &account.username,
        email: &user.email,
        ip: &ip,
        reason: user.invite_request.as_deref().unwrap_or_default(),
    };
    Ok(Some(Composed {
        subject: format!("{} wants to join {}", account.username, settings.site_title),
        text: written(&text)?,
        html: None,
        to: staff.email,
    }))
}

#[derive(Template)]
#[template(path = "mail/new_report.txt", escape = "none")]
struct NewReportText<'a> {
    site: &'a str,
    url: &'a str,
    id: i64,
    reporter: &'a str,
    reported: &'a str,
}

/// Not about those that were resolved meanwhile. Nobody reads who has reported from elsewhere.
fn new_report(
    cx: &mut Context,
    settings: &Settings,
    report_id: i64,
    to_account_id: i64,
) -> Result<Option<Composed>> {
    let Some((_, staff)) = recipient(cx, to_account_id)? else {
        return Ok(None);
    };
    let report = reports::find(&mut cx.tx, report_id)?;
    let Some(report) = report.filter(Report::is_open) else {
        return Ok(None);
    };
    let reporter = accounts::find(&mut cx.tx, report.account_id)?;
    let reported = accounts::find(&mut cx.tx, report.target_account_id)?;
    let Some((reporter, reported)) = reporter.zip(reported) else {
        return Ok(None);
    };
    let site = &*settings.site_title;
    let text = NewReportText {
        site,
        url: &cx.site.url,
        id: report_id,
        reporter: &reporter.domain.clone().unwrap_or_else(|| reporter.handle()),
        reported: &reported.handle(),
    };
    Ok(Some(Composed {
        subject: format!("{site}: report {report_id} about {}", reported.handle()),
        text: written(&text)?,
        html: None,
        to: staff.email,
    }))
}

#[derive(Template)]
#[template(path = "mail/from_staff.txt", escape = "none")]
struct FromStaffText<'a> {
    site: &'a str,
    url: &'a str,
    handle: &'a str,
    contact: &'a str,
    reported: Option<&'a str>,
    text: &'a str,
}

/// Who was reported is not told who has.
fn from_staff(
    cx: &mut Context,
    settings: &Settings,
    report_id: i64,
    to_account_id: i64,
    text: &str,
) -> Result<Option<Composed>> {
    let Some((account, user)) = recipient(cx, to_account_id)? else {
        return Ok(None);
    };
    let Some(report) = reports::find(&mut cx.tx, report_id)? else {
        return Ok(None);
    };
    let reported = match report.account_id == to_account_id {
        true => accounts::find(&mut cx.tx, report.target_account_id)?.map(|it| it.handle()),
        false => None,
    };
    let site = &*settings.site_title;
    let text = FromStaffText {
        site,
        url: &cx.site.url,
        handle: &account.username,
        contact: &settings.site_contact_email,
        reported: reported.as_deref(),
        text,
    };
    Ok(Some(Composed {
        subject: format!("{site}: a message from the moderators"),
        text: written(&text)?,
        html: None,
        to: user.email,
    }))
}
