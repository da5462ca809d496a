//! Whom members do not want to hear. What has expired has no effect, whether it was removed or not.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, upsert::excluded};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    schema::{accounts, mutes},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Mute {
    pub id: i64,
    pub account_id: i64,
    pub target_account_id: i64,
    pub hides_notifications: bool,
    pub expires_at: Option<DateTime<Utc>>,
}

/// Muting again changes how.
pub fn set(
    tx: &mut Tx,
    account_id: i64,
    target_account_id: i64,
    hides_notifications: bool,
    expires_at: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Result<()> {
    let values = (
        mutes::account_id.eq(account_id),
        mutes::target_account_id.eq(target_account_id),
        mutes::hides_notifications.eq(hides_notifications),
        mutes::expires_at.eq(expires_at.map(Time)),
        mutes::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(mutes::table)
            .values(values)
            .on_conflict((mutes::account_id, mutes::target_account_id))
            .do_update()
            .set((
                mutes::hides_notifications.eq(excluded(mutes::hides_notifications)),
                mutes::expires_at.eq(excluded(mutes::expires_at)),
            ))
            .execute(conn)
            .map(drop)
    })
}

/// Whether there was one.
pub fn remove(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<bool> {
    let pair = mutes::table
        .filter(mutes::account_id.eq(account_id))
        .filter(mutes::target_account_id.eq(target_account_id));
    let query = delete(pair);
    on!(tx, conn => query.execute(conn).map(|it| it > 0))
}

/// What holds of the mutes by one account of any of the others.
pub fn among(tx: &mut Tx, account_id: i64, ids: &[i64], now: DateTime<Utc>) -> Result<Vec<Mute>> {
    let query = mutes::table
        .filter(mutes::account_id.eq(account_id))
        .filter(is_any(mutes::target_account_id, ids))
        .filter(
            mutes::expires_at
                .is_null()
                .or(mutes::expires_at.gt(Time(now))),
        );
    on!(tx, conn => query.select(Mute::as_select()).load(conn))
}

/// Whom an account has muted and who is not suspended.
pub fn page(tx: &mut Tx, account_id: i64, now: DateTime<Utc>, window: Window) -> Result<Vec<Mute>> {
    Ok(page!(
        tx,
        window,
        mutes::id,
        mutes::table
            .inner_join(accounts::table.on(accounts::id.eq(mutes::target_account_id)))
            .filter(mutes::account_id.eq(account_id))
            .filter(
                mutes::expires_at
                    .is_null()
                    .or(mutes::expires_at.gt(Time(now)))
            )
            .filter(accounts::suspended_at.is_null())
            .select(Mute::as_select())
    ))
}

/// Those that have no effect any more, longest first.
pub fn expired(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<Mute>> {
    on!(tx, conn => {
        mutes::table
            .filter(mutes::expires_at.le(Time(now)))
            .order((mutes::expires_at, mutes::id))
            .select(Mute::as_select())
            .limit(limit)
            .load(conn)
    })
}
