//! What is gone from other servers, so that it does not come late.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, on, schema::tombstones, time::Time};

pub fn add(tx: &mut Tx, uri: &str, at: DateTime<Utc>) -> Result<()> {
    let values = (tombstones::uri.eq(uri), tombstones::created_at.eq(Time(at)));
    on!(tx, conn => {
        insert_into(tombstones::table)
            .values(values)
            .on_conflict(tombstones::uri)
            .do_nothing()
            .execute(conn)
            .map(drop)
    })
}

pub fn is_there(tx: &mut Tx, uri: &str) -> Result<bool> {
    let query = tombstones::table.find(uri).select(tombstones::uri);
    let found: Option<String> = on!(tx, conn => query.first(conn).optional())?;
    Ok(found.is_some())
}

/// Forgets those of before; how many went.
pub fn forget(tx: &mut Tx, before: DateTime<Utc>) -> Result<usize> {
    let old = tombstones::table.filter(tombstones::created_at.lt(Time(before)));
    on!(tx, conn => delete(old).execute(conn))
}
