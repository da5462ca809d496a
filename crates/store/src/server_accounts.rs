//! Accounts of other servers, many at a time: what a decision about a server does to them.
//!
//! What was done to an account because of its server has a time of its own, that of the decision, by
//! which it is found again. What somebody has decided about the account alone has another.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, update};

use crate::{Result, Tx, action_log::Recorded, ids::is_any, on, schema::accounts, time::Time};

/// Some accounts of a server, in the order of their ids.
pub fn some(tx: &mut Tx, domain: &str, after: i64, limit: i64) -> Result<Vec<i64>> {
    let query = accounts::table
        .filter(accounts::domain.eq(domain))
        .filter(accounts::id.gt(after))
        .order(accounts::id)
        .select(accounts::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// Limits those that are not limited.
pub fn silence(tx: &mut Tx, ids: &[i64], at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let free = accounts::table
        .filter(is_any(accounts::id, ids))
        .filter(accounts::silenced_at.is_null());
    let query = update(free).set(accounts::silenced_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Lifts the limits of that time.
pub fn unsilence(tx: &mut Tx, ids: &[i64], at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let limited = accounts::table
        .filter(is_any(accounts::id, ids))
        .filter(accounts::silenced_at.eq(Time(at)));
    let query = update(limited).set(accounts::silenced_at.eq(None::<Time>));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Suspends those that are not suspended.
pub fn suspend(tx: &mut Tx, ids: &[i64], at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let free = accounts::table
        .filter(is_any(accounts::id, ids))
        .filter(accounts::suspended_at.is_null());
    let query = update(free).set((
        accounts::suspended_at.eq(Time(at)),
        accounts::suspension_origin.eq("local"),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Lifts the suspensions of that time.
pub fn unsuspend(tx: &mut Tx, ids: &[i64], at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let suspended = accounts::table
        .filter(is_any(accounts::id, ids))
        .filter(accounts::suspended_at.eq(Time(at)))
        .filter(accounts::suspension_origin.eq("local"));
    let query = update(suspended).set((
        accounts::suspended_at.eq(None::<Time>),
        accounts::suspension_origin.eq(None::<String>),
        accounts::deletion_due_at.eq(None::<Time>),
        accounts::purged_at.eq(None::<Time>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Since when those of the accounts are suspended that are.
pub fn suspended_among(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, DateTime<Utc>)>> {
    let query = accounts::table
        .filter(is_any(accounts::id, ids))
        .filter(accounts::suspended_at.is_not_null())
        .select((accounts::id, accounts::suspended_at.assume_not_null()));
    on!(tx, conn => query.load(conn))
}

/// The next account of a server that was suspended at that time and still has its data.
pub fn next_full(tx: &mut Tx, domain: &str, after: i64, at: DateTime<Utc>) -> Result<Option<i64>> {
    let query = accounts::table
        .filter(accounts::domain.eq(domain))
        .filter(accounts::id.gt(after))
        .filter(accounts::suspended_at.eq(Time(at)))
        .filter(accounts::purged_at.is_null())
        .order(accounts::id)
        .select(accounts::id);
    on!(tx, conn => query.first(conn).optional())
}

/// An account with its pictures.
pub type Pictures = (i64, Option<String>, Option<String>);

/// The pictures of those of the accounts that have any, as avatar and header.
pub fn pictures(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Pictures>> {
    let query = accounts::table
        .filter(is_any(accounts::id, ids))
        .filter(
            accounts::avatar
                .is_not_null()
                .or(accounts::header.is_not_null()),
        )
        .select((accounts::id, accounts::avatar, accounts::header));
    on!(tx, conn => query.load(conn))
}

pub fn drop_pictures(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    let query = update(accounts::table.filter(is_any(accounts::id, ids))).set((
        accounts::avatar.eq(None::<String>),
        accounts::header.eq(None::<String>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
