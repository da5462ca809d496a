//! What the staff tells all members, and what they make of it.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    delete,
    dsl::{count_star, min, not},
    insert_into,
    prelude::*,
    update,
};

use crate::{
    Result, Tx,
    action_log::Recorded,
    ids::is_any,
    on,
    schema::{announcement_reactions as reactions, announcement_reads as reads, announcements},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Announcement {
    pub id: i64,
    /// As it was written.
    pub text: String,
    /// Whether it is about whole days.
    pub all_day: bool,
    /// When what is announced begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When what is announced is over.
    pub ends_at: Option<DateTime<Utc>>,
    /// When it is to be published.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// There while members see it.
    pub published_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What an announcement says, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content<'a> {
    pub text: &'a str,
    pub all_day: bool,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub scheduled_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
}

pub fn add(tx: &mut Tx, content: &Content<'_>, at: DateTime<Utc>) -> Result<Announcement> {
    let values = (
        announcements::text.eq(content.text),
        announcements::all_day.eq(content.all_day),
        announcements::starts_at.eq(content.starts_at.map(Time)),
        announcements::ends_at.eq(content.ends_at.map(Time)),
        announcements::scheduled_at.eq(content.scheduled_at.map(Time)),
        announcements::published_at.eq(content.published_at.map(Time)),
        announcements::created_at.eq(Time(at)),
        announcements::updated_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(announcements::table)
            .values(values)
            .returning(Announcement::as_returning())
            .get_result(conn)
    })
}

pub fn set(
    tx: &mut Tx,
    id: i64,
    content: &Content<'_>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(announcements::table.find(id)).set((
        announcements::text.eq(content.text),
        announcements::all_day.eq(content.all_day),
        announcements::starts_at.eq(content.starts_at.map(Time)),
        announcements::ends_at.eq(content.ends_at.map(Time)),
        announcements::scheduled_at.eq(content.scheduled_at.map(Time)),
        announcements::published_at.eq(content.published_at.map(Time)),
        announcements::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(announcements::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Published or not, in the order in which they were made.
pub fn all(tx: &mut Tx) -> Result<Vec<Announcement>> {
    let query = announcements::table.order(announcements::id);
    on!(tx, conn => query.select(Announcement::as_select()).load(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Announcement>> {
    let query = announcements::table.find(id);
    on!(tx, conn => query.select(Announcement::as_select()).first(conn).optional())
}

/// The same, and nobody else changes it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Announcement>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = announcements::table.find(id);
            let query = query.select(Announcement::as_select()).for_update();
            Ok(query.first(conn).optional()?)
        }
    }
}

/// Those that members see, in no particular order.
pub fn published(tx: &mut Tx) -> Result<Vec<Announcement>> {
    let query = announcements::table.filter(announcements::published_at.is_not_null());
    on!(tx, conn => query.select(Announcement::as_select()).load(conn))
}

/// Publishes those whose time has come, and answers which.
pub fn publish_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<i64>> {
    let query = update(announcements::table)
        .filter(announcements::scheduled_at.le(Time(now)))
        .set((
            announcements::published_at.eq(Time(now)),
            announcements::scheduled_at.eq(None::<Time>),
            announcements::updated_at.eq(Time(now)),
        ));
    on!(tx, conn => query.returning(announcements::id).get_results(conn))
}

/// Takes down those that are over, and answers which. What lasts whole days ends with its last day.
pub fn end_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<i64>> {
    let day_ago = now - TimeDelta::days(1);
    let is_over = not(announcements::all_day)
        .and(announcements::ends_at.le(Time(now)))
        .or(announcements::all_day.and(announcements::ends_at.le(Time(day_ago))));
    let query = update(announcements::table)
        .filter(announcements::published_at.is_not_null())
        .filter(is_over.assume_not_null())
        .set((
            announcements::published_at.eq(None::<Time>),
            announcements::updated_at.eq(Time(now)),
        ));
    on!(tx, conn => query.returning(announcements::id).get_results(conn))
}

/// Which of them a member has read.
pub fn read_by(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = reads::table
        .filter(reads::account_id.eq(account_id))
        .filter(is_any(reads::announcement_id, ids))
        .select(reads::announcement_id);
    on!(tx, conn => query.load(conn))
}

pub fn set_read(tx: &mut Tx, id: i64, account_id: i64) -> Result<()> {
    let values = (
        reads::announcement_id.eq(id),
        reads::account_id.eq(account_id),
    );
    on!(tx, conn => {
        insert_into(reads::table)
            .values(values)
            .on_conflict((reads::announcement_id, reads::account_id))
            .do_nothing()
            .execute(conn)
            .map(drop)
    })
}

/// How often members reacted with one emoji.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub announcement_id: i64,
    /// An emoji, or the short code of one.
    pub name: String,
    pub count: i64,
}

/// The reactions to some announcements, those first that were first used.
pub fn tallies(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Tally>> {
    let query = reactions::table
        .filter(is_any(reactions::announcement_id, ids))
        .group_by((reactions::announcement_id, reactions::name))
        .select((reactions::announcement_id, reactions::name, count_star()))
        .order(min(reactions::id));
    let rows: Vec<(i64, String, i64)> = on!(tx, conn => query.load(conn))?;
    let tally = |(announcement_id, name, count)| Tally {
        announcement_id,
        name,
        count,
    };
    Ok(rows.into_iter().map(tally).collect())
}

/// What a member reacted with to some announcements.
pub fn reactions_of(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    let query = reactions::table
        .filter(reactions::account_id.eq(account_id))
        .filter(is_any(reactions::announcement_id, ids))
        .select((reactions::announcement_id, reactions::name));
    on!(tx, conn => query.load(conn))
}

/// Whether the member had not reacted like this before.
pub fn add_reaction(
    tx: &mut Tx,
    id: i64,
    account_id: i64,
    name: &str,
    at: DateTime<Utc>,
) -> Result<bool> {
    let values = (
        reactions::announcement_id.eq(id),
        reactions::account_id.eq(account_id),
        reactions::name.eq(name),
        reactions::created_at.eq(Time(at)),
    );
    let added = on!(tx, conn => {
        insert_into(reactions::table)
            .values(values)
            .on_conflict((reactions::announcement_id, reactions::account_id, reactions::name))
            .do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

/// Whether the member had reacted like this.
pub fn remove_reaction(tx: &mut Tx, id: i64, account_id: i64, name: &str) -> Result<bool> {
    let query = delete(
        reactions::table
            .filter(reactions::announcement_id.eq(id))
            .filter(reactions::account_id.eq(account_id))
            .filter(reactions::name.eq(name)),
    );
    Ok(on!(tx, conn => query.execute(conn))? > 0)
}

/// Takes back what anybody reacted with by that name.
pub fn remove_reactions_named(tx: &mut Tx, name: &str) -> Result<()> {
    let query = delete(reactions::table.filter(reactions::name.eq(name)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Forgets what an account has read and how it reacted.
pub fn remove_about(tx: &mut Tx, account_id: i64) -> Result<()> {
    let reactions = delete(reactions::table.filter(reactions::account_id.eq(account_id)));
    on!(tx, conn => reactions.execute(conn))?;
    let reads = delete(reads::table.filter(reads::account_id.eq(account_id)));
    on!(tx, conn => reads.execute(conn).map(drop))
}
