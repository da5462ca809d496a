//! Notifications of one type about one thing, which are shown as one.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use crate::{
    Result, Tx,
    account_list::Window,
    notifications::{Notification, is_shown, remove_all},
    on,
    paged::page,
    schema::notifications,
    visible::Viewer,
    written::written,
};

/// The last of a member's groups with a key in that range.
pub fn last_between(
    tx: &mut Tx,
    account_id: i64,
    first: &str,
    last: &str,
) -> Result<Option<String>> {
    let key = notifications::group_key.assume_not_null();
    let query = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(key.ge(first).and(key.le(last)))
        .order(key.desc())
        .select(key);
    on!(tx, conn => query.first(conn).optional())
}

/// One notification of a group, with the number of them all.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Member {
    pub group_key: String,
    pub notification_id: i64,
    /// Who caused it.
    pub from_account_id: i64,
    pub count: i64,
}

/// The newest notifications of each of some groups, so many of each, newest first. Those do not count
/// that were caused by somebody who is suspended or gone.
pub fn newest(tx: &mut Tx, account_id: i64, keys: &[String], most: i64) -> Result<Vec<Member>> {
    let query =
        written::<(Text, BigInt, BigInt, BigInt)>("SELECT group_key, id, from_account_id, total")
            .words(" FROM (SELECT told.group_key, told.id, told.from_account_id,")
            .words(
                " row_number() OVER (PARTITION BY told.group_key ORDER BY told.id DESC) AS place,",
            )
            .words(" count(*) OVER (PARTITION BY told.group_key) AS total FROM notifications told")
            .words(" JOIN accounts sender ON sender.id = told.from_account_id")
            .words(" WHERE sender.suspended_at IS NULL AND sender.purged_at IS NULL")
            .words(" AND told.account_id = ")
            .id(account_id)
            .words(" AND told.group_key")
            .any_text(keys)
            .words(") members WHERE place <= ")
            .id(most)
            .words(" ORDER BY id DESC");
    on!(tx, conn => query.load(conn))
}

/// Those of a group that their recipient sees, newest first.
pub fn page(
    tx: &mut Tx,
    account_id: i64,
    key: &str,
    recipient: Viewer,
    window: Window,
) -> Result<Vec<Notification>> {
    let page: Vec<Notification> = page!(
        tx,
        window,
        notifications::id,
        notifications::table
            .filter(notifications::account_id.eq(account_id))
            .filter(notifications::group_key.eq(key))
            .filter(is_shown(recipient))
            .select(Notification::as_select())
    );
    Ok(page)
}

/// All of a group.
pub fn remove(tx: &mut Tx, account_id: i64, key: &str) -> Result<()> {
    let query = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::group_key.eq(key))
        .select(notifications::id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    remove_all(tx, &ids).map(drop)
}
