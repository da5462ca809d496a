//! Activities on their way to other servers: what is said, once for all who hear it.

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{exists, not},
    insert_into,
    prelude::*,
};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{outbox, outgoing},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outgoing)]
pub struct Outgoing {
    pub id: i64,
    /// Who says it; none for the server itself.
    pub account_id: Option<i64>,
    /// The whole document.
    pub activity: String,
}

pub fn add(tx: &mut Tx, account_id: Option<i64>, activity: &str, at: DateTime<Utc>) -> Result<i64> {
    let values = (
        outgoing::account_id.eq(account_id),
        outgoing::activity.eq(activity),
        outgoing::created_at.eq(Time(at)),
    );
    let query = insert_into(outgoing::table).values(values);
    on!(tx, conn => query.returning(outgoing::id).get_result(conn))
}

/// In no particular order.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Outgoing>> {
    let query = outgoing::table.filter(is_any(outgoing::id, ids));
    on!(tx, conn => query.select(Outgoing::as_select()).load(conn))
}

/// Takes some away that are older than that, and that nobody is still to hear; how many.
pub fn forget_said(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<usize> {
    let waiting = outbox::table.filter(outbox::outgoing_id.eq(outgoing::id));
    let said = outgoing::table
        .filter(outgoing::created_at.lt(Time(before)))
        .filter(not(exists(waiting)))
        .order(outgoing::id)
        .select(outgoing::id)
        .limit(limit);
    let ids: Vec<i64> = on!(&mut *tx, conn => said.load(conn))?;
    let query = delete(outgoing::table.filter(is_any(outgoing::id, &ids)));
    on!(tx, conn => query.execute(conn))
}
