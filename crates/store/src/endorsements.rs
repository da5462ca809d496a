//! Whom members recommend on their profiles.

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::not, insert_into, prelude::*};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    relationships::{NOBODY, is_hidden_from},
    schema::{accounts, endorsements},
    time::Time,
    visible::Viewer,
};

/// Recommending again changes nothing.
pub fn add(tx: &mut Tx, account_id: i64, target_account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let values = (
        endorsements::account_id.eq(account_id),
        endorsements::target_account_id.eq(target_account_id),
        endorsements::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(endorsements::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn)
            .map(drop)
    })
}

pub fn remove(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<()> {
    let pair = endorsements::table
        .filter(endorsements::account_id.eq(account_id))
        .filter(endorsements::target_account_id.eq(target_account_id));
    let query = delete(pair);
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those of the accounts that this one recommends.
pub fn among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = endorsements::table
        .filter(endorsements::account_id.eq(account_id))
        .filter(is_any(endorsements::target_account_id, ids))
        .select(endorsements::target_account_id);
    on!(tx, conn => query.load(conn))
}

/// Whom an account recommends and who is not suspended, in the order of their ids.
pub fn page(tx: &mut Tx, account_id: i64, viewer: Viewer, window: Window) -> Result<Vec<i64>> {
    Ok(page!(
        tx,
        window,
        endorsements::target_account_id,
        endorsements::table
            .inner_join(accounts::table.on(accounts::id.eq(endorsements::target_account_id)))
            .filter(endorsements::account_id.eq(account_id))
            .filter(accounts::suspended_at.is_null())
            .filter(not(is_hidden_from(
                viewer.account_id.unwrap_or(NOBODY),
                Time(viewer.now)
            )))
            .select(endorsements::target_account_id)
    ))
}
