//! What the staff has decided about the server, by name. What is not here has its default.

use diesel::{delete, insert_into, prelude::*};
use serde_json::{Map, Value};

use crate::{Result, Tx, on, schema::settings};

pub fn all(tx: &mut Tx) -> Result<Map<String, Value>> {
    let query = settings::table.select((settings::name, settings::value));
    let rows: Vec<(String, Value)> = on!(tx, conn => query.load(conn))?;
    Ok(rows.into_iter().collect())
}

pub fn set(tx: &mut Tx, name: &str, value: &Value) -> Result<()> {
    on!(tx, conn => {
        insert_into(settings::table)
            .values((settings::name.eq(name), settings::value.eq(value)))
            .on_conflict(settings::name)
            .do_update()
            .set(settings::value.eq(value))
            .execute(conn)
            .map(drop)
    })
}

/// Back to the default.
pub fn unset(tx: &mut Tx, name: &str) -> Result<()> {
    on!(tx, conn => delete(settings::table.find(name)).execute(conn).map(drop))
}
