//! What a post answers, and what answers it.

use diesel::{prelude::*, sql_types::BigInt};

use crate::{
    Result, Tx, on,
    schema::statuses,
    statuses::Status,
    visible::{Place, Viewer},
    written::written,
};

/// The posts that lead to a post, the nearest first.
pub fn ancestors(tx: &mut Tx, status_id: i64, most: i64) -> Result<Vec<i64>> {
    let query = written::<BigInt>("WITH RECURSIVE above (id, step) AS (")
        .words("SELECT in_reply_to_id, 1 FROM statuses WHERE id = ")
        .id(status_id)
        .words(" UNION ALL SELECT statuses.in_reply_to_id, above.step + 1 FROM above")
        .words(" JOIN statuses ON statuses.id = above.id WHERE above.step < ")
        .id(most)
        .words(") SELECT id FROM above WHERE id IS NOT NULL ORDER BY step");
    on!(tx, conn => query.load(conn))
}

/// The posts that answer a post, and the answers to those, each with what it answers.
pub fn descendants(
    tx: &mut Tx,
    status_id: i64,
    deepest: i64,
    most: i64,
) -> Result<Vec<(i64, i64)>> {
    let query = written::<(BigInt, BigInt)>("WITH RECURSIVE below (id, parent, depth) AS (")
        .words("SELECT id, in_reply_to_id, 1 FROM statuses WHERE in_reply_to_id = ")
        .id(status_id)
        .words(" UNION ALL SELECT statuses.id, statuses.in_reply_to_id, below.depth + 1 FROM below")
        .words(" JOIN statuses ON statuses.in_reply_to_id = below.id WHERE below.depth < ")
        .id(deepest)
        .words(") SELECT id, parent FROM below LIMIT ")
        .id(most);
    on!(tx, conn => query.load(conn))
}

/// The posts that answer a post directly, as far as the viewer may see them, oldest first.
pub fn answers(
    tx: &mut Tx,
    status_id: i64,
    after: i64,
    viewer: Viewer,
    limit: i64,
) -> Result<Vec<Status>> {
    let query = statuses::table
        .filter(statuses::in_reply_to_id.eq(status_id))
        .filter(statuses::id.gt(after))
        .filter(viewer.sees(Place::Thread))
        .order(statuses::id)
        .limit(limit);
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}
