//! What comes into the home timelines of members.

use diesel::{delete, prelude::*, sql_types::BigInt};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{follows, home_items, tag_follows, users},
    statuses::{Status, Visibility},
    written::{Written, written},
};

/// Somebody who follows, and whether she wants to be told of every post.
#[derive(Clone, Copy, Debug)]
pub struct Follower {
    /// Of the follow, for the next batch.
    pub follow_id: i64,
    pub account_id: i64,
    pub notifies: bool,
}

/// The members who follow an account, a batch at a time.
pub fn followers(tx: &mut Tx, of: i64, after: i64, limit: i64) -> Result<Vec<Follower>> {
    let query = follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_account_id.eq(of))
        .filter(follows::id.gt(after))
        .order(follows::id)
        .select((follows::id, follows::account_id, follows::notifies))
        .limit(limit);
    let rows: Vec<(i64, i64, bool)> = on!(tx, conn => query.load(conn))?;
    let follower = |(follow_id, account_id, notifies)| Follower {
        follow_id,
        account_id,
        notifies,
    };
    Ok(rows.into_iter().map(follower).collect())
}

/// The members who follow one of the tags, a batch at a time, as ids of the follows and of members.
pub fn tag_followers(
    tx: &mut Tx,
    tag_ids: &[i64],
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, i64)>> {
    let query = tag_follows::table
        .filter(is_any(tag_follows::tag_id, tag_ids))
        .filter(tag_follows::id.gt(after))
        .order(tag_follows::id)
        .select((tag_follows::id, tag_follows::account_id))
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// Puts a post into the homes of some of its author's followers: those who want boosts, its language
/// and answers to that person. Whose homes it has come into.
///
/// A post comes into a home once within a day, by itself or by a boost: `since` is a day ago.
pub fn add_for_followers(
    tx: &mut Tx,
    status: &Status,
    account_ids: &[i64],
    since: i64,
) -> Result<Vec<i64>> {
    let mut rows = written::<BigInt>("INSERT INTO home_items (account_id, status_id)")
        .words(" SELECT follow.account_id, ")
        .id(status.id)
        .words(" FROM follows follow WHERE follow.target_account_id = ")
        .id(status.account_id)
        .words(" AND follow.account_id")
        .any_of(account_ids)
        .words(" AND NOT EXISTS (SELECT 1 FROM list_accounts member JOIN lists list")
        .words(" ON list.id = member.list_id WHERE list.account_id = follow.account_id")
        .words(" AND list.is_exclusive AND member.account_id = follow.target_account_id)");
    if let Some(language) = &status.language {
        rows = rows.words(" AND (follow.languages IS NULL OR EXISTS (SELECT 1 FROM ");
        rows = match tx {
            Tx::Sqlite(_) => rows.words("json_each(follow.languages) wanted WHERE wanted.value = "),
            Tx::Postgres(_) => rows
                .words("json_array_elements_text(follow.languages) wanted (value)")
                .words(" WHERE wanted.value = "),
        };
        rows = rows.text(language).words("))");
    }
    if let Some(answered) = status
        .in_reply_to_account_id
        .filter(|it| *it != status.account_id)
    {
        rows = rows
            .words(" AND (follow.account_id = ")
            .id(answered)
            .words(" OR EXISTS (SELECT 1 FROM follows other WHERE")
            .words(" other.account_id = follow.account_id AND other.target_account_id = ")
            .id(answered)
            .words("))");
    }
    if status.visibility == Visibility::Direct {
        rows = rows
            .words(" AND EXISTS (SELECT 1 FROM mentions WHERE mentions.status_id = ")
            .id(status.id)
            .words(" AND mentions.account_id = follow.account_id)");
    }
    if let Some(boosted) = status.reblog_of_id {
        rows = once_a_day(rows.words(" AND follow.shows_reblogs"), boosted, since);
    }
    insert(tx, rows)
}

fn once_a_day(rows: Written<BigInt>, boosted: i64, since: i64) -> Written<BigInt> {
    rows.words(" AND NOT EXISTS (SELECT 1 FROM home_items there WHERE")
        .words(" there.account_id = follow.account_id AND there.status_id = ")
        .id(boosted)
        .words(" AND there.status_id > ")
        .id(since)
        .words(") AND NOT EXISTS (SELECT 1 FROM statuses boost JOIN home_items there")
        .words(" ON there.status_id = boost.id WHERE boost.reblog_of_id = ")
        .id(boosted)
        .words(" AND boost.id > ")
        .id(since)
        .words(" AND there.account_id = follow.account_id)")
}

/// Puts a post into the homes of some members. Whose homes it has come into.
pub fn add(tx: &mut Tx, status_id: i64, account_ids: &[i64]) -> Result<Vec<i64>> {
    let rows = written::<BigInt>("INSERT INTO home_items (account_id, status_id)")
        .words(" SELECT users.account_id, ")
        .id(status_id)
        .words(" FROM users WHERE users.account_id")
        .any_of(account_ids);
    insert(tx, rows)
}

fn insert(tx: &mut Tx, rows: Written<BigInt>) -> Result<Vec<i64>> {
    let rows = rows.words(" ON CONFLICT DO NOTHING RETURNING account_id");
    on!(tx, conn => rows.load(conn))
}

/// Keeps no more than that many posts in each home, the newest.
pub fn trim(tx: &mut Tx, account_ids: &[i64], most: i64) -> Result<usize> {
    let rows = written::<BigInt>("DELETE FROM home_items WHERE account_id")
        .any_of(account_ids)
        .words(" AND status_id <= (SELECT kept.status_id FROM home_items kept")
        .words(" WHERE kept.account_id = home_items.account_id")
        .words(" ORDER BY kept.status_id DESC LIMIT 1 OFFSET ")
        .id(most)
        .words(")");
    on!(tx, conn => rows.execute(conn))
}

/// Takes some of a post's places away; how many went.
pub fn remove(tx: &mut Tx, status_id: i64) -> Result<usize> {
    let query = delete(home_items::table.filter(home_items::status_id.eq(status_id)));
    on!(tx, conn => query.execute(conn))
}
