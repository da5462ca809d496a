//! What favourites, bookmarks and pins have in common: an account has marked a post.

/// The statements about one kind of mark, for its table.
macro_rules! marks {
    ($table:ident) => {
        use chrono::{DateTime, Utc};
        use diesel::{delete, dsl::exists, insert_into, prelude::*};

        use crate::{
            Result, Tx,
            account_list::Window,
            ids::is_any,
            on, paged::page,
            schema::{$table, statuses},
            time::Time,
            visible::{Place, Viewer},
        };

        /// Whether it is new.
        pub fn add(tx: &mut Tx, account_id: i64, status_id: i64, at: DateTime<Utc>) -> Result<bool> {
            let values = (
                $table::account_id.eq(account_id),
                $table::status_id.eq(status_id),
                $table::created_at.eq(Time(at)),
            );
            let added: usize = on!(tx, conn => {
                insert_into($table::table)
                    .values(values)
                    .on_conflict(($table::account_id, $table::status_id))
                    .do_nothing()
                    .execute(conn)
            })?;
            Ok(added > 0)
        }

        /// Whether there was one.
        pub fn remove(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<bool> {
            let query = delete(
                $table::table
                    .filter($table::account_id.eq(account_id))
                    .filter($table::status_id.eq(status_id)),
            );
            let removed: usize = on!(tx, conn => query.execute(conn))?;
            Ok(removed > 0)
        }

        /// Takes some of an account's away; which posts those were on.
        pub fn remove_some_of(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<i64>> {
            let some = $table::table
                .filter($table::account_id.eq(account_id))
                .order($table::id)
                .select(($table::id, $table::status_id))
                .limit(limit);
            let some: Vec<(i64, i64)> = on!(tx, conn => some.load(conn))?;
            let (ids, status_ids): (Vec<i64>, Vec<i64>) = some.into_iter().unzip();
            let query = delete($table::table.filter(is_any($table::id, &ids)));
            on!(tx, conn => query.execute(conn))?;
            Ok(status_ids)
        }

        /// Which of the posts are among an account's.
        pub fn among(tx: &mut Tx, account_id: i64, status_ids: &[i64]) -> Result<Vec<i64>> {
            let query = $table::table
                .filter($table::account_id.eq(account_id))
                .filter(is_any($table::status_id, status_ids));
            on!(tx, conn => query.select($table::status_id).load(conn))
        }

        /// A page of an account's that she may still see, latest first, as their own ids and those of posts.
        pub fn page(tx: &mut Tx, account_id: i64, viewer: Viewer, window: Window) -> Result<Vec<(i64, i64)>> {
            let page: Vec<(i64, i64)> = page!(tx, window, $table::id, $table::table
                .filter($table::account_id.eq(account_id))
                .filter(exists(
                    statuses::table
                        .filter(statuses::id.eq($table::status_id))
                        .filter(viewer.sees(Place::Alone)),
                ))
                .select(($table::id, $table::status_id)));
            Ok(page)
        }
    };
}
pub(crate) use marks;
