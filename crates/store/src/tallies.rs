//! Numbers about days, that answer at once: so many of a kind, of one thing, on a day.
//!
//! Triggers of the database write down what each change adds, in the transaction that makes it, and [`fold`]
//! adds that up from time to time. Whoever asks gets both together, so that nothing is late and nobody who
//! writes waits for anybody else. [`recount`] says what counting the rows gives.

mod kinds;
pub mod recount;

use std::{collections::BTreeMap, ops::RangeInclusive};

use diesel::{
    insert_into,
    prelude::*,
    sql_query,
    sql_types::{BigInt, Integer, Text},
};

use crate::{
    Result, Tx, on,
    schema::tally_log,
    written::{Written, written},
};

pub use kinds::Kind;

/// In place of a day: the sum of all days, of kinds that have one; of members, those who were never here.
pub const NO_DAY: i32 = -1;
/// How much is added up at once.
pub const AT_ONCE: i64 = 5_000;

/// Of which parts.
#[derive(Clone, Copy, Debug)]
pub enum Parts<'a> {
    All,
    These(&'a [String]),
}

/// Writes down what no trigger can know.
pub fn add(tx: &mut Tx, kind: Kind, day: i32, amount: i64) -> Result<()> {
    let query = insert_into(tally_log::table).values((
        tally_log::kind.eq(kind.word()),
        tally_log::scope.eq(""),
        tally_log::part.eq(""),
        tally_log::day.eq(day),
        tally_log::amount.eq(amount),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// So much on each of the days; those on which there was nothing are missing.
pub fn of_days(
    tx: &mut Tx,
    kind: Kind,
    scope: &str,
    parts: Parts<'_>,
    days: RangeInclusive<i32>,
) -> Result<BTreeMap<i32, i64>> {
    let from = |table| {
        let rows = written::<(Integer, BigInt)>("SELECT day, amount FROM ").words(table);
        among(rows, kind, scope, parts, &days)
    };
    let query = written::<(Integer, BigInt)>("SELECT day, CAST(sum(amount) AS BIGINT) FROM (")
        .append(from("tallies"))
        .words(" UNION ALL ")
        .append(from("tally_log"))
        .words(") found GROUP BY day");
    let rows: Vec<(i32, i64)> = on!(tx, conn => query.load(conn))?;
    Ok(rows.into_iter().collect())
}

/// A few parts are looked up one by one, day by day, however many others there are.
fn among<T>(
    rows: Written<T>,
    kind: Kind,
    scope: &str,
    parts: Parts<'_>,
    days: &RangeInclusive<i32>,
) -> Written<T> {
    let rows = rows.words(" WHERE kind = ").text(kind.word());
    let rows = rows.words(" AND scope = ").text(scope);
    match parts {
        Parts::All => rows
            .words(" AND day BETWEEN ")
            .id((*days.start()).into())
            .words(" AND ")
            .id((*days.end()).into()),
        Parts::These(parts) => {
            let days: Vec<i64> = days.clone().map(i64::from).collect();
            let rows = rows.words(" AND day").any_of(&days);
            rows.words(" AND part").any_text(parts)
        }
    }
}

/// So much on all days together. Of kinds that have a [sum](Kind::has_sum).
pub fn of_all_days(tx: &mut Tx, kind: Kind, scope: &str, parts: Parts<'_>) -> Result<i64> {
    let of_this = |rows: Written<BigInt>| {
        let rows = rows.words(" WHERE kind = ").text(kind.word());
        let rows = rows.words(" AND scope = ").text(scope);
        match parts {
            Parts::All => rows,
            Parts::These(parts) => rows.words(" AND part").any_text(parts),
        }
    };
    let query = written::<BigInt>("SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM (")
        .append(of_this(written("SELECT amount FROM tallies")).words(" AND day = -1"))
        .words(" UNION ALL ")
        .append(of_this(written("SELECT amount FROM tally_log")))
        .words(") found");
    on!(tx, conn => query.get_result(conn))
}

/// So much of each part on the days together, the most first, and no more than so many parts.
pub fn by_part(
    tx: &mut Tx,
    kind: Kind,
    scope: &str,
    days: RangeInclusive<i32>,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    let from = |table| {
        let rows = written::<(Text, BigInt)>("SELECT part, amount FROM ").words(table);
        among(rows, kind, scope, Parts::All, &days)
    };
    let query = written::<(Text, BigInt)>("SELECT part, CAST(sum(amount) AS BIGINT) FROM (")
        .append(from("tallies"))
        .words(" UNION ALL ")
        .append(from("tally_log"))
        .words(
            ") found GROUP BY part HAVING sum(amount) > 0 ORDER BY sum(amount) DESC, part LIMIT ",
        )
        .id(limit);
    on!(tx, conn => query.load(conn))
}

/// What is kept of several things: of which, on which day, and how much.
pub fn by_scope(tx: &mut Tx, kind: Kind, scopes: &[String]) -> Result<Vec<(String, i32, i64)>> {
    let from = |table| {
        written::<(Text, Integer, BigInt)>("SELECT scope, day, amount FROM ")
            .words(table)
            .words(" WHERE kind = ")
            .text(kind.word())
            .words(" AND scope")
            .any_text(scopes)
    };
    let query =
        written::<(Text, Integer, BigInt)>("SELECT scope, day, CAST(sum(amount) AS BIGINT) FROM (")
            .append(from("tallies"))
            .words(" UNION ALL ")
            .append(from("tally_log"))
            .words(") found GROUP BY scope, day");
    on!(tx, conn => query.load(conn))
}

/// How many parts there was something of on each of the days; days without any are missing.
pub fn parts_of_days(
    tx: &mut Tx,
    kind: Kind,
    scope: &str,
    days: RangeInclusive<i32>,
) -> Result<BTreeMap<i32, i64>> {
    let from = |table| {
        let rows = written::<(Integer, BigInt)>("SELECT day, part, amount FROM ").words(table);
        among(rows, kind, scope, Parts::All, &days)
    };
    let query = written::<(Integer, BigInt)>("SELECT day, count(*) FROM (SELECT day FROM (")
        .append(from("tallies"))
        .words(" UNION ALL ")
        .append(from("tally_log"))
        .words(") found GROUP BY day, part HAVING sum(amount) > 0) there GROUP BY day");
    let rows: Vec<(i32, i64)> = on!(tx, conn => query.load(conn))?;
    Ok(rows.into_iter().collect())
}

/// Adds up what was written down, the oldest first, and no more than [`AT_ONCE`]. Whether that was all.
pub fn fold(tx: &mut Tx) -> Result<bool> {
    match tx {
        // Nobody else writes meanwhile.
        Tx::Sqlite(conn) => {
            let last = "(SELECT max(id) FROM (SELECT id FROM tally_log ORDER BY id LIMIT $1) some)";
            let add = format!(
                "INSERT INTO tallies (kind, scope, part, day, amount)
                 SELECT kind, scope, part, day, sum(amount) FROM ({}) GROUP BY 1, 2, 3, 4
                 HAVING sum(amount) <> 0
                 ON CONFLICT (kind, scope, day, part) DO UPDATE SET amount = amount + excluded.amount",
                with_sums("tally_log", &format!("id <= {last}")),
            );
            sql_query(add)
                .bind::<BigInt, _>(AT_ONCE)
                .execute(&mut **conn)?;
            sql_query(format!("DELETE FROM tally_log WHERE id <= {last}"))
                .bind::<BigInt, _>(AT_ONCE)
                .execute(&mut **conn)?;
        }
        // What others save meanwhile is left to the next time: one statement sees one moment.
        Tx::Postgres(conn) => {
            let add = format!(
                "WITH gone AS (
                   DELETE FROM tally_log WHERE id IN
                     (SELECT id FROM tally_log ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
                   RETURNING kind, scope, part, day, amount)
                 INSERT INTO tallies (kind, scope, part, day, amount)
                 SELECT kind, scope, part, day, sum(amount) FROM ({}) found GROUP BY 1, 2, 3, 4
                 HAVING sum(amount) <> 0 ORDER BY 1, 2, 4, 3
                 ON CONFLICT (kind, scope, day, part)
                 DO UPDATE SET amount = tallies.amount + excluded.amount",
                with_sums("gone", "TRUE"),
            );
            sql_query(add)
                .bind::<BigInt, _>(AT_ONCE)
                .execute(&mut **conn)?;
        }
    }
    let rest = tally_log::table.select(tally_log::id).limit(1);
    let rest: Option<i64> = on!(tx, conn => rest.first(conn).optional())?;
    Ok(rest.is_none())
}

/// Rows, and once more those that also count for the sum of all days.
fn with_sums(rows: &str, condition: &str) -> String {
    let with_sum: Vec<String> = Kind::ALL
        .into_iter()
        .filter(|it| it.has_sum())
        .map(|it| format!("'{}'", it.word()))
        .collect();
    format!(
        "SELECT kind, scope, part, day, amount FROM {rows} WHERE {condition} UNION ALL
         SELECT kind, scope, part, {NO_DAY}, amount FROM {rows} WHERE {condition} AND kind IN ({})",
        with_sum.join(", "),
    )
}
