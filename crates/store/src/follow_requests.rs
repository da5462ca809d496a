//! Who waits for leave to follow whom.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    account_list::Window,
    follows::{Follow, Terms},
    ids::is_any,
    on,
    paged::page,
    schema::{accounts, follow_requests},
    time::Time,
};

type Columns = (
    follow_requests::id,
    follow_requests::account_id,
    follow_requests::target_account_id,
    (
        follow_requests::shows_reblogs,
        follow_requests::notifies,
        follow_requests::languages,
    ),
);

const COLUMNS: Columns = (
    follow_requests::id,
    follow_requests::account_id,
    follow_requests::target_account_id,
    (
        follow_requests::shows_reblogs,
        follow_requests::notifies,
        follow_requests::languages,
    ),
);

pub fn add(
    tx: &mut Tx,
    account_id: i64,
    target_account_id: i64,
    terms: &Terms,
    at: DateTime<Utc>,
) -> Result<()> {
    let query = insert_into(follow_requests::table).values((
        follow_requests::account_id.eq(account_id),
        follow_requests::target_account_id.eq(target_account_id),
        follow_requests::shows_reblogs.eq(terms.shows_reblogs),
        follow_requests::notifies.eq(terms.notifies),
        follow_requests::languages.eq(&terms.languages),
        follow_requests::created_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Whom an account follows, or asks to, by what another server calls that.
pub fn named(tx: &mut Tx, account_id: i64, uri: &str) -> Result<Option<i64>> {
    let query = follow_requests::table
        .filter(follow_requests::account_id.eq(account_id))
        .filter(follow_requests::uri.eq(uri))
        .select(follow_requests::target_account_id);
    on!(tx, conn => query.first(conn).optional())
}

/// Whether there was one.
pub fn remove(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<bool> {
    let pair = follow_requests::table
        .filter(follow_requests::account_id.eq(account_id))
        .filter(follow_requests::target_account_id.eq(target_account_id));
    let query = delete(pair);
    on!(tx, conn => query.execute(conn).map(|it| it > 0))
}

pub fn find(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<Option<Follow>> {
    let query = follow_requests::table
        .filter(follow_requests::account_id.eq(account_id))
        .filter(follow_requests::target_account_id.eq(target_account_id))
        .select(COLUMNS);
    on!(tx, conn => query.first(conn).optional())
}

pub fn set_terms(tx: &mut Tx, id: i64, terms: &Terms) -> Result<()> {
    let query = update(follow_requests::table.find(id)).set((
        follow_requests::shows_reblogs.eq(terms.shows_reblogs),
        follow_requests::notifies.eq(terms.notifies),
        follow_requests::languages.eq(&terms.languages),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The requests of one account to any of the others.
pub fn to_any(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<Follow>> {
    let query = follow_requests::table
        .filter(follow_requests::account_id.eq(account_id))
        .filter(is_any(follow_requests::target_account_id, targets))
        .select(COLUMNS);
    on!(tx, conn => query.load(conn))
}

/// Those of the accounts that wait for this one.
pub fn among(tx: &mut Tx, target_account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = follow_requests::table
        .filter(is_any(follow_requests::account_id, ids))
        .filter(follow_requests::target_account_id.eq(target_account_id))
        .select(follow_requests::account_id);
    on!(tx, conn => query.load(conn))
}

/// Who waits for an account and is not suspended: the id of the request, and who asks.
pub fn page(tx: &mut Tx, target_account_id: i64, window: Window) -> Result<Vec<(i64, i64)>> {
    Ok(page!(
        tx,
        window,
        follow_requests::id,
        follow_requests::table
            .inner_join(accounts::table.on(accounts::id.eq(follow_requests::account_id)))
            .filter(follow_requests::target_account_id.eq(target_account_id))
            .filter(accounts::suspended_at.is_null())
            .select((follow_requests::id, follow_requests::account_id))
    ))
}

/// Who waits for an account and is neither silenced nor suspended, longest waiting first.
pub fn welcome(tx: &mut Tx, target_account_id: i64, limit: i64) -> Result<Vec<i64>> {
    let query = follow_requests::table
        .inner_join(accounts::table.on(accounts::id.eq(follow_requests::account_id)))
        .filter(follow_requests::target_account_id.eq(target_account_id))
        .filter(accounts::silenced_at.is_null())
        .filter(accounts::suspended_at.is_null())
        .order(follow_requests::id.asc())
        .select(follow_requests::account_id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// How many wait for an account, as far as it is worth to count.
pub fn count(tx: &mut Tx, target_account_id: i64, most: i64) -> Result<i64> {
    let query = follow_requests::table
        .filter(follow_requests::target_account_id.eq(target_account_id))
        .select(follow_requests::id)
        .limit(most);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    Ok(ids.len() as i64)
}

/// Who of a domain waits for an account.
pub fn from_domain(
    tx: &mut Tx,
    target_account_id: i64,
    domain: &str,
    limit: i64,
) -> Result<Vec<i64>> {
    let query = follow_requests::table
        .inner_join(accounts::table.on(accounts::id.eq(follow_requests::account_id)))
        .filter(follow_requests::target_account_id.eq(target_account_id))
        .filter(accounts::domain.eq(domain))
        .select(follow_requests::account_id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}
