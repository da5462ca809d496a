//! Lists of accounts.

use diesel::prelude::*;

use crate::{Result, Tx, on, schema::lists, timelines::Replies};

/// Which answers one of a member's lists shows.
pub fn replies_of(tx: &mut Tx, id: i64, owner: i64) -> Result<Option<Replies>> {
    let query = lists::table
        .find(id)
        .filter(lists::account_id.eq(owner))
        .select(lists::replies_policy);
    let policy: Option<String> = on!(tx, conn => query.first(conn).optional())?;
    Ok(policy.map(|it| match it.as_str() {
        "none" => Replies::None,
        "followed" => Replies::ToFollowed,
        _ => Replies::ToMembers,
    }))
}
