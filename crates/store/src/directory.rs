//! People who want to be found.

use diesel::{
    dsl::{exists, not},
    prelude::*,
};

use crate::{
    Result, Tx,
    account_list::Slice,
    on,
    relationships::{NOBODY, is_hidden_from, is_of_blocked_domain, is_to_be_found},
    schema::{account_stats, accounts},
    time::Time,
    visible::Viewer,
};

/// Which of them.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub is_local: bool,
    /// Who looks, and does not want to see everybody.
    pub viewer: Viewer,
}

macro_rules! listed {
    ($query:expr, $wanted:expr) => {{
        let viewer = $wanted.viewer.account_id.unwrap_or(NOBODY);
        let mut query = $query
            .filter(accounts::discoverable)
            .filter(accounts::silenced_at.is_null())
            .filter(is_to_be_found())
            .filter(not(is_hidden_from(viewer, Time($wanted.viewer.now))))
            .filter(not(is_of_blocked_domain(viewer)))
            .into_boxed();
        if $wanted.is_local {
            query = query.filter(accounts::domain.is_null());
        }
        query
    }};
}

/// Who came last comes first.
pub fn newest(tx: &mut Tx, wanted: Wanted, slice: Slice) -> Result<Vec<i64>> {
    on!(tx, conn => {
        listed!(accounts::table.select(accounts::id), wanted)
            .order(accounts::id.desc())
            .limit(slice.limit)
            .offset(slice.offset)
            .load(conn)
    })
}

/// Who posted last comes first, and who never did last.
///
/// The two kinds are looked for one after the other, because no index has both in this order.
pub fn most_active(tx: &mut Tx, wanted: Wanted, slice: Slice) -> Result<Vec<i64>> {
    let mut ids: Vec<i64> = on!(tx, conn => {
        active!(account_stats::account_id, wanted)
            .order((account_stats::last_status_at.desc(), account_stats::account_id.desc()))
            .limit(slice.limit)
            .offset(slice.offset)
            .load(conn)
    })?;
    let missing = slice.limit - ids.len() as i64;
    if missing == 0 {
        return Ok(ids);
    }
    let offset = match ids.is_empty() {
        true => slice.offset - count_active(tx, wanted)?,
        false => 0,
    };
    ids.extend(silent(
        tx,
        wanted,
        Slice {
            limit: missing,
            offset,
        },
    )?);
    Ok(ids)
}

macro_rules! active {
    ($columns:expr, $wanted:expr) => {
        listed!(
            account_stats::table
                .inner_join(accounts::table.on(accounts::id.eq(account_stats::account_id)))
                .filter(account_stats::last_status_at.is_not_null())
                .select($columns),
            $wanted
        )
    };
}
use active;

fn count_active(tx: &mut Tx, wanted: Wanted) -> Result<i64> {
    on!(tx, conn => active!(diesel::dsl::count_star(), wanted).get_result(conn))
}

/// Who has not posted.
fn silent(tx: &mut Tx, wanted: Wanted, slice: Slice) -> Result<Vec<i64>> {
    on!(tx, conn => {
        let posted = account_stats::table
            .filter(account_stats::account_id.eq(accounts::id))
            .filter(account_stats::last_status_at.is_not_null());
        listed!(accounts::table.select(accounts::id), wanted)
            .filter(not(exists(posted)))
            .order(accounts::id.desc())
            .limit(slice.limit)
            .offset(slice.offset)
            .load(conn)
    })
}
