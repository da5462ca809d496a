//! Work that a request leaves for later.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update, upsert::excluded};
use serde_json::Value;

use crate::{
    Result, Tx, on,
    schema::{jobs, schedules},
    time::Time,
};

/// Jobs that need the database alone.
pub const HERE: i32 = 0;
/// Jobs that wait for somebody else, and hold nobody up by it.
pub const OUTSIDE: i32 = 1;
/// Jobs that need the database alone, and long.
pub const LONG: i32 = 2;
pub const LANES: [i32; 3] = [HERE, OUTSIDE, LONG];

#[derive(Clone, Debug, Queryable, Selectable)]
pub struct Job {
    pub id: i64,
    pub name: String,
    pub key: Option<String>,
    pub data: Value,
    /// `None` when it was given up.
    pub run_at: Option<DateTime<Utc>>,
    /// How often it was begun.
    pub attempts: i32,
    /// Who works on it, as long as `lease_until` has not passed.
    pub lease: Option<String>,
    pub lease_until: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    pub name: &'a str,
    /// Of the jobs with one name and key, only the last is kept.
    pub key: Option<&'a str>,
    pub data: &'a Value,
    /// Workers of one lane leave the jobs of others alone.
    pub lane: i32,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

/// The job exists once the caller's own changes are saved, and not otherwise.
///
/// One that is running already runs again, because it may have passed what changed since.
pub fn add(tx: &mut Tx, job: &NewJob<'_>) -> Result<()> {
    let values = (
        jobs::name.eq(job.name),
        jobs::key.eq(job.key),
        jobs::data.eq(job.data),
        jobs::lane.eq(job.lane),
        jobs::run_at.eq(Time(job.run_at)),
        jobs::attempts.eq(0),
        jobs::created_at.eq(Time(job.created_at)),
    );
    on!(tx, conn => {
        insert_into(jobs::table)
            .values(values)
            .on_conflict((jobs::name, jobs::key))
            .do_update()
            .set((
                jobs::data.eq(excluded(jobs::data)),
                jobs::run_at.eq(excluded(jobs::run_at)),
                jobs::attempts.eq(0),
                jobs::lease.eq(None::<String>),
                jobs::lease_until.eq(None::<Time>),
                jobs::last_error.eq(None::<String>),
            ))
            .execute(conn)
            .map(drop)
    })
}

/// A worker that has it already finds it gone, and saves nothing.
pub fn remove(tx: &mut Tx, name: &str, key: &str) -> Result<()> {
    let query = delete(jobs::table.filter(jobs::name.eq(name).and(jobs::key.eq(key))));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Whether a job is still to be done. One that was given up is not.
pub fn is_left(tx: &mut Tx, name: &str, key: &str) -> Result<bool> {
    let query = jobs::table
        .filter(jobs::name.eq(name).and(jobs::key.eq(key)))
        .filter(jobs::run_at.is_not_null())
        .select(jobs::id);
    let found: Option<i64> = on!(tx, conn => query.first(conn).optional())?;
    Ok(found.is_some())
}

/// Whether there is a job of a lane that nobody works on and whose time has come.
pub fn is_any_due(tx: &mut Tx, lane: i32, now: DateTime<Utc>) -> Result<bool> {
    let is_free = jobs::lease_until
        .is_null()
        .or(jobs::lease_until.assume_not_null().le(Time(now)));
    let due = jobs::table
        .filter(jobs::lane.eq(lane))
        .filter(jobs::run_at.le(Time(now)))
        .filter(is_free)
        .select(jobs::id);
    let found: Option<i64> = on!(tx, conn => due.first(conn).optional())?;
    Ok(found.is_some())
}

/// Takes the job of a lane that is due longest, so that no other worker gets it before `until`.
pub fn claim(
    tx: &mut Tx,
    lane: i32,
    lease: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Job>> {
    let is_free = jobs::lease_until
        .is_null()
        .or(jobs::lease_until.assume_not_null().le(Time(now)));
    let due = jobs::table
        .filter(jobs::lane.eq(lane))
        .filter(jobs::run_at.le(Time(now)))
        .filter(is_free)
        .order((jobs::run_at, jobs::id))
        .select(jobs::id);
    let next: Option<i64> = match tx {
        // SQLite has one writer, so nobody else can be claiming.
        Tx::Sqlite(conn) => due.first(conn).optional()?,
        Tx::Postgres(conn) => due.for_update().skip_locked().first(conn).optional()?,
    };
    let Some(id) = next else { return Ok(None) };
    on!(tx, conn => {
        update(jobs::table.find(id))
            .set((
                jobs::attempts.eq(jobs::attempts + 1),
                jobs::lease.eq(lease),
                jobs::lease_until.eq(Time(until)),
            ))
            .returning(Job::as_returning())
            .get_result(conn)
            .map(Some)
    })
}

/// Keeps a job that takes long. Whether it was still ours.
pub fn renew(tx: &mut Tx, id: i64, lease: &str, until: DateTime<Utc>) -> Result<bool> {
    let held = jobs::table.find(id).filter(jobs::lease.eq(lease));
    let query = update(held).set(jobs::lease_until.eq(Time(until)));
    on!(tx, conn => query.execute(conn)).map(|held| held > 0)
}

/// Ends a job, together with what it did. Whether it was still ours; if not, nothing must be saved.
pub fn complete(tx: &mut Tx, id: i64, lease: &str) -> Result<bool> {
    let held = jobs::table.find(id).filter(jobs::lease.eq(lease));
    on!(tx, conn => delete(held).execute(conn)).map(|held| held > 0)
}

/// Gives a job back that went wrong, to be tried again then, or never.
pub fn release(
    tx: &mut Tx,
    id: i64,
    lease: &str,
    run_at: Option<DateTime<Utc>>,
    error: Option<&str>,
) -> Result<()> {
    let held = jobs::table.find(id).filter(jobs::lease.eq(lease));
    let query = update(held).set((
        jobs::run_at.eq(run_at.map(Time)),
        jobs::lease.eq(None::<String>),
        jobs::lease_until.eq(None::<Time>),
        jobs::last_error.eq(error),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Frees what a process held that is no more. Only for one who knows that nobody else is at work.
pub fn release_all(tx: &mut Tx) -> Result<usize> {
    let held = jobs::table.filter(jobs::lease.is_not_null());
    let query = update(held).set((
        jobs::lease.eq(None::<String>),
        jobs::lease_until.eq(None::<Time>),
    ));
    on!(tx, conn => query.execute(conn))
}

/// All of them, those that are due first in front, and those given up at the end.
pub fn list(tx: &mut Tx, limit: i64) -> Result<Vec<Job>> {
    let query = jobs::table
        .order((jobs::run_at.is_null(), jobs::run_at, jobs::id))
        .limit(limit);
    on!(tx, conn => query.select(Job::as_select()).load(conn))
}

/// Puts a job that was given up back to work. Whether there was one.
pub fn retry(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<bool> {
    let dead = jobs::table.find(id).filter(jobs::run_at.is_null());
    let query = update(dead).set((jobs::run_at.eq(Time(at)), jobs::attempts.eq(0)));
    on!(tx, conn => query.execute(conn)).map(|found| found > 0)
}

/// Whether the time of a schedule has come, or it never had one.
pub fn is_due(tx: &mut Tx, schedule: &str, now: DateTime<Utc>) -> Result<bool> {
    let query = schedules::table
        .find(schedule)
        .filter(schedules::next_at.gt(Time(now)));
    let later: Option<String> =
        on!(tx, conn => query.select(schedules::name).first(conn).optional())?;
    Ok(later.is_none())
}

/// Moves the next time of a schedule on. Whether it was due, and nobody else has moved it.
pub fn advance(
    tx: &mut Tx,
    schedule: &str,
    now: DateTime<Utc>,
    next_at: DateTime<Utc>,
) -> Result<bool> {
    on!(tx, conn => {
        let due = schedules::table.find(schedule).filter(schedules::next_at.le(Time(now)));
        let moved = update(due).set(schedules::next_at.eq(Time(next_at))).execute(conn)?;
        if moved > 0 {
            return Ok(true);
        }
        insert_into(schedules::table)
            .values((schedules::name.eq(schedule), schedules::next_at.eq(Time(next_at))))
            .on_conflict(schedules::name)
            .do_nothing()
            .execute(conn)
            .map(|added| added > 0)
    })
}
