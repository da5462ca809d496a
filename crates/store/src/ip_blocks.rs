//! Addresses that are not let in, or that nobody signs up from.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, sql_types::Bool, update};

use crate::{
    Result, Tx,
    account_list::Window,
    action_log::Recorded,
    counters::{self, IP_BLOCK_CHANGES},
    on,
    paged::page,
    schema::ip_blocks,
    time::Time,
    written::written,
};

/// A rule for a network.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct IpBlock {
    pub id: i64,
    /// As people read it: `203.0.113.0/24`
    pub ip: String,
    /// `sign_up_requires_approval`, `sign_up_block` or `no_access`
    pub severity: String,
    pub comment: String,
    pub expires_at: Option<DateTime<Utc>>,
    /// How often somebody was stopped by it.
    pub hits: i64,
    pub last_hit_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// What somebody decides about a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub ip: String,
    /// The network as a text that sorts as addresses do, wider ones first.
    pub network: String,
    pub severity: String,
    pub comment: String,
    pub expires_at: Option<DateTime<Utc>>,
}

pub fn add(tx: &mut Tx, terms: &Terms, at: DateTime<Utc>) -> Result<IpBlock> {
    let values = (
        ip_blocks::ip.eq(&terms.ip),
        ip_blocks::network.eq(&terms.network),
        ip_blocks::severity.eq(&terms.severity),
        ip_blocks::comment.eq(&terms.comment),
        ip_blocks::expires_at.eq(terms.expires_at.map(Time)),
        ip_blocks::created_at.eq(Time(at)),
    );
    counters::change(tx, IP_BLOCK_CHANGES, 1)?;
    on!(tx, conn => {
        insert_into(ip_blocks::table)
            .values(values)
            .returning(IpBlock::as_returning())
            .get_result(conn)
    })
}

pub fn set(tx: &mut Tx, id: i64, terms: &Terms, _: &Recorded) -> Result<IpBlock> {
    let query = update(ip_blocks::table.find(id)).set((
        ip_blocks::ip.eq(&terms.ip),
        ip_blocks::network.eq(&terms.network),
        ip_blocks::severity.eq(&terms.severity),
        ip_blocks::comment.eq(&terms.comment),
        ip_blocks::expires_at.eq(terms.expires_at.map(Time)),
    ));
    counters::change(tx, IP_BLOCK_CHANGES, 1)?;
    on!(tx, conn => query.returning(IpBlock::as_returning()).get_result(conn))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    counters::change(tx, IP_BLOCK_CHANGES, 1)?;
    let query = delete(ip_blocks::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those that have ended by then. They hold no longer anyway.
pub fn remove_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<usize> {
    let query = delete(ip_blocks::table.filter(ip_blocks::expires_at.le(Time(now))));
    on!(tx, conn => query.execute(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<IpBlock>> {
    let query = ip_blocks::table.find(id);
    on!(tx, conn => query.select(IpBlock::as_select()).first(conn).optional())
}

/// For a rule that is about to be changed: whoever else is about to do so waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<IpBlock>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = ip_blocks::table.find(id).select(IpBlock::as_select());
            Ok(query.for_update().first(&mut **conn).optional()?)
        }
    }
}

/// The rule for exactly this network.
pub fn find_by_ip(tx: &mut Tx, ip: &str) -> Result<Option<IpBlock>> {
    let query = ip_blocks::table.filter(ip_blocks::ip.eq(ip));
    on!(tx, conn => query.select(IpBlock::as_select()).first(conn).optional())
}

/// Newest first.
pub fn page(tx: &mut Tx, window: Window) -> Result<Vec<IpBlock>> {
    Ok(page!(
        tx,
        window,
        ip_blocks::id,
        ip_blocks::table.select(IpBlock::as_select())
    ))
}

/// The rules for any of these networks themselves, in the order of addresses, wider ones first.
pub fn of_any(tx: &mut Tx, networks: &[String]) -> Result<Vec<IpBlock>> {
    let is_one = written::<Bool>("ip_blocks.network").any_text(networks);
    let query = ip_blocks::table
        .filter(is_one)
        .order((ip_blocks::network, ip_blocks::ip));
    on!(tx, conn => query.select(IpBlock::as_select()).load(conn))
}

/// Some of the networks from the first and before the last, in the order of addresses. `after` is the
/// network and the `ip` of the one that the last page has ended with.
pub fn between(
    tx: &mut Tx,
    (first, end): (&str, &str),
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<IpBlock>> {
    let (network, ip) = after.unwrap_or((first, ""));
    let is_after = ip_blocks::network.gt(network).or(ip_blocks::ip.gt(ip));
    let query = ip_blocks::table
        .filter(ip_blocks::network.ge(network.max(first)))
        .filter(ip_blocks::network.lt(end))
        .filter(is_after)
        .order((ip_blocks::network, ip_blocks::ip))
        .limit(limit);
    on!(tx, conn => query.select(IpBlock::as_select()).load(conn))
}

/// All that are of a severity, oldest first, whether they have ended or not.
pub fn of_severity(tx: &mut Tx, severity: &str) -> Result<Vec<IpBlock>> {
    let query = ip_blocks::table
        .filter(ip_blocks::severity.eq(severity))
        .order(ip_blocks::id);
    on!(tx, conn => query.select(IpBlock::as_select()).load(conn))
}

/// All of them, oldest first.
pub fn all(tx: &mut Tx) -> Result<Vec<IpBlock>> {
    let query = ip_blocks::table.order(ip_blocks::id);
    on!(tx, conn => query.select(IpBlock::as_select()).load(conn))
}

/// Counts those that were stopped by a rule.
pub fn count_hits(tx: &mut Tx, id: i64, hits: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(ip_blocks::table.find(id)).set((
        ip_blocks::hits.eq(ip_blocks::hits + hits),
        ip_blocks::last_hit_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
