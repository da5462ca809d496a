use std::collections::HashMap;

use chrono::{DateTime, Utc};
use store::{
    accounts::Account,
    card_days, featured_tags,
    statuses::{Status, Visibility},
    tag_days,
    tags::Tag,
    uses::Day,
};

use crate::{Context, Result};

/// How many days are shown of how much something was used.
const DAYS: i32 = 7;
const SECONDS: i64 = 24 * 60 * 60;

/// How much some tags or links were used in the last days.
pub struct Week {
    today: i32,
    used: HashMap<(i64, i32), Day>,
}

impl Week {
    pub fn of_tags(cx: &mut Context, tag_ids: &[i64]) -> Result<Self> {
        let today = day_of(cx.now);
        let days = tag_days::since(&mut cx.tx, tag_ids, today - DAYS + 1)?;
        Ok(Self::new(today, days))
    }

    pub fn of_links(cx: &mut Context, card_ids: &[i64]) -> Result<Self> {
        let today = day_of(cx.now);
        let days = card_days::since(&mut cx.tx, card_ids, today - DAYS + 1)?;
        Ok(Self::new(today, days))
    }

    fn new(today: i32, days: Vec<Day>) -> Self {
        let used = days.into_iter().map(|it| ((it.thing_id, it.day), it));
        Self {
            today,
            used: used.collect(),
        }
    }

    /// Every day, today first, also those on which nobody has used the thing.
    pub fn days(&self, thing_id: i64) -> impl Iterator<Item = Day> {
        let of = move |day| {
            let used = self.used.get(&(thing_id, day)).copied();
            used.unwrap_or(Day {
                thing_id,
                day,
                uses: 0,
                accounts: 0,
            })
        };
        (0..DAYS).map(move |back| of(self.today - back))
    }
}

/// When a day begins, in seconds since 1970.
pub fn begin_of(day: i32) -> i64 {
    i64::from(day) * SECONDS
}

/// The day of a moment, since the beginning of 1970 and in UTC.
pub(crate) fn day_of(at: DateTime<Utc>) -> i32 {
    i32::try_from(at.timestamp().div_euclid(SECONDS)).unwrap_or_default()
}

/// Counts a post that has these tags: once it is there, and for those that an edit has added.
///
/// The history is of public posts by authors who are not limited, and is never taken back: it says
/// how much was said on a day.
pub fn count(cx: &mut Context, author: &Account, status: &Status, tags: &[Tag]) -> Result<()> {
    if tags.is_empty() || !status.visibility.is_for_all() {
        return Ok(());
    }
    let ids: Vec<i64> = tags.iter().map(|it| it.id).collect();
    featured_tags::count(&mut cx.tx, author.id, &ids, status.created_at)?;
    if status.visibility == Visibility::Public && author.silenced_at.is_none() {
        let usable = tags.iter().filter(|it| it.is_usable());
        let ids: Vec<i64> = usable.map(|it| it.id).collect();
        tag_days::count(&mut cx.tx, author.id, &ids, day_of(cx.now))?;
    }
    Ok(())
}

/// Takes back what [`count`] has counted for the profile, after the post or its tags are gone. A post
/// that is held counts for nothing there.
pub fn uncount(cx: &mut Context, status: &Status, tag_ids: &[i64]) -> Result<()> {
    let is_counted = status.visibility.is_for_all() && status.held_at.is_none();
    if tag_ids.is_empty() || !is_counted {
        return Ok(());
    }
    Ok(featured_tags::uncount(
        &mut cx.tx,
        status.account_id,
        tag_ids,
    )?)
}

/// A post with these tags is there again, or is not shown any more.
pub(crate) fn recount(cx: &mut Context, status: &Status, tag_ids: &[i64]) -> Result<()> {
    let account_id = status.account_id;
    Ok(featured_tags::recount_some(
        &mut cx.tx, account_id, tag_ids,
    )?)
}
