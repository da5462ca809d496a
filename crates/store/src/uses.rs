//! How much things are used from day to day, kept as it happens: what tags and links have in common.

/// How much a thing was used on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Day {
    /// The tag or the card.
    pub thing_id: i64,
    /// Since the beginning of 1970.
    pub day: i32,
    pub uses: i64,
    /// How many have used it, each counted once.
    pub accounts: i64,
}

/// The statements about one kind of thing: for its days, the accounts that use it, its id in both, and as
/// what it trends.
macro_rules! uses {
    ($days:ident, $accounts:ident, $thing_id:ident, $kind:ident) => {
        use std::collections::HashSet;

        use diesel::{
            delete, dsl::count as count_of, insert_into, prelude::*, upsert::excluded,
        };

        use crate::{
            Result, Tx,
            ids::is_any,
            on,
            schema::{$accounts, $days},
            trends::Kind,
            trends_due,
            uses::Day,
        };

        /// Counts a use of these things by an account.
        pub fn count(tx: &mut Tx, account_id: i64, thing_ids: &[i64], day: i32) -> Result<()> {
            // Two who count the same things must not wait for each other.
            let mut thing_ids = thing_ids.to_vec();
            thing_ids.sort_unstable();
            let known = used_by(tx, account_id, &thing_ids, day)?;
            for id in &thing_ids {
                let row = (
                    $days::$thing_id.eq(*id),
                    $days::day.eq(day),
                    $days::uses.eq(1_i64),
                    $days::accounts.eq(i64::from(!known.contains(id))),
                );
                let query = insert_into($days::table)
                    .values(row)
                    .on_conflict(($days::$thing_id, $days::day))
                    .do_update()
                    .set((
                        $days::uses.eq($days::uses + 1),
                        $days::accounts.eq($days::accounts + excluded($days::accounts)),
                    ));
                on!(&mut *tx, conn => query.execute(conn))?;
                trends_due::add(tx, Kind::$kind, *id)?;
            }
            for id in thing_ids.iter().filter(|it| !known.contains(it)) {
                let query = insert_into($accounts::table)
                    .values((
                        $accounts::account_id.eq(account_id),
                        $accounts::$thing_id.eq(*id),
                        $accounts::day.eq(day),
                    ))
                    .on_conflict_do_nothing();
                on!(&mut *tx, conn => query.execute(conn))?;
            }
            Ok(())
        }

        /// Which of the things an account has used on that day already.
        fn used_by(tx: &mut Tx, account_id: i64, thing_ids: &[i64], day: i32) -> Result<HashSet<i64>> {
            let query = $accounts::table
                .filter($accounts::account_id.eq(account_id))
                .filter(is_any($accounts::$thing_id, thing_ids))
                .filter($accounts::day.eq(day))
                .select($accounts::$thing_id);
            let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
            Ok(ids.into_iter().collect())
        }

        /// The days on which the things were used, since one of them.
        pub fn since(tx: &mut Tx, thing_ids: &[i64], day: i32) -> Result<Vec<Day>> {
            let query = $days::table
                .filter(is_any($days::$thing_id, thing_ids))
                .filter($days::day.ge(day));
            on!(tx, conn => query.load(conn))
        }

        /// How many have used a thing on any of the days, each counted once.
        pub fn people(tx: &mut Tx, thing_id: i64, (first, last): (i32, i32)) -> Result<i64> {
            let query = $accounts::table
                .filter($accounts::$thing_id.eq(thing_id))
                .filter($accounts::day.ge(first))
                .filter($accounts::day.le(last))
                .select(count_of($accounts::account_id).aggregate_distinct());
            on!(tx, conn => query.get_result(conn))
        }

        /// Forgets what was before a day, and who it was.
        pub fn forget(tx: &mut Tx, before: i32) -> Result<()> {
            let query = delete($days::table.filter($days::day.lt(before)));
            on!(&mut *tx, conn => query.execute(conn))?;
            let query = delete($accounts::table.filter($accounts::day.lt(before)));
            on!(tx, conn => query.execute(conn).map(drop))
        }
    };
}
pub(crate) use uses;
