//! What was made by a request that may be sent again.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{Result, Tx, on, schema::idempotency_keys, time::Time};

/// A post, or one that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub status_id: Option<i64>,
    pub scheduled_status_id: Option<i64>,
}

pub fn find(
    tx: &mut Tx,
    account_id: i64,
    key_hash: &str,
    since: DateTime<Utc>,
) -> Result<Option<Made>> {
    let query = idempotency_keys::table
        .find((account_id, key_hash))
        .filter(idempotency_keys::created_at.gt(Time(since)))
        .select((
            idempotency_keys::status_id,
            idempotency_keys::scheduled_status_id,
        ));
    let row: Option<(Option<i64>, Option<i64>)> = on!(tx, conn => query.first(conn).optional())?;
    Ok(row.map(|(status_id, scheduled_status_id)| Made {
        status_id,
        scheduled_status_id,
    }))
}

/// Another use of the same key takes the place of one that is too old.
pub fn add(
    tx: &mut Tx,
    account_id: i64,
    key_hash: &str,
    made: Made,
    at: DateTime<Utc>,
) -> Result<()> {
    let values = || {
        (
            idempotency_keys::status_id.eq(made.status_id),
            idempotency_keys::scheduled_status_id.eq(made.scheduled_status_id),
            idempotency_keys::created_at.eq(Time(at)),
        )
    };
    let key = (
        idempotency_keys::account_id.eq(account_id),
        idempotency_keys::key_hash.eq(key_hash),
    );
    on!(tx, conn => {
        insert_into(idempotency_keys::table)
            .values((key, values()))
            .on_conflict((idempotency_keys::account_id, idempotency_keys::key_hash))
            .do_update()
            .set(values())
            .execute(conn)
            .map(drop)
    })
}

/// What was to come is there now.
pub fn set_posted(tx: &mut Tx, account_id: i64, scheduled_id: i64, status_id: i64) -> Result<()> {
    let made = idempotency_keys::table
        .filter(idempotency_keys::account_id.eq(account_id))
        .filter(idempotency_keys::scheduled_status_id.eq(scheduled_id));
    let query = update(made).set((
        idempotency_keys::status_id.eq(status_id),
        idempotency_keys::scheduled_status_id.eq(None::<i64>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn forget(tx: &mut Tx, before: DateTime<Utc>) -> Result<usize> {
    let query =
        delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(Time(before))));
    on!(tx, conn => query.execute(conn))
}
