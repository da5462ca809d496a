//! What automatic rules have met, and what came of it.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::{Value, json};

use crate::{
    Result, Tx, account_list::Window, ids::is_any, on, paged::page,
    schema::auto_rule_matches as matches, time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = matches)]
pub struct Match {
    pub id: i64,
    pub rule_id: i64,
    /// The author, or the newcomer.
    pub account_id: i64,
    pub status_id: Option<i64>,
    /// Whether the rule only notes what it would have done.
    pub is_shadow: bool,
    done: Value,
    /// What the log says of it; nothing where nothing was done.
    pub act_id: Option<i64>,
    /// The act that has limited the account.
    pub limit_act_id: Option<i64>,
    /// The act that has held the post back.
    pub hold_act_id: Option<i64>,
    /// The report that the post is in.
    pub report_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

impl Match {
    /// The outcomes that it had.
    pub fn done(&self) -> Vec<&str> {
        let done = self.done.as_array().into_iter().flatten();
        done.filter_map(Value::as_str).collect()
    }
}

#[derive(Clone, Debug)]
pub struct NewMatch<'a> {
    pub rule_id: i64,
    pub account_id: i64,
    pub status_id: Option<i64>,
    pub is_shadow: bool,
    pub done: &'a [&'static str],
    pub act_id: Option<i64>,
    pub limit_act_id: Option<i64>,
    pub hold_act_id: Option<i64>,
    pub report_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, new: &NewMatch<'_>) -> Result<i64> {
    let query = insert_into(matches::table).values((
        matches::rule_id.eq(new.rule_id),
        matches::account_id.eq(new.account_id),
        matches::status_id.eq(new.status_id),
        matches::is_shadow.eq(new.is_shadow),
        matches::done.eq(json!(new.done)),
        matches::act_id.eq(new.act_id),
        matches::limit_act_id.eq(new.limit_act_id),
        matches::hold_act_id.eq(new.hold_act_id),
        matches::report_id.eq(new.report_id),
        matches::created_at.eq(Time(new.created_at)),
    ));
    on!(tx, conn => query.returning(matches::id).get_result(conn))
}

/// Of one rule, newest first.
pub fn page(tx: &mut Tx, rule_id: i64, window: Window) -> Result<Vec<Match>> {
    Ok(page!(
        tx,
        window,
        matches::id,
        matches::table
            .filter(matches::rule_id.eq(rule_id))
            .select(Match::as_select())
    ))
}

/// What an entry of the log tells of.
pub fn of_act(tx: &mut Tx, act_id: i64) -> Result<Option<Match>> {
    let query = matches::table
        .filter(matches::act_id.eq(act_id))
        .order(matches::id);
    on!(tx, conn => query.select(Match::as_select()).first(conn).optional())
}

/// Of somebody who has signed up, oldest first.
pub fn of_sign_up(tx: &mut Tx, account_id: i64) -> Result<Vec<Match>> {
    let query = matches::table
        .filter(matches::account_id.eq(account_id))
        .filter(matches::status_id.is_null())
        .order(matches::id);
    on!(tx, conn => query.select(Match::as_select()).load(conn))
}

/// Some posts were held back by that act.
pub fn set_held(tx: &mut Tx, ids: &[i64], act_id: i64) -> Result<()> {
    let query = update(matches::table.filter(is_any(matches::id, ids)))
        .set(matches::hold_act_id.eq(act_id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Forgets some of what was before then; how many.
pub fn forget(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<usize> {
    let old = matches::table
        .filter(matches::created_at.lt(Time(before)))
        .order(matches::created_at)
        .limit(limit)
        .select(matches::id);
    let ids: Vec<i64> = on!(&mut *tx, conn => old.load(conn))?;
    let query = delete(matches::table.filter(is_any(matches::id, &ids)));
    on!(tx, conn => query.execute(conn))
}
