//! Who among many readers may hear of a post: one statement for all of them.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types::BigInt};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{follows, home_items, list_accounts, statuses},
    statuses::Status,
    timelines::{ListId, Replies, on_list},
    visible::{Place, each_sees},
    written::{Written, written},
};

/// A post, and what decides which public lists it is on.
#[derive(Clone, Debug)]
pub struct Heard {
    pub status: Status,
    pub is_listed: bool,
    pub has_media: bool,
}

/// Those of the posts that are there, in no particular order.
pub fn heard(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Heard>> {
    let query = statuses::table
        .filter(is_any(statuses::id, ids))
        .filter(statuses::deleted_at.is_null());
    let rows: Vec<(Status, bool, bool)> = on!(tx, conn => {
        let columns = (Status::as_select(), statuses::is_listed, statuses::has_media);
        query.select(columns).load(conn)
    })?;
    let heard = |(status, is_listed, has_media)| Heard {
        status,
        is_listed,
        has_media,
    };
    Ok(rows.into_iter().map(heard).collect())
}

/// Those of the readers who may see a post there.
pub fn who_sees(
    tx: &mut Tx,
    readers: &[i64],
    status_id: i64,
    place: Place,
    now: DateTime<Utc>,
) -> Result<Vec<i64>> {
    let query = from_readers(readers)
        .words(" JOIN statuses ON statuses.id = ")
        .id(status_id)
        .words(" WHERE ")
        .sees(each_sees(place, now));
    on!(tx, conn => query.load(conn))
}

fn from_readers(readers: &[i64]) -> Written<BigInt> {
    written("SELECT reader.value FROM ").readers(readers)
}

/// Those of the readers to whom a post shows something that it does not show to everybody: because it
/// is their own, because of what they have done about it, because they follow an author whose
/// followers may quote it, or because they have filters.
pub fn whom_it_concerns(
    tx: &mut Tx,
    readers: &[i64],
    status_ids: &[i64],
    now: DateTime<Utc>,
) -> Result<Vec<i64>> {
    let query = from_readers(readers)
        .words(" WHERE EXISTS (SELECT 1 FROM filters WHERE filters.account_id = reader.value")
        .words(" AND (filters.expires_at IS NULL OR filters.expires_at > ")
        .time(now)
        .words(")) OR EXISTS (SELECT 1 FROM statuses WHERE statuses.id")
        .any_of(status_ids)
        .words(" AND (statuses.account_id = reader.value")
        .words(" OR EXISTS (SELECT 1 FROM favourites WHERE favourites.status_id = statuses.id")
        .words(" AND favourites.account_id = reader.value)")
        .words(" OR EXISTS (SELECT 1 FROM bookmarks WHERE bookmarks.status_id = statuses.id")
        .words(" AND bookmarks.account_id = reader.value)")
        .words(" OR EXISTS (SELECT 1 FROM statuses boost WHERE boost.reblog_of_id = statuses.id")
        .words(" AND boost.account_id = reader.value)")
        .words(" OR EXISTS (SELECT 1 FROM conversation_mutes muted")
        .words(" WHERE muted.conversation_id = statuses.conversation_id")
        .words(" AND muted.account_id = reader.value)")
        .words(" OR EXISTS (SELECT 1 FROM polls JOIN poll_votes ON poll_votes.poll_id = polls.id")
        .words(" WHERE polls.status_id = statuses.id AND poll_votes.account_id = reader.value)")
        .words(" OR (statuses.quote_policy = 'followers' AND EXISTS (SELECT 1 FROM follows")
        .words(" WHERE follows.account_id = reader.value")
        .words(" AND follows.target_account_id = statuses.account_id))))");
    on!(tx, conn => query.load(conn))
}

/// Those of the members in whose home timelines a post is.
pub fn who_has_at_home(tx: &mut Tx, account_ids: &[i64], status_id: i64) -> Result<Vec<i64>> {
    let query = home_items::table
        .filter(is_any(home_items::account_id, account_ids))
        .filter(home_items::status_id.eq(status_id))
        .select(home_items::account_id);
    on!(tx, conn => query.load(conn))
}

/// Those of the members who follow an account.
pub fn who_follows(tx: &mut Tx, account_ids: &[i64], target: i64) -> Result<Vec<i64>> {
    let query = follows::table
        .filter(is_any(follows::account_id, account_ids))
        .filter(follows::target_account_id.eq(target))
        .select(follows::account_id);
    on!(tx, conn => query.load(conn))
}

/// Those of the lists that an account is on.
pub fn lists_with(tx: &mut Tx, list_ids: &[i64], account_id: i64) -> Result<Vec<i64>> {
    let query = list_accounts::table
        .filter(is_any(list_accounts::list_id, list_ids))
        .filter(list_accounts::account_id.eq(account_id))
        .select(list_accounts::list_id);
    on!(tx, conn => query.load(conn))
}

/// Those of the lists that show a post to their owners.
pub fn lists_showing(
    tx: &mut Tx,
    list_ids: &[i64],
    status_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<i64>> {
    let mut showing = Vec::new();
    for replies in [Replies::None, Replies::ToMembers, Replies::ToFollowed] {
        let query = written::<BigInt>("SELECT reader.id FROM (SELECT id, account_id AS value")
            .words(" FROM lists WHERE id")
            .any_of(list_ids)
            .words(" AND replies_policy = ")
            .text(replies.word())
            .words(") reader JOIN statuses ON statuses.id = ")
            .id(status_id)
            .words(" JOIN list_accounts member ON member.list_id = reader.id")
            .words(" AND member.account_id = statuses.account_id WHERE ")
            .sees(each_sees(Place::Home, now));
        let query = on_list(query, ListId::Each, replies);
        let shown: Vec<i64> = on!(&mut *tx, conn => query.load(conn))?;
        showing.extend(shown);
    }
    Ok(showing)
}
