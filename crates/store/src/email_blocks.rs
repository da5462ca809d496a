//! Addresses that may not sign up, as hashes of their canonical form.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, on, paged::page,
    schema::canonical_email_blocks as blocks, time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = blocks)]
pub struct EmailBlock {
    pub id: i64,
    pub canonical_email_hash: String,
    /// How often somebody was stopped by it.
    pub hits: i64,
    pub last_hit_at: Option<DateTime<Utc>>,
}

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
    Ok(find_by_hash(tx, hash)?.is_some())
}

pub fn find_by_hash(tx: &mut Tx, hash: &str) -> Result<Option<EmailBlock>> {
    let query = blocks::table.filter(blocks::canonical_email_hash.eq(hash));
    on!(tx, conn => query.select(EmailBlock::as_select()).first(conn).optional())
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<EmailBlock>> {
    let query = blocks::table.find(id);
    on!(tx, conn => query.select(EmailBlock::as_select()).first(conn).optional())
}

/// Newest first.
pub fn page(tx: &mut Tx, window: Window) -> Result<Vec<EmailBlock>> {
    Ok(page!(
        tx,
        window,
        blocks::id,
        blocks::table.select(EmailBlock::as_select())
    ))
}

/// Whether there was one.
pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<bool> {
    let query = delete(blocks::table.find(id));
    on!(tx, conn => query.execute(conn).map(|removed| removed > 0))
}

/// Counts one that was stopped by it.
pub fn count_hit(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(blocks::table.find(id)).set((
        blocks::hits.eq(blocks::hits + 1),
        blocks::last_hit_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those that suspending the account made.
pub fn remove_for(tx: &mut Tx, reference_account_id: i64) -> Result<usize> {
    let query = delete(blocks::table.filter(blocks::reference_account_id.eq(reference_account_id)));
    on!(tx, conn => query.execute(conn))
}
