//! What is decided about other servers that are not trusted.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, sql_types::Bool, update};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, on, paged::page, schema::domain_blocks,
    time::Time, written::written,
};

/// A rule for a domain and all below it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct DomainBlock {
    pub id: i64,
    /// Lower case and ASCII.
    pub domain: String,
    /// `silence`, `suspend` or `noop`
    pub severity: String,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub private_comment: Option<String>,
    pub public_comment: Option<String>,
    /// Whether only a part of the name is shown in public.
    pub obfuscate: bool,
    /// How long accounts are kept that are suspended by it.
    pub grace_days: i32,
    /// The list that it comes from.
    pub subscription_id: Option<i64>,
    /// The act that decided it last.
    pub act_id: Option<i64>,
    /// When the data of the accounts is deleted that are suspended by it. None once it was.
    pub deletion_due_at: Option<DateTime<Utc>>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl DomainBlock {
    pub fn terms(&self) -> Terms {
        Terms {
            severity: self.severity.clone(),
            reject_media: self.reject_media,
            reject_reports: self.reject_reports,
            private_comment: self.private_comment.clone(),
            public_comment: self.public_comment.clone(),
            obfuscate: self.obfuscate,
            grace_days: self.grace_days,
            deletion_due_at: self.deletion_due_at,
            expires_at: self.expires_at,
        }
    }
}

/// What somebody decides about a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub severity: String,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub private_comment: Option<String>,
    pub public_comment: Option<String>,
    pub obfuscate: bool,
    pub grace_days: i32,
    pub deletion_due_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// The columns of what somebody decides.
macro_rules! terms {
    ($it:expr) => {
        (
            domain_blocks::severity.eq(&$it.severity),
            domain_blocks::reject_media.eq($it.reject_media),
            domain_blocks::reject_reports.eq($it.reject_reports),
            domain_blocks::private_comment.eq(&$it.private_comment),
            domain_blocks::public_comment.eq(&$it.public_comment),
            domain_blocks::obfuscate.eq($it.obfuscate),
            domain_blocks::grace_days.eq($it.grace_days),
            domain_blocks::deletion_due_at.eq($it.deletion_due_at.map(Time)),
            domain_blocks::expires_at.eq($it.expires_at.map(Time)),
        )
    };
}

pub fn add(
    tx: &mut Tx,
    domain: &str,
    terms: &Terms,
    subscription_id: Option<i64>,
    at: DateTime<Utc>,
) -> Result<DomainBlock> {
    let values = (
        domain_blocks::domain.eq(domain),
        terms!(terms),
        domain_blocks::subscription_id.eq(subscription_id),
        domain_blocks::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(domain_blocks::table)
            .values(values)
            .returning(DomainBlock::as_returning())
            .get_result(conn)
    })
}

pub fn set(tx: &mut Tx, id: i64, terms: &Terms, _: &Recorded) -> Result<DomainBlock> {
    let query = update(domain_blocks::table.find(id)).set(terms!(terms));
    on!(tx, conn => query.returning(DomainBlock::as_returning()).get_result(conn))
}

/// Which list has decided it; none where somebody here has.
pub fn set_subscription(
    tx: &mut Tx,
    id: i64,
    subscription_id: Option<i64>,
    _: &Recorded,
) -> Result<()> {
    let query = update(domain_blocks::table.find(id))
        .set(domain_blocks::subscription_id.eq(subscription_id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Some of those that a list has decided.
pub fn of_subscription(tx: &mut Tx, subscription_id: i64, limit: i64) -> Result<Vec<i64>> {
    let query = domain_blocks::table
        .filter(domain_blocks::subscription_id.eq(subscription_id))
        .order(domain_blocks::id)
        .select(domain_blocks::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// The act that decided it.
pub fn set_act(tx: &mut Tx, id: i64, act: &Recorded) -> Result<()> {
    let query = update(domain_blocks::table.find(id)).set(domain_blocks::act_id.eq(act.id()));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(domain_blocks::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<DomainBlock>> {
    let query = domain_blocks::table.find(id);
    on!(tx, conn => query.select(DomainBlock::as_select()).first(conn).optional())
}

/// For a rule that is about to be changed or applied: whoever else is about to do so waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<DomainBlock>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = domain_blocks::table.find(id);
            let query = query.select(DomainBlock::as_select()).for_update();
            Ok(query.first(&mut **conn).optional()?)
        }
    }
}

/// The rules for any of these names themselves, in no particular order.
pub fn of_any(tx: &mut Tx, domains: &[String]) -> Result<Vec<DomainBlock>> {
    let is_one = written::<Bool>("domain_blocks.domain").any_text(domains);
    let query = domain_blocks::table.filter(is_one);
    on!(tx, conn => query.select(DomainBlock::as_select()).load(conn))
}

/// Newest first.
pub fn page(tx: &mut Tx, window: Window) -> Result<Vec<DomainBlock>> {
    Ok(page!(
        tx,
        window,
        domain_blocks::id,
        domain_blocks::table.select(DomainBlock::as_select())
    ))
}

/// All of them, oldest first.
pub fn all(tx: &mut Tx) -> Result<Vec<DomainBlock>> {
    let query = domain_blocks::table.order(domain_blocks::id);
    on!(tx, conn => query.select(DomainBlock::as_select()).load(conn))
}

/// The names that have a rule of their own, whatever it says.
pub fn domains(tx: &mut Tx) -> Result<Vec<String>> {
    on!(tx, conn => domain_blocks::table.select(domain_blocks::domain).load(conn))
}

/// The ids of those that end by now, in the order in which they do.
pub fn expired(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>> {
    let query = domain_blocks::table
        .filter(domain_blocks::expires_at.le(Time(now)))
        .order((domain_blocks::expires_at, domain_blocks::id))
        .select(domain_blocks::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// The ids of those whose accounts are to be emptied by now, longest due first.
pub fn due_for_deletion(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>> {
    let query = domain_blocks::table
        .filter(domain_blocks::deletion_due_at.le(Time(now)))
        .order((domain_blocks::deletion_due_at, domain_blocks::id))
        .select(domain_blocks::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// When the accounts are emptied that are suspended by it; `None` says that they are.
pub fn set_deletion_due(tx: &mut Tx, id: i64, at: Option<DateTime<Utc>>) -> Result<()> {
    let query =
        update(domain_blocks::table.find(id)).set(domain_blocks::deletion_due_at.eq(at.map(Time)));
    on!(tx, conn => query.execute(conn).map(drop))
}
