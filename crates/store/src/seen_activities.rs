//! What other servers have sent, so that nothing counts twice.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, on, schema::seen_activities, time::Time};

/// Remembers an activity. Whether it is new.
pub fn add(tx: &mut Tx, uri: &str, at: DateTime<Utc>) -> Result<bool> {
    let values = (
        seen_activities::uri.eq(uri),
        seen_activities::created_at.eq(Time(at)),
    );
    let added = on!(tx, conn => {
        insert_into(seen_activities::table)
            .values(values)
            .on_conflict(seen_activities::uri)
            .do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

/// Forgets those of before; how many went.
pub fn forget(tx: &mut Tx, before: DateTime<Utc>) -> Result<usize> {
    let old = seen_activities::table.filter(seen_activities::created_at.lt(Time(before)));
    on!(tx, conn => delete(old).execute(conn))
}
