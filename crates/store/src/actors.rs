//! How accounts of other servers are reached, and what they sign with.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, upsert::excluded};

use crate::{Result, Tx, ids::is_any, on, schema::actors, time::Time};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Actor {
    pub account_id: i64,
    pub inbox: String,
    /// Of all accounts of its server, if there is one.
    pub shared_inbox: Option<String>,
    pub outbox: Option<String>,
    /// The address of its collection of followers, which posts name that are for them.
    pub followers: Option<String>,
    pub following: Option<String>,
    /// What it has pinned.
    pub featured: Option<String>,
    pub key_id: String,
    /// In PEM.
    pub public_key: String,
    /// Where its pictures are.
    pub avatar_url: Option<String>,
    pub header_url: Option<String>,
    /// When all this was asked for last.
    pub fetched_at: DateTime<Utc>,
}

/// Keeps what an account has become, in the place of what it was.
pub fn set(tx: &mut Tx, actor: &Actor) -> Result<()> {
    let values = (
        actors::account_id.eq(actor.account_id),
        actors::inbox.eq(&actor.inbox),
        actors::shared_inbox.eq(&actor.shared_inbox),
        actors::outbox.eq(&actor.outbox),
        actors::followers.eq(&actor.followers),
        actors::following.eq(&actor.following),
        actors::featured.eq(&actor.featured),
        actors::key_id.eq(&actor.key_id),
        actors::public_key.eq(&actor.public_key),
        actors::avatar_url.eq(&actor.avatar_url),
        actors::header_url.eq(&actor.header_url),
        actors::fetched_at.eq(Time(actor.fetched_at)),
    );
    on!(tx, conn => {
        insert_into(actors::table)
            .values(values)
            .on_conflict(actors::account_id)
            .do_update()
            .set((
                actors::inbox.eq(excluded(actors::inbox)),
                actors::shared_inbox.eq(excluded(actors::shared_inbox)),
                actors::outbox.eq(excluded(actors::outbox)),
                actors::followers.eq(excluded(actors::followers)),
                actors::following.eq(excluded(actors::following)),
                actors::featured.eq(excluded(actors::featured)),
                actors::key_id.eq(excluded(actors::key_id)),
                actors::public_key.eq(excluded(actors::public_key)),
                actors::avatar_url.eq(excluded(actors::avatar_url)),
                actors::header_url.eq(excluded(actors::header_url)),
                actors::fetched_at.eq(excluded(actors::fetched_at)),
            ))
            .execute(conn)
            .map(drop)
    })
}

pub fn find(tx: &mut Tx, account_id: i64) -> Result<Option<Actor>> {
    let query = actors::table.find(account_id);
    on!(tx, conn => query.select(Actor::as_select()).first(conn).optional())
}

/// In no particular order; those of this server are none.
pub fn find_many(tx: &mut Tx, account_ids: &[i64]) -> Result<Vec<Actor>> {
    let query = actors::table.filter(is_any(actors::account_id, account_ids));
    on!(tx, conn => query.select(Actor::as_select()).load(conn))
}

/// Whose key it is.
pub fn find_by_key(tx: &mut Tx, key_id: &str) -> Result<Option<Actor>> {
    let query = actors::table.filter(actors::key_id.eq(key_id));
    on!(tx, conn => query.select(Actor::as_select()).first(conn).optional())
}

/// Takes a key from whoever has it: its name belongs to somebody else now.
pub fn free_key(tx: &mut Tx, key_id: &str, but_of: i64) -> Result<()> {
    let query = delete(
        actors::table
            .filter(actors::key_id.eq(key_id))
            .filter(actors::account_id.ne(but_of)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}
