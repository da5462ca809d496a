//! What one process tells all that share the database, once what it is about is saved.
//!
//! PostgreSQL passes it on (`NOTIFY`). Nobody shares a SQLite file, so there is nobody to tell.

use diesel::{
    PgConnection, RunQueryDsl,
    connection::SimpleConnection,
    sql_query,
    sql_types::{Array, Text},
};

use crate::{Error, Pooled, Result, Store, Tx};

/// How many bytes a text may have: PostgreSQL takes less than 8,000.
pub const LONGEST: usize = 7_900;

/// One name for all servers in one database, whose tables are in different schemas.
const CHANNEL: &str = "'kumki_' || current_schema()::regnamespace::oid::text";

impl Tx {
    /// Tells everybody who listens, this process too, when this is saved and not otherwise. Whether
    /// that is so: false where nobody can listen.
    pub fn tell(&mut self, texts: &[String]) -> Result<bool> {
        let Self::Postgres(conn) = self else {
            return Ok(false);
        };
        if !texts.is_empty() {
            let query = format!("SELECT pg_notify({CHANNEL}, told) FROM unnest($1) told");
            let query = sql_query(query).bind::<Array<Text>, _>(texts);
            query.execute(&mut **conn)?;
        }
        Ok(true)
    }
}

/// Hears what is told from the moment on when it is made.
pub struct Listener(Pooled<PgConnection>);

impl Store {
    /// None where nobody else can tell anything.
    pub fn listen(&self) -> Result<Option<Listener>> {
        let Self::Postgres(pool) = self else {
            return Ok(None);
        };
        let mut conn = pool.get()?;
        conn.batch_execute(&format!(
            "DO $$ BEGIN EXECUTE 'LISTEN ' || quote_ident({CHANNEL}); END $$"
        ))?;
        Ok(Some(Listener(conn)))
    }
}

impl Listener {
    /// All that has come since the last time, without waiting. What costs little: a look at the socket.
    pub fn heard(&mut self) -> Result<Vec<String>> {
        let heard = self.0.notifications_iter();
        let texts = heard.map(|it| it.map(|it| it.payload));
        texts.collect::<Result<_, _>>().map_err(Error::from)
    }

    /// Fails when nothing can come any more.
    pub fn check(&mut self) -> Result<()> {
        Ok(self.0.batch_execute("SELECT 1")?)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Fails on a connection that is broken, and so leaves the pool.
        let _ = self.0.batch_execute("UNLISTEN *");
    }
}
