//! What the staff has to say at length.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{Context, Error, Result, html, settings::Settings};

/// What holds where the staff has written nothing else: what the software does.
const PRIVACY: &str = include_str!("privacy.md");
/// When that was written.
const PRIVACY_AT: i64 = 1_795_564_800;

/// A text of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub html: String,
    pub updated_at: Option<DateTime<Utc>>,
}

/// More about the server. Empty where nothing was written.
pub fn extended_description(cx: &mut Context) -> Result<Text> {
    let settings = Settings::load(&mut cx.tx)?;
    Ok(Text {
        html: html::from_markdown(&settings.site_extended_description),
        updated_at: store::settings::updated_at(&mut cx.tx, "site_extended_description")?,
    })
}

/// What becomes of what people tell the server.
pub fn privacy_policy(cx: &mut Context) -> Result<Text> {
    let settings = Settings::load(&mut cx.tx)?;
    let is_ours = !settings.site_terms.trim().is_empty();
    let (text, updated_at) = match is_ours {
        true => (
            settings.site_terms.as_str(),
            store::settings::updated_at(&mut cx.tx, "site_terms")?,
        ),
        false => (PRIVACY, DateTime::from_timestamp(PRIVACY_AT, 0)),
    };
    Ok(Text {
        html: named(cx, text),
        updated_at,
    })
}

/// What members agree to in law, from some day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub html: String,
    /// The day from which they hold.
    pub from: NaiveDate,
    pub is_in_effect: bool,
    /// The day from which others hold.
    pub until: Option<NaiveDate>,
}

/// Those that hold from that day, or those that hold today.
pub fn terms_of_service(cx: &mut Context, day: Option<&str>) -> Result<Terms> {
    let all = Settings::load(&mut cx.tx)?.terms_of_service;
    let today = cx.now.date_naive();
    let found = match day {
        None => all.on(today),
        Some(day) => {
            let day = day.parse().map_err(|_| Error::NotFound)?;
            all.from(day).map(|text| (day, text))
        }
    };
    let (from, text) = found.ok_or(Error::NotFound)?;
    Ok(Terms {
        html: named(cx, text),
        from,
        is_in_effect: from <= today,
        until: all.next(from),
    })
}

/// As HTML, with the name of the server where the text leaves room for it.
fn named(cx: &Context, text: &str) -> String {
    html::from_markdown(&text.replace("%{domain}", &cx.site.domain))
}
