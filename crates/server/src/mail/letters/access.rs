use askama::Template;
use domain::{Context, Result, password_resets, settings::Settings};

use super::{recipient, written};
use crate::mail::postman::Composed;
#[derive(Template)]
#[template(path = "mail/password_reset.txt", escape = "none")]
struct PasswordResetText<'a> {
    site: &'a str,
    url: &'a str,
    handle: &'a str,
    link: &'a str,
}

pub(super) fn password_reset(
    cx: &mut Context,
    settings: &Settings,
    account_id: i64,
) -> Result<Option<Composed>> {
    let Some((account, user)) = recipient(cx, account_id)? else {
        return Ok(None);
    };
    let secret = password_resets::begin(cx, account_id)?;
    let path = format!("/auth/password/edit?reset_password_token={secret}");
    let link = cx.site.address(&path);
    let site = &*settings.site_title;
    let text = PasswordResetText {
        site,
        url: &cx.site.url,
        handle: &account.username,
        link: &link,
    };
    Ok(Some(Composed {
        subject: format!("{site}: choose another password"),
        text: written(&text)?,
        html: None,
        to: user.email,
    }))
}

#[derive(Template)]
#[template(path = "mail/second_factor_removed.txt", escape = "none")]
struct SecondFactorRemovedText<'a> {
    site: &'a str,
    url: &'a str,
    handle: &'a str,
}

pub(super) fn second_factor_removed(
    cx: &mut Context,
    settings: &Settings,
    account_id: i64,
) -> Result<Option<Composed>> {
    let Some((account, user)) = recipient(cx, account_id)? else {
        return Ok(None);
    };
    let site = &*settings.site_title;
    let text = SecondFactorRemovedText {
        site,
        url: &cx.site.url,
        handle: &account.username,
    };
    Ok(Some(Composed {
        subject: format!("{site}: your second factor was removed"),
        text: written(&text)?,
        html: None,
        to: user.email,
    }))
}
