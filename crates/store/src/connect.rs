//! Reaching the database.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
    time::Duration,
};

use diesel::{
    PgConnection,
    connection::SimpleConnection,
    r2d2::{self, ConnectionManager, CustomizeConnection, R2D2Connection},
};

use crate::{Error, Pool, Result, Store};

// With a write-ahead log, readers do not wait for the writer, and NORMAL loses nothing in a crash
// of the server; the last moments may go when the machine loses power.
const SQLITE_WRITER: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA mmap_size = 1073741824;
    PRAGMA journal_size_limit = 67108864;";
const SQLITE_READER: &str = "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON;
    PRAGMA mmap_size = 1073741824;";
/// Days begin when they do in SQLite.
const POSTGRES: &str = "SET TIME ZONE 'UTC'; SET statement_timeout = '60s';
    SET application_name = 'kumki';";

/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// A database in a file of its own, made if it is not there.
    pub fn open(file: &Path) -> Result<Self> {
        let failed = |error| Error::File(format!("{} cannot be made", file.display()), error);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let url = file.display().to_string();
        Ok(Self::Sqlite {
            writer: pool(&url, 1, SQLITE_WRITER)?,
            readers: pool(&url, 4, SQLITE_READER)?,
        })
    }

    /// A database in a PostgreSQL server: `postgres://…`
    pub fn connect(url: &str) -> Result<Self> {
        // One of them listens to what other processes tell.
        Ok(Self::Postgres(pool(url, 9, POSTGRES)?))
    }
}

fn pool<C: R2D2Connection + 'static>(url: &str, size: u32, sql: &'static str) -> Result<Pool<C>> {
    let pool = r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(PATIENCE)
        // Would cost a round trip each; a connection that broke leaves the pool when it is given back.
        .test_on_check_out(false)
        .connection_customizer(Box::new(OnAcquire(sql)));
    Ok(pool.build(ConnectionManager::new(url))?)
}

#[derive(Debug)]
struct OnAcquire(&'static str);

impl<C: R2D2Connection> CustomizeConnection<C, r2d2::Error> for OnAcquire {
    fn on_acquire(&self, conn: &mut C) -> Result<(), r2d2::Error> {
        conn.batch_execute(self.0).map_err(r2d2::Error::QueryError)
    }
}

/// Several servers that start together would all migrate; here they do so in turn.
pub(crate) fn one_at_a_time<T>(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> T,
) -> Result<T> {
    const KEY: &str = "4845131";
    conn.batch_execute(&format!("SELECT pg_advisory_lock({KEY})"))?;
    let done = work(conn);
    conn.batch_execute(&format!("SELECT pg_advisory_unlock({KEY})"))?;
    Ok(done)
}

/// Says that a process serves from a folder, until it ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the lock lasts as long as the file is open")] File);

impl Lock {
    /// Fails at once when another process serves from the folder.
    pub fn take(folder: &Path) -> Result<Self> {
        let path = folder.join("serving.lock");
        let failed = |error| Error::File(format!("{} cannot be locked", path.display()), error);
        fs::create_dir_all(folder).map_err(failed)?;
        let file = File::create(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(folder.display().to_string())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
