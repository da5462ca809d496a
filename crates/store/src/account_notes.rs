//! What members write down about others, for themselves.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, ids::is_any, on, schema::account_notes, time::Time};

pub fn set(
    tx: &mut Tx,
    account_id: i64,
    target_account_id: i64,
    comment: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    let values = || {
        (
            account_notes::comment.eq(comment),
            account_notes::updated_at.eq(Time(at)),
        )
    };
    let pair = (
        account_notes::account_id.eq(account_id),
        account_notes::target_account_id.eq(target_account_id),
    );
    on!(tx, conn => {
        insert_into(account_notes::table)
            .values((pair, values()))
            .on_conflict((account_notes::account_id, account_notes::target_account_id))
            .do_update()
            .set(values())
            .execute(conn)
            .map(drop)
    })
}

pub fn remove(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<()> {
    let query = delete(account_notes::table.find((account_id, target_account_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What an account has written about any of the others, as account and words.
pub fn about_any(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    let query = account_notes::table
        .filter(account_notes::account_id.eq(account_id))
        .filter(is_any(account_notes::target_account_id, ids))
        .select((account_notes::target_account_id, account_notes::comment));
    on!(tx, conn => query.load(conn))
}
