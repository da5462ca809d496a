//! Lists of servers that others keep, and that decide here about servers.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx, action_log::Recorded, on, schema::domain_subscriptions as lists, time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = lists)]
pub struct Subscription {
    pub id: i64,
    pub name: String,
    pub url: String,
    /// `block` or `allow`
    pub kind: String,
    /// `auto`, `csv`, `json` or `plain`
    pub format: String,
    /// Of several lists, that with the highest decides.
    pub priority: i32,
    pub is_enabled: bool,
    /// Whether somebody here has to approve of each entry.
    pub needs_review: bool,
    /// Whether what the list drops is dropped here.
    pub retracts: bool,
    /// In place of what the list says.
    pub severity: Option<String>,
    excludes: Value,
    /// By which its server knows the version that was read last.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub checked_at: Option<DateTime<Utc>>,
    /// When there was a new version.
    pub changed_at: Option<DateTime<Utc>>,
    pub next_at: DateTime<Utc>,
    /// What went wrong, if the last check did.
    pub last_error: Option<String>,
    /// How many checks have gone wrong since one did not.
    pub failures: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Subscription {
    /// The domains that it decides nothing about.
    pub fn excludes(&self) -> Vec<&str> {
        let excludes = self.excludes.as_array().into_iter().flatten();
        excludes.filter_map(Value::as_str).collect()
    }
}

/// What somebody decides about a list.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    pub name: &'a str,
    pub url: &'a str,
    pub format: &'a str,
    pub priority: i32,
    pub is_enabled: bool,
    pub needs_review: bool,
    pub retracts: bool,
    pub severity: Option<&'a str>,
    pub excludes: &'a [String],
}

/// The columns of what somebody decides.
macro_rules! terms {
    ($it:expr) => {
        (
            lists::name.eq($it.name),
            lists::url.eq($it.url),
            lists::format.eq($it.format),
            lists::priority.eq($it.priority),
            lists::is_enabled.eq($it.is_enabled),
            lists::needs_review.eq($it.needs_review),
            lists::retracts.eq($it.retracts),
            lists::severity.eq($it.severity),
            lists::excludes.eq(Value::from($it.excludes)),
        )
    };
}

/// One that is to be read at once.
pub fn add(tx: &mut Tx, kind: &str, terms: &Terms<'_>, at: DateTime<Utc>) -> Result<Subscription> {
    let values = (
        lists::kind.eq(kind),
        terms!(terms),
        lists::next_at.eq(Time(at)),
        lists::failures.eq(0),
        lists::created_at.eq(Time(at)),
        lists::updated_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(lists::table)
            .values(values)
            .returning(Subscription::as_returning())
            .get_result(conn)
    })
}

pub fn set(
    tx: &mut Tx,
    id: i64,
    terms: &Terms<'_>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<Subscription> {
    let query = update(lists::table.find(id)).set((
        terms!(terms),
        // It is read as if for the first time.
        lists::etag.eq(None::<String>),
        lists::last_modified.eq(None::<String>),
        lists::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.returning(Subscription::as_returning()).get_result(conn))
}

/// What it has decided stays, and is nobody's from then on.
pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(lists::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// In the order in which they were made.
pub fn all(tx: &mut Tx) -> Result<Vec<Subscription>> {
    let query = lists::table.order(lists::id);
    on!(tx, conn => query.select(Subscription::as_select()).load(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Subscription>> {
    let query = lists::table.find(id);
    on!(tx, conn => query.select(Subscription::as_select()).first(conn).optional())
}

/// The same, and nobody else changes it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Subscription>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = lists::table.find(id).select(Subscription::as_select());
            Ok(query.for_update().first(&mut **conn).optional()?)
        }
    }
}

pub fn find_by_url(tx: &mut Tx, url: &str) -> Result<Option<Subscription>> {
    let query = lists::table.filter(lists::url.eq(url));
    on!(tx, conn => query.select(Subscription::as_select()).first(conn).optional())
}

/// The ids of those that are to be read by now, longest due first.
pub fn due(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>> {
    let query = lists::table
        .filter(lists::is_enabled)
        .filter(lists::next_at.le(Time(now)))
        .order(lists::next_at)
        .select(lists::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// When it is read next.
pub fn set_next(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(lists::table.find(id)).set(lists::next_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Which version was read, by what its server calls it.
pub fn set_version(
    tx: &mut Tx,
    id: i64,
    etag: Option<&str>,
    last_modified: Option<&str>,
    at: DateTime<Utc>,
) -> Result<()> {
    let query = update(lists::table.find(id)).set((
        lists::etag.eq(etag),
        lists::last_modified.eq(last_modified),
        lists::changed_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// How a check has ended, and when the next one is.
pub fn set_checked(
    tx: &mut Tx,
    id: i64,
    at: DateTime<Utc>,
    next_at: DateTime<Utc>,
    (failures, error): (i32, Option<&str>),
) -> Result<()> {
    let query = update(lists::table.find(id)).set((
        lists::checked_at.eq(Time(at)),
        lists::next_at.eq(Time(next_at)),
        lists::failures.eq(failures),
        lists::last_error.eq(error),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
