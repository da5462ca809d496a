//! Which posts have which tags.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{status_tags, tags},
    time::Time,
};

/// A tag in a post.
#[derive(Clone, Debug)]
pub struct Tagged {
    pub status_id: i64,
    pub tag_id: i64,
    /// As it is compared.
    pub name: String,
    /// As it is shown, if that is another way.
    pub display_name: Option<String>,
}

pub fn add(tx: &mut Tx, status_id: i64, tag_ids: &[i64], at: DateTime<Utc>) -> Result<()> {
    let rows: Vec<_> = tag_ids
        .iter()
        .map(|id| {
            (
                status_tags::tag_id.eq(*id),
                status_tags::status_id.eq(status_id),
            )
        })
        .collect();
    let query = insert_into(status_tags::table)
        .values(&rows)
        .on_conflict_do_nothing();
    on!(tx, conn => query.execute(conn))?;
    let query = update(tags::table.filter(is_any(tags::id, tag_ids)))
        .set(tags::last_status_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, status_id: i64, tag_ids: &[i64]) -> Result<()> {
    let query = delete(
        status_tags::table
            .filter(status_tags::status_id.eq(status_id))
            .filter(is_any(status_tags::tag_id, tag_ids)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The tags of some posts, each post's in the order in which the tags became known.
pub fn of_statuses(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Tagged>> {
    let query = status_tags::table
        .inner_join(tags::table.on(tags::id.eq(status_tags::tag_id)))
        .filter(is_any(status_tags::status_id, status_ids))
        .order(status_tags::tag_id)
        .select((
            status_tags::status_id,
            tags::id,
            tags::name,
            tags::display_name,
        ));
    let rows: Vec<(i64, i64, String, Option<String>)> = on!(tx, conn => query.load(conn))?;
    let tagged = |(status_id, tag_id, name, display_name)| Tagged {
        status_id,
        tag_id,
        name,
        display_name,
    };
    Ok(rows.into_iter().map(tagged).collect())
}
