//! Polls and the votes in them.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*};
use serde_json::Value;

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{poll_votes, polls},
    time::Time,
};

#[derive(Clone, Debug, Queryable, Selectable)]
pub struct Poll {
    pub id: i64,
    pub status_id: i64,
    pub account_id: i64,
    /// A list of texts.
    pub options: Value,
    /// How many votes each has: a list of numbers.
    pub tallies: Value,
    pub multiple: bool,
    /// Whether the tallies are shown only after the end.
    pub hide_totals: bool,
    pub voters_count: i64,
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether those who took part were told of the end.
    pub is_closed: bool,
}

#[derive(Clone, Debug)]
pub struct NewPoll<'a> {
    pub status_id: i64,
    pub account_id: i64,
    pub options: &'a [String],
    pub multiple: bool,
    pub hide_totals: bool,
    pub expires_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, poll: &NewPoll<'_>) -> Result<Poll> {
    let values = (
        polls::status_id.eq(poll.status_id),
        polls::account_id.eq(poll.account_id),
        polls::options.eq(Value::from(poll.options)),
        polls::tallies.eq(Value::from(vec![0; poll.options.len()])),
        polls::multiple.eq(poll.multiple),
        polls::hide_totals.eq(poll.hide_totals),
        polls::voters_count.eq(0),
        polls::expires_at.eq(Time(poll.expires_at)),
        polls::is_closed.eq(false),
        polls::created_at.eq(Time(poll.created_at)),
    );
    on!(tx, conn => {
        insert_into(polls::table)
            .values(values)
            .returning(Poll::as_returning())
            .get_result(conn)
    })
}

pub fn of_statuses(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Poll>> {
    let query = polls::table.filter(is_any(polls::status_id, status_ids));
    on!(tx, conn => query.select(Poll::as_select()).load(conn))
}

/// An account's votes in some polls, as poll and number of the option.
pub fn votes_of(tx: &mut Tx, account_id: i64, poll_ids: &[i64]) -> Result<Vec<(i64, i32)>> {
    let query = poll_votes::table
        .filter(poll_votes::account_id.eq(account_id))
        .filter(is_any(poll_votes::poll_id, poll_ids))
        .order(poll_votes::choice);
    on!(tx, conn => query.select((poll_votes::poll_id, poll_votes::choice)).load(conn))
}
