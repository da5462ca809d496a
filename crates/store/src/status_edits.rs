//! What posts said before they were changed.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, sql_types::Bool};
use serde_json::Value;

use crate::{Result, Tx, on, schema::status_edits, time::Time, written::written};

/// One version of a post. The last one is what it says now.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = status_edits)]
pub struct Version {
    pub status_id: i64,
    /// Who made it so.
    pub account_id: Option<i64>,
    /// Clean HTML.
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    /// A list of objects: the `id` of a medium, and its `description` at that time.
    pub media: Value,
    /// A list of texts, where there was a poll.
    pub poll_options: Option<Value>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    pub status_id: i64,
    /// None for what moderators have changed.
    pub account_id: Option<i64>,
    pub content: &'a str,
    /// As it was written.
    pub text: &'a str,
    pub spoiler_text: &'a str,
    pub sensitive: bool,
    pub media: &'a Value,
    pub poll_options: Option<&'a Value>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, version: &NewVersion<'_>) -> Result<()> {
    let query = insert_into(status_edits::table).values((
        status_edits::status_id.eq(version.status_id),
        status_edits::account_id.eq(version.account_id),
        status_edits::content.eq(version.content),
        status_edits::text.eq(version.text),
        status_edits::spoiler_text.eq(version.spoiler_text),
        status_edits::sensitive.eq(version.sensitive),
        status_edits::media.eq(version.media),
        status_edits::poll_options.eq(version.poll_options),
        status_edits::created_at.eq(Time(version.created_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Oldest first. A post that was never changed has none.
pub fn of_status(tx: &mut Tx, status_id: i64) -> Result<Vec<Version>> {
    let query = status_edits::table
        .filter(status_edits::status_id.eq(status_id))
        .order(status_edits::id);
    on!(tx, conn => query.select(Version::as_select()).load(conn))
}

/// The latest versions of some posts, so many of each at most, each post's oldest first.
pub fn latest_of(tx: &mut Tx, status_ids: &[i64], most: i64) -> Result<Vec<Version>> {
    let latest = written::<Bool>(
        "status_edits.id IN (SELECT id FROM (SELECT id, \
         row_number() OVER (PARTITION BY status_id ORDER BY id DESC) AS place \
         FROM status_edits WHERE status_id",
    );
    let latest = latest.any_of(status_ids).words(") ranked WHERE place <= ");
    let latest = latest.id(most).words(")");
    let query = status_edits::table.filter(latest).order(status_edits::id);
    on!(tx, conn => query.select(Version::as_select()).load(conn))
}

/// Whether a post was ever changed.
pub fn are_any(tx: &mut Tx, status_id: i64) -> Result<bool> {
    let query = status_edits::table
        .filter(status_edits::status_id.eq(status_id))
        .select(status_edits::id);
    let first: Option<i64> = on!(tx, conn => query.first(conn).optional())?;
    Ok(first.is_some())
}
