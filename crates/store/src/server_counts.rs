//! How much there is of some servers. Each number costs no more than the most that is counted.

use diesel::{prelude::*, sql_types::BigInt};

use crate::{
    Result, Tx, on,
    written::{Written, written},
};

/// More than this is not counted.
pub const MOST: i64 = 10_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Members who are followed from there, each as often as she is.
    pub followers: i64,
    /// Accounts there that members follow, each as often as it is.
    pub following: i64,
    pub statuses: i64,
    /// Reports about accounts there.
    pub reports: i64,
    /// What is kept here of their files.
    pub media_bytes: i64,
}

pub fn of(tx: &mut Tx, domains: &[String]) -> Result<Counts> {
    Ok(Counts {
        followers: count(
            tx,
            "SELECT 1 FROM accounts JOIN follows ON follows.account_id = accounts.id \
             JOIN users ON users.account_id = follows.target_account_id",
            "",
            domains,
        )?,
        following: count(
            tx,
            "SELECT 1 FROM accounts JOIN follows ON follows.target_account_id = accounts.id \
             JOIN users ON users.account_id = follows.account_id",
            "",
            domains,
        )?,
        statuses: count(
            tx,
            "SELECT 1 FROM accounts JOIN statuses ON statuses.account_id = accounts.id",
            " AND statuses.deleted_at IS NULL",
            domains,
        )?,
        reports: count(
            tx,
            "SELECT 1 FROM accounts JOIN reports ON reports.target_account_id = accounts.id",
            "",
            domains,
        )?,
        media_bytes: media_bytes(tx, domains)?,
    })
}

fn count(tx: &mut Tx, rows: &'static str, also: &'static str, domains: &[String]) -> Result<i64> {
    let query = written::<BigInt>("SELECT count(*) FROM (").append(some(rows, also, domains));
    let query = query.words(") counted");
    on!(tx, conn => query.get_result(conn))
}

fn media_bytes(tx: &mut Tx, domains: &[String]) -> Result<i64> {
    let rows = "SELECT media_attachments.size AS size FROM accounts \
        JOIN media_attachments ON media_attachments.account_id = accounts.id";
    let also = " AND media_attachments.file IS NOT NULL";
    let query = written::<BigInt>("SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM (")
        .append(some(rows, also, domains))
        .words(") counted");
    on!(tx, conn => query.get_result(conn))
}

fn some(rows: &'static str, also: &'static str, domains: &[String]) -> Written<BigInt> {
    written(rows)
        .words(" WHERE accounts.domain")
        .any_text(domains)
        .words(also)
        .words(" LIMIT ")
        .id(MOST)
}
