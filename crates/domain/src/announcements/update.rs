//! Changing some of an announcement.

use chrono::{DateTime, Utc};
use store::announcements::Announcement;

use super::{Draft, change, find};
use crate::{Context, Result};

/// What is to be different; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub text: Option<String>,
    /// `Some(None)` is no longer any time.
    pub starts_at: Option<Option<DateTime<Utc>>>,
    pub ends_at: Option<Option<DateTime<Utc>>>,
    pub all_day: Option<bool>,
    pub scheduled_at: Option<Option<DateTime<Utc>>>,
}

pub fn update(cx: &mut Context, id: i64, wanted: Change) -> Result<Announcement> {
    let (_, before) = find(cx, id)?;
    let draft = Draft {
        text: wanted.text.unwrap_or(before.text),
        starts_at: wanted.starts_at.unwrap_or(before.starts_at),
        ends_at: wanted.ends_at.unwrap_or(before.ends_at),
        all_day: wanted.all_day.unwrap_or(before.all_day),
        scheduled_at: wanted.scheduled_at.unwrap_or(before.scheduled_at),
    };
    change(cx, id, &draft)
}
