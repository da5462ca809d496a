//! What two accounts have decided about each other, taken together.

use diesel::{
    delete,
    dsl::{auto_type, exists, not},
    prelude::*,
};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{
        account_notes, accounts, blocks, dismissed_suggestions, endorsements, follow_requests,
        home_items, list_accounts, mutes, user_domain_blocks, users,
    },
    time::Time,
};

/// Stands for a viewer without an account: who has none has decided nothing about others.
pub(crate) const NOBODY: i64 = 0;

/// Whether the viewer has blocked or muted the account, or the account the viewer.
#[auto_type(no_type_alias)]
pub(crate) fn is_hidden_from(viewer: i64, now: Time) -> _ {
    let blocked = blocks::table
        .filter(blocks::account_id.eq(viewer))
        .filter(blocks::target_account_id.eq(accounts::id));
    let blocking = blocks::table
        .filter(blocks::account_id.eq(accounts::id))
        .filter(blocks::target_account_id.eq(viewer));
    let muted = mutes::table
        .filter(mutes::account_id.eq(viewer))
        .filter(mutes::target_account_id.eq(accounts::id))
        .filter(mutes::expires_at.is_null().or(mutes::expires_at.gt(now)));
    exists(blocked).or(exists(blocking)).or(exists(muted))
}

/// Whether the viewer blocks the domain of the account.
#[auto_type(no_type_alias)]
pub(crate) fn is_of_blocked_domain(viewer: i64) -> _ {
    let domains = user_domain_blocks::table
        .filter(user_domain_blocks::account_id.eq(viewer))
        .filter(user_domain_blocks::domain.nullable().eq(accounts::domain));
    exists(domains)
}

/// Whether the account can be found by those who do not know it: it is neither suspended nor purged, it
/// has not moved away, and its owner has confirmed her address and was let in.
#[auto_type(no_type_alias)]
pub(crate) fn is_to_be_found() -> _ {
    let newcomers = users::table
        .filter(users::account_id.eq(accounts::id))
        .filter(users::confirmed_at.is_null().or(not(users::approved)));
    // The other way round, SQLite would take it for a range that is worth walking.
    not(accounts::id.le(0_i64))
        .and(accounts::suspended_at.is_null())
        .and(accounts::purged_at.is_null())
        .and(accounts::moved_to_account_id.is_null())
        .and(not(exists(newcomers)))
}

/// Takes away what an account has decided about others and others about it, but for follows: some of
/// each at a time; how many went.
pub fn remove_about(tx: &mut Tx, id: i64, limit: i64) -> Result<usize> {
    let mut removed = 0;
    macro_rules! some {
        ($table:ident, $column:ident) => {{
            let query = $table::table
                .filter($table::$column.eq(id))
                .select($table::id)
                .limit(limit);
            let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
            let query = delete($table::table.filter(is_any($table::id, &ids)));
            removed += on!(tx, conn => query.execute(conn))?;
        }};
    }
    some!(follow_requests, account_id);
    some!(follow_requests, target_account_id);
    some!(blocks, account_id);
    some!(blocks, target_account_id);
    some!(mutes, account_id);
    some!(mutes, target_account_id);
    some!(endorsements, account_id);
    some!(endorsements, target_account_id);
    some!(user_domain_blocks, account_id);

    macro_rules! all {
        ($table:ident, $column:ident) => {{
            let query = delete($table::table.filter($table::$column.eq(id)));
            removed += on!(tx, conn => query.execute(conn))?;
        }};
    }
    all!(account_notes, account_id);
    all!(account_notes, target_account_id);
    all!(dismissed_suggestions, account_id);
    all!(dismissed_suggestions, target_account_id);
    all!(list_accounts, account_id);
    all!(home_items, account_id);
    Ok(removed)
}
