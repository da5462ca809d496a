use askama::Template;
use domain::{
    Context, Error, Result, confirmation, html,
    mail::Letter,
    settings::{RegistrationsMode, Settings},
};
use store::{
    accounts::{self, Account},
    reports::{self, Report},
    strikes, user_ips,
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
        Letter::Warning { strike_id } => warning(cx, &settings, strike_id),
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
    }
}

fn recipient(cx: &mut Context, account_id: i64) -> Result<Option<(Account, User)>> {
    let account = accounts::find(&mut cx.tx, account_id)?;
    let user = users::find(&mut cx.tx, account_id)?;
    Ok(account.zip(user))
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
    is_pending: bool,
}

#[derive(Template)]
#[template(path = "mail/confirmation.html")]
struct ConfirmationHtml<'a> {
    site: &'a str,
    url: &'a str,
    handle: &'a str,
    link: &'a str,
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
            is_pending,
        })?,
        html: Some(written(&ConfirmationHtml {
            site,
            url,
            handle,
            link,
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
#[template(path = "mail/warning.txt", escape = "none")]
struct WarningText<'a> {
    site: &'a str,
    url: &'a str,
    domain: &'a str,
    handle: &'a str,
    contact: &'a str,
    title: &'a str,
    explanation: &'a str,
    text: &'a str,
    reason: Option<&'a str>,
    rules: &'a [String],
}

#[derive(Template)]
#[template(path = "mail/warning.html")]
struct WarningHtml<'a> {
    site: &'a str,
    url: &'a str,
    domain: &'a str,
    handle: &'a str,
    contact: &'a str,
    title: &'a str,
    explanation: &'a str,
    text_html: &'a str,
    reason: Option<&'a str>,
    rules: &'a [String],
}

fn warning(cx: &mut Context, settings: &Settings, strike_id: i64) -> Result<Option<Composed>> {
    let Some(strike) = strikes::find_many(&mut cx.tx, &[strike_id])?.pop() else {
        return Ok(None);
    };
    let Some((account, user)) = recipient(cx, strike.target_account_id)? else {
        return Ok(None);
    };
    let report = strike
        .report_id
        .map(|id| reports::find(&mut cx.tx, id))
        .transpose()?
        .flatten();
    let (reason, rules) = report
        .map(|it| reason(cx, &it))
        .transpose()?
        .unwrap_or_default();
    let (title, explanation) = measure(&strike.action);
    let (site, url, domain) = (&*settings.site_title, &*cx.site.url, &*cx.site.domain);
    let (handle, contact) = (&*account.username, &*settings.site_contact_email);
    let text_html = html::from_text(&strike.text);
    let text = WarningText {
        site,
        url,
        domain,
        handle,
        contact,
        title,
        explanation,
        reason,
        text: &strike.text,
        rules: &rules,
    };
    let html = WarningHtml {
        site,
        url,
        domain,
        handle,
        contact,
        title,
        explanation,
        reason,
        text_html: &text_html,
        rules: &rules,
    };
    Ok(Some(Composed {
        subject: format!("{title}: @{handle}@{domain}"),
        text: written(&text)?,
        html: Some(written(&html)?),
        to: user.email,
    }))
}

/// What was done, as a headline and in a sentence or two.
fn measure(action: &str) -> (&'static str, &'static str) {
    match action {
        "disable" => (
            "Your account is frozen",
            "You cannot use it for now. Others still see your profile and your posts.",
        ),
        "sensitive" => (
            "Your media are marked as sensitive",
            "From now on, all pictures and videos in your posts are hidden behind a click.",
        ),
        "silence" => (
            "Your account is limited",
            "You can go on using it, but only people who follow you see your posts unasked.",
        ),
        "suspend" => (
            "Your account is suspended",
            "You can no longer use it, and others cannot see your profile and your posts. Your data \
             is kept for 30 days, so that this can be taken back, and then deleted.",
        ),
        _ => ("A warning from the moderators", ""),
    }
}

/// What the report was about, and the rules that it names. `other` says nothing.
fn reason(cx: &mut Context, report: &Report) -> Result<(Option<&'static str>, Vec<String>)> {
    let reason = match report.category.as_str() {
        "spam" => Some("spam"),
        "legal" => Some("the law"),
        "violation" => Some("these rules of the server"),
        _ => None,
    };
    if report.category != "violation" {
        return Ok((reason, Vec::new()));
    }
    let named = report.rule_ids().unwrap_or_default();
    let rules = store::rules::find_many(&mut cx.tx, &named)?;
    Ok((reason, rules.into_iter().map(|it| it.text).collect()))
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
