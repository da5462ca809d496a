//! What waits for moderators, oldest first.

use chrono::{DateTime, Utc};
use diesel::{dsl::not, prelude::*};

use crate::{
    Result, Tx,
    held_statuses::{self, Filter},
    on,
    schema::{appeals, author_reviews, publishers, reports, tags, users},
};

/// Beyond this, nobody counts.
pub const MOST: i64 = 1000;

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Waiting {
    pub id: i64,
    pub created_at: DateTime<Utc>,
    /// Whose account it is about; 0, which none has, where it is about no account.
    pub account_id: i64,
    pub text: String,
    pub assigned_account_id: Option<i64>,
}

pub fn reports(tx: &mut Tx, limit: i64) -> Result<Vec<Waiting>> {
    let query = reports::table
        .filter(reports::action_taken_at.is_null())
        .order(reports::id)
        .limit(limit)
        .select((
            reports::id,
            reports::created_at,
            reports::target_account_id,
            reports::comment,
            reports::assigned_account_id,
        ));
    on!(tx, conn => query.load(conn))
}

/// Newcomers who have shown that their address is theirs.
pub fn sign_ups(tx: &mut Tx, limit: i64) -> Result<Vec<Waiting>> {
    let query = users::table
        .filter(not(users::approved))
        .filter(users::confirmed_at.is_not_null())
        .order(users::account_id)
        .limit(limit)
        .select((users::account_id, users::created_at, users::invite_request));
    let rows: Vec<(i64, DateTime<Utc>, Option<String>)> = on!(tx, conn => query.load(conn))?;
    let waiting = rows.into_iter().map(|(id, created_at, text)| Waiting {
        id,
        created_at,
        account_id: id,
        text: text.unwrap_or_default(),
        assigned_account_id: None,
    });
    Ok(waiting.collect())
}

pub fn appeals(tx: &mut Tx, limit: i64) -> Result<Vec<Waiting>> {
    let query = appeals::table
        .filter(appeals::approved_at.is_null())
        .filter(appeals::rejected_at.is_null())
        .order(appeals::id)
        .limit(limit)
        .select((
            appeals::id,
            appeals::created_at,
            appeals::account_id,
            appeals::text,
        ));
    let rows: Vec<(i64, DateTime<Utc>, i64, String)> = on!(tx, conn => query.load(conn))?;
    let waiting = rows
        .into_iter()
        .map(|(id, created_at, account_id, text)| Waiting {
            id,
            created_at,
            account_id,
            text,
            assigned_account_id: None,
        });
    Ok(waiting.collect())
}

/// Tags that trend, and that somebody was asked to look at.
pub fn tags(tx: &mut Tx, limit: i64) -> Result<Vec<Waiting>> {
    let query = tags::table
        .filter(tags::requested_review_at.is_not_null())
        .filter(tags::reviewed_at.is_null())
        .order(tags::requested_review_at)
        .limit(limit)
        .select((
            tags::id,
            tags::requested_review_at.assume_not_null(),
            tags::name,
        ));
    let rows: Vec<(i64, DateTime<Utc>, String)> = on!(tx, conn => query.load(conn))?;
    let waiting = rows
        .into_iter()
        .map(|(id, at, name)| to_review(id, at, 0, format!("#{name}")));
    Ok(waiting.collect())
}

/// The same of those whose pages trend.
pub fn publishers(tx: &mut Tx, limit: i64) -> Result<Vec<Waiting>> {
    let query = publishers::table
        .filter(publishers::requested_review_at.is_not_null())
        .filter(publishers::reviewed_at.is_null())
        .order(publishers::requested_review_at)
        .limit(limit)
        .select((
            publishers::id,
            publishers::requested_review_at.assume_not_null(),
            publishers::domain,
        ));
    let rows: Vec<(i64, DateTime<Utc>, String)> = on!(tx, conn => query.load(conn))?;
    let waiting = rows
        .into_iter()
        .map(|(id, at, domain)| to_review(id, at, 0, domain));
    Ok(waiting.collect())
}

/// The same of those whose posts trend.
pub fn authors(tx: &mut Tx, limit: i64) -> Result<Vec<Waiting>> {
    let query = author_reviews::table
        .filter(author_reviews::requested_review_at.is_not_null())
        .filter(author_reviews::reviewed_at.is_null())
        .order(author_reviews::requested_review_at)
        .limit(limit)
        .select((
            author_reviews::account_id,
            author_reviews::requested_review_at.assume_not_null(),
        ));
    let rows: Vec<(i64, DateTime<Utc>)> = on!(tx, conn => query.load(conn))?;
    let waiting = rows
        .into_iter()
        .map(|(id, at)| to_review(id, at, id, String::new()));
    Ok(waiting.collect())
}

/// Posts that wait. What they say is to be looked up.
pub fn held_posts(tx: &mut Tx, limit: i64) -> Result<Vec<Waiting>> {
    let held = held_statuses::waiting(tx, Filter::default(), 0, limit)?;
    let waiting = held
        .into_iter()
        .map(|it| to_review(it.status_id, it.created_at, it.account_id, String::new()));
    Ok(waiting.collect())
}

fn to_review(id: i64, created_at: DateTime<Utc>, account_id: i64, text: String) -> Waiting {
    Waiting {
        id,
        created_at,
        account_id,
        text,
        assigned_account_id: None,
    }
}
