//! Addresses that may not sign up, as hashes of their canonical form.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, on, schema::canonical_email_blocks as blocks, time::Time};

/// Whether it is new: one that is there is left alone.
pub fn add(
    tx: &mut Tx,
    hash: &str,
    reference_account_id: Option<i64>,
    at: DateTime<Utc>,
) -> Result<bool> {
    on!(tx, conn => {
        insert_into(blocks::table)
            .values((
                blocks::canonical_email_hash.eq(hash),
                blocks::reference_account_id.eq(reference_account_id),
                blocks::created_at.eq(Time(at)),
            ))
            .on_conflict(blocks::canonical_email_hash)
            .do_nothing()
            .execute(conn)
            .map(|added| added > 0)
    })
}

pub fn is_blocked(tx: &mut Tx, hash: &str) -> Result<bool> {
    let query = blocks::table.filter(blocks::canonical_email_hash.eq(hash));
    let found: Option<i64> = on!(tx, conn => query.select(blocks::id).first(conn).optional())?;
    Ok(found.is_some())
}

/// Those that suspending the account made.
pub fn remove_for(tx: &mut Tx, reference_account_id: i64) -> Result<usize> {
    let query = delete(blocks::table.filter(blocks::reference_account_id.eq(reference_account_id)));
    on!(tx, conn => query.execute(conn))
}
