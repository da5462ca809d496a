//! Posts that wait for a moderator: why, and what is to be done once they are released.

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{exists, not},
    insert_into,
    prelude::*,
    update,
};

use crate::{
    Result, Tx,
    action_log::Recorded,
    on,
    schema::{accounts, held_statuses},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = held_statuses)]
pub struct Held {
    pub status_id: i64,
    pub account_id: i64,
    pub is_local: bool,
    /// The rule that has held it; none where a moderator did.
    pub auto_rule_id: Option<i64>,
    /// The entry of the log that says so.
    pub act_id: i64,
    /// Whether others have seen it before.
    pub was_published: bool,
    /// Whether it was changed since others have seen it.
    pub was_edited: bool,
    /// Whether its author had sent it just then; otherwise somebody here has looked for it.
    pub is_news: bool,
    /// Whether other servers were to be told of it, and were not, because it was held by then.
    pub is_unheard: bool,
    pub created_at: DateTime<Utc>,
}

/// Notes that a post is held. It waits from now on.
pub fn add(tx: &mut Tx, held: &Held, _: &Recorded) -> Result<()> {
    let query = insert_into(held_statuses::table).values((
        held_statuses::status_id.eq(held.status_id),
        held_statuses::account_id.eq(held.account_id),
        held_statuses::is_local.eq(held.is_local),
        held_statuses::auto_rule_id.eq(held.auto_rule_id),
        held_statuses::act_id.eq(held.act_id),
        held_statuses::was_published.eq(held.was_published),
        held_statuses::was_edited.eq(held.was_edited),
        held_statuses::is_news.eq(held.is_news),
        held_statuses::is_unheard.eq(held.is_unheard),
        held_statuses::is_waiting.eq(true),
        held_statuses::created_at.eq(Time(held.created_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Also of a post that was deleted meanwhile.
pub fn find(tx: &mut Tx, status_id: i64) -> Result<Option<Held>> {
    let query = held_statuses::table.find(status_id);
    on!(tx, conn => query.select(Held::as_select()).first(conn).optional())
}

/// The post is held no longer.
pub fn remove(tx: &mut Tx, status_id: i64, _: &Recorded) -> Result<()> {
    let query = delete(held_statuses::table.find(status_id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Whether somebody is still to decide: not about a post that is deleted.
pub fn set_waiting(tx: &mut Tx, status_id: i64, is_waiting: bool) -> Result<()> {
    let query =
        update(held_statuses::table.find(status_id)).set(held_statuses::is_waiting.eq(is_waiting));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// It was changed, and those who have seen it before are not told now.
pub fn set_edited(tx: &mut Tx, status_id: i64) -> Result<()> {
    let query =
        update(held_statuses::table.find(status_id)).set(held_statuses::was_edited.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Other servers were to be told of it, and are not now.
pub fn set_unheard(tx: &mut Tx, status_id: i64) -> Result<()> {
    let query =
        update(held_statuses::table.find(status_id)).set(held_statuses::is_unheard.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Which of those that wait.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub account_id: Option<i64>,
    pub is_local: Option<bool>,
    pub auto_rule_id: Option<i64>,
}

/// Those that wait, the oldest posts first. Those of suspended authors nobody would see anyway.
pub fn waiting(tx: &mut Tx, which: Filter, after: i64, limit: i64) -> Result<Vec<Held>> {
    on!(tx, conn => {
        let suspended = accounts::table
            .filter(accounts::id.eq(held_statuses::account_id))
            .filter(accounts::suspended_at.is_not_null());
        let mut query = held_statuses::table
            .filter(held_statuses::is_waiting)
            .filter(held_statuses::status_id.gt(after))
            .filter(not(exists(suspended)))
            .order(held_statuses::status_id)
            .limit(limit)
            .select(Held::as_select())
            .into_boxed();
        if let Some(id) = which.account_id {
            query = query.filter(held_statuses::account_id.eq(id));
        }
        if let Some(is_local) = which.is_local {
            query = query.filter(held_statuses::is_local.eq(is_local));
        }
        if let Some(id) = which.auto_rule_id {
            query = query.filter(held_statuses::auto_rule_id.eq(id));
        }
        query.load(conn)
    })
}
