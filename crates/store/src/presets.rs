//! Words that moderators have prepared.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{Result, Tx, action_log::Recorded, on, schema::warning_presets, time::Time};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = warning_presets)]
pub struct Preset {
    pub id: i64,
    pub title: String,
    pub text: String,
}

pub fn add(tx: &mut Tx, title: &str, text: &str, at: DateTime<Utc>) -> Result<Preset> {
    let values = (
        warning_presets::title.eq(title),
        warning_presets::text.eq(text),
        warning_presets::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(warning_presets::table)
            .values(values)
            .returning(Preset::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Preset>> {
    let query = warning_presets::table.find(id);
    on!(tx, conn => query.select(Preset::as_select()).first(conn).optional())
}

/// In the order in which they were made.
pub fn all(tx: &mut Tx) -> Result<Vec<Preset>> {
    let query = warning_presets::table.order(warning_presets::id);
    on!(tx, conn => query.select(Preset::as_select()).load(conn))
}

pub fn set(tx: &mut Tx, id: i64, title: &str, text: &str, _: &Recorded) -> Result<()> {
    let query = update(warning_presets::table.find(id)).set((
        warning_presets::title.eq(title),
        warning_presets::text.eq(text),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(warning_presets::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}
