//! Pictures and banners of profiles.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, update};

use crate::{Result, Tx, accounts::Account, on, schema::accounts, time::Time};

/// Whose picture it is, if there is one of that name. No two share a file.
pub fn owner_of_avatar(tx: &mut Tx, file: &str) -> Result<Option<Account>> {
    let query = accounts::table.filter(accounts::avatar.eq(file));
    on!(tx, conn => query.select(Account::as_select()).first(conn).optional())
}

/// The same for a banner.
pub fn owner_of_header(tx: &mut Tx, file: &str) -> Result<Option<Account>> {
    let query = accounts::table.filter(accounts::header.eq(file));
    on!(tx, conn => query.select(Account::as_select()).first(conn).optional())
}

/// Gives an account of another server these pictures, or none.
pub fn set(tx: &mut Tx, account_id: i64, avatar: Option<&str>, header: Option<&str>) -> Result<()> {
    let query = update(accounts::table.find(account_id))
        .set((accounts::avatar.eq(avatar), accounts::header.eq(header)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// There is no picture from then on, and nothing that it shows.
pub fn remove_avatar(tx: &mut Tx, account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(accounts::table.find(account_id)).set((
        accounts::avatar.eq(None::<String>),
        accounts::avatar_description.eq(""),
        accounts::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The same for a banner.
pub fn remove_header(tx: &mut Tx, account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(accounts::table.find(account_id)).set((
        accounts::header.eq(None::<String>),
        accounts::header_description.eq(""),
        accounts::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
