//! Reports, and a log of what was done about them in five years.

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Context;
use server::App;
use store::{account_list, accounts, reports, testing::batch};

use crate::common::rows::{mix, settle, word};

/// How many rows a statement has.
const BATCH: u64 = 500;
/// Entries of the log for each report.
const ENTRIES: u64 = 20;
/// How many entries are written at once, all of the same moment.
const MOMENT: u64 = 5_000;
/// One report in so many is open.
const OPEN_EVERY: u64 = 100;

pub(crate) struct Filled {
    /// Somebody who was reported often.
    pub(crate) target: i64,
    pub(crate) owner: i64,
}

/// Fills a database that has accounts. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, count: u64) -> Result<Filled> {
    let mut cx = app.write()?;
    let owner = accounts::find_by_handle(&mut cx.tx, "owner", None)?;
    let owner = owner.context("the seeds have an owner")?.id;
    let window = account_list::Window {
        max_id: Some(owner),
        since_id: None,
        min_id: None,
        limit: 2000,
    };
    let people = account_list::page(&mut cx.tx, &account_list::Filter::default(), window)?;
    let filled = Filled {
        target: people[0],
        owner,
    };
    if reports::find(&mut cx.tx, 1)?.is_some() {
        return Ok(filled);
    }
    let first_at = cx.now - TimeDelta::days(5 * 365);
    for first in (0..count).step_by(usize::try_from(BATCH)?) {
        add_reports(&mut cx, &people, first..(first + BATCH).min(count), count)?;
    }
    let entries = count * ENTRIES;
    for first in (0..entries).step_by(usize::try_from(MOMENT)?) {
        let at = moment(first_at, cx.now, first, entries);
        add_entries(
            &mut cx,
            &filled,
            &people,
            (first, MOMENT.min(entries - first)),
            at,
        )?;
    }
    cx.tx.save()?;
    settle(&app.store)?;
    Ok(filled)
}

fn add_reports(
    cx: &mut Context,
    people: &[i64],
    numbers: std::ops::Range<u64>,
    count: u64,
) -> Result<()> {
    let first_at = cx.now - TimeDelta::days(5 * 365);
    let person = |number: u64, salt: u64| {
        let index = mix(number, salt) % people.len() as u64;
        people[usize::try_from(index).unwrap_or_default()]
    };
    let rows = numbers.map(|number| {
        let at = instant(moment(first_at, cx.now, number, count));
        let comment = [1, 2, 3, 4].map(|it| word(mix(number, it))).join(" ");
        let taken = match number % OPEN_EVERY {
            0 => "NULL".to_owned(),
            _ => at.clone(),
        };
        format!(
            "({}, {}, '{}', '{comment}', '[]', 'null', {taken}, {at}, {at})",
            person(number, 5),
            person(number, 6),
            ["spam", "other", "legal", "violation"]
                [usize::try_from(number % 4).unwrap_or_default()],
        )
    });
    let rows: Vec<String> = rows.collect();
    let sql = format!(
        "INSERT INTO reports (account_id, target_account_id, category, comment, status_ids, rule_ids, \
         action_taken_at, created_at, updated_at) VALUES {}",
        rows.join(",")
    );
    Ok(batch(&mut cx.tx, &sql)?)
}

/// Every tenth about the one who was reported often.
fn add_entries(
    cx: &mut Context,
    filled: &Filled,
    people: &[i64],
    (first, count): (u64, u64),
    at: DateTime<Utc>,
) -> Result<()> {
    let other = people[usize::try_from(mix(first, 7) % people.len() as u64)?];
    let sql = format!(
        "WITH RECURSIVE number (it) AS (SELECT {first} UNION ALL SELECT it + 1 FROM number WHERE it < {last}) \
         INSERT INTO action_log (account_id, action, target_type, target_id, human_identifier, effects, \
         created_at, target_account_id) \
         SELECT {owner}, CASE it % 4 WHEN 0 THEN 'suspend' WHEN 1 THEN 'silence' ELSE 'resolve' END, \
         CASE WHEN it % 4 < 2 THEN 'Account' ELSE 'Report' END, it, 'somebody', '{{}}', {at}, \
         CASE WHEN it % 10 = 0 THEN {target} ELSE {other} END FROM number",
        last = first + count - 1,
        owner = filled.owner,
        target = filled.target,
        at = instant(at),
    );
    Ok(batch(&mut cx.tx, &sql)?)
}

fn moment(first: DateTime<Utc>, last: DateTime<Utc>, number: u64, count: u64) -> DateTime<Utc> {
    let whole = (last - first).num_milliseconds();
    let part = whole as f64 * number as f64 / count as f64;
    first + TimeDelta::milliseconds(part as i64)
}

fn instant(at: DateTime<Utc>) -> String {
    format!("'{}'", at.format("%F %T%.3f+00:00"))
}
