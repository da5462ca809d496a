//! How much goes on here, week by week.
//!
//! What happened is counted when it happens, so that saying it costs the same in a large community.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc};
use store::{
    counters,
    tallies::{self, Kind},
};

use crate::{Context, Error, Result, settings::Settings, tags::day_of};

/// How many weeks are told, this one among them.
const WEEKS: i32 = 12;

/// A week that begins on a Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub start: DateTime<Utc>,
    /// Posts of members.
    pub statuses: i64,
    /// Members who were here.
    pub logins: i64,
    /// Newcomers who were let in.
    pub registrations: i64,
}

/// A member has posted something.
pub fn count_status(cx: &mut Context) -> Result<()> {
    count(cx, STATUSES)
}

/// A member was here for the first time in this week.
pub fn count_login(cx: &mut Context) -> Result<()> {
    count(cx, LOGINS)
}

/// A newcomer has confirmed the address and been let in, whichever was last.
pub fn count_registration(cx: &mut Context) -> Result<()> {
    count(cx, REGISTRATIONS)
}

/// A member has done something with what somebody posts, or wants to follow somebody. It is never taken back.
pub fn count_interaction(cx: &mut Context) -> Result<()> {
    let today = day_of(cx.now);
    Ok(tallies::add(&mut cx.tx, Kind::Interactions, today, 1)?)
}

/// The last twelve weeks, this one first, if the staff lets them be known.
pub fn list(cx: &mut Context) -> Result<Vec<Week>> {
    if cx.site.limited_federation || !Settings::load(&mut cx.tx)?.activity_api_enabled {
        return Err(Error::NotFound);
    }
    let this_week = week_of(cx.now);
    let starts: Vec<_> = (0..WEEKS)
        .map(|it| this_week - TimeDelta::weeks(it.into()))
        .collect();
    let names = starts
        .iter()
        .flat_map(|start| WORDS.map(|word| name(word, *start)));
    let names: Vec<String> = names.collect();
    let counted: HashMap<String, i64> = counters::some(&mut cx.tx, &names)?.into_iter().collect();
    let weeks = starts.into_iter().map(|start| {
        let number = |word| counted.get(&name(word, start)).copied().unwrap_or_default();
        Week {
            start,
            statuses: number(STATUSES),
            logins: number(LOGINS),
            registrations: number(REGISTRATIONS),
        }
    });
    Ok(weeks.collect())
}

/// When the week began that the moment belongs to.
pub(crate) fn week_of(at: DateTime<Utc>) -> DateTime<Utc> {
    let day = at.date_naive();
    let since_monday = TimeDelta::days(day.weekday().num_days_from_monday().into());
    (day - since_monday).and_time(NaiveTime::MIN).and_utc()
}

const STATUSES: &str = "statuses";
const LOGINS: &str = "logins";
const REGISTRATIONS: &str = "registrations";
const WORDS: [&str; 3] = [STATUSES, LOGINS, REGISTRATIONS];

fn count(cx: &mut Context, word: &str) -> Result<()> {
    let name = name(word, week_of(cx.now));
    Ok(counters::change(&mut cx.tx, &name, 1)?)
}

/// Of the counter.
fn name(word: &str, week: DateTime<Utc>) -> String {
    format!("{word} in the week of {}", week.date_naive())
}
