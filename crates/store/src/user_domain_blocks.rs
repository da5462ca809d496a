//! Domains that members want nothing to do with.

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::exists, insert_into, prelude::*, select};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    schema::{accounts, user_domain_blocks},
    time::Time,
};

/// Whether it is a new one. The domain is lower case and ASCII.
pub fn add(tx: &mut Tx, account_id: i64, domain: &str, at: DateTime<Utc>) -> Result<bool> {
    let values = (
        user_domain_blocks::account_id.eq(account_id),
        user_domain_blocks::domain.eq(domain),
        user_domain_blocks::created_at.eq(Time(at)),
    );
    let added = on!(tx, conn => {
        insert_into(user_domain_blocks::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

pub fn remove(tx: &mut Tx, account_id: i64, domain: &str) -> Result<()> {
    let pair = user_domain_blocks::table
        .filter(user_domain_blocks::account_id.eq(account_id))
        .filter(user_domain_blocks::domain.eq(domain));
    let query = delete(pair);
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn is_blocked(tx: &mut Tx, account_id: i64, domain: &str) -> Result<bool> {
    let pair = user_domain_blocks::table
        .filter(user_domain_blocks::account_id.eq(account_id))
        .filter(user_domain_blocks::domain.eq(domain));
    let query = select(exists(pair));
    on!(tx, conn => query.get_result(conn))
}

/// Since when, if at all.
pub fn blocked_at(tx: &mut Tx, account_id: i64, domain: &str) -> Result<Option<DateTime<Utc>>> {
    let query = user_domain_blocks::table
        .filter(user_domain_blocks::account_id.eq(account_id))
        .filter(user_domain_blocks::domain.eq(domain))
        .select(user_domain_blocks::created_at);
    on!(tx, conn => query.first(conn).optional())
}

/// Those of the accounts whose domain this one blocks.
pub fn among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let of_domain = accounts::domain.eq(user_domain_blocks::domain.nullable());
    let query = user_domain_blocks::table
        .inner_join(accounts::table.on(of_domain))
        .filter(user_domain_blocks::account_id.eq(account_id))
        .filter(is_any(accounts::id, ids))
        .select(accounts::id);
    on!(tx, conn => query.load(conn))
}

/// The id of the block, and the domain.
pub fn page(tx: &mut Tx, account_id: i64, window: Window) -> Result<Vec<(i64, String)>> {
    Ok(page!(
        tx,
        window,
        user_domain_blocks::id,
        user_domain_blocks::table
            .filter(user_domain_blocks::account_id.eq(account_id))
            .select((user_domain_blocks::id, user_domain_blocks::domain))
    ))
}
