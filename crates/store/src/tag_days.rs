//! How much tags are used from day to day, kept as it happens.

use std::collections::HashSet;

use diesel::{insert_into, prelude::*, upsert::excluded};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{tag_accounts, tag_days},
};

/// How much a tag was used on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tag_days)]
pub struct TagDay {
    pub tag_id: i64,
    /// Since the beginning of 1970.
    pub day: i32,
    pub uses: i64,
    /// How many have used it, each counted once.
    pub accounts: i64,
}

/// Counts a post of an account with these tags.
pub fn count(tx: &mut Tx, account_id: i64, tag_ids: &[i64], day: i32) -> Result<()> {
    // Two who count the same tags must not wait for each other.
    let mut tag_ids = tag_ids.to_vec();
    tag_ids.sort_unstable();
    let known = used_on(tx, account_id, &tag_ids, day)?;
    let days: Vec<_> = tag_ids
        .iter()
        .map(|id| {
            (
                tag_days::tag_id.eq(*id),
                tag_days::day.eq(day),
                tag_days::uses.eq(1_i64),
                tag_days::accounts.eq(i64::from(!known.contains(id))),
            )
        })
        .collect();
    for row in days {
        let query = insert_into(tag_days::table)
            .values(row)
            .on_conflict((tag_days::tag_id, tag_days::day))
            .do_update()
            .set((
                tag_days::uses.eq(tag_days::uses + 1),
                tag_days::accounts.eq(tag_days::accounts + excluded(tag_days::accounts)),
            ));
        on!(&mut *tx, conn => query.execute(conn))?;
    }
    for id in tag_ids.iter().filter(|it| !known.contains(it)) {
        let query = insert_into(tag_accounts::table)
            .values((
                tag_accounts::account_id.eq(account_id),
                tag_accounts::tag_id.eq(*id),
                tag_accounts::last_day.eq(day),
            ))
            .on_conflict((tag_accounts::account_id, tag_accounts::tag_id))
            .do_update()
            .set(tag_accounts::last_day.eq(day));
        on!(&mut *tx, conn => query.execute(conn))?;
    }
    Ok(())
}

/// Which of the tags an account has used on that day already.
fn used_on(tx: &mut Tx, account_id: i64, tag_ids: &[i64], day: i32) -> Result<HashSet<i64>> {
    let query = tag_accounts::table
        .filter(tag_accounts::account_id.eq(account_id))
        .filter(is_any(tag_accounts::tag_id, tag_ids))
        .filter(tag_accounts::last_day.eq(day))
        .select(tag_accounts::tag_id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    Ok(ids.into_iter().collect())
}

/// The days on which the tags were used, since one of them.
pub fn since(tx: &mut Tx, tag_ids: &[i64], day: i32) -> Result<Vec<TagDay>> {
    let query = tag_days::table
        .filter(is_any(tag_days::tag_id, tag_ids))
        .filter(tag_days::day.ge(day));
    on!(tx, conn => query.select(TagDay::as_select()).load(conn))
}
