//! Other servers that are trusted, which matters where no other is.

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::exists, insert_into, prelude::*, select, sql_types::Bool};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, on, paged::page, schema::domain_allows,
    time::Time, written::written,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct DomainAllow {
    pub id: i64,
    /// Lower case and ASCII.
    pub domain: String,
    /// The list that it comes from.
    pub subscription_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

pub fn add(
    tx: &mut Tx,
    domain: &str,
    subscription_id: Option<i64>,
    at: DateTime<Utc>,
) -> Result<DomainAllow> {
    let values = (
        domain_allows::domain.eq(domain),
        domain_allows::subscription_id.eq(subscription_id),
        domain_allows::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(domain_allows::table)
            .values(values)
            .returning(DomainAllow::as_returning())
            .get_result(conn)
    })
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(domain_allows::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<DomainAllow>> {
    let query = domain_allows::table.find(id);
    on!(tx, conn => query.select(DomainAllow::as_select()).first(conn).optional())
}

pub fn find_by_domain(tx: &mut Tx, domain: &str) -> Result<Option<DomainAllow>> {
    let query = domain_allows::table.filter(domain_allows::domain.eq(domain));
    on!(tx, conn => query.select(DomainAllow::as_select()).first(conn).optional())
}

/// Whether there is one for exactly this name.
pub fn is_allowed(tx: &mut Tx, domain: &str) -> Result<bool> {
    let named = domain_allows::table.filter(domain_allows::domain.eq(domain));
    let query = select(exists(named));
    on!(tx, conn => query.get_result(conn))
}

/// Those for any of these names, in no particular order.
pub fn of_any(tx: &mut Tx, domains: &[String]) -> Result<Vec<DomainAllow>> {
    let is_one = written::<Bool>("domain_allows.domain").any_text(domains);
    let query = domain_allows::table.filter(is_one);
    on!(tx, conn => query.select(DomainAllow::as_select()).load(conn))
}

/// Some of those that a list has decided.
pub fn of_subscription(tx: &mut Tx, subscription_id: i64, limit: i64) -> Result<Vec<i64>> {
    let query = domain_allows::table
        .filter(domain_allows::subscription_id.eq(subscription_id))
        .order(domain_allows::id)
        .select(domain_allows::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// Newest first.
pub fn page(tx: &mut Tx, window: Window) -> Result<Vec<DomainAllow>> {
    Ok(page!(
        tx,
        window,
        domain_allows::id,
        domain_allows::table.select(DomainAllow::as_select())
    ))
}

/// All of them, oldest first.
pub fn all(tx: &mut Tx) -> Result<Vec<DomainAllow>> {
    let query = domain_allows::table.order(domain_allows::id);
    on!(tx, conn => query.select(DomainAllow::as_select()).load(conn))
}
