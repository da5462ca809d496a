//! Who was here on which day. A trigger notes it when a member is seen.

use std::{collections::BTreeMap, ops::RangeInclusive};

use diesel::{dsl::count, prelude::*};

use crate::{Result, Tx, on, schema::logins};

/// How many members were here on each of the days; days without any are missing.
pub fn of_days(tx: &mut Tx, days: RangeInclusive<i32>) -> Result<BTreeMap<i32, i64>> {
    let query = logins::table
        .filter(logins::day.between(*days.start(), *days.end()))
        .group_by(logins::day)
        .select((logins::day, count(logins::account_id)));
    let rows: Vec<(i32, i64)> = on!(tx, conn => query.load(conn))?;
    Ok(rows.into_iter().collect())
}

/// How many were here on any of the days, each counted once.
pub fn people(tx: &mut Tx, days: RangeInclusive<i32>) -> Result<i64> {
    let query = logins::table
        .filter(logins::day.between(*days.start(), *days.end()))
        .select(count(logins::account_id).aggregate_distinct());
    on!(tx, conn => query.get_result(conn))
}
