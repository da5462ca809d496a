//! Who is named in posts.

use diesel::{delete, insert_into, prelude::*, update};

use crate::{Result, Tx, ids::is_any, on, schema::mentions};

#[derive(Clone, Copy, Debug, Queryable, Selectable)]
pub struct Mention {
    pub status_id: i64,
    pub account_id: i64,
    /// Whether she is only among the addressees, and not named in the text.
    pub is_silent: bool,
}

pub fn add(tx: &mut Tx, status_id: i64, account_ids: &[i64], is_silent: bool) -> Result<()> {
    let rows: Vec<_> = account_ids
        .iter()
        .map(|id| {
            (
                mentions::status_id.eq(status_id),
                mentions::account_id.eq(*id),
                mentions::is_silent.eq(is_silent),
            )
        })
        .collect();
    on!(tx, conn => insert_into(mentions::table).values(&rows).execute(conn).map(drop))
}

/// The mentions in some posts, in no particular order.
pub fn of_statuses(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Mention>> {
    let query = mentions::table.filter(is_any(mentions::status_id, status_ids));
    on!(tx, conn => query.select(Mention::as_select()).load(conn))
}

/// Whether some who are named in a post are only its addressees from now on.
pub fn set_silent(tx: &mut Tx, status_id: i64, account_ids: &[i64], is_silent: bool) -> Result<()> {
    let some = mentions::table
        .filter(mentions::status_id.eq(status_id))
        .filter(is_any(mentions::account_id, account_ids));
    let query = update(some).set(mentions::is_silent.eq(is_silent));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Takes an account out of some of the posts that name it; how many.
pub fn remove_some_of(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let some = mentions::table
        .filter(mentions::account_id.eq(account_id))
        .order(mentions::status_id)
        .select(mentions::status_id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => some.load(conn))?;
    let query = delete(
        mentions::table
            .filter(mentions::account_id.eq(account_id))
            .filter(is_any(mentions::status_id, &ids)),
    );
    on!(tx, conn => query.execute(conn))
}
