//! Members who have taken their followers along to another account: when each did so last.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, upsert::excluded};

use crate::{Result, Tx, on, schema::account_migrations, time::Time};

#[derive(Clone, Debug, Queryable, Selectable)]
pub struct AccountMigration {
    pub account_id: i64,
    /// None if nobody knows that account any more.
    pub target_account_id: Option<i64>,
    /// How many followed then.
    pub followers_count: i64,
    pub created_at: DateTime<Utc>,
}

/// Keeps it in the place of the one before.
pub fn set(tx: &mut Tx, migration: &AccountMigration) -> Result<()> {
    let values = (
        account_migrations::account_id.eq(migration.account_id),
        account_migrations::target_account_id.eq(migration.target_account_id),
        account_migrations::followers_count.eq(migration.followers_count),
        account_migrations::created_at.eq(Time(migration.created_at)),
    );
    on!(tx, conn => {
        insert_into(account_migrations::table)
            .values(values)
            .on_conflict(account_migrations::account_id)
            .do_update()
            .set((
                account_migrations::target_account_id
                    .eq(excluded(account_migrations::target_account_id)),
                account_migrations::followers_count
                    .eq(excluded(account_migrations::followers_count)),
                account_migrations::created_at.eq(excluded(account_migrations::created_at)),
            ))
            .execute(conn)
            .map(drop)
    })
}

pub fn find(tx: &mut Tx, account_id: i64) -> Result<Option<AccountMigration>> {
    let query = account_migrations::table.find(account_id);
    on!(tx, conn => query.select(AccountMigration::as_select()).first(conn).optional())
}

pub fn remove(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(account_migrations::table.find(account_id));
    on!(tx, conn => query.execute(conn).map(drop))
}
