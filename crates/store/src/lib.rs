//! What is kept, and the statements that read and write it.
//!
//! Every statement is written once and runs through `on!`, which compiles it for SQLite and for
//! PostgreSQL. Where the two differ, the function matches on [`Tx`] and shows both side by side.
//!
//! What a moderator can change about an account is only changed by functions that ask for a
//! [`Recorded`](action_log::Recorded), which only writing to the action log gives.

pub mod account_aliases;
pub mod account_keys;
pub mod account_list;
pub mod account_migrations;
pub mod account_notes;
pub mod account_search;
pub mod accounts;
pub mod action_log;
pub mod activity_names;
pub mod actors;
pub mod announcements;
pub mod appeals;
pub mod applications;
pub mod audience;
pub mod author_reviews;
pub mod auto_rule_days;
pub mod auto_rule_matches;
pub mod auto_rules;
pub mod blocks;
pub mod bookmarks;
pub mod card_days;
pub mod cards;
pub mod conversation_mutes;
pub mod conversations;
pub mod counters;
pub mod decisions;
pub mod deliveries;
pub mod directory;
pub mod domain_allows;
pub mod domain_blocks;
pub mod domain_subscription_entries;
pub mod domain_subscriptions;
pub mod email_blocks;
pub mod email_domain_blocks;
pub mod email_domain_days;
pub mod emojis;
pub mod endorsements;
pub mod favourites;
pub mod featured_tags;
pub mod filters;
pub mod follow_requests;
pub mod follows;
pub mod follows_aside;
pub mod health;
pub mod held_statuses;
pub mod home;
pub mod hosts;
pub mod idempotency;
pub mod instances;
pub mod invites;
pub mod ip_blocks;
pub mod jobs;
pub mod lists;
pub mod logins;
pub mod losses;
pub mod markers;
pub mod media;
pub mod mentions;
pub mod moderation_notes;
pub mod mutes;
pub mod notification_groups;
pub mod notification_policy;
pub mod notification_requests;
pub mod notifications;
pub mod outbox;
pub mod outgoing;
pub mod pins;
pub mod polls;
pub mod presets;
pub mod profile_pictures;
pub mod publishers;
pub mod push;
pub mod queue;
pub mod quotes;
pub mod recount;
pub mod relationships;
pub mod relay;
pub mod relays;
pub mod removed_texts;
pub mod reports;
pub mod roles;
pub mod rules;
pub mod scheduled_statuses;
pub mod search;
pub mod seen_activities;
pub mod senders;
pub mod server_accounts;
pub mod server_counts;
pub mod sessions;
pub mod settings;
pub mod severances;
pub mod status_edits;
pub mod status_reviews;
pub mod status_stats;
pub mod status_tags;
pub mod statuses;
pub mod streaming;
pub mod strikes;
pub mod suggestions;
pub mod tag_days;
pub mod tag_follows;
pub mod tags;
pub mod tallies;
pub mod threads;
pub mod timed_acts;
pub mod timelines;
pub mod tokens;
pub mod tombstones;
pub mod trends;
pub mod trends_due;
pub mod user_domain_blocks;
pub mod user_ips;
pub mod username_blocks;
pub mod users;
pub mod uses;
pub mod visible;
pub mod webhooks;

mod connect;
mod ids;
mod marks;
mod paged;
mod schema;
mod time;
mod written;

#[cfg(feature = "testing")]
pub mod testing;

use diesel::{
    PgConnection, SqliteConnection,
    backend::Backend,
    connection::{AnsiTransactionManager, Connection, TransactionManager},
    migration::MigrationSource,
    r2d2::{self, ConnectionManager, PooledConnection, R2D2Connection},
    result::{DatabaseErrorKind, Error as Statement},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub use connect::Lock;

pub type Result<T, E = Error> = std::result::Result<T, E>;
type Pool<C> = r2d2::Pool<ConnectionManager<C>>;
type Pooled<C> = PooledConnection<ConnectionManager<C>>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else was first.
    #[error("there is one already")]
    Duplicate(#[source] Statement),
    #[error("a statement failed")]
    Statement(#[source] Statement),
    #[error("no connection to the database")]
    Connection(#[from] r2d2::PoolError),
    #[error("a migration failed")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("{0} is used by another process")]
    InUse(String),
    #[error("{0}")]
    File(String, #[source] std::io::Error),
}

impl From<Statement> for Error {
    fn from(error: Statement) -> Self {
        match error {
            Statement::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                Self::Duplicate(error)
            }
            _ => Self::Statement(error),
        }
    }
}

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The database that the operator chose.
#[derive(Clone)]
pub enum Store {
    /// One connection writes. Who waits for it in the pool is woken; who waits in SQLite polls.
    Sqlite {
        writer: Pool<SqliteConnection>,
        readers: Pool<SqliteConnection>,
    },
    Postgres(Pool<PgConnection>),
}

/// One unit of work: all of it is saved, or, when this is dropped, none.
pub enum Tx {
    Sqlite(Pooled<SqliteConnection>),
    Postgres(Pooled<PgConnection>),
}

impl Store {
    /// Brings the tables up to date. The answer names what was done.
    pub fn migrate(&self) -> Result<Vec<String>> {
        match self {
            Self::Sqlite { writer, .. } => {
                let conn = &mut *writer.get()?;
                match pending(conn, SQLITE)?.is_empty() {
                    true => Ok(Vec::new()),
                    // Another process may be about to do the same.
                    false => conn.immediate_transaction(|conn| run_pending(conn, SQLITE)),
                }
            }
            Self::Postgres(pool) => {
                let conn = &mut *pool.get()?;
                connect::one_at_a_time(conn, |conn| run_pending(conn, POSTGRES))?
            }
        }
    }

    /// The names of the migrations that are still to be done.
    pub fn pending_migrations(&self) -> Result<Vec<String>> {
        match self {
            Self::Sqlite { writer, .. } => pending(&mut *writer.get()?, SQLITE),
            Self::Postgres(pool) => pending(&mut *pool.get()?, POSTGRES),
        }
    }

    /// Work that only looks; the database refuses anything else.
    pub fn read(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { readers, .. } => begin(readers, "BEGIN").map(Tx::Sqlite),
            // All statements see the same moment, as they do in SQLite. Who only looks is never told
            // to try again.
            Self::Postgres(pool) => {
                begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").map(Tx::Postgres)
            }
        }
    }

    /// Work that changes something.
    pub fn write(&self) -> Result<Tx> {
        match self {
            // A transaction that takes the write lock only once it has read fails when another
            // process wrote in between, so this one takes it at once.
            Self::Sqlite { writer, .. } => begin(writer, "BEGIN IMMEDIATE").map(Tx::Sqlite),
            Self::Postgres(pool) => begin(pool, "BEGIN").map(Tx::Postgres),
        }
    }

    /// The name of the engine, for people.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

impl Tx {
    pub fn save(mut self) -> Result<()> {
        on!(&mut self, conn => AnsiTransactionManager::commit_transaction(conn))
    }

    /// Begins a part that can be undone by itself. Parts may be inside parts.
    pub fn begin_part(&mut self) -> Result<()> {
        on!(self, conn => AnsiTransactionManager::begin_transaction(conn))
    }

    /// Ends the part that was begun last, and keeps what it did if the whole is saved.
    pub fn keep_part(&mut self) -> Result<()> {
        on!(self, conn => AnsiTransactionManager::commit_transaction(conn))
    }

    /// Ends the part that was begun last, as if it had never begun.
    pub fn undo_part(&mut self) -> Result<()> {
        on!(self, conn => AnsiTransactionManager::rollback_transaction(conn))
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        // Fails when there is nothing to undo. A connection that cannot undo leaves the pool.
        let _ = on!(self, conn => AnsiTransactionManager::rollback_transaction(conn));
    }
}

fn run_pending<C, DB>(conn: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>>
where
    C: MigrationHarness<DB>,
    DB: Backend,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let pending = conn.pending_migrations(source).map_err(Error::Migration)?;
    conn.run_migrations(&pending).map_err(Error::Migration)?;
    Ok(pending.iter().map(|it| it.name().to_string()).collect())
}

fn pending<C, DB>(conn: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>>
where
    C: MigrationHarness<DB>,
    DB: Backend,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let pending = conn.pending_migrations(source).map_err(Error::Migration)?;
    Ok(pending.iter().map(|it| it.name().to_string()).collect())
}

fn begin<C>(pool: &Pool<C>, sql: &str) -> Result<Pooled<C>>
where
    C: Connection<TransactionManager = AnsiTransactionManager> + R2D2Connection + 'static,
{
    let mut conn = pool.get()?;
    AnsiTransactionManager::begin_transaction_sql(&mut *conn, sql)?;
    Ok(conn)
}

/// Runs one query on whichever database the transaction belongs to.
macro_rules! on {
    ($tx:expr, $conn:ident => $query:expr) => {
        match $tx {
            $crate::Tx::Sqlite(conn) => {
                let $conn = &mut **conn;
                $query.map_err($crate::Error::from)
            }
            $crate::Tx::Postgres(conn) => {
                let $conn = &mut **conn;
                $query.map_err($crate::Error::from)
            }
        }
    };
}
use on;
