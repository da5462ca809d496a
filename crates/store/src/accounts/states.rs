//! What moderators, and other servers, have made of accounts.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, update};
use serde_json::Value;

use crate::{Result, Tx, account_search, action_log::Recorded, on, schema::accounts, time::Time};

pub fn set_silenced(tx: &mut Tx, id: i64, at: Option<DateTime<Utc>>, _: &Recorded) -> Result<()> {
    let query = update(accounts::table.find(id)).set(accounts::silenced_at.eq(at.map(Time)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_sensitized(tx: &mut Tx, id: i64, at: Option<DateTime<Utc>>, _: &Recorded) -> Result<()> {
    let query = update(accounts::table.find(id)).set(accounts::sensitized_at.eq(at.map(Time)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_memorial(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = update(accounts::table.find(id)).set(accounts::memorial.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Suspended by this server.
pub fn set_suspended(
    tx: &mut Tx,
    id: i64,
    at: DateTime<Utc>,
    deletion_due_at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(accounts::table.find(id)).set((
        accounts::suspended_at.eq(Time(at)),
        accounts::suspension_origin.eq("local"),
        accounts::deletion_due_at.eq(Time(deletion_due_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Marks an account that has just been met, because of where it comes from.
pub fn limit_newcomer(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(accounts::table.find(id)).set(accounts::silenced_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The account goes on under another name, which it says itself.
pub fn set_moved_to(tx: &mut Tx, id: i64, target: Option<i64>) -> Result<()> {
    let query = update(accounts::table.find(id)).set(accounts::moved_to_account_id.eq(target));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What the account's own server has suspended it no longer does. A suspension of ours stays.
pub fn set_unsuspended_remotely(tx: &mut Tx, id: i64) -> Result<bool> {
    let query = update(
        accounts::table
            .find(id)
            .filter(accounts::suspension_origin.eq("remote"))
            .filter(accounts::purged_at.is_null()),
    )
    .set((
        accounts::suspended_at.eq(None::<Time>),
        accounts::suspension_origin.eq(None::<String>),
    ));
    on!(tx, conn => query.execute(conn)).map(|changed| changed > 0)
}

/// Suspended by the account's own server, which is no act of ours.
pub fn set_suspended_remotely(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(
        accounts::table
            .find(id)
            .filter(accounts::suspended_at.is_null()),
    )
    .set((
        accounts::suspended_at.eq(Time(at)),
        accounts::suspension_origin.eq("remote"),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_unsuspended(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = update(accounts::table.find(id)).set((
        accounts::suspended_at.eq(None::<Time>),
        accounts::suspension_origin.eq(None::<String>),
        accounts::deletion_due_at.eq(None::<Time>),
        accounts::purged_at.eq(None::<Time>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The data is being deleted; nothing waits for a date any more.
pub fn set_deletion_begun(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = update(accounts::table.find(id)).set(accounts::deletion_due_at.eq(None::<Time>));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Empties the profile and marks the account as purged. The suspension stays.
pub fn set_purged(tx: &mut Tx, id: i64, at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let profile = (
        accounts::display_name.eq(""),
        accounts::display_name_lower.eq(""),
        accounts::note.eq(""),
        accounts::fields.eq(Value::Array(Vec::new())),
        accounts::avatar.eq(None::<String>),
        accounts::avatar_description.eq(""),
        accounts::header.eq(None::<String>),
        accounts::header_description.eq(""),
    );
    let state = (
        accounts::locked.eq(false),
        accounts::discoverable.eq(Some(false)),
        accounts::indexable.eq(false),
        accounts::memorial.eq(false),
        accounts::silenced_at.eq(None::<Time>),
        accounts::deletion_due_at.eq(None::<Time>),
        accounts::purged_at.eq(Time(at)),
        accounts::updated_at.eq(Time(at)),
        accounts::moved_to_account_id.eq(None::<i64>),
    );
    let query = update(accounts::table.find(id)).set((profile, state));
    on!(tx, conn => query.execute(conn).map(drop))?;
    account_search::set(tx, id, "")
}

/// Accounts whose data is to be deleted by now, longest due first.
pub fn due_for_deletion(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>> {
    on!(tx, conn => {
        accounts::table
            .filter(accounts::deletion_due_at.le(Time(now)))
            .order((accounts::deletion_due_at, accounts::id))
            .select(accounts::id)
            .limit(limit)
            .load(conn)
    })
}
