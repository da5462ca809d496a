use askama::Template;
use domain::{Context, Result, settings::Settings, trends::Announced};

use super::{recipient, written};
use crate::mail::postman::Composed;

#[derive(Template)]
#[template(path = "mail/new_trends.txt", escape = "none")]
struct NewTrendsText<'a> {
    site: &'a str,
    url: &'a str,
    announced: &'a Announced,
}

/// Not where nothing of it trends any more.
pub(super) fn compose(
    cx: &mut Context,
    settings: &Settings,
    ids: (&[i64], &[i64], &[i64]),
    to_account_id: i64,
) -> Result<Option<Composed>> {
    let Some((_, staff)) = recipient(cx, to_account_id)? else {
        return Ok(None);
    };
    let announced = Announced::load(cx, ids)?;
    if announced.is_empty() {
        return Ok(None);
    }
    let site = &*settings.site_title;
    let text = NewTrendsText {
        site,
        url: &cx.site.url,
        announced: &announced,
    };
    Ok(Some(Composed {
        subject: format!("New trends up for review on {site}"),
        text: written(&text)?,
        html: None,
        to: staff.email,
    }))
}
