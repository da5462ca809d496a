//! People whose notifications members' policies have put aside.

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{auto_type, exists},
    insert_into,
    prelude::*,
    update,
};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    schema::{accounts, notification_requests as requests},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct Request {
    pub id: i64,
    /// Who was to be told.
    pub account_id: i64,
    /// Who caused it.
    pub from_account_id: i64,
    /// The last post by which she did.
    pub last_status_id: Option<i64>,
    pub notifications_count: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Counts one more notification that was put aside.
pub fn count(
    tx: &mut Tx,
    account_id: i64,
    from_account_id: i64,
    status_id: Option<i64>,
    at: DateTime<Utc>,
) -> Result<()> {
    let values = (
        requests::account_id.eq(account_id),
        requests::from_account_id.eq(from_account_id),
        requests::last_status_id.eq(status_id),
        requests::notifications_count.eq(1),
        requests::created_at.eq(Time(at)),
        requests::updated_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(requests::table)
            .values(values)
            .on_conflict((requests::account_id, requests::from_account_id))
            .do_update()
            .set((
                requests::notifications_count.eq(requests::notifications_count + 1),
                requests::updated_at.eq(Time(at)),
                status_id.map(|id| requests::last_status_id.eq(Some(id))),
            ))
            .execute(conn)
            .map(drop)
    })
}

/// Counts what is gone. A request for nothing is none.
pub(crate) fn lower(tx: &mut Tx, account_id: i64, from_account_id: i64, by: i64) -> Result<()> {
    let pair = requests::table
        .filter(requests::account_id.eq(account_id))
        .filter(requests::from_account_id.eq(from_account_id));
    let query =
        update(pair).set(requests::notifications_count.eq(requests::notifications_count - by));
    on!(tx, conn => query.execute(conn))?;
    let query = delete(pair.filter(requests::notifications_count.le(0)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Who is suspended or gone asks for nothing.
#[auto_type(no_type_alias)]
fn is_shown() -> _ {
    let sender = accounts::table
        .filter(accounts::id.eq(requests::from_account_id))
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::purged_at.is_null());
    exists(sender)
}

pub fn page(tx: &mut Tx, account_id: i64, window: Window) -> Result<Vec<Request>> {
    let page: Vec<Request> = page!(
        tx,
        window,
        requests::id,
        requests::table
            .filter(requests::account_id.eq(account_id))
            .filter(is_shown())
            .select(Request::as_select())
    );
    Ok(page)
}

pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<Request>> {
    let query = requests::table
        .find(id)
        .filter(requests::account_id.eq(account_id))
        .filter(is_shown());
    on!(tx, conn => query.select(Request::as_select()).first(conn).optional())
}

/// Those of the requests that a member has.
pub fn find_many(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<Request>> {
    let query = requests::table
        .filter(is_any(requests::id, ids))
        .filter(requests::account_id.eq(account_id))
        .filter(is_shown());
    on!(tx, conn => query.select(Request::as_select()).load(conn))
}

/// The numbers of notifications in a member's requests, of that many requests at most.
pub fn counts(tx: &mut Tx, account_id: i64, most: i64) -> Result<Vec<i64>> {
    let query = requests::table
        .filter(requests::account_id.eq(account_id))
        .filter(is_shown())
        .order(requests::id.desc())
        .select(requests::notifications_count)
        .limit(most);
    on!(tx, conn => query.load(conn))
}

pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(requests::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// That of somebody with a member, if there is one.
pub(crate) fn remove_pair(tx: &mut Tx, account_id: i64, from_account_id: i64) -> Result<()> {
    let pair = requests::table
        .filter(requests::account_id.eq(account_id))
        .filter(requests::from_account_id.eq(from_account_id));
    let query = delete(pair);
    on!(tx, conn => query.execute(conn).map(drop))
}

/// All of a member's.
pub(crate) fn clear(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(requests::table.filter(requests::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Some of those that an account has or is behind; how many went.
pub fn remove_about(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let own = requests::table
        .filter(requests::account_id.eq(account_id))
        .select(requests::id)
        .limit(limit);
    let mut ids: Vec<i64> = on!(tx, conn => own.load(conn))?;
    if ids.is_empty() {
        let caused = requests::table
            .filter(requests::from_account_id.eq(account_id))
            .select(requests::id)
            .limit(limit);
        ids = on!(tx, conn => caused.load(conn))?;
    }
    let query = delete(requests::table.filter(is_any(requests::id, &ids)));
    on!(tx, conn => query.execute(conn))
}
