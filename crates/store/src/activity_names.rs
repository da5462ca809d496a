//! What follows, likes and blocks are called between servers: after their numbers here, or as the
//! server calls them that they come from.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text},
    update,
};

use crate::{
    Result, Tx, on,
    schema::{blocks, favourites, follow_requests, follows},
    written::written,
};

/// A follow between two servers, or the request for one.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Named {
    pub id: i64,
    pub uri: Option<String>,
    /// Whether it is a member of this server who follows.
    pub is_ours: bool,
}

/// The follow of a pair; none where both are of this server.
pub fn follow(tx: &mut Tx, follower: i64, target: i64) -> Result<Option<Named>> {
    between_servers(tx, "follows", follower, target)
}

/// The request of a pair; none where both are of this server.
pub fn follow_request(tx: &mut Tx, follower: i64, target: i64) -> Result<Option<Named>> {
    between_servers(tx, "follow_requests", follower, target)
}

fn between_servers(
    tx: &mut Tx,
    table: &'static str,
    follower: i64,
    target: i64,
) -> Result<Option<Named>> {
    let query = written::<(BigInt, Nullable<Text>, Bool)>("SELECT bond.id, bond.uri,")
        .words(" follower.domain IS NULL FROM ")
        .words(table)
        .words(" bond JOIN accounts follower ON follower.id = bond.account_id")
        .words(" JOIN accounts target ON target.id = bond.target_account_id")
        .words(" WHERE bond.account_id = ")
        .id(follower)
        .words(" AND bond.target_account_id = ")
        .id(target)
        .words(" AND (follower.domain IS NULL) <> (target.domain IS NULL)");
    on!(tx, conn => query.get_result(conn).optional())
}

/// From now on a follow is called so.
pub fn name_follow(tx: &mut Tx, follower: i64, target: i64, uri: &str) -> Result<()> {
    let pair = follows::table
        .filter(follows::account_id.eq(follower))
        .filter(follows::target_account_id.eq(target));
    let query = update(pair).set(follows::uri.eq(uri));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// From now on a request to follow is called so.
pub fn name_follow_request(tx: &mut Tx, id: i64, uri: &str) -> Result<()> {
    let query = update(follow_requests::table.find(id)).set(follow_requests::uri.eq(uri));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn favourite(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<Option<i64>> {
    let query = favourites::table
        .filter(favourites::account_id.eq(account_id))
        .filter(favourites::status_id.eq(status_id))
        .select(favourites::id);
    on!(tx, conn => query.first(conn).optional())
}

pub fn block(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<Option<i64>> {
    let query = blocks::table
        .filter(blocks::account_id.eq(account_id))
        .filter(blocks::target_account_id.eq(target_account_id))
        .select(blocks::id);
    on!(tx, conn => query.first(conn).optional())
}
