//! What leaves a member's home timeline, and what is in it.

use diesel::{delete, prelude::*};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{home_items, statuses},
};

/// Takes the posts of an account out of the home timeline of another.
pub fn remove_posts_of(tx: &mut Tx, account_id: i64, author: i64) -> Result<()> {
    let query = home_items::table
        .inner_join(statuses::table.on(statuses::id.eq(home_items::status_id)))
        .filter(home_items::account_id.eq(account_id))
        .filter(statuses::account_id.eq(author))
        .select(home_items::status_id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    remove(tx, account_id, &ids)
}

/// Takes what others have boosted of an account out of the home timeline of another.
pub fn remove_boosts_of(tx: &mut Tx, account_id: i64, author: i64) -> Result<()> {
    let boosted = diesel::alias!(statuses as boosted);
    let query = home_items::table
        .inner_join(statuses::table.on(statuses::id.eq(home_items::status_id)))
        .inner_join(
            boosted.on(boosted
                .field(statuses::id)
                .nullable()
                .eq(statuses::reblog_of_id)),
        )
        .filter(home_items::account_id.eq(account_id))
        .filter(boosted.field(statuses::account_id).eq(author))
        .select(home_items::status_id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    remove(tx, account_id, &ids)
}

fn remove(tx: &mut Tx, account_id: i64, status_ids: &[i64]) -> Result<()> {
    let items = home_items::table
        .filter(home_items::account_id.eq(account_id))
        .filter(is_any(home_items::status_id, status_ids));
    let query = delete(items);
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The posts in a home timeline, newest first, whoever may see them.
pub fn ids(tx: &mut Tx, account_id: i64) -> Result<Vec<i64>> {
    let query = home_items::table
        .filter(home_items::account_id.eq(account_id))
        .order(home_items::status_id.desc())
        .select(home_items::status_id);
    on!(tx, conn => query.load(conn))
}
