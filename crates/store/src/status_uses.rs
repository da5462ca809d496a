//! Which posts were boosted or favourited on a day.

use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, on, schema::status_uses};

pub fn add(tx: &mut Tx, status_id: i64, day: i32) -> Result<()> {
    let values = (
        status_uses::day.eq(day),
        status_uses::status_id.eq(status_id),
    );
    let query = insert_into(status_uses::table).values(values);
    on!(tx, conn => query.on_conflict_do_nothing().execute(conn).map(drop))
}

/// By id, above one.
pub fn used_on(tx: &mut Tx, day: i32, above: i64, limit: i64) -> Result<Vec<i64>> {
    let query = status_uses::table
        .filter(status_uses::day.eq(day))
        .filter(status_uses::status_id.gt(above))
        .order(status_uses::status_id)
        .limit(limit)
        .select(status_uses::status_id);
    on!(tx, conn => query.load(conn))
}

pub fn forget(tx: &mut Tx, before: i32) -> Result<()> {
    let query = delete(status_uses::table.filter(status_uses::day.lt(before)));
    on!(tx, conn => query.execute(conn).map(drop))
}
