//! Posting once what is asked for twice.

use chrono::TimeDelta;
use store::{
    accounts,
    idempotency::{self, Made},
    scheduled_statuses::{self, Scheduled},
    statuses::{self, Status},
};

use super::{Wanted, post};
use crate::{Context, Result, scheduled_statuses as later, secrets::hash};

/// How long the same key gives the same post.
const REMEMBERED: TimeDelta = TimeDelta::hours(1);

/// What came of a wish to post.
#[derive(Clone, Debug)]
pub enum Outcome {
    Posted(Box<Status>),
    /// It comes later.
    Scheduled(Scheduled),
}

/// Posts, now or at that time, unless a request with the same key has done so within the hour; that
/// post, then.
pub fn post_once(
    cx: &mut Context,
    wanted: &Wanted,
    at: Option<&str>,
    key: Option<&str>,
) -> Result<Outcome> {
    let Some(key) = key.filter(|it| !it.is_empty()).map(hash) else {
        return post_then(cx, wanted, at);
    };
    let account_id = cx.member()?.account.id;
    let now = cx.now;
    // Whoever sends the same at the same moment waits here.
    accounts::find_locked(&mut cx.tx, account_id)?;
    let made = idempotency::find(&mut cx.tx, account_id, &key, now - REMEMBERED)?;
    if let Some(made) = made
        && let Some(outcome) = found(cx, made)?
    {
        return Ok(outcome);
    }
    let outcome = post_then(cx, wanted, at)?;
    let made = match &outcome {
        Outcome::Posted(status) => Made {
            status_id: Some(status.id),
            scheduled_status_id: None,
        },
        Outcome::Scheduled(scheduled) => Made {
            status_id: None,
            scheduled_status_id: Some(scheduled.id),
        },
    };
    idempotency::add(&mut cx.tx, account_id, &key, made, now)?;
    Ok(outcome)
}

fn found(cx: &mut Context, made: Made) -> Result<Option<Outcome>> {
    if let Some(id) = made.status_id {
        let status = statuses::find(&mut cx.tx, id)?;
        return Ok(status.map(|it| Outcome::Posted(Box::new(it))));
    }
    let Some(id) = made.scheduled_status_id else {
        return Ok(None);
    };
    let scheduled = scheduled_statuses::find(&mut cx.tx, id)?;
    Ok(scheduled.map(Outcome::Scheduled))
}

fn post_then(cx: &mut Context, wanted: &Wanted, at: Option<&str>) -> Result<Outcome> {
    match later::time_of(cx, at)? {
        Some(at) => later::schedule(cx, wanted, at).map(Outcome::Scheduled),
        None => post(cx, wanted).map(|it| Outcome::Posted(Box::new(it))),
    }
}
