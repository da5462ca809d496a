//! What the words of posts come down to that moderators have removed.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    counters::{self, REMOVED_TEXT_CHANGES},
    on,
    schema::removed_texts as removed,
    time::Time,
};

/// How old what processes remember of a text may be.
const OLD: TimeDelta = TimeDelta::hours(1);

/// A text was removed, if for the hundredth time.
pub fn add(tx: &mut Tx, print: &[u8], at: DateTime<Utc>) -> Result<()> {
    let query = removed::table.find(print).select(removed::removed_at);
    let known: Option<DateTime<Utc>> = on!(&mut *tx, conn => query.first(conn).optional())?;
    if known.is_some_and(|it| it > at - OLD) {
        return Ok(());
    }
    counters::change(tx, REMOVED_TEXT_CHANGES, 1)?;
    let query = update(removed::table.find(print)).set(removed::removed_at.eq(Time(at)));
    if on!(&mut *tx, conn => query.execute(conn))? > 0 {
        return Ok(());
    }
    let query = insert_into(removed::table)
        .values((removed::print.eq(print), removed::removed_at.eq(Time(at))))
        .on_conflict_do_nothing();
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Nothing is to be said against a text any more.
pub fn remove(tx: &mut Tx, print: &[u8]) -> Result<()> {
    let query = delete(removed::table.find(print));
    match on!(&mut *tx, conn => query.execute(conn))? {
        0 => Ok(()),
        _ => counters::change(tx, REMOVED_TEXT_CHANGES, 1),
    }
}

/// Those that were removed since, the last first, and when.
pub fn since(
    tx: &mut Tx,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(Vec<u8>, DateTime<Utc>)>> {
    let query = removed::table
        .filter(removed::removed_at.ge(Time(since)))
        .order(removed::removed_at.desc())
        .limit(limit)
        .select((removed::print, removed::removed_at));
    on!(tx, conn => query.load(conn))
}

/// Forgets what was removed before then.
pub fn forget(tx: &mut Tx, before: DateTime<Utc>) -> Result<()> {
    let query = delete(removed::table.filter(removed::removed_at.lt(Time(before))));
    on!(tx, conn => query.execute(conn).map(drop))
}
