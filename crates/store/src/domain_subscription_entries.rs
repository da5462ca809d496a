//! What lists say of servers, and what has come of it here.

use chrono::{DateTime, Utc};
use diesel::{
    delete, insert_into,
    prelude::*,
    sql_types::{BigInt, Bool, Text},
    update,
};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, ids::is_any, on, paged::page,
    schema::domain_subscription_entries as entries, time::Time, written::written,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = entries)]
pub struct Entry {
    pub id: i64,
    pub subscription_id: i64,
    pub domain: String,
    pub severity: String,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub public_comment: Option<String>,
    pub obfuscate: bool,
    /// `draft`, `applied`, `covered`, `dismissed` or `retracted`
    pub state: String,
    /// Whether the list still has it.
    pub is_listed: bool,
    /// Whether somebody here has approved of what it says.
    pub is_approved: bool,
    /// Why it is in that state.
    pub note: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What a list says of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Lower case and ASCII.
    pub domain: String,
    pub severity: String,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub public_comment: Option<String>,
    pub obfuscate: bool,
}

impl Said {
    /// Whether it is what the entry has.
    pub fn is(&self, entry: &Entry) -> bool {
        (&self.severity, self.reject_media, self.reject_reports)
            == (&entry.severity, entry.reject_media, entry.reject_reports)
            && (&self.public_comment, self.obfuscate) == (&entry.public_comment, entry.obfuscate)
    }
}

/// The columns of what a list says.
macro_rules! said {
    ($it:expr) => {
        (
            entries::severity.eq(&$it.severity),
            entries::reject_media.eq($it.reject_media),
            entries::reject_reports.eq($it.reject_reports),
            entries::public_comment.eq(&$it.public_comment),
            entries::obfuscate.eq($it.obfuscate),
        )
    };
}

/// Drafts of what nothing was said of before.
pub fn add(tx: &mut Tx, subscription_id: i64, said: &[&Said], at: DateTime<Utc>) -> Result<()> {
    let rows = said.iter().map(|it| {
        (
            entries::subscription_id.eq(subscription_id),
            entries::domain.eq(&it.domain),
            said!(it),
            entries::state.eq("draft"),
            entries::is_listed.eq(true),
            entries::is_approved.eq(false),
            entries::created_at.eq(Time(at)),
            entries::updated_at.eq(Time(at)),
        )
    });
    let rows: Vec<_> = rows.collect();
    let query = insert_into(entries::table)
        .values(&rows)
        .on_conflict_do_nothing();
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The list says something else now. What was approved of was something else.
pub fn set_said(tx: &mut Tx, id: i64, said: &Said, at: DateTime<Utc>) -> Result<()> {
    let query = update(entries::table.find(id)).set((
        said!(said),
        entries::is_approved.eq(false),
        entries::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Whether the list has them.
pub fn set_listed(tx: &mut Tx, ids: &[i64], is_listed: bool, at: DateTime<Utc>) -> Result<()> {
    let query = update(entries::table.filter(is_any(entries::id, ids))).set((
        entries::is_listed.eq(is_listed),
        entries::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_state(
    tx: &mut Tx,
    id: i64,
    state: &str,
    note: Option<&str>,
    at: DateTime<Utc>,
) -> Result<()> {
    let query = update(entries::table.find(id)).set((
        entries::state.eq(state),
        entries::note.eq(note),
        entries::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Somebody approves of what it says.
pub fn approve(tx: &mut Tx, id: i64, at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let query = update(entries::table.find(id)).set((
        entries::state.eq("draft"),
        entries::is_approved.eq(true),
        entries::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The same for all that wait for it; how many those are.
pub fn approve_drafts(
    tx: &mut Tx,
    subscription_id: i64,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<usize> {
    let drafts = entries::table
        .filter(entries::subscription_id.eq(subscription_id))
        .filter(entries::state.eq("draft"));
    let query = update(drafts).set((
        entries::is_approved.eq(true),
        entries::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn))
}

/// Nothing comes of any that wait for somebody; how many those are.
pub fn dismiss_drafts(
    tx: &mut Tx,
    subscription_id: i64,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<usize> {
    let drafts = entries::table
        .filter(entries::subscription_id.eq(subscription_id))
        .filter(entries::state.eq("draft"));
    let query = update(drafts).set((
        entries::state.eq("dismissed"),
        entries::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn))
}

/// Those that the list has no more, and that nothing came of.
pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(entries::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, subscription_id: i64, id: i64) -> Result<Option<Entry>> {
    let query = entries::table
        .find(id)
        .filter(entries::subscription_id.eq(subscription_id));
    on!(tx, conn => query.select(Entry::as_select()).first(conn).optional())
}

/// Some of a list's, in the order of their ids.
pub fn some(tx: &mut Tx, subscription_id: i64, after: i64, limit: i64) -> Result<Vec<Entry>> {
    let query = entries::table
        .filter(entries::subscription_id.eq(subscription_id))
        .filter(entries::id.gt(after))
        .order(entries::id)
        .limit(limit);
    on!(tx, conn => query.select(Entry::as_select()).load(conn))
}

/// Those of a list about these domains, in no particular order.
pub fn about(tx: &mut Tx, subscription_id: i64, domains: &[String]) -> Result<Vec<Entry>> {
    let is_one = written::<Bool>("domain_subscription_entries.domain").any_text(domains);
    let query = entries::table
        .filter(entries::subscription_id.eq(subscription_id))
        .filter(is_one);
    on!(tx, conn => query.select(Entry::as_select()).load(conn))
}

/// Newest first; only those in that state, if one is given.
pub fn page(
    tx: &mut Tx,
    subscription_id: i64,
    state: Option<&str>,
    window: Window,
) -> Result<Vec<Entry>> {
    let page: Vec<Entry> = page!(
        tx,
        window,
        entries::id,
        entries::table.select(Entry::as_select()),
        |it| {
            let query = it.filter(entries::subscription_id.eq(subscription_id));
            match state {
                Some(state) => query.filter(entries::state.eq(state)),
                None => query,
            }
        }
    );
    Ok(page)
}

/// How many are in each state.
pub fn counts(tx: &mut Tx, subscription_id: i64) -> Result<Vec<(String, i64)>> {
    let query = written::<(Text, BigInt)>("SELECT state, count(*)")
        .words(" FROM domain_subscription_entries WHERE subscription_id = ")
        .id(subscription_id)
        .words(" GROUP BY state");
    on!(tx, conn => query.load(conn))
}
