//! What moderators have done about accounts, as their owners are told.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*};
use serde_json::Value;

use crate::{Result, Tx, on, schema::strikes, time::Time};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Strike {
    pub id: i64,
    /// Who struck.
    pub account_id: Option<i64>,
    pub target_account_id: i64,
    pub action: String,
    pub text: String,
    pub report_id: Option<i64>,
    /// A list of ids of posts, if any are cited.
    pub status_ids: Option<Value>,
    pub overruled_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A strike that is about to be given.
#[derive(Clone, Debug)]
pub struct NewStrike<'a> {
    pub account_id: Option<i64>,
    pub target_account_id: i64,
    pub action: &'a str,
    pub text: &'a str,
    pub report_id: Option<i64>,
    pub status_ids: Option<&'a Value>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, strike: &NewStrike<'_>) -> Result<Strike> {
    let values = (
        strikes::account_id.eq(strike.account_id),
        strikes::target_account_id.eq(strike.target_account_id),
        strikes::action.eq(strike.action),
        strikes::text.eq(strike.text),
        strikes::report_id.eq(strike.report_id),
        strikes::status_ids.eq(strike.status_ids),
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
    let query = strikes::table.filter(strikes::id.eq_any(ids));
    on!(tx, conn => query.select(Strike::as_select()).load(conn))
}

/// Oldest first.
pub fn against(tx: &mut Tx, target_account_id: i64) -> Result<Vec<Strike>> {
    let query = strikes::table
        .filter(strikes::target_account_id.eq(target_account_id))
        .order(strikes::id);
    on!(tx, conn => query.select(Strike::as_select()).load(conn))
}
