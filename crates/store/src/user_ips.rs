//! The addresses that members were seen at: one row for each, with the last time.

use std::{
    cmp::Reverse,
    net::{IpAddr, Ipv6Addr},
};

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, ids::is_any, on, schema::user_ips, time::Time};

/// An address that a member was seen at.
#[derive(Clone, Debug)]
pub struct Sight {
    pub account_id: i64,
    pub ip: IpAddr,
    pub used_at: DateTime<Utc>,
}

/// 16 bytes that sort as addresses do; IPv4 as `::ffff:0:0/96`.
pub fn to_bytes(ip: IpAddr) -> Vec<u8> {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets().into(),
        IpAddr::V6(ip) => ip.octets().into(),
    }
}

fn from_bytes(bytes: &[u8]) -> IpAddr {
    let octets = <[u8; 16]>::try_from(bytes).unwrap_or_default();
    Ipv6Addr::from(octets).to_canonical()
}

pub fn add(tx: &mut Tx, account_id: i64, ip: IpAddr, at: DateTime<Utc>) -> Result<()> {
    on!(tx, conn => {
        insert_into(user_ips::table)
            .values((
                user_ips::account_id.eq(account_id),
                user_ips::ip.eq(to_bytes(ip)),
                user_ips::used_at.eq(Time(at)),
            ))
            .on_conflict((user_ips::account_id, user_ips::ip))
            .do_update()
            .set(user_ips::used_at.eq(Time(at)))
            .execute(conn)
            .map(drop)
    })
}

/// Latest first.
pub fn of_many(tx: &mut Tx, account_ids: &[i64]) -> Result<Vec<Sight>> {
    if account_ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = user_ips::table
        .filter(is_any(user_ips::account_id, account_ids))
        .select((user_ips::account_id, user_ips::ip, user_ips::used_at));
    let rows: Vec<(i64, Vec<u8>, DateTime<Utc>)> = on!(tx, conn => query.load(conn))?;
    let sights = rows.into_iter().map(|(account_id, ip, used_at)| Sight {
        account_id,
        ip: from_bytes(&ip),
        used_at,
    });
    // Cheaper here than in either engine, and the same in both.
    let mut sights: Vec<Sight> = sights.collect();
    sights.sort_unstable_by_key(|it| (Reverse(it.used_at), it.account_id, it.ip));
    Ok(sights)
}

/// Forgets what was last used before then.
pub fn forget(tx: &mut Tx, before: DateTime<Utc>) -> Result<usize> {
    let query = delete(user_ips::table.filter(user_ips::used_at.lt(Time(before))));
    on!(tx, conn => query.execute(conn))
}
