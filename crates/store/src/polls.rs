//! Polls and the votes in them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{count_star, not},
    insert_into,
    prelude::*,
    update,
};
use serde_json::Value;

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{poll_votes, polls, users},
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

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Poll>> {
    let query = polls::table.find(id);
    on!(tx, conn => query.select(Poll::as_select()).first(conn).optional())
}

/// For a poll whose votes are about to change: whoever else is about to change them waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Poll>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = polls::table.find(id).select(Poll::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
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

/// The votes of one account in one poll.
pub fn add_votes(
    tx: &mut Tx,
    poll_id: i64,
    account_id: i64,
    choices: &[i32],
    at: DateTime<Utc>,
) -> Result<()> {
    let rows: Vec<_> = choices
        .iter()
        .map(|choice| {
            (
                poll_votes::poll_id.eq(poll_id),
                poll_votes::account_id.eq(account_id),
                poll_votes::choice.eq(*choice),
                poll_votes::created_at.eq(Time(at)),
            )
        })
        .collect();
    on!(tx, conn => insert_into(poll_votes::table).values(&rows).execute(conn).map(drop))
}

/// How many votes each option has, and how many have voted. The poll is locked.
pub fn set_tallies(tx: &mut Tx, id: i64, tallies: &[i64], voters_count: i64) -> Result<Poll> {
    let query = update(polls::table.find(id)).set((
        polls::tallies.eq(Value::from(tallies)),
        polls::voters_count.eq(voters_count),
    ));
    on!(tx, conn => query.returning(Poll::as_returning()).get_result(conn))
}

/// What an edit makes of a poll.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub options: &'a [String],
    pub multiple: bool,
    pub hide_totals: bool,
    pub expires_at: DateTime<Utc>,
}

pub fn change(tx: &mut Tx, id: i64, change: &Change<'_>) -> Result<()> {
    let query = update(polls::table.find(id)).set((
        polls::options.eq(Value::from(change.options)),
        polls::multiple.eq(change.multiple),
        polls::hide_totals.eq(change.hide_totals),
        polls::expires_at.eq(Time(change.expires_at)),
        polls::is_closed.eq(false),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// When a poll of another server ends, as that says now.
pub fn set_end(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(polls::table.find(id)).set(polls::expires_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Takes all votes back, as if the poll, which now has so many options, were new.
pub fn reset(tx: &mut Tx, id: i64, options: usize) -> Result<()> {
    let query = delete(poll_votes::table.filter(poll_votes::poll_id.eq(id)));
    on!(tx, conn => query.execute(conn))?;
    set_tallies(tx, id, &vec![0; options], 0).map(drop)
}

pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(polls::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Some of the polls that have ended and of whose end nobody was told.
pub fn due(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>> {
    let query = polls::table
        .filter(polls::expires_at.le(Time(now)))
        .filter(not(polls::is_closed))
        .order((polls::expires_at, polls::id))
        .select(polls::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

pub fn set_closed(tx: &mut Tx, id: i64) -> Result<()> {
    let query = update(polls::table.find(id)).set(polls::is_closed.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The members who have voted in a poll, a batch at a time, lowest id first.
pub fn voters(tx: &mut Tx, id: i64, after: i64, limit: i64) -> Result<Vec<i64>> {
    let query = poll_votes::table
        .inner_join(users::table.on(users::account_id.eq(poll_votes::account_id)))
        .filter(poll_votes::poll_id.eq(id))
        .filter(poll_votes::account_id.gt(after))
        .order(poll_votes::account_id)
        .select(poll_votes::account_id)
        .distinct()
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// Some of the polls that an account has voted in.
pub fn voted_in(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<i64>> {
    let query = poll_votes::table
        .filter(poll_votes::account_id.eq(account_id))
        .select(poll_votes::poll_id)
        .distinct()
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

pub fn remove_votes(tx: &mut Tx, id: i64, account_id: i64) -> Result<()> {
    let own = poll_votes::table
        .filter(poll_votes::poll_id.eq(id))
        .filter(poll_votes::account_id.eq(account_id));
    on!(tx, conn => delete(own).execute(conn).map(drop))
}

/// Some of the polls after that id, lowest id first, each with what counting gives for its options.
pub fn recount(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<(Poll, Vec<i64>)>> {
    let query = polls::table
        .filter(polls::id.gt(after))
        .order(polls::id)
        .limit(limit);
    let some: Vec<Poll> = on!(&mut *tx, conn => query.select(Poll::as_select()).load(conn))?;
    counted(tx, some)
}

/// The same for one poll.
pub fn recount_one(tx: &mut Tx, poll: Poll) -> Result<Vec<i64>> {
    let counted = counted(tx, vec![poll])?.pop();
    Ok(counted.map(|(_, votes)| votes).unwrap_or_default())
}

fn counted(tx: &mut Tx, some: Vec<Poll>) -> Result<Vec<(Poll, Vec<i64>)>> {
    let ids: Vec<i64> = some.iter().map(|it| it.id).collect();
    let query = poll_votes::table
        .filter(is_any(poll_votes::poll_id, &ids))
        .group_by((poll_votes::poll_id, poll_votes::choice))
        .select((poll_votes::poll_id, poll_votes::choice, count_star()));
    let votes: Vec<(i64, i32, i64)> = on!(tx, conn => query.load(conn))?;
    let votes: HashMap<(i64, usize), i64> = votes
        .into_iter()
        .filter_map(|(id, choice, count)| Some(((id, usize::try_from(choice).ok()?), count)))
        .collect();
    let with_votes = |poll: Poll| {
        let options = poll.options.as_array().map_or(0, Vec::len);
        let of = |number| votes.get(&(poll.id, number)).copied().unwrap_or_default();
        let counted = (0..options).map(of).collect();
        (poll, counted)
    };
    Ok(some.into_iter().map(with_votes).collect())
}
