//! What the staff has decided about the server, by name. What is not here has its default.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};
use serde_json::{Map, Value};

use crate::{Result, Tx, on, schema::settings, time::Time};

pub fn all(tx: &mut Tx) -> Result<Map<String, Value>> {
    let query = settings::table.select((settings::name, settings::value));
    let rows: Vec<(String, Value)> = on!(tx, conn => query.load(conn))?;
    Ok(rows.into_iter().collect())
}

pub fn find(tx: &mut Tx, name: &str) -> Result<Option<Value>> {
    let query = settings::table.find(name).select(settings::value);
    on!(tx, conn => query.first(conn).optional())
}

/// When it was decided last. The first versions did not keep it.
pub fn updated_at(tx: &mut Tx, name: &str) -> Result<Option<DateTime<Utc>>> {
    let query = settings::table.find(name).select(settings::updated_at);
    let found: Option<Option<DateTime<Utc>>> = on!(tx, conn => query.first(conn).optional())?;
    Ok(found.flatten())
}

pub fn set(tx: &mut Tx, name: &str, value: &Value, at: DateTime<Utc>) -> Result<()> {
    let decided = || (settings::value.eq(value), settings::updated_at.eq(Time(at)));
    on!(tx, conn => {
        insert_into(settings::table)
            .values((settings::name.eq(name), decided()))
            .on_conflict(settings::name)
            .do_update()
            .set(decided())
            .execute(conn)
            .map(drop)
    })
}

/// The same, unless it is there already. Whether it was not.
pub fn add(tx: &mut Tx, name: &str, value: &Value, at: DateTime<Utc>) -> Result<bool> {
    let decided = (settings::value.eq(value), settings::updated_at.eq(Time(at)));
    let added = on!(tx, conn => {
        insert_into(settings::table)
            .values((settings::name.eq(name), decided))
            .on_conflict(settings::name)
            .do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

/// Back to the default.
pub fn unset(tx: &mut Tx, name: &str) -> Result<()> {
    on!(tx, conn => delete(settings::table.find(name)).execute(conn).map(drop))
}
