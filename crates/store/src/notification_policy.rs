//! What members have decided about notifications from people whom they do not know.

use diesel::{delete, insert_into, prelude::*};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{notification_permissions as permissions, notification_policies as policies},
};

/// `accept`, `filter` or `drop` for each kind of stranger.
#[derive(AsChangeset, Clone, Debug, Insertable, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = policies)]
pub struct Policy {
    pub for_not_following: String,
    pub for_not_followers: String,
    pub for_new_accounts: String,
    pub for_private_mentions: String,
    pub for_limited_accounts: String,
    pub for_bots: String,
}

/// None of one who never decided.
pub fn find(tx: &mut Tx, account_id: i64) -> Result<Option<Policy>> {
    let query = policies::table.find(account_id);
    on!(tx, conn => query.select(Policy::as_select()).first(conn).optional())
}

pub fn set(tx: &mut Tx, account_id: i64, policy: &Policy) -> Result<()> {
    on!(tx, conn => {
        insert_into(policies::table)
            .values((policies::account_id.eq(account_id), policy))
            .on_conflict(policies::account_id)
            .do_update()
            .set(policy)
            .execute(conn)
            .map(drop)
    })
}

/// Lets somebody's notifications through, whatever the policy says.
pub fn let_through(tx: &mut Tx, account_id: i64, from_account_id: i64) -> Result<()> {
    let values = (
        permissions::account_id.eq(account_id),
        permissions::from_account_id.eq(from_account_id),
    );
    let query = insert_into(permissions::table).values(values);
    on!(tx, conn => query.on_conflict_do_nothing().execute(conn).map(drop))
}

/// Takes away what an account has decided, and some of what others have decided about it; how many of
/// these went.
pub fn remove_about(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let query = delete(policies::table.find(account_id));
    on!(tx, conn => query.execute(conn))?;
    let query = permissions::table
        .filter(permissions::account_id.eq(account_id))
        .select(permissions::from_account_id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    let own = permissions::table
        .filter(permissions::account_id.eq(account_id))
        .filter(is_any(permissions::from_account_id, &ids));
    let gone: usize = on!(tx, conn => delete(own).execute(conn))?;

    let query = permissions::table
        .filter(permissions::from_account_id.eq(account_id))
        .select(permissions::account_id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    let others = permissions::table
        .filter(permissions::from_account_id.eq(account_id))
        .filter(is_any(permissions::account_id, &ids));
    let also: usize = on!(tx, conn => delete(others).execute(conn))?;
    Ok(gone + also)
}
