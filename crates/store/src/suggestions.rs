//! Whom a member may want to follow.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{auto_type, count_star, exists, not},
    insert_into,
    prelude::*,
};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    relationships::{is_hidden_from, is_of_blocked_domain, is_to_be_found},
    schema::{account_stats, accounts, dismissed_suggestions, follow_requests, follows},
    time::Time,
};

/// Whether the account may be suggested to somebody: it wants to be found, she has not decided
/// anything about it, and she has not said that she does not want to.
#[auto_type(no_type_alias)]
fn is_new_to(viewer: i64) -> _ {
    let followed = follows::table
        .filter(follows::account_id.eq(viewer))
        .filter(follows::target_account_id.eq(accounts::id));
    let requested = follow_requests::table
        .filter(follow_requests::account_id.eq(viewer))
        .filter(follow_requests::target_account_id.eq(accounts::id));
    let dismissed = dismissed_suggestions::table
        .filter(dismissed_suggestions::account_id.eq(viewer))
        .filter(dismissed_suggestions::target_account_id.eq(accounts::id));
    accounts::id
        .ne(viewer)
        .and(accounts::silenced_at.is_null())
        .and(not(accounts::memorial))
        .and(not(exists(followed)))
        .and(not(exists(requested)))
        .and(not(exists(dismissed)))
}

/// How many of those whom she followed last are asked whom they follow.
const FRIENDS: i64 = 100;

/// Whom those follow whom she follows, first whom most do. Who hides that is not asked.
pub fn friends_of_friends(
    tx: &mut Tx,
    me: i64,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<i64>> {
    let friends = follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::target_account_id)))
        .filter(follows::account_id.eq(me))
        .filter(accounts::suspended_at.is_null())
        .filter(
            accounts::hide_collections
                .is_null()
                .or(not(accounts::hide_collections.assume_not_null())),
        )
        .order(follows::id.desc())
        .select(follows::target_account_id)
        .limit(FRIENDS);
    let friends: Vec<i64> = on!(tx, conn => friends.load(conn))?;
    let theirs = diesel::alias!(follows as theirs);
    let query = theirs
        .inner_join(accounts::table.on(accounts::id.eq(theirs.field(follows::target_account_id))))
        .filter(is_any(theirs.field(follows::account_id), &friends))
        .filter(accounts::discoverable)
        .filter(is_to_be_found())
        .filter(is_new_to(me))
        .filter(not(is_hidden_from(me, Time(now))))
        .filter(not(is_of_blocked_domain(me)))
        .group_by(accounts::id)
        .order((count_star().desc(), accounts::id.desc()))
        .select(accounts::id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// Whom most follow, as far as this server knows.
pub fn most_followed(tx: &mut Tx, me: i64, now: DateTime<Utc>, limit: i64) -> Result<Vec<i64>> {
    let query = account_stats::table
        .inner_join(accounts::table.on(accounts::id.eq(account_stats::account_id)))
        .filter(account_stats::followers_count.gt(0))
        .filter(accounts::discoverable)
        .filter(is_to_be_found())
        .filter(is_new_to(me))
        .filter(not(is_hidden_from(me, Time(now))))
        .filter(not(is_of_blocked_domain(me)))
        .order((
            account_stats::followers_count.desc(),
            account_stats::account_id.desc(),
        ))
        .select(account_stats::account_id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// An account is not suggested to another any more.
pub fn dismiss(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<()> {
    let values = (
        dismissed_suggestions::account_id.eq(account_id),
        dismissed_suggestions::target_account_id.eq(target_account_id),
    );
    on!(tx, conn => {
        insert_into(dismissed_suggestions::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn)
            .map(drop)
    })
}
