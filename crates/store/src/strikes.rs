//! What moderators have done about accounts, as their owners are told.

use chrono::{DateTime, Utc};
use diesel::{dsl::exists, insert_into, prelude::*, select, update};
use serde_json::{Value, json};

use crate::{
    Result, Tx,
    account_list::Window,
    action_log::Recorded,
    ids::{self, is_any},
    on,
    paged::page,
    schema::{appeals, strikes},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Strike {
    pub id: i64,
    /// Who struck.
    pub account_id: Option<i64>,
    pub target_account_id: i64,
    pub action: String,
    pub text: String,
    pub report_id: Option<i64>,
    status_ids: Option<Value>,
    /// When an appeal was granted, or the act taken back.
    pub overruled_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The entry of the log that tells of the act.
    pub act_id: Option<i64>,
}

impl Strike {
    /// The posts that are cited, if any are.
    pub fn status_ids(&self) -> Option<Vec<i64>> {
        ids::listed(self.status_ids.as_ref()?)
    }
}

/// A strike that is about to be given.
#[derive(Clone, Debug)]
pub struct NewStrike<'a> {
    pub account_id: Option<i64>,
    pub target_account_id: i64,
    pub action: &'a str,
    pub text: &'a str,
    pub report_id: Option<i64>,
    /// An empty list is kept as none.
    pub status_ids: Option<&'a [i64]>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, strike: &NewStrike<'_>) -> Result<Strike> {
    let values = (
        strikes::account_id.eq(strike.account_id),
        strikes::target_account_id.eq(strike.target_account_id),
        strikes::action.eq(strike.action),
        strikes::text.eq(strike.text),
        strikes::report_id.eq(strike.report_id),
        strikes::status_ids.eq(strike
            .status_ids
            .filter(|it| !it.is_empty())
            .map(|it| json!(it))),
        strikes::created_at.eq(Time(strike.created_at)),
    );
    on!(tx, conn => {
        insert_into(strikes::table)
            .values(values)
            .returning(Strike::as_returning())
            .get_result(conn)
    })
}

pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Strike>> {
    let query = strikes::table.filter(is_any(strikes::id, ids));
    on!(tx, conn => query.select(Strike::as_select()).load(conn))
}

/// Oldest first.
pub fn against(tx: &mut Tx, target_account_id: i64) -> Result<Vec<Strike>> {
    let query = strikes::table
        .filter(strikes::target_account_id.eq(target_account_id))
        .order(strikes::id);
    on!(tx, conn => query.select(Strike::as_select()).load(conn))
}

/// The posts that strikes against an account cite.
pub fn cited(tx: &mut Tx, target_account_id: i64) -> Result<Vec<i64>> {
    let query = strikes::table
        .filter(strikes::target_account_id.eq(target_account_id))
        .filter(strikes::status_ids.is_not_null())
        .select(strikes::status_ids.assume_not_null());
    let lists: Vec<Value> = on!(tx, conn => query.load(conn))?;
    Ok(lists.iter().filter_map(ids::listed).flatten().collect())
}

/// The same in pages, newest first.
pub fn page(tx: &mut Tx, target_account_id: i64, window: Window) -> Result<Vec<Strike>> {
    let page: Vec<Strike> = page!(
        tx,
        window,
        strikes::id,
        strikes::table
            .filter(strikes::target_account_id.eq(target_account_id))
            .select(Strike::as_select())
    );
    Ok(page)
}

/// Those that can still be appealed because they are no older than that, or that were and nobody has
/// decided yet. Oldest first.
pub fn disputable(
    tx: &mut Tx,
    target_account_id: i64,
    since: DateTime<Utc>,
) -> Result<Vec<Strike>> {
    let pending = appeals::table
        .filter(appeals::strike_id.eq(strikes::id))
        .filter(appeals::approved_at.is_null())
        .filter(appeals::rejected_at.is_null());
    let query = strikes::table
        .filter(strikes::target_account_id.eq(target_account_id))
        .filter(strikes::overruled_at.is_null())
        .filter(strikes::created_at.ge(Time(since)).or(exists(pending)))
        .order(strikes::id);
    on!(tx, conn => query.select(Strike::as_select()).load(conn))
}

/// Whether a later strike has done the same, and still counts.
pub fn is_repeated(tx: &mut Tx, strike: &Strike) -> Result<bool> {
    let later = strikes::table
        .filter(strikes::target_account_id.eq(strike.target_account_id))
        .filter(strikes::id.gt(strike.id))
        .filter(strikes::action.eq(&strike.action))
        .filter(strikes::overruled_at.is_null());
    on!(tx, conn => select(exists(later)).get_result(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Strike>> {
    let query = strikes::table.find(id);
    on!(tx, conn => query.select(Strike::as_select()).first(conn).optional())
}

/// The strikes that one act has given; several where it was done to posts of several accounts.
pub fn of_act(tx: &mut Tx, act_id: i64) -> Result<Vec<Strike>> {
    let query = strikes::table
        .filter(strikes::act_id.eq(act_id))
        .order(strikes::id);
    on!(tx, conn => query.select(Strike::as_select()).load(conn))
}

/// Says which entry of the log tells of it.
pub fn set_act(tx: &mut Tx, id: i64, act: &Recorded) -> Result<()> {
    let query = update(strikes::table.find(id)).set(strikes::act_id.eq(act.id()));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_overruled(tx: &mut Tx, id: i64, at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let query = update(strikes::table.find(id)).set(strikes::overruled_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}
