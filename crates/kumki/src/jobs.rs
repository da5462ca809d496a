use anyhow::{Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use store::jobs::{self, Job};

use crate::{args::Place, open, output};

/// More than anybody reads.
const MOST: i64 = 1000;

pub(crate) fn list(place: &Place) -> Result<()> {
    let app = open::for_command(place)?;
    let mut cx = app.read()?;
    let now = cx.now;
    let jobs = jobs::list(&mut cx.tx, MOST)?;
    if jobs.is_empty() {
        return Ok(output::print("there is nothing to do")?);
    }
    let head = ["ID", "NAME", "STATE", "DUE", "ATTEMPTS", "LAST ERROR"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(jobs.iter().map(|job| row(job, now)));
    Ok(output::print(&output::table(&rows))?)
}

fn row(job: &Job, now: DateTime<Utc>) -> [String; 6] {
    let due = job.run_at;
    [
        job.id.to_string(),
        job.name.clone(),
        state(job, now).to_owned(),
        due.map_or("-".into(), |it| {
            it.to_rfc3339_opts(SecondsFormat::Secs, true)
        }),
        job.attempts.to_string(),
        job.last_error
            .as_deref()
            .unwrap_or_default()
            .replace('\n', " "),
    ]
}

fn state(job: &Job, now: DateTime<Utc>) -> &'static str {
    match (job.run_at, job.lease_until) {
        (None, _) => "given up",
        (Some(_), Some(until)) if until > now => "running",
        _ => "waiting",
    }
}

pub(crate) fn retry(place: &Place, id: i64) -> Result<()> {
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    let now = cx.now;
    if !jobs::retry(&mut cx.tx, id, now)? {
        bail!("there is no job {id} that was given up");
    }
    Ok(cx.tx.save()?)
}
