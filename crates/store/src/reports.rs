//! What members have told the moderators about accounts.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, update};
use serde_json::Value;

use crate::{Result, Tx, action_log::Recorded, ids::is_any, on, schema::reports, time::Time};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Report {
    pub id: i64,
    pub account_id: i64,
    pub target_account_id: i64,
    /// `spam`, `legal`, `violation` or `other`.
    pub category: String,
    pub comment: String,
    /// A list of ids of posts.
    pub status_ids: Value,
    pub rule_ids: Value,
    pub action_taken_at: Option<DateTime<Utc>>,
    pub action_taken_by_account_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

pub fn add(
    tx: &mut Tx,
    account_id: i64,
    target_account_id: i64,
    category: &str,
    comment: &str,
    at: DateTime<Utc>,
) -> Result<Report> {
    add_with(
        tx,
        (account_id, target_account_id),
        category,
        comment,
        &[],
        at,
    )
}

/// The same, by somebody about somebody, with some of his posts.
pub fn add_with(
    tx: &mut Tx,
    (account_id, target_account_id): (i64, i64),
    category: &str,
    comment: &str,
    status_ids: &[i64],
    at: DateTime<Utc>,
) -> Result<Report> {
    let values = (
        reports::account_id.eq(account_id),
        reports::target_account_id.eq(target_account_id),
        reports::category.eq(category),
        reports::comment.eq(comment),
        reports::status_ids.eq(Value::from(status_ids)),
        reports::rule_ids.eq(Value::Array(Vec::new())),
        reports::created_at.eq(Time(at)),
        reports::updated_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(reports::table)
            .values(values)
            .returning(Report::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Report>> {
    let query = reports::table.find(id);
    on!(tx, conn => query.select(Report::as_select()).first(conn).optional())
}

/// In no particular order.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Report>> {
    let query = reports::table.filter(is_any(reports::id, ids));
    on!(tx, conn => query.select(Report::as_select()).load(conn))
}

/// Oldest first.
pub fn unresolved_about(tx: &mut Tx, target_account_id: i64) -> Result<Vec<Report>> {
    let query = reports::table
        .filter(reports::target_account_id.eq(target_account_id))
        .filter(reports::action_taken_at.is_null())
        .order(reports::id);
    on!(tx, conn => query.select(Report::as_select()).load(conn))
}

pub fn set_resolved(
    tx: &mut Tx,
    id: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(reports::table.find(id)).set((
        reports::action_taken_at.eq(Time(at)),
        reports::action_taken_by_account_id.eq(by),
        reports::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
