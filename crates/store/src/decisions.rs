//! What things were before somebody decided about them, so that it can be taken back.

use diesel::{insert_into, prelude::*};
use serde_json::Value;

use crate::{Result, Tx, action_log::Recorded, on, schema::decisions};

pub fn add(tx: &mut Tx, past: &Value, act: &Recorded) -> Result<()> {
    let values = (decisions::act_id.eq(act.id()), decisions::past.eq(past));
    let query = insert_into(decisions::table).values(values);
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, act_id: i64) -> Result<Option<Value>> {
    let query = decisions::table.find(act_id).select(decisions::past);
    on!(tx, conn => query.first(conn).optional())
}
