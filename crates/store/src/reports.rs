//! What members have told the moderators about accounts.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, update};
use serde_json::{Value, json};

use crate::{
    Result, Tx,
    account_list::Window,
    action_log::Recorded,
    ids::{self, is_any},
    on,
    paged::page,
    schema::reports,
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Report {
    pub id: i64,
    pub account_id: i64,
    pub target_account_id: i64,
    /// `spam`, `legal`, `violation` or `other`.
    pub category: String,
    pub comment: String,
    status_ids: Value,
    rule_ids: Value,
    pub action_taken_at: Option<DateTime<Utc>>,
    pub action_taken_by_account_id: Option<i64>,
    pub assigned_account_id: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Whether the account's own server was told; none where nobody was asked.
    pub forwarded: Option<bool>,
    pub application_id: Option<i64>,
    /// Counts the changes.
    pub version: i32,
    /// The automatic rule that has made it.
    pub auto_rule_id: Option<i64>,
}

impl Report {
    /// The posts that it is about.
    pub fn status_ids(&self) -> Vec<i64> {
        ids::listed(&self.status_ids).unwrap_or_default()
    }

    /// The rules that were broken, if any list of them was given.
    pub fn rule_ids(&self) -> Option<Vec<i64>> {
        ids::listed(&self.rule_ids)
    }

    pub fn is_open(&self) -> bool {
        self.action_taken_at.is_none()
    }
}

/// A report that is about to be made.
#[derive(Clone, Debug)]
pub struct NewReport<'a> {
    pub account_id: i64,
    pub target_account_id: i64,
    pub category: &'a str,
    pub comment: &'a str,
    pub status_ids: &'a [i64],
    pub rule_ids: Option<&'a [i64]>,
    pub forwarded: Option<bool>,
    pub application_id: Option<i64>,
    /// What another server calls it.
    pub uri: Option<&'a str>,
    pub auto_rule_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

impl<'a> NewReport<'a> {
    /// A report without posts and rules.
    pub fn new(
        account_id: i64,
        target_account_id: i64,
        category: &'a str,
        comment: &'a str,
        created_at: DateTime<Utc>,
    ) -> Self {
        Self {
            account_id,
            target_account_id,
            category,
            comment,
            status_ids: &[],
            rule_ids: None,
            forwarded: None,
            application_id: None,
            uri: None,
            auto_rule_id: None,
            created_at,
        }
    }
}

pub fn add(tx: &mut Tx, report: &NewReport<'_>) -> Result<Report> {
    let values = (
        reports::account_id.eq(report.account_id),
        reports::target_account_id.eq(report.target_account_id),
        reports::category.eq(report.category),
        reports::comment.eq(report.comment),
        reports::status_ids.eq(json!(report.status_ids)),
        reports::rule_ids.eq(json!(report.rule_ids)),
        reports::forwarded.eq(report.forwarded),
        reports::application_id.eq(report.application_id),
        reports::uri.eq(report.uri),
        reports::auto_rule_id.eq(report.auto_rule_id),
        reports::created_at.eq(Time(report.created_at)),
        reports::updated_at.eq(Time(report.created_at)),
    );
    on!(tx, conn => {
        insert_into(reports::table)
            .values(values)
            .returning(Report::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Report>> {
    let query = reports::table.find(id);
    on!(tx, conn => query.select(Report::as_select()).first(conn).optional())
}

/// Whether there is any report about the account, or by it.
pub fn are_any_about(tx: &mut Tx, account_id: i64) -> Result<bool> {
    let about = reports::table
        .filter(reports::target_account_id.eq(account_id))
        .select(reports::id);
    let by = reports::table
        .filter(reports::account_id.eq(account_id))
        .select(reports::id);
    let about: Option<i64> = on!(tx, conn => about.first(conn).optional())?;
    let by: Option<i64> = on!(tx, conn => by.first(conn).optional())?;
    Ok(about.is_some() || by.is_some())
}

/// The same, and nobody else changes it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Report>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = reports::table.find(id).select(Report::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// In no particular order.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Report>> {
    let query = reports::table.filter(is_any(reports::id, ids));
    on!(tx, conn => query.select(Report::as_select()).load(conn))
}

/// Which reports are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    pub is_open: Option<bool>,
    /// Who has made them.
    pub account_id: Option<i64>,
    /// Whom they are about.
    pub target_account_id: Option<i64>,
    pub category: Option<&'a str>,
    /// In whose hands they are; `Some(None)` is nobody's.
    pub assigned_account_id: Option<Option<i64>>,
}

/// Newest first.
pub fn page(tx: &mut Tx, filter: &Filter<'_>, window: Window) -> Result<Vec<Report>> {
    let page: Vec<Report> = page!(
        tx,
        window,
        reports::id,
        reports::table.select(Report::as_select()),
        |it| {
            let mut query = it;
            query = match filter.is_open {
                Some(true) => query.filter(reports::action_taken_at.is_null()),
                Some(false) => query.filter(reports::action_taken_at.is_not_null()),
                None => query,
            };
            if let Some(id) = filter.account_id {
                query = query.filter(reports::account_id.eq(id));
            }
            if let Some(id) = filter.target_account_id {
                query = query.filter(reports::target_account_id.eq(id));
            }
            if let Some(category) = filter.category {
                query = query.filter(reports::category.eq(category));
            }
            query = match filter.assigned_account_id {
                Some(Some(id)) => query.filter(reports::assigned_account_id.eq(id)),
                Some(None) => query.filter(reports::assigned_account_id.is_null()),
                None => query,
            };
            query
        }
    );
    Ok(page)
}

/// Oldest first.
pub fn unresolved_about(tx: &mut Tx, target_account_id: i64) -> Result<Vec<Report>> {
    let query = reports::table
        .filter(reports::target_account_id.eq(target_account_id))
        .filter(reports::action_taken_at.is_null())
        .order(reports::id);
    on!(tx, conn => query.select(Report::as_select()).load(conn))
}

/// The posts that reports about an account are about, open or not.
pub fn cited(tx: &mut Tx, target_account_id: i64) -> Result<Vec<i64>> {
    let query = reports::table
        .filter(reports::target_account_id.eq(target_account_id))
        .select(reports::status_ids);
    let lists: Vec<Value> = on!(tx, conn => query.load(conn))?;
    Ok(lists.iter().filter_map(ids::listed).flatten().collect())
}

pub fn set_resolved(
    tx: &mut Tx,
    id: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(reports::table.find(id)).set((
        reports::action_taken_at.eq(Time(at)),
        reports::action_taken_by_account_id.eq(by),
        reports::updated_at.eq(Time(at)),
        reports::version.eq(reports::version + 1),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_open(tx: &mut Tx, id: i64, at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let query = update(reports::table.find(id)).set((
        reports::action_taken_at.eq(None::<Time>),
        reports::action_taken_by_account_id.eq(None::<i64>),
        reports::updated_at.eq(Time(at)),
        reports::version.eq(reports::version + 1),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_assigned(
    tx: &mut Tx,
    id: i64,
    to: Option<i64>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(reports::table.find(id)).set((
        reports::assigned_account_id.eq(to),
        reports::updated_at.eq(Time(at)),
        reports::version.eq(reports::version + 1),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_category(
    tx: &mut Tx,
    id: i64,
    category: &str,
    rule_ids: Option<&[i64]>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(reports::table.find(id)).set((
        reports::category.eq(category),
        reports::rule_ids.eq(json!(rule_ids)),
        reports::updated_at.eq(Time(at)),
        reports::version.eq(reports::version + 1),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// It is about these posts from now on.
pub fn set_statuses(tx: &mut Tx, id: i64, status_ids: &[i64], at: DateTime<Utc>) -> Result<()> {
    let query = update(reports::table.find(id)).set((
        reports::status_ids.eq(json!(status_ids)),
        reports::updated_at.eq(Time(at)),
        reports::version.eq(reports::version + 1),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Something that belongs to it was changed.
pub fn touch(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(reports::table.find(id)).set((
        reports::updated_at.eq(Time(at)),
        reports::version.eq(reports::version + 1),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
