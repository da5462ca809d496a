//! What became of deliveries, and what follows from that.

use std::collections::{HashMap, HashSet};

use ::federation::NEXT_TRY;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Context, jobs::next_try};
use store::{hosts, outbox};

use crate::App;

/// On how many days nothing gets through before a server counts as unavailable.
const MOST_DAYS: i64 = 7;
/// How long a server that does not answer is left alone at most.
const LONGEST_HOLD: TimeDelta = TimeDelta::hours(1);
/// How soon what had to wait is looked at again.
const SHORTLY: TimeDelta = TimeDelta::seconds(30);

pub(super) struct Outcome {
    pub(super) id: i64,
    pub(super) host: String,
    pub(super) attempts: i32,
    pub(super) verdict: Verdict,
}

/// Reasons are for the operator.
#[derive(Debug)]
pub(super) enum Verdict {
    Heard,
    /// It never will be.
    Hopeless(String),
    /// The server is well, and does not want it now.
    Later(String),
    /// The server is not well.
    Failed(String),
    /// It does not answer at all.
    Unreachable(String),
    /// Nobody has tried.
    Untried,
}

/// In one transaction.
pub(super) fn save(app: &App, lease: &str, outcomes: Vec<Outcome>) -> domain::Result<()> {
    if outcomes.is_empty() {
        return Ok(());
    }
    let mut cx = app.write()?;
    let mut done = Vec::new();
    let mut untried = Vec::new();
    let mut well = HashSet::new();
    // Hosts that are not well, and when to try again at the earliest.
    let mut unwell: HashMap<String, Option<DateTime<Utc>>> = HashMap::new();
    for outcome in outcomes {
        let (host, attempts) = (outcome.host, outcome.attempts);
        let (reason, is_unwell, is_mute) = match outcome.verdict {
            Verdict::Untried => {
                untried.push(outcome.id);
                continue;
            }
            Verdict::Heard => {
                done.push(outcome.id);
                well.insert(host);
                continue;
            }
            Verdict::Hopeless(reason) => {
                tracing::info!("a delivery to {host} is given up: {reason}");
                done.push(outcome.id);
                continue;
            }
            Verdict::Later(reason) => (reason, false, false),
            Verdict::Failed(reason) => (reason, true, false),
            Verdict::Unreachable(reason) => (reason, true, true),
        };
        let run_at = next_try(&mut cx, attempts);
        match run_at {
            Some(at) => outbox::release(&mut cx.tx, outcome.id, lease, at, Some(&reason))?,
            None => {
                tracing::info!("a delivery to {host} is given up: {reason}");
                done.push(outcome.id);
            }
        }
        if is_unwell {
            let hold = unwell.entry(host).or_default();
            let earliest = [*hold, run_at.filter(|_| is_mute)];
            *hold = earliest.into_iter().flatten().min();
        }
    }
    outbox::remove(&mut cx.tx, &done, lease)?;
    let shortly = cx.now + SHORTLY;
    outbox::return_untried(&mut cx.tx, &untried, lease, shortly)?;
    unwell.retain(|host, _| !well.contains(host));
    note_well(&mut cx, well)?;
    for (host, hold) in unwell {
        note_unwell(&mut cx, &host, hold)?;
    }
    Ok(app.save(cx)?)
}

/// Most servers always were, and that is all there is to know.
fn note_well(cx: &mut Context, well: HashSet<String>) -> domain::Result<()> {
    let well: Vec<String> = well.into_iter().collect();
    for host in hosts::troubled_among(&mut cx.tx, &well)? {
        hosts::clear(&mut cx.tx, &host)?;
    }
    Ok(())
}

fn note_unwell(cx: &mut Context, host: &str, hold: Option<DateTime<Utc>>) -> domain::Result<()> {
    let now = cx.now;
    let day = i32::try_from(now.timestamp().div_euclid(86_400)).unwrap_or(i32::MAX);
    let days = hosts::add_failure(&mut cx.tx, host, day)?;
    if days >= MOST_DAYS {
        tracing::warn!("{host} counts as unavailable: nothing got through on {days} days");
        hosts::set_unavailable(&mut cx.tx, host, now + NEXT_TRY, now)?;
        outbox::clear(&mut cx.tx, host)?;
    } else if let Some(until) = hold {
        outbox::hold(&mut cx.tx, host, until.min(now + LONGEST_HOLD))?;
    }
    Ok(())
}
