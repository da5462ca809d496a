//! By which other names accounts go: what each says of itself.

use diesel::{delete, insert_into, prelude::*};

use crate::{
    Result, Tx, on,
    schema::{account_aliases, accounts},
};

/// Keeps these, in the place of those before.
pub fn set(tx: &mut Tx, account_id: i64, uris: &[String]) -> Result<()> {
    if of(tx, account_id)? == *uris {
        return Ok(());
    }
    let all = account_aliases::table.filter(account_aliases::account_id.eq(account_id));
    on!(tx, conn => delete(all).execute(conn))?;
    let mut uris = uris.to_vec();
    uris.sort_unstable();
    uris.dedup();
    let rows: Vec<_> = uris
        .iter()
        .map(|it| {
            (
                account_aliases::account_id.eq(account_id),
                account_aliases::uri.eq(it),
            )
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    on!(tx, conn => insert_into(account_aliases::table).values(&rows).execute(conn).map(drop))
}

/// Whether it is a new one.
pub fn add(tx: &mut Tx, account_id: i64, uri: &str) -> Result<bool> {
    let values = (
        account_aliases::account_id.eq(account_id),
        account_aliases::uri.eq(uri),
    );
    let added = on!(tx, conn => {
        insert_into(account_aliases::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn)
    })?;
    Ok(added > 0)
}

/// Whether it was there.
pub fn remove(tx: &mut Tx, account_id: i64, uri: &str) -> Result<bool> {
    let query = delete(account_aliases::table.find((account_id, uri)));
    Ok(on!(tx, conn => query.execute(conn))? > 0)
}

/// By the alphabet.
pub fn of(tx: &mut Tx, account_id: i64) -> Result<Vec<String>> {
    let query = account_aliases::table
        .filter(account_aliases::account_id.eq(account_id))
        .order(account_aliases::uri)
        .select(account_aliases::uri);
    on!(tx, conn => query.load(conn))
}

/// The name of the account that an account goes on as.
pub fn moved_to(tx: &mut Tx, account_id: i64) -> Result<Option<String>> {
    let target = diesel::alias!(accounts as target);
    let is_target = target
        .field(accounts::id)
        .nullable()
        .eq(accounts::moved_to_account_id);
    let query = accounts::table
        .inner_join(target.on(is_target))
        .filter(accounts::id.eq(account_id))
        .select(target.field(accounts::uri));
    on!(tx, conn => query.first(conn).optional())
}
