//! What members would rather not read.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{filter_keywords, filter_statuses, filters},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Filter {
    pub id: i64,
    /// Whose it is.
    pub account_id: i64,
    pub title: String,
    /// A list of words: `home`, `notifications`, `public`, `thread`, `account`.
    pub contexts: Value,
    /// `warn`, `hide` or `blur`.
    pub action: String,
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = filter_keywords)]
pub struct Keyword {
    pub id: i64,
    pub filter_id: i64,
    pub keyword: String,
    pub whole_word: bool,
}

/// A single post that a filter is about.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = filter_statuses)]
pub struct FilteredStatus {
    pub id: i64,
    pub filter_id: i64,
    pub status_id: i64,
}

/// Those that have ended too, in the order in which they were made.
pub fn all_of(tx: &mut Tx, account_id: i64) -> Result<Vec<Filter>> {
    let query = filters::table
        .filter(filters::account_id.eq(account_id))
        .order(filters::id);
    on!(tx, conn => query.select(Filter::as_select()).load(conn))
}

/// Those that have not ended, in the order in which they were made.
pub fn active_of(tx: &mut Tx, account_id: i64, now: DateTime<Utc>) -> Result<Vec<Filter>> {
    let lasts = filters::expires_at
        .is_null()
        .or(filters::expires_at.assume_not_null().gt(Time(now)));
    let query = filters::table
        .filter(filters::account_id.eq(account_id))
        .filter(lasts)
        .order(filters::id);
    on!(tx, conn => query.select(Filter::as_select()).load(conn))
}

/// A filter of that account and of nobody else.
pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<Filter>> {
    let query = filters::table
        .find(id)
        .filter(filters::account_id.eq(account_id));
    on!(tx, conn => query.select(Filter::as_select()).first(conn).optional())
}

pub fn count_of(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = filters::table.filter(filters::account_id.eq(account_id));
    on!(tx, conn => query.count().get_result(conn))
}

/// The id is given by the database, and is not looked at.
pub fn add(tx: &mut Tx, filter: &Filter) -> Result<Filter> {
    let values = (
        filters::account_id.eq(filter.account_id),
        filters::title.eq(&filter.title),
        filters::contexts.eq(&filter.contexts),
        filters::action.eq(&filter.action),
        filters::expires_at.eq(filter.expires_at.map(Time)),
        filters::created_at.eq(Time(filter.created_at)),
        filters::updated_at.eq(Time(filter.updated_at)),
    );
    on!(tx, conn => {
        insert_into(filters::table)
            .values(values)
            .returning(Filter::as_returning())
            .get_result(conn)
    })
}

/// Keeps what its owner can change.
pub fn set(tx: &mut Tx, filter: &Filter) -> Result<()> {
    let query = update(filters::table.find(filter.id)).set((
        filters::title.eq(&filter.title),
        filters::contexts.eq(&filter.contexts),
        filters::action.eq(&filter.action),
        filters::expires_at.eq(filter.expires_at.map(Time)),
        filters::updated_at.eq(Time(filter.updated_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(filters::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove_all_of(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(filters::table.filter(filters::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// In the order in which they were added.
pub fn keywords_of(tx: &mut Tx, filter_ids: &[i64]) -> Result<Vec<Keyword>> {
    let query = filter_keywords::table
        .filter(is_any(filter_keywords::filter_id, filter_ids))
        .order(filter_keywords::id);
    on!(tx, conn => query.select(Keyword::as_select()).load(conn))
}

/// A keyword of that account's filters, with its filter.
pub fn find_keyword(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<(Filter, Keyword)>> {
    let query = filter_keywords::table
        .inner_join(filters::table.on(filters::id.eq(filter_keywords::filter_id)))
        .filter(filter_keywords::id.eq(id))
        .filter(filters::account_id.eq(account_id));
    on!(tx, conn => {
        query.select((Filter::as_select(), Keyword::as_select())).first(conn).optional()
    })
}

/// How many keywords an account's filters have.
pub fn count_keywords_of(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = filter_keywords::table
        .inner_join(filters::table.on(filters::id.eq(filter_keywords::filter_id)))
        .filter(filters::account_id.eq(account_id));
    on!(tx, conn => query.count().get_result(conn))
}

pub fn add_keyword(
    tx: &mut Tx,
    filter_id: i64,
    keyword: &str,
    whole_word: bool,
) -> Result<Keyword> {
    let values = (
        filter_keywords::filter_id.eq(filter_id),
        filter_keywords::keyword.eq(keyword),
        filter_keywords::whole_word.eq(whole_word),
    );
    on!(tx, conn => {
        insert_into(filter_keywords::table)
            .values(values)
            .returning(Keyword::as_returning())
            .get_result(conn)
    })
}

/// Keeps what its owner can change.
pub fn set_keyword(tx: &mut Tx, keyword: &Keyword) -> Result<()> {
    let query = update(filter_keywords::table.find(keyword.id)).set((
        filter_keywords::keyword.eq(&keyword.keyword),
        filter_keywords::whole_word.eq(keyword.whole_word),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove_keyword(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(filter_keywords::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// In the order in which they were added.
pub fn statuses_of(tx: &mut Tx, filter_ids: &[i64]) -> Result<Vec<FilteredStatus>> {
    let query = filter_statuses::table
        .filter(is_any(filter_statuses::filter_id, filter_ids))
        .order(filter_statuses::id);
    on!(tx, conn => query.select(FilteredStatus::as_select()).load(conn))
}

/// An entry of that account's filters.
pub fn find_status(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<FilteredStatus>> {
    let query = filter_statuses::table
        .inner_join(filters::table.on(filters::id.eq(filter_statuses::filter_id)))
        .filter(filter_statuses::id.eq(id))
        .filter(filters::account_id.eq(account_id));
    on!(tx, conn => query.select(FilteredStatus::as_select()).first(conn).optional())
}

/// How many posts an account's filters have.
pub fn count_statuses_of(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = filter_statuses::table
        .inner_join(filters::table.on(filters::id.eq(filter_statuses::filter_id)))
        .filter(filters::account_id.eq(account_id));
    on!(tx, conn => query.count().get_result(conn))
}

/// A post that the filter has already is a [`Duplicate`](crate::Error::Duplicate).
pub fn add_status(tx: &mut Tx, filter_id: i64, status_id: i64) -> Result<FilteredStatus> {
    let values = (
        filter_statuses::filter_id.eq(filter_id),
        filter_statuses::status_id.eq(status_id),
    );
    on!(tx, conn => {
        insert_into(filter_statuses::table)
            .values(values)
            .returning(FilteredStatus::as_returning())
            .get_result(conn)
    })
}

pub fn remove_status(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(filter_statuses::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}
