//! Whether the posts of people may be shown to everybody when they trend.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*};

use crate::{
    Result, Tx, action_log::Recorded, ids::is_any, on, schema::author_reviews, time::Time,
};

#[derive(Clone, Debug, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = author_reviews)]
pub struct AuthorReview {
    pub account_id: i64,
    pub trendable: Option<bool>,
    pub reviewed_at: Option<DateTime<Utc>>,
    pub requested_review_at: Option<DateTime<Utc>>,
}

/// In no particular order; of whom nothing was decided is left out.
pub fn find_many(tx: &mut Tx, account_ids: &[i64]) -> Result<Vec<AuthorReview>> {
    let query = author_reviews::table.filter(is_any(author_reviews::account_id, account_ids));
    on!(tx, conn => query.select(AuthorReview::as_select()).load(conn))
}

/// Of whom nothing was decided has an empty one.
pub fn find(tx: &mut Tx, account_id: i64) -> Result<AuthorReview> {
    let found = find_many(tx, &[account_id])?.pop();
    Ok(found.unwrap_or(AuthorReview {
        account_id,
        ..AuthorReview::default()
    }))
}

/// What was decided about somebody becomes what is given.
pub fn set_decided(tx: &mut Tx, review: &AuthorReview, _: &Recorded) -> Result<()> {
    let decided = || {
        (
            author_reviews::trendable.eq(review.trendable),
            author_reviews::reviewed_at.eq(review.reviewed_at.map(Time)),
        )
    };
    on!(tx, conn => {
        insert_into(author_reviews::table)
            .values((author_reviews::account_id.eq(review.account_id), decided()))
            .on_conflict(author_reviews::account_id)
            .do_update()
            .set(decided())
            .execute(conn)
            .map(drop)
    })
}

/// Somebody should look.
pub fn set_requested(tx: &mut Tx, account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let at = || author_reviews::requested_review_at.eq(Time(at));
    on!(tx, conn => {
        insert_into(author_reviews::table)
            .values((author_reviews::account_id.eq(account_id), at()))
            .on_conflict(author_reviews::account_id)
            .do_update()
            .set(at())
            .execute(conn)
            .map(drop)
    })
}
