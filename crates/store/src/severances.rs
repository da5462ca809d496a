//! Follows that were cut because of what was decided about a domain or an account.

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::exists, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    action_log::Recorded,
    ids::is_any,
    on,
    schema::{account_severances as shares, severances},
    time::Time,
};

/// The last one of that kind and target since then; if somebody is named, the last that has cost her
/// something.
pub fn find_since(
    tx: &mut Tx,
    kind: &str,
    target_name: &str,
    since: DateTime<Utc>,
    of: Option<i64>,
) -> Result<Option<i64>> {
    on!(tx, conn => {
        let mut query = severances::table
            .filter(severances::kind.eq(kind))
            .filter(severances::target_name.eq(target_name))
            .filter(severances::created_at.ge(Time(since)))
            .order(severances::id.desc())
            .select(severances::id)
            .into_boxed();
        if let Some(id) = of {
            let own = shares::table
                .filter(shares::account_id.eq(id))
                .filter(shares::severance_id.eq(severances::id));
            query = query.filter(exists(own));
        }
        query.first(conn).optional()
    })
}

pub fn add(tx: &mut Tx, kind: &str, target_name: &str, at: DateTime<Utc>) -> Result<i64> {
    let values = (
        severances::kind.eq(kind),
        severances::target_name.eq(target_name),
        severances::is_purged.eq(false),
        severances::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(severances::table)
            .values(values)
            .returning(severances::id)
            .get_result(conn)
    })
}

/// What a severance has cost a member.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Share {
    pub id: i64,
    pub account_id: i64,
    pub followers_count: i64,
    pub following_count: i64,
    pub created_at: DateTime<Utc>,
    /// `domain_block`, `user_domain_block` or `account_suspension`.
    pub kind: String,
    pub target_name: String,
    pub is_purged: bool,
}

/// Counts followers and follows that a member has lost. The id of her share, and whether it is a new
/// one.
pub fn count(
    tx: &mut Tx,
    severance_id: i64,
    account_id: i64,
    followers: i64,
    following: i64,
    at: DateTime<Utc>,
) -> Result<(i64, bool)> {
    let values = (
        shares::severance_id.eq(severance_id),
        shares::account_id.eq(account_id),
        shares::followers_count.eq(followers),
        shares::following_count.eq(following),
        shares::created_at.eq(Time(at)),
    );
    let found = shares::table
        .filter(shares::account_id.eq(account_id))
        .filter(shares::severance_id.eq(severance_id))
        .select(shares::id);
    let known: Option<i64> = on!(tx, conn => found.first(conn).optional())?;
    let id = on!(tx, conn => {
        insert_into(shares::table)
            .values(values)
            .on_conflict((shares::account_id, shares::severance_id))
            .do_update()
            .set((
                shares::followers_count.eq(shares::followers_count + followers),
                shares::following_count.eq(shares::following_count + following),
            ))
            .returning(shares::id)
            .get_result(conn)
    })?;
    Ok((id, known.is_none()))
}

/// What of them was about a domain can be looked into no longer: its accounts are gone.
pub fn set_purged(tx: &mut Tx, domain: &str, _: &Recorded) -> Result<()> {
    let about = severances::table
        .filter(severances::kind.eq_any(["domain_block", "user_domain_block"]))
        .filter(severances::target_name.eq(domain));
    let query = update(about).set(severances::is_purged.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// In no particular order.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Share>> {
    let query = shares::table
        .inner_join(severances::table.on(severances::id.eq(shares::severance_id)))
        .filter(is_any(shares::id, ids))
        .select((
            shares::id,
            shares::account_id,
            shares::followers_count,
            shares::following_count,
            shares::created_at,
            severances::kind,
            severances::target_name,
            severances::is_purged,
        ));
    on!(tx, conn => query.load(conn))
}

/// Some of an account's shares; how many went.
pub fn remove_about(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let query = shares::table
        .filter(shares::account_id.eq(account_id))
        .select(shares::id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    let query = delete(shares::table.filter(is_any(shares::id, &ids)));
    on!(tx, conn => query.execute(conn))
}
