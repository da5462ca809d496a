//! A server that is killed in the middle of its work.

use std::process;

use anyhow::{Context, Result};
use api::admin::accounts::{AccountAction, ActOnAccount, DeleteAccount};
use store::{
    Store, Tx, accounts, action_log,
    jobs::{self, Job},
    testing::execute,
    tokens,
};

use crate::{place::Place, running::Running, wait_for};

const ONE_WORKER: [(&str, &str); 2] = [
    ("KUMKI_JOBS__WORKERS", "1"),
    ("KUMKI_JOBS__LEASE_SECONDS", "1"),
];

/// Makes the last statement of a purge take for ever, inside of the purge's transaction.
enum Hold {
    /// A trigger counts to a million million.
    Sqlite,
    /// A trigger waits for a lock that this transaction has.
    Postgres { key: u32, _lock: Box<Tx> },
}

impl Hold {
    fn put(store: &Store) -> Result<Self> {
        let mut tx = store.write()?;
        if let Store::Sqlite { .. } = store {
            let many = vec!["roles"; 20];
            let many: Vec<String> = (0..)
                .zip(many)
                .map(|(n, it)| format!("{it} r{n}"))
                .collect();
            let count = format!("SELECT count(*) FROM {}", many.join(", "));
            let trigger = format!(
                "CREATE TRIGGER hold BEFORE UPDATE OF purged_at ON accounts
                 BEGIN SELECT raise(ABORT, 'never') WHERE ({count}) < 0; END"
            );
            execute(&mut tx, &trigger)?;
            // This connection is used again to see whether the lock is taken, and is not to wait.
            execute(&mut tx, "PRAGMA busy_timeout = 0")?;
            tx.save()?;
            return Ok(Self::Sqlite);
        }
        // Locks belong to the whole database, where other tests may be at work.
        let key = process::id();
        let function = format!(
            "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM pg_advisory_xact_lock({key}); RETURN NEW; END $$"
        );
        execute(&mut tx, &function)?;
        let trigger = "CREATE TRIGGER hold BEFORE UPDATE OF purged_at ON accounts
            FOR EACH ROW EXECUTE FUNCTION hold()";
        execute(&mut tx, trigger)?;
        tx.save()?;
        let mut lock = store.write()?;
        execute(&mut lock, &format!("SELECT pg_advisory_xact_lock({key})"))?;
        Ok(Self::Postgres {
            key,
            _lock: Box::new(lock),
        })
    }

    /// Whether somebody is stuck in the trigger.
    fn holds(&self, store: &Store) -> Result<bool> {
        match self {
            Self::Sqlite => Ok(is_writing(store)),
            Self::Postgres { key, .. } => {
                let waiting = format!(
                    "SELECT 1 FROM pg_locks
                     WHERE locktype = 'advisory' AND NOT granted AND objid = {key}"
                );
                Ok(execute(&mut store.read()?, &waiting)? > 0)
            }
        }
    }

    fn lift(self, store: &Store) -> Result<()> {
        let on_table = match &self {
            Self::Sqlite => "",
            Self::Postgres { .. } => " ON accounts",
        };
        drop(self);
        let mut tx = wait_for("the database is free", || Ok(store.write().ok()))?;
        execute(&mut tx, &format!("DROP TRIGGER hold{on_table}"))?;
        Ok(tx.save()?)
    }
}

/// Whether another process has SQLite's write lock, and keeps it for longer than a moment.
fn is_writing(store: &Store) -> bool {
    (0..10).all(|_| store.write().is_err())
}

fn purge_job(store: &Store) -> Result<Option<Job>> {
    let jobs = jobs::list(&mut store.read()?, 100)?;
    Ok(jobs.into_iter().find(|it| it.name == "purge_account"))
}

fn destroyed(store: &Store, id: i64) -> Result<usize> {
    let about = action_log::about(&mut store.read()?, "Account", id)?;
    Ok(about.iter().filter(|it| it.action == "destroy").count())
}

#[tokio::test]
async fn a_purge_that_was_killed_half_way_is_finished_once() -> Result<()> {
    let place = Place::new()?;
    let first = Running::with(&place, &ONE_WORKER)?;
    let owner = place.owner(&first.url)?;
    let id = place.add("ann", None)?;
    let token = domain::secrets::hash(&place.token("ann")?);
    let suspend = ActOnAccount::new(id.as_str(), AccountAction::Suspend);
    owner.send(&suspend).await?;
    let store = place.store()?;
    let number: i64 = id.parse()?;
    let is_revoked = || -> Result<bool> {
        let token = tokens::find(&mut store.read()?, &token)?;
        Ok(token.context("it was made above")?.revoked_at.is_some())
    };
    let is_purged = || -> Result<bool> {
        let account = accounts::find(&mut store.read()?, number)?;
        Ok(account.context("it was made above")?.purged_at.is_some())
    };

    let hold = Hold::put(&store)?;
    owner.send(&DeleteAccount { id }).await?;
    wait_for("the purge is half done", || {
        let is_claimed = purge_job(&store)?.is_some_and(|it| it.lease.is_some());
        Ok((is_claimed && hold.holds(&store)?).then_some(()))
    })?;
    first.kill()?;
    hold.lift(&store)?;

    let left = purge_job(&store)?.context("the job is still there")?;
    assert_eq!(left.attempts, 1);
    assert!(left.lease.is_some());
    assert!(!is_purged()? && !is_revoked()?);
    assert_eq!(destroyed(&store, number)?, 1);

    let second = Running::with(&place, &ONE_WORKER)?;
    wait_for("the purge is done", || Ok(is_purged()?.then_some(())))?;
    assert!(is_revoked()?);
    assert_eq!(destroyed(&store, number)?, 1);
    assert!(purge_job(&store)?.is_none());
    let (status, log) = second.stop()?;
    assert_eq!(status.code(), Some(0), "{log}");
    Ok(())
}
