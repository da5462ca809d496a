//! What members would lose if there were no exchange with some servers any more.

use diesel::{prelude::*, sql_types::BigInt};

use crate::{
    Result, Tx,
    account_list::Window,
    on,
    written::{Written, written},
};

/// What there is to lose, and what there is to hide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Accounts of the servers that are known.
    pub accounts: i64,
    /// Those that are not suspended.
    pub not_suspended: i64,
    /// Those that are neither suspended nor limited.
    pub not_limited: i64,
    /// Follows of members by those.
    pub followers: i64,
    /// Follows of those by members.
    pub following: i64,
    /// Members with any of either.
    pub members: i64,
}

type Three = (BigInt, BigInt, BigInt);

/// Both statements go through the accounts of the servers once.
pub fn totals(tx: &mut Tx, domains: &[String]) -> Result<Totals> {
    let query = written::<Three>("SELECT count(*), count(*) FILTER (WHERE suspended_at IS NULL),")
        .words(" count(*) FILTER (WHERE suspended_at IS NULL AND silenced_at IS NULL)")
        .words(" FROM accounts WHERE domain")
        .any_text(domains);
    let (accounts, not_suspended, not_limited) = on!(&mut *tx, conn => query.get_result(conn))?;
    let query = written::<Three>("SELECT CAST(coalesce(sum(followers), 0) AS BIGINT),")
        .words(" CAST(coalesce(sum(following), 0) AS BIGINT), count(DISTINCT member) FROM (")
        .append(followed(domains))
        .words(" UNION ALL ")
        .append(following(domains))
        .words(") losses");
    let (followers, following, members) = on!(tx, conn => query.get_result(conn))?;
    Ok(Totals {
        accounts,
        not_suspended,
        not_limited,
        followers,
        following,
        members,
    })
}

/// What one member would lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Loss {
    pub account_id: i64,
    pub followers: i64,
    pub following: i64,
}

/// Those who would lose anything, by their ids, highest first.
pub fn page(tx: &mut Tx, domains: &[String], window: Window) -> Result<Vec<Loss>> {
    let lowest = window.min_id.or(window.since_id).unwrap_or(0);
    let order = match window.min_id {
        Some(_) => " GROUP BY member ORDER BY member ASC LIMIT ",
        None => " GROUP BY member ORDER BY member DESC LIMIT ",
    };
    let query = written::<(BigInt, BigInt, BigInt)>("SELECT member,")
        .words(" CAST(sum(followers) AS BIGINT), CAST(sum(following) AS BIGINT) FROM (")
        .append(followed(domains))
        .words(" UNION ALL ")
        .append(following(domains))
        .words(") losses WHERE member > ")
        .id(lowest)
        .words(" AND member < ")
        .id(window.max_id.unwrap_or(i64::MAX))
        .words(order)
        .id(window.limit);
    let mut page: Vec<Loss> = on!(tx, conn => query.load(conn))?;
    if window.min_id.is_some() {
        page.reverse();
    }
    Ok(page)
}

/// A row for each follower of a member.
fn followed(domains: &[String]) -> Written<BigInt> {
    written("SELECT follows.target_account_id AS member, 1 AS followers, 0 AS following")
        .words(" FROM accounts JOIN follows ON follows.account_id = accounts.id")
        .words(" JOIN users ON users.account_id = follows.target_account_id")
        .words(" WHERE accounts.domain")
        .any_text(domains)
}

/// A row for each account that a member follows.
fn following(domains: &[String]) -> Written<BigInt> {
    written("SELECT follows.account_id AS member, 0 AS followers, 1 AS following")
        .words(" FROM accounts JOIN follows ON follows.target_account_id = accounts.id")
        .words(" JOIN users ON users.account_id = follows.account_id")
        .words(" WHERE accounts.domain")
        .any_text(domains)
}
