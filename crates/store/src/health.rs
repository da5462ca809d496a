//! Whether the database is well.

use chrono::{DateTime, Utc};
use diesel::{RunQueryDsl, sql_query, sql_types};

use crate::{Result, Tx, on};

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    line: String,
}

fn lines(tx: &mut Tx, sql: &str) -> Result<Vec<String>> {
    let lines: Vec<Line> = on!(tx, conn => sql_query(sql).load(conn))?;
    Ok(lines.into_iter().map(|it| it.line).collect())
}

/// Of the engine.
pub fn version(tx: &mut Tx) -> Result<String> {
    let sql = match tx {
        Tx::Sqlite(_) => "SELECT sqlite_version() AS line",
        Tx::Postgres(_) => "SELECT current_setting('server_version') AS line",
    };
    Ok(lines(tx, sql)?.concat())
}

/// Bytes that it takes.
pub fn size(tx: &mut Tx) -> Result<i64> {
    let sql = match tx {
        Tx::Sqlite(_) => {
            "SELECT CAST(page_count * page_size AS TEXT) AS line FROM pragma_page_count, pragma_page_size"
        }
        Tx::Postgres(_) => "SELECT CAST(pg_database_size(current_database()) AS TEXT) AS line",
    };
    Ok(lines(tx, sql)?.concat().parse().unwrap_or_default())
}

/// What is broken in the file, in the words of SQLite. PostgreSQL looks after itself.
pub fn damage(tx: &mut Tx) -> Result<Vec<String>> {
    if let Tx::Postgres(_) = tx {
        return Ok(Vec::new());
    }
    let mut found = lines(
        tx,
        "SELECT quick_check AS line FROM pragma_quick_check LIMIT 10",
    )?;
    found.retain(|it| it != "ok");
    let orphans =
        "SELECT 'row ' || coalesce(rowid, '?') || ' of ' || \"table\" || ' points at nothing in '
        || parent AS line FROM pragma_foreign_key_check LIMIT 10";
    found.extend(lines(tx, orphans)?);
    Ok(found)
}

/// What time it is where the database is, if that may be another machine.
pub fn clock(tx: &mut Tx) -> Result<Option<DateTime<Utc>>> {
    #[derive(diesel::QueryableByName)]
    struct Clock {
        #[diesel(sql_type = sql_types::Timestamptz)]
        at: DateTime<Utc>,
    }
    match tx {
        Tx::Sqlite(_) => Ok(None),
        Tx::Postgres(conn) => {
            let clock: Clock =
                sql_query("SELECT clock_timestamp() AS at").get_result(&mut **conn)?;
            Ok(Some(clock.at))
        }
    }
}
