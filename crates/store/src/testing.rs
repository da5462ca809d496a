//! An empty database for one test, and ways to look behind its statements.

use std::{
    env, fs, process,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use chrono::{DateTime, Utc};
use diesel::{
    connection::{Connection, InstrumentationEvent, SimpleConnection},
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bool, Text},
};

use crate::{
    Result, Store, Tx,
    follows::{self, Terms},
    ids::is_any,
    notifications::Notification,
    on,
    schema::{notifications, statuses},
    statuses::Status,
    written::written,
};

/// In PostgreSQL when `TEST_POSTGRES` has the address of a server, in SQLite otherwise.
pub fn store() -> Result<Store> {
    let (store, _) = store_and_address()?;
    Ok(store)
}

/// The database, and what another process reaches it by: a file, or `postgres://…`
pub fn store_and_address() -> Result<(Store, String)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", process::id());

    let (store, address) = match env::var("TEST_POSTGRES") {
        Ok(server) => {
            let mut tx = Store::connect(&server)?.write()?;
            on!(&mut tx, conn => conn.batch_execute(&format!("CREATE SCHEMA {name}")))?;
            tx.save()?;
            let url = format!("{server}?options=-csearch_path%3D{name}");
            (Store::connect(&url)?, url)
        }
        Err(_) => {
            let folder = env::temp_dir().join("kumki-tests").join(name);
            let _ = fs::remove_dir_all(&folder);
            let file = folder.join("kumki.db");
            (Store::open(&file)?, file.display().to_string())
        }
    };
    store.migrate()?;
    Ok((store, address))
}

/// Runs statements as they are written, one after the other.
pub fn batch(tx: &mut Tx, sql: &str) -> Result<()> {
    on!(tx, conn => conn.batch_execute(sql))
}

/// Runs a statement that no transaction may be around, such as `VACUUM`.
pub fn maintain(store: &Store, sql: &str) -> Result<()> {
    match store {
        Store::Sqlite { writer, .. } => Ok(writer.get()?.batch_execute(sql)?),
        Store::Postgres(pool) => Ok(pool.get()?.batch_execute(sql)?),
    }
}

/// The tables and their columns, sorted. The index of words is kept by each database in its own way.
pub fn columns(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let rows: Vec<Column> = match tx {
        Tx::Sqlite(conn) => sql_query(
            "SELECT m.name AS of_table, c.name AS name FROM sqlite_master m
             JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'status_words%'
             ORDER BY 1, 2",
        )
        .load(&mut **conn)?,
        Tx::Postgres(conn) => sql_query(
            "SELECT table_name::text AS of_table, column_name::text AS name
             FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name NOT LIKE 'status_words%'
             ORDER BY 1, 2",
        )
        .load(&mut **conn)?,
    };
    Ok(rows.into_iter().map(|it| (it.of_table, it.name)).collect())
}

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// How many rows a table has, or a part of one: `follows WHERE account_id = 1`.
pub fn count(tx: &mut Tx, rows: &str) -> Result<i64> {
    let query = sql_query(format!("SELECT count(*) AS counted FROM {rows}"));
    let count: Count = on!(tx, conn => query.get_result(conn))?;
    Ok(count.counted)
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    counted: i64,
}

/// Posts by a statement that finds ids, with one value in the place of its `?`, newest first.
pub fn posts(tx: &mut Tx, sql: &'static str, value: i64) -> Result<Vec<Status>> {
    let (before, after) = sql.split_once('?').unwrap_or((sql, ""));
    let chosen = written::<Bool>("statuses.id IN (")
        .words(before)
        .id(value)
        .words(after)
        .words(")");
    let query = statuses::table.filter(chosen).order(statuses::id.desc());
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// Posts, whoever may see them, in no particular order.
pub fn posts_by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Status>> {
    let query = statuses::table.filter(is_any(statuses::id, ids));
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// The newest that a member was told, whether she may see it or not.
pub fn newest_notifications(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<Notification>> {
    let query = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(diesel::dsl::not(notifications::is_filtered))
        .order(notifications::id.desc())
        .limit(limit);
    on!(tx, conn => query.select(Notification::as_select()).load(conn))
}

/// Runs a statement that nobody but a test has a use for. How many rows it changed.
pub fn execute(tx: &mut Tx, sql: &str) -> Result<usize> {
    on!(tx, conn => sql_query(sql).execute(conn))
}

/// How the database would go about the statements that `work` runs: a text for each.
pub fn plans(tx: &mut Tx, work: impl FnOnce(&mut Tx) -> Result<()>) -> Result<Vec<String>> {
    let statements = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&statements);
    let note = move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let mut statements = seen.lock().unwrap_or_else(PoisonError::into_inner);
            statements.push(query.to_string());
        }
    };
    match tx {
        Tx::Sqlite(conn) => conn.set_instrumentation(note),
        Tx::Postgres(conn) => conn.set_instrumentation(note),
    }
    work(tx)?;
    match tx {
        Tx::Sqlite(conn) => conn.set_instrumentation(|_: InstrumentationEvent<'_>| {}),
        Tx::Postgres(conn) => conn.set_instrumentation(|_: InstrumentationEvent<'_>| {}),
    }

    let statements = statements.lock().unwrap_or_else(PoisonError::into_inner);
    let sql = statements
        .iter()
        .map(|it| it.split(" -- binds").next().unwrap_or(it));
    sql.map(|sql| plan(tx, sql)).collect()
}

fn plan(tx: &mut Tx, sql: &str) -> Result<String> {
    let steps: Vec<String> = match tx {
        Tx::Sqlite(conn) => sql_query(format!("EXPLAIN QUERY PLAN {sql}"))
            .load::<SqliteStep>(&mut **conn)?
            .into_iter()
            .map(|it| it.detail)
            .collect(),
        Tx::Postgres(conn) => {
            // A prepared statement is planned without its parameters, and so for all of them.
            let nulls = match sql.matches('$').count() {
                0 => String::new(),
                count => format!("({})", vec!["NULL"; count].join(", ")),
            };
            conn.batch_execute("SET LOCAL plan_cache_mode = force_generic_plan")?;
            conn.batch_execute(&format!("PREPARE planned AS {sql}"))?;
            let steps = sql_query(format!("EXPLAIN EXECUTE planned{nulls}"));
            let steps = steps.load::<PostgresStep>(&mut **conn)?;
            conn.batch_execute("DEALLOCATE planned")?;
            steps.into_iter().map(|it| it.detail).collect()
        }
    };
    Ok(steps.join("\n"))
}

#[derive(diesel::QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(diesel::QueryableByName)]
struct PostgresStep {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    detail: String,
}

/// One account follows another.
pub fn follow(tx: &mut Tx, account_id: i64, target: i64, at: DateTime<Utc>) -> Result<()> {
    follows::add(tx, account_id, target, &Terms::default(), at)
}
