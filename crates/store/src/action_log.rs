//! Who did what to whom, and why. Nothing is ever changed or removed here; triggers see to it.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*};
use serde_json::Value;

use crate::{Result, Tx, on, schema::action_log, time::Time};

/// One act of moderation.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = action_log)]
pub struct Entry {
    pub id: i64,
    /// Who acted; nobody for what the server does by itself.
    pub account_id: Option<i64>,
    /// Mastodon's word.
    pub action: String,
    /// Mastodon's name of the kind of record.
    pub target_type: String,
    pub target_id: Option<i64>,
    /// What people call the target, as it was then.
    pub human_identifier: String,
    pub reason: Option<String>,
    pub report_id: Option<i64>,
    /// When the server is to undo it.
    pub expires_at: Option<DateTime<Utc>>,
    /// The acts that were done as one have the same.
    pub batch: Option<i64>,
    /// The entry that this one takes back.
    pub reverts: Option<i64>,
    /// What changed besides, counted.
    pub effects: Value,
    pub created_at: DateTime<Utc>,
}

/// An act that is about to be written down.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    pub account_id: Option<i64>,
    pub action: &'a str,
    pub target_type: &'a str,
    pub target_id: Option<i64>,
    pub human_identifier: &'a str,
    pub reason: Option<&'a str>,
    pub report_id: Option<i64>,
    pub effects: &'a Value,
    pub created_at: DateTime<Utc>,
}

/// Proof that an act was written down. Only [`add`] and [`find`] make one.
#[derive(Debug)]
pub struct Recorded {
    id: i64,
}

impl Recorded {
    /// Of the entry.
    pub fn id(&self) -> i64 {
        self.id
    }
}

pub fn add(tx: &mut Tx, entry: &NewEntry<'_>) -> Result<Recorded> {
    let query = insert_into(action_log::table).values((
        action_log::account_id.eq(entry.account_id),
        action_log::action.eq(entry.action),
        action_log::target_type.eq(entry.target_type),
        action_log::target_id.eq(entry.target_id),
        action_log::human_identifier.eq(entry.human_identifier),
        action_log::reason.eq(entry.reason),
        action_log::report_id.eq(entry.report_id),
        action_log::effects.eq(entry.effects),
        action_log::created_at.eq(Time(entry.created_at)),
    ));
    let id = on!(tx, conn => query.returning(action_log::id).get_result(conn))?;
    Ok(Recorded { id })
}

/// The proof of an act that was written down earlier, for work that it left to be done later.
pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Recorded>> {
    let query = action_log::table.find(id).select(action_log::id);
    let found: Option<i64> = on!(tx, conn => query.first(conn).optional())?;
    Ok(found.map(|id| Recorded { id }))
}

/// The entries about one record, oldest first.
pub fn about(tx: &mut Tx, target_type: &str, target_id: i64) -> Result<Vec<Entry>> {
    on!(tx, conn => {
        action_log::table
            .filter(action_log::target_type.eq(target_type))
            .filter(action_log::target_id.eq(target_id))
            .order(action_log::id)
            .select(Entry::as_select())
            .load(conn)
    })
}

/// The newest entries, newest first.
pub fn newest(tx: &mut Tx, limit: i64) -> Result<Vec<Entry>> {
    on!(tx, conn => {
        action_log::table
            .order(action_log::id.desc())
            .limit(limit)
            .select(Entry::as_select())
            .load(conn)
    })
}
