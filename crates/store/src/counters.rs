//! Numbers that are kept in step by the transactions that change what they count.

use diesel::{insert_into, prelude::*, update};

use crate::{Result, Tx, on, schema::counters};

/// Confirmed members who are not suspended.
pub const MEMBERS: &str = "members";
/// Posts of members.
pub const STATUSES: &str = "statuses";
/// Other servers that are known.
pub const INSTANCES: &str = "instances";
/// How often the rules for addresses were changed.
pub const IP_BLOCK_CHANGES: &str = "ip_block_changes";
/// How often the automatic rules were changed.
pub const AUTO_RULE_CHANGES: &str = "auto_rule_changes";
/// How often there was something new to know of removed posts.
pub const REMOVED_TEXT_CHANGES: &str = "removed_text_changes";

pub fn change(tx: &mut Tx, name: &str, by: i64) -> Result<()> {
    on!(tx, conn => {
        insert_into(counters::table)
            .values((counters::name.eq(name), counters::value.eq(by)))
            .on_conflict(counters::name)
            .do_update()
            .set(counters::value.eq(counters::value + by))
            .execute(conn)
            .map(drop)
    })
}

/// What counting has given, in the transaction that has [changed](change) it, if only by nothing.
pub fn set(tx: &mut Tx, name: &str, value: i64) -> Result<()> {
    let query = update(counters::table.find(name)).set(counters::value.eq(value));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn get(tx: &mut Tx, name: &str) -> Result<i64> {
    let query = counters::table.find(name).select(counters::value);
    let value: Option<i64> = on!(tx, conn => query.first(conn).optional())?;
    Ok(value.unwrap_or_default())
}

/// Those of the counters that are there, in no particular order.
pub fn some(tx: &mut Tx, names: &[String]) -> Result<Vec<(String, i64)>> {
    let query = counters::table
        .filter(counters::name.eq_any(names))
        .select((counters::name, counters::value));
    on!(tx, conn => query.load(conn))
}
