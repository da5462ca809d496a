//! Other servers that are known.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    counters::{self, INSTANCES},
    on,
    schema::instances,
    time::Time,
};

/// Remembers a server, if it is not known already.
pub fn meet(tx: &mut Tx, domain: &str, at: DateTime<Utc>) -> Result<()> {
    let added = on!(tx, conn => {
        insert_into(instances::table)
            .values((instances::domain.eq(domain), instances::created_at.eq(Time(at))))
            .on_conflict(instances::domain)
            .do_nothing()
            .execute(conn)
    })?;
    match added {
        0 => Ok(()),
        _ => counters::change(tx, INSTANCES, 1),
    }
}

/// Counts accounts of a server that have come or gone.
pub(crate) fn count_accounts(tx: &mut Tx, domain: &str, by: i64) -> Result<()> {
    let query = update(instances::table.find(domain))
        .set(instances::accounts_count.eq(instances::accounts_count + by));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Remembers where the inboxes of a server are.
pub fn set_host(tx: &mut Tx, domain: &str, host: Option<&str>) -> Result<()> {
    let query = update(instances::table.find(domain)).set(instances::host.eq(host));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The domains of all of them, by the alphabet.
pub fn domains(tx: &mut Tx) -> Result<Vec<String>> {
    let query = instances::table.select(instances::domain);
    let mut domains: Vec<String> = on!(tx, conn => query.load(conn))?;
    // The engines have alphabets of their own.
    domains.sort_unstable();
    Ok(domains)
}

/// The domains that accounts are known of, in no particular order.
pub fn with_accounts(tx: &mut Tx) -> Result<Vec<String>> {
    let query = instances::table.filter(instances::accounts_count.gt(0));
    on!(tx, conn => query.select(instances::domain).load(conn))
}

/// Counts them one by one.
pub fn recount(tx: &mut Tx) -> Result<i64> {
    on!(tx, conn => instances::table.count().get_result(conn))
}
