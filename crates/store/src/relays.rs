//! Relays: servers that pass public posts on to each other.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, sql_types::Bool, update};

use crate::{
    Result, Tx, action_log::Recorded, audience::ACCEPTED, on, schema::relays, time::Time,
    written::written,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Relay {
    pub id: i64,
    pub inbox: String,
    /// `idle`, `pending`, `accepted` or `rejected`
    pub state: String,
    /// What the request to take part is called that was sent last.
    pub follow_uri: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// One that takes no part yet.
pub fn add(tx: &mut Tx, inbox: &str, at: DateTime<Utc>) -> Result<Relay> {
    let values = (
        relays::inbox.eq(inbox),
        relays::state.eq("idle"),
        relays::created_at.eq(Time(at)),
        relays::updated_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(relays::table)
            .values(values)
            .returning(Relay::as_returning())
            .get_result(conn)
    })
}

/// In the order in which they were made.
pub fn all(tx: &mut Tx) -> Result<Vec<Relay>> {
    let query = relays::table.order(relays::id);
    on!(tx, conn => query.select(Relay::as_select()).load(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Relay>> {
    let query = relays::table.find(id);
    on!(tx, conn => query.select(Relay::as_select()).first(conn).optional())
}

/// The same, and nobody else changes it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Relay>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = relays::table.find(id).select(Relay::as_select());
            Ok(query.for_update().first(&mut **conn).optional()?)
        }
    }
}

pub fn find_by_inbox(tx: &mut Tx, inbox: &str) -> Result<Option<Relay>> {
    let query = relays::table.filter(relays::inbox.eq(inbox));
    on!(tx, conn => query.select(Relay::as_select()).first(conn).optional())
}

/// The one that was asked by that name. There are few relays, so all are looked at.
pub fn find_by_follow(tx: &mut Tx, uri: &str) -> Result<Option<Relay>> {
    let query = relays::table.filter(relays::follow_uri.eq(uri));
    on!(tx, conn => query.select(Relay::as_select()).first(conn).optional())
}

/// Asks it, by a new name, or leaves it.
pub fn set_follow(
    tx: &mut Tx,
    id: i64,
    state: &str,
    follow_uri: Option<&str>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(relays::table.find(id)).set((
        relays::state.eq(state),
        relays::follow_uri.eq(follow_uri),
        relays::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What it has answered.
pub fn set_state(tx: &mut Tx, id: i64, state: &str, at: DateTime<Utc>) -> Result<()> {
    let query = update(relays::table.find(id))
        .set((relays::state.eq(state), relays::updated_at.eq(Time(at))));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(relays::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Whether an account is one of those that pass posts on: what is sent to a relay goes to its inbox.
pub fn is_one(tx: &mut Tx, account_id: i64) -> Result<bool> {
    let query = written::<Bool>("SELECT EXISTS (SELECT 1 FROM relays relay JOIN actors actor")
        .words(" ON relay.inbox IN (actor.inbox, actor.shared_inbox)")
        .words(" WHERE relay.state = ")
        .text(ACCEPTED)
        .words(" AND actor.account_id = ")
        .id(account_id)
        .words(")");
    on!(tx, conn => query.get_result(conn))
}
