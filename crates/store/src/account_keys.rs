//! What accounts of this server sign with.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*};

use crate::{Result, Tx, on, schema::account_keys, time::Time};

/// It is not printed, so that it gets into no log.
#[derive(Clone, Queryable, Selectable)]
pub struct AccountKey {
    pub account_id: i64,
    /// PKCS#8, in base64.
    pub private_key: String,
    /// In PEM.
    pub public_key: String,
}

/// Keeps a key, unless the account has one already. Whether it had none.
pub fn add(tx: &mut Tx, key: &AccountKey, at: DateTime<Utc>) -> Result<bool> {
    let values = (
        account_keys::account_id.eq(key.account_id),
        account_keys::private_key.eq(&key.private_key),
        account_keys::public_key.eq(&key.public_key),
        account_keys::created_at.eq(Time(at)),
    );
    let added = on!(tx, conn => {
        insert_into(account_keys::table)
            .values(values)
            .on_conflict(account_keys::account_id)
            .do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

pub fn find(tx: &mut Tx, account_id: i64) -> Result<Option<AccountKey>> {
    let query = account_keys::table.find(account_id);
    on!(tx, conn => query.select(AccountKey::as_select()).first(conn).optional())
}
