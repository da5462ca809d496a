//! Members who are signed in to the pages of this server. Only hashes are kept.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{Result, Tx, on, schema::sessions, time::Time};

#[derive(Clone, Debug, Queryable, Selectable)]
pub struct Session {
    pub token_hash: String,
    pub account_id: i64,
    pub created_at: DateTime<Utc>,
    pub used_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, token_hash: &str, account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = insert_into(sessions::table).values((
        sessions::token_hash.eq(token_hash),
        sessions::account_id.eq(account_id),
        sessions::created_at.eq(Time(at)),
        sessions::used_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, token_hash: &str) -> Result<Option<Session>> {
    let query = sessions::table.find(token_hash);
    on!(tx, conn => query.select(Session::as_select()).first(conn).optional())
}

pub fn set_used(tx: &mut Tx, token_hash: &str, at: DateTime<Utc>) -> Result<()> {
    let query = update(sessions::table.find(token_hash)).set(sessions::used_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, token_hash: &str) -> Result<()> {
    let query = delete(sessions::table.find(token_hash));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove_all(tx: &mut Tx, account_id: i64) -> Result<usize> {
    let query = delete(sessions::table.filter(sessions::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn))
}

/// Those not used since then.
pub fn remove_unused(tx: &mut Tx, before: DateTime<Utc>) -> Result<usize> {
    let query = delete(sessions::table.filter(sessions::used_at.lt(Time(before))));
    on!(tx, conn => query.execute(conn))
}
