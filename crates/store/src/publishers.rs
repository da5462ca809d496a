//! Whose pages may be shown to everybody when they trend.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, sql_types::Bool, update};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, on, paged::page, schema::publishers,
    time::Time, written::written,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Publisher {
    pub id: i64,
    /// It stands for all below it, unless those have their own.
    pub domain: String,
    pub trendable: Option<bool>,
    pub reviewed_at: Option<DateTime<Utc>>,
    pub requested_review_at: Option<DateTime<Utc>>,
}

/// What was decided about publishers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Approved,
    Rejected,
    PendingReview,
}

/// Newest first.
pub fn page(tx: &mut Tx, status: Option<Status>, window: Window) -> Result<Vec<Publisher>> {
    // An index has only those, in these words.
    let condition = written::<Bool>(match status {
        None => "TRUE",
        Some(Status::Approved) => "trendable",
        Some(Status::Rejected) => "NOT trendable",
        Some(Status::PendingReview) => "reviewed_at IS NULL",
    });
    let page: Vec<Publisher> = page!(
        tx,
        window,
        publishers::id,
        publishers::table
            .filter(condition.clone())
            .select(Publisher::as_select())
    );
    Ok(page)
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Publisher>> {
    let query = publishers::table.find(id);
    on!(tx, conn => query.select(Publisher::as_select()).first(conn).optional())
}

/// For a publisher that is about to change: whoever else is about to change it waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Publisher>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = publishers::table.find(id).select(Publisher::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// In no particular order; domains of none are left out.
pub fn of_domains(tx: &mut Tx, domains: &[String]) -> Result<Vec<Publisher>> {
    let query = publishers::table.filter(publishers::domain.eq_any(domains));
    on!(tx, conn => query.select(Publisher::as_select()).load(conn))
}

/// That of the domain, made where there is none.
pub fn find_or_add(tx: &mut Tx, domain: &str, at: DateTime<Utc>) -> Result<Publisher> {
    let values = (
        publishers::domain.eq(domain),
        publishers::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(publishers::table)
            .values(values)
            .on_conflict(publishers::domain)
            .do_update()
            .set(publishers::domain.eq(domain))
            .returning(Publisher::as_returning())
            .get_result(conn)
    })
}

/// What was decided about it becomes what is given.
pub fn set_decided(tx: &mut Tx, publisher: &Publisher, _: &Recorded) -> Result<()> {
    let query = update(publishers::table.find(publisher.id)).set((
        publishers::trendable.eq(publisher.trendable),
        publishers::reviewed_at.eq(publisher.reviewed_at.map(Time)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Somebody should look.
pub fn set_requested(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query =
        update(publishers::table.find(id)).set(publishers::requested_review_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(publishers::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}
