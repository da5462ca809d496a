//! Acts that the server is going to take back by itself.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, action_log::Recorded, on, schema::timed_acts, time::Time};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct TimedAct {
    pub account_id: i64,
    /// Mastodon's word for what was done.
    pub action: String,
    pub act_id: i64,
    pub expires_at: DateTime<Utc>,
}

/// The act ends then, and an earlier one of the same kind no longer does.
pub fn set(
    tx: &mut Tx,
    account_id: i64,
    action: &str,
    expires_at: DateTime<Utc>,
    act: &Recorded,
) -> Result<()> {
    let values = (
        timed_acts::account_id.eq(account_id),
        timed_acts::action.eq(action),
        timed_acts::act_id.eq(act.id()),
        timed_acts::expires_at.eq(Time(expires_at)),
    );
    on!(tx, conn => {
        insert_into(timed_acts::table)
            .values(values)
            .on_conflict((timed_acts::account_id, timed_acts::action))
            .do_update()
            .set((
                timed_acts::act_id.eq(act.id()),
                timed_acts::expires_at.eq(Time(expires_at)),
            ))
            .execute(conn)
            .map(drop)
    })
}

/// What was done stays, or is undone already.
pub fn remove(tx: &mut Tx, account_id: i64, action: &str) -> Result<()> {
    let query = delete(timed_acts::table.find((account_id, action)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those whose time has come, that many at most, in the order in which it came.
pub fn due(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<TimedAct>> {
    let query = timed_acts::table
        .filter(timed_acts::expires_at.le(Time(now)))
        .order((timed_acts::expires_at, timed_acts::account_id))
        .limit(limit);
    on!(tx, conn => query.select(TimedAct::as_select()).load(conn))
}

/// When what was done about an account ends, where it does.
pub fn of_account(tx: &mut Tx, account_id: i64) -> Result<Vec<TimedAct>> {
    let query = timed_acts::table
        .filter(timed_acts::account_id.eq(account_id))
        .order(timed_acts::action);
    on!(tx, conn => query.select(TimedAct::as_select()).load(conn))
}
