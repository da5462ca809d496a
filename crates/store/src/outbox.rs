//! To whom activities are still to be said: one row for each of them and each inbox.
//!
//! Whoever works on a row moves its time on to when somebody else may try. So rows in work are not in
//! the way of those that are due, and are due again by themselves when their process dies.

use chrono::{DateTime, Utc};
use diesel::{
    delete, insert_into,
    prelude::*,
    sql_types::{BigInt, Integer, Text},
    update,
};

use crate::{Result, Tx, ids::is_any, on, schema::outbox, time::Time, written::written};

/// An activity for an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Delivery {
    pub id: i64,
    pub outgoing_id: i64,
    pub inbox: String,
    /// Where the inbox is, with a port if there is one.
    pub host: String,
    /// How often it was begun.
    pub attempts: i32,
}

/// Where something is to be said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    pub inbox: String,
    pub host: String,
}

/// Nobody is told twice.
pub fn add(tx: &mut Tx, outgoing_id: i64, to: &[Address], at: DateTime<Utc>) -> Result<()> {
    let row = |to: &Address| {
        (
            outbox::outgoing_id.eq(outgoing_id),
            outbox::inbox.eq(to.inbox.clone()),
            outbox::host.eq(to.host.clone()),
            outbox::attempts.eq(0),
            outbox::run_at.eq(Time(at)),
            outbox::created_at.eq(Time(at)),
        )
    };
    let rows: Vec<_> = to.iter().map(row).collect();
    let query = insert_into(outbox::table)
        .values(&rows)
        .on_conflict_do_nothing();
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn is_any_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<bool> {
    let due = outbox::table
        .filter(outbox::run_at.le(Time(now)))
        .select(outbox::id);
    let found: Option<i64> = on!(tx, conn => due.first(conn).optional())?;
    Ok(found.is_some())
}

/// Takes some of what is due longest, so that nobody else has it before `until`.
pub fn claim(
    tx: &mut Tx,
    lease: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let claim = written::<(BigInt, BigInt, Text, Text, Integer)>("UPDATE outbox SET lease = ")
        .text(lease)
        .words(", lease_until = ")
        .time(until)
        .words(", run_at = ")
        .time(until)
        .words(", attempts = attempts + 1 WHERE id IN (SELECT id FROM outbox WHERE run_at <= ")
        .time(now)
        .words(" ORDER BY run_at, id LIMIT ")
        .id(limit);
    let claim = match tx {
        // SQLite has one writer, so nobody else can be claiming.
        Tx::Sqlite(_) => claim.words(")"),
        Tx::Postgres(_) => claim.words(" FOR UPDATE SKIP LOCKED)"),
    };
    let claim = claim.words(" RETURNING id, outgoing_id, inbox, host, attempts");
    let mut claimed: Vec<Delivery> = on!(tx, conn => claim.load(conn))?;
    claimed.sort_unstable_by_key(|it| it.id);
    Ok(claimed)
}

/// They were heard, or never will be. Those that somebody else has by now stay.
pub fn remove(tx: &mut Tx, ids: &[i64], lease: &str) -> Result<()> {
    let ours = outbox::table
        .filter(is_any(outbox::id, ids))
        .filter(outbox::lease.eq(lease));
    on!(tx, conn => delete(ours).execute(conn).map(drop))
}

/// Gives one back that did not get through, to be tried again then.
pub fn release(
    tx: &mut Tx,
    id: i64,
    lease: &str,
    run_at: DateTime<Utc>,
    error: Option<&str>,
) -> Result<()> {
    let ours = outbox::table.find(id).filter(outbox::lease.eq(lease));
    let query = update(ours).set((
        outbox::run_at.eq(Time(run_at)),
        outbox::lease.eq(None::<String>),
        outbox::lease_until.eq(None::<Time>),
        outbox::last_error.eq(error),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Gives some back that nobody has tried, as if they had not been begun.
pub fn return_untried(tx: &mut Tx, ids: &[i64], lease: &str, run_at: DateTime<Utc>) -> Result<()> {
    let ours = outbox::table
        .filter(is_any(outbox::id, ids))
        .filter(outbox::lease.eq(lease));
    let query = update(ours).set((
        outbox::attempts.eq(outbox::attempts - 1),
        outbox::run_at.eq(Time(run_at)),
        outbox::lease.eq(None::<String>),
        outbox::lease_until.eq(None::<Time>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Nothing is sent to a host before that time that would be due earlier.
pub fn hold(tx: &mut Tx, host: &str, until: DateTime<Utc>) -> Result<()> {
    let waiting = outbox::table
        .filter(outbox::host.eq(host))
        .filter(outbox::run_at.lt(Time(until)))
        .filter(outbox::lease.is_null());
    let query = update(waiting).set(outbox::run_at.eq(Time(until)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What waits for a host is due at once.
pub fn hurry(tx: &mut Tx, host: &str, now: DateTime<Utc>) -> Result<()> {
    let waiting = outbox::table
        .filter(outbox::host.eq(host))
        .filter(outbox::run_at.gt(Time(now)))
        .filter(outbox::lease.is_null());
    let query = update(waiting).set(outbox::run_at.eq(Time(now)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// How much waits for a host; more than `most` is that.
pub fn waiting(tx: &mut Tx, host: &str, most: i64) -> Result<i64> {
    let query = written::<BigInt>("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE host = ")
        .text(host)
        .words(" LIMIT ")
        .id(most)
        .words(") waiting");
    on!(tx, conn => query.get_result(conn))
}

/// Whatever waits for a host is not sent to it any more.
pub fn clear(tx: &mut Tx, host: &str) -> Result<usize> {
    let query = delete(outbox::table.filter(outbox::host.eq(host)));
    on!(tx, conn => query.execute(conn))
}

/// Frees what a process held that is no more. Only for one who knows that nobody else is at work.
pub fn release_all(tx: &mut Tx, now: DateTime<Utc>) -> Result<usize> {
    let held = outbox::table
        .filter(outbox::lease.is_not_null())
        .filter(outbox::run_at.gt(Time(now)));
    let query = update(held).set((
        outbox::run_at.eq(Time(now)),
        outbox::lease.eq(None::<String>),
        outbox::lease_until.eq(None::<Time>),
    ));
    on!(tx, conn => query.execute(conn))
}
