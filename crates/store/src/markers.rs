//! How far members have read.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{Result, Tx, on, schema::markers, time::Time};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Marker {
    /// `home` or `notifications`.
    pub timeline: String,
    pub last_read_id: i64,
    /// How often it was moved.
    pub version: i32,
    pub updated_at: DateTime<Utc>,
}

pub fn all(tx: &mut Tx, account_id: i64) -> Result<Vec<Marker>> {
    let query = markers::table.filter(markers::account_id.eq(account_id));
    on!(tx, conn => query.select(Marker::as_select()).load(conn))
}

/// Whether there was none before.
pub fn add(tx: &mut Tx, account_id: i64, marker: &Marker) -> Result<bool> {
    let values = (
        markers::account_id.eq(account_id),
        markers::timeline.eq(&marker.timeline),
        markers::last_read_id.eq(marker.last_read_id),
        markers::version.eq(marker.version),
        markers::updated_at.eq(Time(marker.updated_at)),
    );
    let added = on!(tx, conn => {
        insert_into(markers::table)
            .values(values)
            .on_conflict((markers::account_id, markers::timeline))
            .do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

/// Moves it on to the next version. Whether nobody else has moved it meanwhile.
pub fn advance(tx: &mut Tx, account_id: i64, marker: &Marker) -> Result<bool> {
    let before = markers::table
        .find((account_id, &marker.timeline))
        .filter(markers::version.eq(marker.version - 1));
    let query = update(before).set((
        markers::last_read_id.eq(marker.last_read_id),
        markers::version.eq(marker.version),
        markers::updated_at.eq(Time(marker.updated_at)),
    ));
    Ok(on!(tx, conn => query.execute(conn))? > 0)
}

/// Forgets how far an account has read.
pub fn remove_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(markers::table.filter(markers::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}
