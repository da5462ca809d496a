//! Databases that look like those of a server which has been running for five years.
//!
//! Rows are made inside the database, from their numbers. The same number of posts gives the same rows.

mod people;
mod posts;
mod told;

use anyhow::Result;
use server::App;
use store::{Store, counters, testing::batch, testing::maintain};

use crate::{
    common::{rows::settle, run::say},
    world::World,
};

/// How many posts are made in one transaction.
const BATCH: i64 = 50_000;

/// Fills an empty database. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, world: &World) -> Result<()> {
    let store = &app.store;
    store.migrate()?;
    if counters::get(&mut store.read()?, counters::STATUSES)? >= world.posts {
        return Ok(());
    }
    let sql = Sql {
        is_sqlite: matches!(store, Store::Sqlite { .. }),
        world,
    };
    if sql.is_sqlite {
        maintain(store, "PRAGMA cache_size = -500000")?;
    }
    sql.save(store, &people::all(&sql))?;
    sql.save(store, &posts::before(&sql))?;
    for first in (0..world.posts).step_by(BATCH as usize) {
        sql.save(
            store,
            &posts::batch(&sql, first..(first + BATCH).min(world.posts)),
        )?;
        if first % (BATCH * 10) == 0 {
            say(&format!("{first} of {} posts are there", world.posts));
        }
    }
    sql.save(store, &posts::after(&sql))?;
    sql.save(store, &told::all(&sql))?;
    settle(store)?;
    let mut tx = store.write()?;
    counters::change(&mut tx, counters::STATUSES, world.posts)?;
    Ok(tx.save()?)
}

/// What is written differently in the two databases.
struct Sql<'a> {
    is_sqlite: bool,
    world: &'a World,
}

impl Sql<'_> {
    fn save(&self, store: &Store, sql: &str) -> Result<()> {
        let mut tx = store.write()?;
        if !self.is_sqlite {
            batch(
                &mut tx,
                "SET LOCAL statement_timeout = 0; SET LOCAL synchronous_commit = off;
                 SET LOCAL session_replication_role = replica;
                 SET LOCAL maintenance_work_mem = '1GB'",
            )?;
        }
        batch(&mut tx, sql)?;
        Ok(tx.save()?)
    }

    /// A time, from milliseconds.
    fn instant(&self, at: &str) -> String {
        match self.is_sqlite {
            true => format!("strftime('%Y-%m-%d %H:%M:%f+00:00', {at} / 1000.0, 'unixepoch')"),
            false => format!("to_timestamp({at} / 1000.0)"),
        }
    }

    /// A table with a column `n` of whole numbers, to stand before `INSERT`.
    fn numbers(&self, first: i64, end: i64) -> String {
        let last = end - 1;
        format!(
            "WITH RECURSIVE numbers (n) AS (SELECT CAST({first} AS BIGINT)
             UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
        )
    }
}

/// A number that has little to do with its neighbors, for one that is an expression of SQL.
fn hash(number: &str) -> String {
    format!("(({number}) * 2654435761 % 4294967296 / 64)")
}
