//! Files that nobody is shown any more, and that moderators may have to look at: addresses that are
//! good for ten minutes, and for whoever has them.

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    hmac::{HMAC_SHA256, Key, sign},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use store::settings;

use crate::{Context, Error, Permission, Result, secrets};

/// Among the settings, where no member of the staff sees it.
const NAME: &str = "evidence_key";
/// How long an address is good.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(10);

/// Until when an address is good, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub until: i64,
    pub key: String,
}

/// Makes the key, unless there is one.
pub fn make_missing(cx: &mut Context) -> Result<()> {
    if settings::find(&mut cx.tx, NAME)?.is_none() {
        let key = secrets::make(&mut cx.chance);
        settings::add(&mut cx.tx, NAME, &key.into(), cx.now)?;
    }
    Ok(())
}

/// For a moderator who works on reports or users. None before somebody was served.
pub fn seal(cx: &mut Context, file: &str) -> Result<Option<Seal>> {
    cx.moderator_of_any(&[Permission::ManageReports, Permission::ManageUsers])?;
    let until = (cx.now + GOOD_FOR).timestamp();
    Ok(made(cx, file, until)?.map(|key| Seal { until, key }))
}

/// Whether a seal is that of the file, and still good.
pub fn is_good(cx: &mut Context, file: &str, seal: &Seal) -> Result<bool> {
    let end = DateTime::<Utc>::from_timestamp(seal.until, 0);
    if end.is_none_or(|it| it <= cx.now) {
        return Ok(false);
    }
    let made = made(cx, file, seal.until)?;
    Ok(made.is_some_and(|it| verify_slices_are_equal(it.as_bytes(), seal.key.as_bytes()).is_ok()))
}

fn made(cx: &mut Context, file: &str, until: i64) -> Result<Option<String>> {
    let Some(kept) = settings::find(&mut cx.tx, NAME)? else {
        return Ok(None);
    };
    let Value::String(secret) = kept else {
        return Err(Error::Internal("the key of evidence is no text"));
    };
    let key = Key::new(HMAC_SHA256, secret.as_bytes());
    let tag = sign(&key, format!("{until} {file}").as_bytes());
    Ok(Some(secrets::hex(tag.as_ref())))
}
