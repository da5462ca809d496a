//! Which members follow which tags.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, sql_types::BigInt};

use crate::{
    Result, Tx, account_list::Window, ids::is_any, on, paged::page, schema::tag_follows,
    time::Time, written::written,
};

/// Whether it is new.
pub fn add(tx: &mut Tx, account_id: i64, tag_id: i64, at: DateTime<Utc>) -> Result<bool> {
    let values = (
        tag_follows::account_id.eq(account_id),
        tag_follows::tag_id.eq(tag_id),
        tag_follows::created_at.eq(Time(at)),
    );
    let added: usize = on!(tx, conn => {
        insert_into(tag_follows::table)
            .values(values)
            .on_conflict((tag_follows::account_id, tag_follows::tag_id))
            .do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

/// Whether there was one.
pub fn remove(tx: &mut Tx, account_id: i64, tag_id: i64) -> Result<bool> {
    let query = delete(
        tag_follows::table
            .filter(tag_follows::account_id.eq(account_id))
            .filter(tag_follows::tag_id.eq(tag_id)),
    );
    let removed: usize = on!(tx, conn => query.execute(conn))?;
    Ok(removed > 0)
}

pub fn remove_all_of(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(tag_follows::table.filter(tag_follows::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Which of the tags an account follows.
pub fn among(tx: &mut Tx, account_id: i64, tag_ids: &[i64]) -> Result<Vec<i64>> {
    let query = tag_follows::table
        .filter(tag_follows::account_id.eq(account_id))
        .filter(is_any(tag_follows::tag_id, tag_ids));
    on!(tx, conn => query.select(tag_follows::tag_id).load(conn))
}

/// Last followed first, as ids of the follows and of tags.
pub fn page(tx: &mut Tx, account_id: i64, window: Window) -> Result<Vec<(i64, i64)>> {
    let page: Vec<(i64, i64)> = page!(
        tx,
        window,
        tag_follows::id,
        tag_follows::table
            .filter(tag_follows::account_id.eq(account_id))
            .select((tag_follows::id, tag_follows::tag_id))
    );
    Ok(page)
}

/// Takes those posts out of a member's home that only this tag has brought there: their authors and
/// their other tags she does not follow. How many went.
pub fn leave_home(tx: &mut Tx, account_id: i64, tag_id: i64) -> Result<usize> {
    let rows = written::<BigInt>("DELETE FROM home_items WHERE account_id = ")
        .id(account_id)
        .words(" AND status_id IN (SELECT item.status_id FROM home_items item")
        .words(" JOIN status_tags tagged ON tagged.status_id = item.status_id AND tagged.tag_id = ")
        .id(tag_id)
        .words(" JOIN statuses status ON status.id = item.status_id WHERE item.account_id = ")
        .id(account_id)
        .words(" AND status.account_id <> ")
        .id(account_id)
        .words(" AND NOT EXISTS (SELECT 1 FROM follows follow WHERE follow.account_id = ")
        .id(account_id)
        .words(" AND follow.target_account_id = status.account_id)")
        .words(" AND NOT EXISTS (SELECT 1 FROM status_tags other JOIN tag_follows followed")
        .words(" ON followed.tag_id = other.tag_id WHERE other.status_id = item.status_id")
        .words(" AND followed.account_id = ")
        .id(account_id)
        .words("))");
    on!(tx, conn => rows.execute(conn))
}
