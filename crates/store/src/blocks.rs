//! Who blocks whom.

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::exists, insert_into, prelude::*, select};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    schema::{accounts, blocks},
    time::Time,
};

/// Blocking again changes nothing.
pub fn add(tx: &mut Tx, account_id: i64, target_account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let values = (
        blocks::account_id.eq(account_id),
        blocks::target_account_id.eq(target_account_id),
        blocks::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(blocks::table).values(values).on_conflict_do_nothing().execute(conn).map(drop)
    })
}

pub fn remove(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<()> {
    let pair = blocks::table
        .filter(blocks::account_id.eq(account_id))
        .filter(blocks::target_account_id.eq(target_account_id));
    let query = delete(pair);
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Whether the first blocks the second.
pub fn is_blocking(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<bool> {
    let pair = blocks::table
        .filter(blocks::account_id.eq(account_id))
        .filter(blocks::target_account_id.eq(target_account_id));
    let query = select(exists(pair));
    on!(tx, conn => query.get_result(conn))
}

/// Whether one of the two blocks the other.
pub fn is_between(tx: &mut Tx, one: i64, other: i64) -> Result<bool> {
    Ok(is_blocking(tx, one, other)? || is_blocking(tx, other, one)?)
}

/// Those of the accounts that this one blocks.
pub fn among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = blocks::table
        .filter(blocks::account_id.eq(account_id))
        .filter(is_any(blocks::target_account_id, ids))
        .select(blocks::target_account_id);
    on!(tx, conn => query.load(conn))
}

/// Those of the accounts that block this one.
pub fn against(tx: &mut Tx, target_account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = blocks::table
        .filter(is_any(blocks::account_id, ids))
        .filter(blocks::target_account_id.eq(target_account_id))
        .select(blocks::account_id);
    on!(tx, conn => query.load(conn))
}

/// Whom an account blocks and who is not suspended: the id of the block, and who is blocked.
pub fn page(tx: &mut Tx, account_id: i64, window: Window) -> Result<Vec<(i64, i64)>> {
    Ok(page!(
        tx,
        window,
        blocks::id,
        blocks::table
            .inner_join(accounts::table.on(accounts::id.eq(blocks::target_account_id)))
            .filter(blocks::account_id.eq(account_id))
            .filter(accounts::suspended_at.is_null())
            .select((blocks::id, blocks::target_account_id))
    ))
}
