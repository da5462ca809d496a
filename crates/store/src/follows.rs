//! Who follows whom.

use diesel::prelude::*;

use crate::{Result, Tx, on, schema::follows};

pub fn find(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<Option<i64>> {
    let query = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(follows::target_account_id.eq(target_account_id))
        .select(follows::id);
    on!(tx, conn => query.first(conn).optional())
}

/// Which of the accounts an account follows.
pub fn following_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(crate::ids::is_any(follows::target_account_id, ids));
    on!(tx, conn => query.select(follows::target_account_id).load(conn))
}
