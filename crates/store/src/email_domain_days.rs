//! How often an e-mail domain was tried from day to day, kept as it happens.

use std::net::IpAddr;

use diesel::{delete, insert_into, prelude::*};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{email_domain_block_addresses as addresses, email_domain_block_days as days},
    user_ips::to_bytes,
};

/// How often a rule has stopped somebody on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = days)]
pub struct BlockDay {
    pub block_id: i64,
    /// Since the beginning of 1970.
    pub day: i32,
    pub uses: i64,
    /// From how many addresses, each counted once.
    pub addresses: i64,
}

/// Counts a try from an address.
pub fn count(tx: &mut Tx, block_id: i64, ip: IpAddr, day: i32) -> Result<()> {
    let query = insert_into(addresses::table)
        .values((
            addresses::block_id.eq(block_id),
            addresses::day.eq(day),
            addresses::ip.eq(to_bytes(ip)),
        ))
        .on_conflict_do_nothing();
    let new = on!(&mut *tx, conn => query.execute(conn))? as i64;
    let query = insert_into(days::table)
        .values((
            days::block_id.eq(block_id),
            days::day.eq(day),
            days::uses.eq(1_i64),
            days::addresses.eq(new),
        ))
        .on_conflict((days::block_id, days::day))
        .do_update()
        .set((
            days::uses.eq(days::uses + 1),
            days::addresses.eq(days::addresses + new),
        ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The days on which these rules have stopped somebody, since one of them.
pub fn since(tx: &mut Tx, block_ids: &[i64], day: i32) -> Result<Vec<BlockDay>> {
    let query = days::table
        .filter(is_any(days::block_id, block_ids))
        .filter(days::day.ge(day));
    on!(tx, conn => query.select(BlockDay::as_select()).load(conn))
}

/// Forgets what was before that day.
pub fn forget(tx: &mut Tx, before: i32) -> Result<()> {
    let query = delete(addresses::table.filter(addresses::day.lt(before)));
    on!(&mut *tx, conn => query.execute(conn))?;
    let query = delete(days::table.filter(days::day.lt(before)));
    on!(tx, conn => query.execute(conn).map(drop))
}
