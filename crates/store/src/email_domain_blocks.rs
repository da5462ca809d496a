//! Domains whose addresses do not sign up, or not without a look at them.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, sql_types::Bool, update};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, on, paged::page,
    schema::email_domain_blocks as blocks, time::Time, written::written,
};

/// A rule for the addresses at a domain and all below it, and at what has its mail taken in there.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = blocks)]
pub struct EmailDomainBlock {
    pub id: i64,
    /// Lower case and ASCII.
    pub domain: String,
    /// The rule that it was made along with, and goes with.
    pub parent_id: Option<i64>,
    /// Whether newcomers wait until somebody has looked at them; otherwise they are refused.
    pub allow_with_approval: bool,
    pub comment: String,
    pub expires_at: Option<DateTime<Utc>>,
    /// How often somebody was stopped by it.
    pub hits: i64,
    pub last_hit_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// What somebody decides about a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub allow_with_approval: bool,
    pub comment: String,
    pub expires_at: Option<DateTime<Utc>>,
}

pub fn add(
    tx: &mut Tx,
    domain: &str,
    parent_id: Option<i64>,
    terms: &Terms,
    at: DateTime<Utc>,
) -> Result<EmailDomainBlock> {
    let values = (
        blocks::domain.eq(domain),
        blocks::parent_id.eq(parent_id),
        blocks::allow_with_approval.eq(terms.allow_with_approval),
        blocks::comment.eq(&terms.comment),
        blocks::expires_at.eq(terms.expires_at.map(Time)),
        blocks::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(blocks::table)
            .values(values)
            .returning(EmailDomainBlock::as_returning())
            .get_result(conn)
    })
}

pub fn set(tx: &mut Tx, id: i64, terms: &Terms, _: &Recorded) -> Result<EmailDomainBlock> {
    let query = update(blocks::table.find(id)).set((
        blocks::allow_with_approval.eq(terms.allow_with_approval),
        blocks::comment.eq(&terms.comment),
        blocks::expires_at.eq(terms.expires_at.map(Time)),
    ));
    on!(tx, conn => query.returning(EmailDomainBlock::as_returning()).get_result(conn))
}

/// Takes it away, and those that were made along with it.
pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(blocks::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those that have ended by then. They hold no longer anyway.
pub fn remove_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<usize> {
    let query = delete(blocks::table.filter(blocks::expires_at.le(Time(now))));
    on!(tx, conn => query.execute(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<EmailDomainBlock>> {
    let query = blocks::table.find(id);
    on!(tx, conn => query.select(EmailDomainBlock::as_select()).first(conn).optional())
}

/// For a rule that is about to be changed: whoever else is about to do so waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<EmailDomainBlock>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = blocks::table.find(id);
            let query = query.select(EmailDomainBlock::as_select()).for_update();
            Ok(query.first(&mut **conn).optional()?)
        }
    }
}

/// The rules for any of these names themselves, oldest first.
pub fn of_any(tx: &mut Tx, domains: &[String]) -> Result<Vec<EmailDomainBlock>> {
    let is_one = written::<Bool>("email_domain_blocks.domain").any_text(domains);
    let query = blocks::table.filter(is_one);
    let mut found: Vec<EmailDomainBlock> =
        on!(tx, conn => query.select(EmailDomainBlock::as_select()).load(conn))?;
    found.sort_unstable_by_key(|it| it.id);
    Ok(found)
}

/// Those that were made along with one.
pub fn children(tx: &mut Tx, parent_id: i64) -> Result<Vec<EmailDomainBlock>> {
    let query = blocks::table
        .filter(blocks::parent_id.eq(parent_id))
        .order(blocks::id);
    on!(tx, conn => query.select(EmailDomainBlock::as_select()).load(conn))
}

/// Newest first.
pub fn page(tx: &mut Tx, window: Window) -> Result<Vec<EmailDomainBlock>> {
    Ok(page!(
        tx,
        window,
        blocks::id,
        blocks::table.select(EmailDomainBlock::as_select())
    ))
}

/// All of them, oldest first.
pub fn all(tx: &mut Tx) -> Result<Vec<EmailDomainBlock>> {
    let query = blocks::table.order(blocks::id);
    on!(tx, conn => query.select(EmailDomainBlock::as_select()).load(conn))
}

/// Counts one that was stopped by a rule.
pub fn count_hit(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(blocks::table.find(id)).set((
        blocks::hits.eq(blocks::hits + 1),
        blocks::last_hit_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
