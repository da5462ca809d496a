//! Posts that are to come.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use store::{
    account_list::Window,
    accounts, applications, idempotency, media,
    scheduled_statuses::{self, Scheduled},
};

use crate::{
    Caller, Context, Error, Member, Result, Standing,
    jobs::{Job, Progress},
    members,
    statuses::{self, Wanted},
};

/// How far ahead one comes at least.
const SOONEST: TimeDelta = TimeDelta::minutes(5);
/// How many a member has.
const MOST: i64 = 300;
const MOST_A_DAY: i64 = 25;
/// How often somebody looks which come next.
pub(crate) const EVERY: TimeDelta = TimeDelta::minutes(1);
/// How many are taken up at once.
const DUE_AT_ONCE: i64 = 500;

/// The caller's, the last made first.
pub fn list(cx: &mut Context, window: Window) -> Result<Vec<Scheduled>> {
    let id = cx.member()?.account.id;
    Ok(scheduled_statuses::page(&mut cx.tx, id, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Scheduled> {
    let owner = cx.member()?.account.id;
    let scheduled = scheduled_statuses::find(&mut cx.tx, id)?;
    scheduled
        .filter(|it| it.account_id == owner)
        .ok_or(Error::NotFound)
}

/// What is to be posted.
pub fn wanted(scheduled: &Scheduled) -> Result<Wanted> {
    serde_json::from_value(scheduled.params.clone())
        .map_err(|_| Error::Internal("a scheduled post cannot be read"))
}

/// When a new post is to come; none for at once, as also in the past.
pub(crate) fn time_of(cx: &Context, text: Option<&str>) -> Result<Option<DateTime<Utc>>> {
    let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let at = read_time(text).ok_or_else(|| Error::Unprocessable("Record invalid".into()))?;
    Ok(Some(at).filter(|it| *it > cx.now))
}

/// In the forms that programs send. Without a zone it is UTC.
fn read_time(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    for form in [
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M%z",
    ] {
        if let Ok(at) = DateTime::parse_from_str(text, form) {
            return Some(at.to_utc());
        }
    }
    for form in [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
    ] {
        if let Ok(at) = NaiveDateTime::parse_from_str(text, form) {
            return Some(at.and_utc());
        }
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}

/// Keeps a post for later that could be posted now.
pub(crate) fn schedule(cx: &mut Context, wanted: &Wanted, at: DateTime<Utc>) -> Result<Scheduled> {
    statuses::refuse_unpostable(cx, wanted)?;
    let account_id = cx.member()?.account.id;
    // Whoever does the same at the same moment waits here, and is counted.
    accounts::find_locked(&mut cx.tx, account_id)?;
    let mut found = Vec::new();
    found.extend(check_time(cx, at));
    if scheduled_statuses::count(&mut cx.tx, account_id)? >= MOST {
        found.push(format!(
            "You have exceeded the limit of {MOST} scheduled posts"
        ));
    }
    found.extend(check_day(cx, account_id, at)?);
    refuse(&found)?;
    let scheduled = Scheduled {
        id: cx.new_id(),
        account_id,
        scheduled_at: at,
        params: serde_json::to_value(wanted)
            .map_err(|_| Error::Internal("a scheduled post cannot be written"))?,
        created_at: cx.now,
    };
    scheduled_statuses::add(&mut cx.tx, &scheduled)?;
    let now = cx.now;
    media::reserve(&mut cx.tx, &wanted.media_ids, scheduled.id, now)?;
    Ok(scheduled)
}

/// Moves one of the caller's to another time.
pub fn move_to(cx: &mut Context, id: i64, at: Option<&str>) -> Result<Scheduled> {
    let scheduled = own_locked(cx, id)?;
    let Some(text) = at.map(str::trim).filter(|it| !it.is_empty()) else {
        return Ok(scheduled);
    };
    accounts::find_locked(&mut cx.tx, scheduled.account_id)?;
    // What is no time is none that is far enough.
    let at = read_time(text).unwrap_or(cx.now);
    let mut found = Vec::new();
    found.extend(check_time(cx, at));
    if at.date_naive() != scheduled.scheduled_at.date_naive() {
        found.extend(check_day(cx, scheduled.account_id, at)?);
    }
    refuse(&found)?;
    scheduled_statuses::set_scheduled_at(&mut cx.tx, id, at)?;
    Ok(Scheduled {
        scheduled_at: at,
        ..scheduled
    })
}

/// Another post may carry its media.
pub fn cancel(cx: &mut Context, id: i64) -> Result<()> {
    own_locked(cx, id)?;
    forget(cx, id)
}

fn own_locked(cx: &mut Context, id: i64) -> Result<Scheduled> {
    let owner = cx.member()?.account.id;
    let scheduled = scheduled_statuses::find_locked(&mut cx.tx, id)?;
    scheduled
        .filter(|it| it.account_id == owner)
        .ok_or(Error::NotFound)
}

fn forget(cx: &mut Context, id: i64) -> Result<()> {
    let now = cx.now;
    media::release(&mut cx.tx, id, now)?;
    Ok(scheduled_statuses::remove(&mut cx.tx, id)?)
}

fn check_time(cx: &Context, at: DateTime<Utc>) -> Option<String> {
    let is_soon = at <= cx.now + SOONEST;
    is_soon.then(|| "Scheduled at date must be in the future".into())
}

fn check_day(cx: &mut Context, account_id: i64, at: DateTime<Utc>) -> Result<Option<String>> {
    let on_day = scheduled_statuses::count_on_day_of(&mut cx.tx, account_id, at)?;
    Ok((on_day >= MOST_A_DAY)
        .then(|| format!("You have exceeded the limit of {MOST_A_DAY} scheduled posts for today")))
}

fn refuse(found: &[String]) -> Result<()> {
    match found.is_empty() {
        true => Ok(()),
        false => Err(Error::Unprocessable(format!(
            "Validation failed: {}",
            found.join(", ")
        ))),
    }
}

/// Leaves those that come next to jobs, each for its time.
pub(crate) fn leave_due(cx: &mut Context) -> Result<()> {
    cx.caller = Caller::System;
    let by = cx.now + EVERY;
    for (scheduled_id, at) in scheduled_statuses::due(&mut cx.tx, by, DUE_AT_ONCE)? {
        Job::PublishScheduled { scheduled_id }.leave_for(cx, at)?;
    }
    Ok(())
}

/// Posts what has come due, as its author. What she may not post any more is dropped without a word.
pub fn publish(cx: &mut Context, id: i64) -> Result<Progress> {
    let Some(scheduled) = scheduled_statuses::find_locked(&mut cx.tx, id)? else {
        return Ok(Progress::Done);
    };
    // It may have been moved since.
    if scheduled.scheduled_at > cx.now {
        return Ok(Progress::Done);
    }
    let author = author_of(cx, &scheduled)?;
    forget(cx, id)?;
    let Some(author) = author else {
        return Ok(Progress::Done);
    };
    let mut wanted = wanted(&scheduled)?;
    if let Some(app_id) = wanted.application_id {
        let app = applications::find(&mut cx.tx, app_id)?;
        wanted.application_id = app.map(|it| it.id);
    }
    cx.caller = Caller::Member(Box::new(author));
    let posted = statuses::post(cx, &wanted);
    cx.caller = Caller::System;
    match posted {
        Ok(status) => {
            idempotency::set_posted(&mut cx.tx, scheduled.account_id, id, status.id)?;
            Ok(Progress::Done)
        }
        // Everything that may be refused is, before anything is written.
        Err(
            Error::NotFound
            | Error::Missing(_)
            | Error::NotPermitted
            | Error::Unprocessable(_)
            | Error::Invalid(_),
        ) => Ok(Progress::Done),
        Err(error) => Err(error),
    }
}

/// The author, if she may post at this moment.
fn author_of(cx: &mut Context, scheduled: &Scheduled) -> Result<Option<Member>> {
    let member = members::find(cx, scheduled.account_id)?;
    Ok(member.filter(|it| it.standing() == Standing::Good))
}

#[cfg(test)]
mod tests {
    use super::read_time;

    #[test]
    fn times_are_read_in_the_forms_that_programs_send() {
        for text in [
            "2026-11-22T09:08:07.000Z",
            "2026-11-22T10:08:07+01:00",
            "2026-11-22T10:08:07+0100",
            "2026-11-22 09:08:07",
            "2026-11-22 10:08:07 +0100",
            "2026-11-22T09:08:07",
        ] {
            let at = read_time(text).map(|it| it.timestamp());
            assert_eq!(at, Some(1_795_338_487), "{text}");
        }
        assert_eq!(
            read_time("2026-11-22").map(|it| it.to_rfc3339()),
            Some("2026-11-22T00:00:00+00:00".into())
        );
        for wrong in ["", "soon", "2026-13-01", "99999999999", "12:00"] {
            assert_eq!(read_time(wrong), None, "{wrong:?}");
        }
    }
}
