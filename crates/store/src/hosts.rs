//! Which servers cannot be reached: the days on which nothing got through, and those given up.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    action_log::Recorded,
    on,
    schema::{delivery_failures, unavailable_hosts},
    time::Time,
    written::written,
};

/// Notes that nothing got through on a day, counted from 1 January 1970. On how many days that was so.
pub fn add_failure(tx: &mut Tx, host: &str, day: i32) -> Result<i64> {
    let values = (
        delivery_failures::host.eq(host),
        delivery_failures::day.eq(day),
    );
    let query = insert_into(delivery_failures::table)
        .values(values)
        .on_conflict_do_nothing();
    on!(&mut *tx, conn => query.execute(conn))?;
    let days = delivery_failures::table.filter(delivery_failures::host.eq(host));
    on!(tx, conn => days.count().get_result(conn))
}

/// The days on which nothing got through, first ones first.
pub fn failures(tx: &mut Tx, host: &str) -> Result<Vec<i32>> {
    let query = delivery_failures::table
        .filter(delivery_failures::host.eq(host))
        .order(delivery_failures::day)
        .select(delivery_failures::day);
    on!(tx, conn => query.load(conn))
}

/// A host that is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Unavailable {
    /// When something is sent to see whether it is back; never, if somebody has decided so.
    pub next_try_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

pub fn find_unavailable(tx: &mut Tx, host: &str) -> Result<Option<Unavailable>> {
    let query = unavailable_hosts::table.find(host).select((
        unavailable_hosts::next_try_at,
        unavailable_hosts::created_at,
    ));
    on!(tx, conn => query.first(conn).optional())
}

/// Gives a host up until somebody decides otherwise, whatever it does.
pub fn stop(tx: &mut Tx, host: &str, at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let values = (
        unavailable_hosts::host.eq(host),
        unavailable_hosts::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(unavailable_hosts::table)
            .values(values)
            .on_conflict(unavailable_hosts::host)
            .do_update()
            .set(unavailable_hosts::next_try_at.eq(None::<Time>))
            .execute(conn)
            .map(drop)
    })
}

/// All is forgotten, whoever has decided it.
pub fn restart(tx: &mut Tx, host: &str, recorded: &Recorded) -> Result<()> {
    clear_failures(tx, host, recorded)?;
    let query = delete(unavailable_hosts::table.find(host));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The days are forgotten on which nothing got through.
pub fn clear_failures(tx: &mut Tx, host: &str, _: &Recorded) -> Result<()> {
    let query = delete(delivery_failures::table.filter(delivery_failures::host.eq(host)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Gives a host up, but for a try at that time. One that somebody has given up is not tried.
pub fn set_unavailable(
    tx: &mut Tx,
    host: &str,
    next_try_at: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<()> {
    let known = unavailable_hosts::table
        .find(host)
        .filter(unavailable_hosts::next_try_at.is_not_null());
    let query = update(known).set(unavailable_hosts::next_try_at.eq(Time(next_try_at)));
    on!(&mut *tx, conn => query.execute(conn))?;
    let values = (
        unavailable_hosts::host.eq(host),
        unavailable_hosts::next_try_at.eq(Time(next_try_at)),
        unavailable_hosts::created_at.eq(Time(at)),
    );
    let query = insert_into(unavailable_hosts::table)
        .values(values)
        .on_conflict_do_nothing();
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those of the hosts that are given up, and when each may be tried next.
pub fn unavailable_among(
    tx: &mut Tx,
    hosts: &[String],
) -> Result<Vec<(String, Option<DateTime<Utc>>)>> {
    let query = unavailable_hosts::table
        .filter(written::<diesel::sql_types::Bool>("unavailable_hosts.host").any_text(hosts))
        .select((unavailable_hosts::host, unavailable_hosts::next_try_at));
    on!(tx, conn => query.load(conn))
}

/// Moves the next try of a host that is given up.
pub fn set_next_try(tx: &mut Tx, host: &str, at: DateTime<Utc>) -> Result<()> {
    let query = update(unavailable_hosts::table.find(host))
        .set(unavailable_hosts::next_try_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those of the hosts with which something was wrong, whether they are given up or not, but for those
/// that somebody has given up.
pub fn troubled_among(tx: &mut Tx, hosts: &[String]) -> Result<Vec<String>> {
    let query = written::<diesel::sql_types::Text>("SELECT host FROM delivery_failures WHERE host")
        .any_text(hosts)
        .words(" UNION SELECT host FROM unavailable_hosts WHERE next_try_at IS NOT NULL AND host")
        .any_text(hosts);
    on!(tx, conn => query.load(conn))
}

/// Something got through: all is forgotten but what somebody has decided.
pub fn clear(tx: &mut Tx, host: &str) -> Result<()> {
    let failures = delete(delivery_failures::table.filter(delivery_failures::host.eq(host)));
    on!(&mut *tx, conn => failures.execute(conn))?;
    let given_up = unavailable_hosts::table
        .find(host)
        .filter(unavailable_hosts::next_try_at.is_not_null());
    on!(tx, conn => delete(given_up).execute(conn).map(drop))
}
