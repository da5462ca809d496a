//! Who is named in posts.

use diesel::{delete, insert_into, prelude::*};

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

pub fn remove(tx: &mut Tx, status_id: i64, account_ids: &[i64]) -> Result<()> {
    let query = delete(
        mentions::table
            .filter(mentions::status_id.eq(status_id))
            .filter(is_any(mentions::account_id, account_ids)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}
