//! Who did what to whom, and why. Nothing is ever changed or removed here; triggers see to it.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, sql_types::Bool};
use serde_json::Value;

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    schema::action_log,
    time::Time,
    written::{Written, written},
};

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
    /// Whose account it is about, whatever kind of record the target is.
    pub target_account_id: Option<i64>,
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
    pub target_account_id: Option<i64>,
    pub expires_at: Option<DateTime<Utc>>,
    pub batch: Option<i64>,
    /// Fails as a duplicate when the entry was taken back already.
    pub reverts: Option<i64>,
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
        action_log::target_account_id.eq(entry.target_account_id),
        action_log::expires_at.eq(entry.expires_at.map(Time)),
        action_log::batch.eq(entry.batch),
        action_log::reverts.eq(entry.reverts),
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

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Who acted; `Some(None)` is the server itself.
    pub account_id: Option<Option<i64>>,
    pub action: Option<&'a str>,
    pub target_type: Option<&'a str>,
    /// Whose account they are about, in any way.
    pub target_account_id: Option<i64>,
    /// A domain that was blocked, allowed, …
    pub domain: Option<&'a str>,
    pub batch: Option<i64>,
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// That its name is a domain, in the very words of the index that has only those.
fn is_about_a_domain() -> Written<Bool> {
    written("target_type IN ('DomainBlock', 'DomainAllow', 'Instance', 'UnavailableDomain')")
}

/// How far entries may be out of step with their times, where several transactions end at once.
const OUT_OF_STEP: i64 = 100;

/// The lowest id of the first entries from a moment on. None where there are none.
fn first_since(tx: &mut Tx, since: DateTime<Utc>) -> Result<Option<i64>> {
    let query = action_log::table
        .filter(action_log::created_at.ge(Time(since)))
        .order((action_log::created_at, action_log::id))
        .limit(OUT_OF_STEP)
        .select(action_log::id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    Ok(ids.into_iter().min())
}

/// The highest id of the last entries before a moment. None where there are none.
fn last_until(tx: &mut Tx, until: DateTime<Utc>) -> Result<Option<i64>> {
    let query = action_log::table
        .filter(action_log::created_at.lt(Time(until)))
        .order((action_log::created_at.desc(), action_log::id.desc()))
        .limit(OUT_OF_STEP)
        .select(action_log::id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    Ok(ids.into_iter().max())
}

/// Newest first.
pub fn page(tx: &mut Tx, filter: &Filter<'_>, window: Window) -> Result<Vec<Entry>> {
    // Entries are walked by id. Without these, all that are newer would be looked at first.
    let first = match filter.since {
        Some(since) => Some(first_since(tx, since)?.unwrap_or(i64::MAX)),
        None => None,
    };
    let last = match filter.until {
        Some(until) => Some(last_until(tx, until)?.unwrap_or(0)),
        None => None,
    };
    let page: Vec<Entry> = page!(
        tx,
        window,
        action_log::id,
        action_log::table.select(Entry::as_select()),
        |it| {
            let mut query = it;
            query = match filter.account_id {
                Some(Some(id)) => query.filter(action_log::account_id.eq(id)),
                Some(None) => query.filter(action_log::account_id.is_null()),
                None => query,
            };
            if let Some(action) = filter.action {
                query = query.filter(action_log::action.eq(action));
            }
            if let Some(kind) = filter.target_type {
                query = query.filter(action_log::target_type.eq(kind));
            }
            if let Some(id) = filter.target_account_id {
                query = query.filter(action_log::target_account_id.eq(id));
            }
            if let Some(domain) = filter.domain {
                query = query
                    .filter(action_log::human_identifier.eq(domain))
                    .filter(is_about_a_domain());
            }
            if let Some(batch) = filter.batch {
                query = query.filter(action_log::batch.eq(batch));
            }
            if let Some(since) = filter.since {
                query = query.filter(action_log::created_at.ge(Time(since)));
            }
            if let Some(until) = filter.until {
                query = query.filter(action_log::created_at.lt(Time(until)));
            }
            if let Some(first) = first {
                query = query.filter(action_log::id.ge(first));
            }
            if let Some(last) = last {
                query = query.filter(action_log::id.le(last));
            }
            query
        }
    );
    Ok(page)
}

pub fn find_entry(tx: &mut Tx, id: i64) -> Result<Option<Entry>> {
    let query = action_log::table.find(id);
    on!(tx, conn => query.select(Entry::as_select()).first(conn).optional())
}

/// When the server takes them back by itself, for those of the entries where it does.
pub fn ends(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, DateTime<Utc>)>> {
    let query = action_log::table
        .filter(is_any(action_log::id, ids))
        .filter(action_log::expires_at.is_not_null())
        .select((action_log::id, action_log::expires_at.assume_not_null()));
    on!(tx, conn => query.load(conn))
}

/// Which of the entries were taken back, and by which.
pub fn taken_back(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    let query = action_log::table
        .filter(is_any(action_log::reverts.assume_not_null(), ids))
        .filter(action_log::reverts.is_not_null())
        .select((action_log::reverts.assume_not_null(), action_log::id));
    on!(tx, conn => query.load(conn))
}

/// The ids of the acts that were done as one, the last first.
pub fn of_batch(tx: &mut Tx, batch: i64) -> Result<Vec<i64>> {
    let query = action_log::table
        .filter(action_log::batch.eq(batch))
        .order(action_log::id.desc())
        .select(action_log::id);
    on!(tx, conn => query.load(conn))
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
