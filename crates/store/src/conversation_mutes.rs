//! Conversations that members do not want to hear of.

use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, ids::is_any, on, schema::conversation_mutes};

pub fn add(tx: &mut Tx, account_id: i64, conversation_id: i64) -> Result<()> {
    let values = (
        conversation_mutes::account_id.eq(account_id),
        conversation_mutes::conversation_id.eq(conversation_id),
    );
    let query = insert_into(conversation_mutes::table).values(values);
    on!(tx, conn => query.on_conflict_do_nothing().execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, account_id: i64, conversation_id: i64) -> Result<()> {
    let query = delete(conversation_mutes::table.find((account_id, conversation_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Which of the conversations an account has muted.
pub fn among(tx: &mut Tx, account_id: i64, conversation_ids: &[i64]) -> Result<Vec<i64>> {
    let query = conversation_mutes::table
        .filter(conversation_mutes::account_id.eq(account_id))
        .filter(is_any(
            conversation_mutes::conversation_id,
            conversation_ids,
        ));
    on!(tx, conn => query.select(conversation_mutes::conversation_id).load(conn))
}
