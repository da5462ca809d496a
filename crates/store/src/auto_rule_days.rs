//! How often automatic rules match from day to day, kept as it happens.

use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, ids::is_any, on, schema::auto_rule_days as days};

/// How often a rule has matched on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = days)]
pub struct RuleDay {
    pub rule_id: i64,
    /// Since the beginning of 1970.
    pub day: i32,
    pub matches: i64,
}

pub fn count(tx: &mut Tx, rule_id: i64, day: i32) -> Result<()> {
    let query = insert_into(days::table)
        .values((
            days::rule_id.eq(rule_id),
            days::day.eq(day),
            days::matches.eq(1_i64),
        ))
        .on_conflict((days::rule_id, days::day))
        .do_update()
        .set(days::matches.eq(days::matches + 1));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The days on which these rules have matched, since one of them.
pub fn since(tx: &mut Tx, rule_ids: &[i64], day: i32) -> Result<Vec<RuleDay>> {
    let query = days::table
        .filter(is_any(days::rule_id, rule_ids))
        .filter(days::day.ge(day));
    on!(tx, conn => query.select(RuleDay::as_select()).load(conn))
}

/// Forgets what was before that day.
pub fn forget(tx: &mut Tx, before: i32) -> Result<()> {
    let query = delete(days::table.filter(days::day.lt(before)));
    on!(tx, conn => query.execute(conn).map(drop))
}
