//! Posts that moderators have looked at and found fine.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{
    Result, Tx, action_log::Recorded, ids::is_any, on, schema::status_reviews, time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct StatusReview {
    pub status_id: i64,
    /// Who has looked.
    pub account_id: Option<i64>,
    /// The version that was looked at: when it was made, none for the first.
    pub edited_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// Instead of an earlier one.
pub fn set(tx: &mut Tx, review: &StatusReview, _: &Recorded) -> Result<()> {
    let found = || {
        (
            status_reviews::account_id.eq(review.account_id),
            status_reviews::edited_at.eq(review.edited_at.map(Time)),
            status_reviews::created_at.eq(Time(review.created_at)),
        )
    };
    on!(tx, conn => {
        insert_into(status_reviews::table)
            .values((status_reviews::status_id.eq(review.status_id), found()))
            .on_conflict(status_reviews::status_id)
            .do_update()
            .set(found())
            .execute(conn)
            .map(drop)
    })
}

pub fn remove(tx: &mut Tx, status_id: i64, _: &Recorded) -> Result<()> {
    let query = delete(status_reviews::table.find(status_id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// In no particular order.
pub fn of_statuses(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<StatusReview>> {
    let query = status_reviews::table.filter(is_any(status_reviews::status_id, status_ids));
    on!(tx, conn => query.select(StatusReview::as_select()).load(conn))
}
