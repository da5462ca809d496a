//! Posts that are to come.

use chrono::{DateTime, Days, NaiveTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx, account_list::Window, on, paged::page, schema::scheduled_statuses, time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = scheduled_statuses)]
pub struct Scheduled {
    pub id: i64,
    pub account_id: i64,
    pub scheduled_at: DateTime<Utc>,
    /// What to post.
    pub params: Value,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, scheduled: &Scheduled) -> Result<()> {
    let query = insert_into(scheduled_statuses::table).values((
        scheduled_statuses::id.eq(scheduled.id),
        scheduled_statuses::account_id.eq(scheduled.account_id),
        scheduled_statuses::scheduled_at.eq(Time(scheduled.scheduled_at)),
        scheduled_statuses::params.eq(&scheduled.params),
        scheduled_statuses::created_at.eq(Time(scheduled.created_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Scheduled>> {
    let query = scheduled_statuses::table.find(id);
    on!(tx, conn => query.select(Scheduled::as_select()).first(conn).optional())
}

/// For one that is about to be posted or moved: whoever else is about to do so waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Scheduled>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = scheduled_statuses::table
                .find(id)
                .select(Scheduled::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// An account's, the last made first.
pub fn page(tx: &mut Tx, account_id: i64, window: Window) -> Result<Vec<Scheduled>> {
    let page: Vec<Scheduled> = page!(
        tx,
        window,
        scheduled_statuses::id,
        scheduled_statuses::table
            .filter(scheduled_statuses::account_id.eq(account_id))
            .select(Scheduled::as_select())
    );
    Ok(page)
}

/// How many an account has.
pub fn count(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = scheduled_statuses::table.filter(scheduled_statuses::account_id.eq(account_id));
    on!(tx, conn => query.count().get_result(conn))
}

/// How many an account has for the day of that moment, as UTC counts days.
pub fn count_on_day_of(tx: &mut Tx, account_id: i64, at: DateTime<Utc>) -> Result<i64> {
    let begin = at.date_naive().and_time(NaiveTime::MIN).and_utc();
    let end = begin.checked_add_days(Days::new(1)).unwrap_or(begin);
    let query = scheduled_statuses::table
        .filter(scheduled_statuses::account_id.eq(account_id))
        .filter(scheduled_statuses::scheduled_at.ge(Time(begin)))
        .filter(scheduled_statuses::scheduled_at.lt(Time(end)));
    on!(tx, conn => query.count().get_result(conn))
}

pub fn set_scheduled_at(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(scheduled_statuses::table.find(id))
        .set(scheduled_statuses::scheduled_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(scheduled_statuses::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Takes all of an account's away. There are no more than a few hundred.
pub fn remove_all_of(tx: &mut Tx, account_id: i64) -> Result<usize> {
    let query =
        delete(scheduled_statuses::table.filter(scheduled_statuses::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn))
}

/// Some of those whose time has come by then, as ids and times.
pub fn due(tx: &mut Tx, by: DateTime<Utc>, limit: i64) -> Result<Vec<(i64, DateTime<Utc>)>> {
    let query = scheduled_statuses::table
        .filter(scheduled_statuses::scheduled_at.le(Time(by)))
        .order((scheduled_statuses::scheduled_at, scheduled_statuses::id))
        .select((scheduled_statuses::id, scheduled_statuses::scheduled_at))
        .limit(limit);
    on!(tx, conn => query.load(conn))
}
