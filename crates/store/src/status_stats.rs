//! How often posts were answered, boosted, favourited and quoted.

use diesel::{insert_into, prelude::*};

use crate::{Result, Tx, ids::is_any, on, schema::status_stats};

#[derive(Clone, Copy, Debug, Default, Queryable, Selectable)]
#[diesel(table_name = status_stats)]
pub struct Stats {
    pub status_id: i64,
    pub replies_count: i64,
    pub reblogs_count: i64,
    pub favourites_count: i64,
    pub quotes_count: i64,
}

/// What has become more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Replies,
    Reblogs,
    Favourites,
    Quotes,
}

/// Posts without any are left out.
pub fn of(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Stats>> {
    let query = status_stats::table.filter(is_any(status_stats::status_id, ids));
    on!(tx, conn => query.select(Stats::as_select()).load(conn))
}

pub fn change(tx: &mut Tx, status_id: i64, count: Count, by: i64) -> Result<()> {
    let by_if = |it| if it == count { by } else { 0 };
    let (replies, reblogs) = (by_if(Count::Replies), by_if(Count::Reblogs));
    let (favourites, quotes) = (by_if(Count::Favourites), by_if(Count::Quotes));
    on!(tx, conn => {
        insert_into(status_stats::table)
            .values((
                status_stats::status_id.eq(status_id),
                status_stats::replies_count.eq(replies),
                status_stats::reblogs_count.eq(reblogs),
                status_stats::favourites_count.eq(favourites),
                status_stats::quotes_count.eq(quotes),
            ))
            .on_conflict(status_stats::status_id)
            .do_update()
            .set((
                status_stats::replies_count.eq(status_stats::replies_count + replies),
                status_stats::reblogs_count.eq(status_stats::reblogs_count + reblogs),
                status_stats::favourites_count.eq(status_stats::favourites_count + favourites),
                status_stats::quotes_count.eq(status_stats::quotes_count + quotes),
            ))
            .execute(conn)
            .map(drop)
    })
}
