//! What was used since trends were refreshed last, and so has to be scored anew.

use diesel::{delete, insert_into, prelude::*, upsert::excluded};

use crate::{Result, Tx, ids::is_any, on, schema::trends_due, trends::Kind};

/// Something was used.
///
/// Where it is due already, its row is written once more: so a refresh that takes it at this moment waits,
/// and then sees what was counted.
pub fn add(tx: &mut Tx, kind: Kind, id: i64) -> Result<()> {
    let query = insert_into(trends_due::table)
        .values((
            trends_due::kind.eq(kind.word()),
            trends_due::thing_id.eq(id),
        ))
        .on_conflict((trends_due::kind, trends_due::thing_id))
        .do_update()
        .set(trends_due::kind.eq(excluded(trends_due::kind)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// By id, above one.
pub fn above(tx: &mut Tx, kind: Kind, above: i64, limit: i64) -> Result<Vec<i64>> {
    let query = trends_due::table
        .filter(trends_due::kind.eq(kind.word()))
        .filter(trends_due::thing_id.gt(above))
        .order(trends_due::thing_id)
        .limit(limit)
        .select(trends_due::thing_id);
    on!(tx, conn => query.load(conn))
}

/// They are about to be scored. To be done before anything is read that the score is made of.
pub fn take(tx: &mut Tx, kind: Kind, ids: &[i64]) -> Result<()> {
    let query = delete(
        trends_due::table
            .filter(trends_due::kind.eq(kind.word()))
            .filter(is_any(trends_due::thing_id, ids)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}
