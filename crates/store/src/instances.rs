//! Other servers that are known.

use chrono::{DateTime, Utc};
use diesel::{
    delete, insert_into,
    prelude::*,
    sql_types::{BigInt, Bool, Text},
    update,
};

use crate::{
    Result, Tx,
    counters::{self, INSTANCES},
    on,
    schema::instances,
    time::Time,
    written::{Written, written},
};

/// Another server.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Instance {
    pub domain: String,
    /// When it was met.
    pub created_at: DateTime<Utc>,
    /// How many accounts of it are known.
    pub accounts_count: i64,
    /// Where its inboxes are, if that is known.
    pub host: Option<String>,
}

impl Instance {
    /// What deliveries and their failures are kept under.
    pub fn delivery_host(&self) -> &str {
        self.host.as_deref().unwrap_or(&self.domain)
    }
}

/// Which servers are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only those that a rule is kept for.
    pub is_limited: bool,
    /// Only those that are allowed by name.
    pub is_allowed: bool,
    /// Only those whose names contain this.
    pub part_of_name: Option<String>,
    pub trouble: Option<Trouble>,
    pub order: Order,
    /// Only those after this one.
    pub after: Option<Place>,
    pub limit: i64,
}

/// How a server is reached that is not well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing got through of late.
    Failing,
    /// Nothing is sent to it any more.
    Unavailable,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Most accounts first.
    #[default]
    Accounts,
    /// By the alphabet.
    Domain,
}

/// Where a server stands in a list, in either order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub accounts_count: i64,
    pub domain: String,
}

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

/// The domains below one.
pub fn below(tx: &mut Tx, domain: &str) -> Result<Vec<String>> {
    let plain = domain
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let is_below = written::<Bool>("instances.domain LIKE ")
        .text(format!("%.{plain}"))
        .words(" ESCAPE '\\'");
    let query = instances::table.filter(is_below).select(instances::domain);
    on!(tx, conn => query.load(conn))
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

pub fn find(tx: &mut Tx, domain: &str) -> Result<Option<Instance>> {
    let query = instances::table.find(domain);
    on!(tx, conn => query.select(Instance::as_select()).first(conn).optional())
}

/// Some of them, in the order that is wanted.
pub fn list(tx: &mut Tx, wanted: &Wanted) -> Result<Vec<Instance>> {
    let conditions = conditions(wanted);
    on!(tx, conn => {
        let mut query = instances::table.select(Instance::as_select()).into_boxed();
        for condition in conditions {
            query = query.filter(condition);
        }
        query = match wanted.order {
            Order::Accounts => {
                query.order((instances::accounts_count.desc(), instances::domain.desc()))
            }
            Order::Domain => query.order(instances::domain),
        };
        query.limit(wanted.limit).load(conn)
    })
}

fn conditions(wanted: &Wanted) -> Vec<Written<Bool>> {
    let mut all = Vec::new();
    if wanted.is_limited {
        all.push(written(
            "instances.domain IN (SELECT domain FROM domain_blocks)",
        ));
    }
    if wanted.is_allowed {
        all.push(written(
            "instances.domain IN (SELECT domain FROM domain_allows)",
        ));
    }
    if let Some(part) = &wanted.part_of_name {
        let part = part.replace('\\', "\\\\");
        let part = part.replace('%', "\\%").replace('_', "\\_");
        let like = written("instances.domain LIKE ").text(format!("%{part}%"));
        all.push(like.words(" ESCAPE '\\'"));
    }
    const GIVEN_UP: &str = "coalesce(instances.host, instances.domain) IN \
        (SELECT host FROM unavailable_hosts)";
    match wanted.trouble {
        Some(Trouble::Unavailable) => all.push(written(GIVEN_UP)),
        Some(Trouble::Failing) => {
            let failing = "coalesce(instances.host, instances.domain) IN \
                (SELECT host FROM delivery_failures) AND NOT ";
            all.push(written(failing).words(GIVEN_UP));
        }
        None => (),
    }
    if let Some(after) = &wanted.after {
        all.push(match wanted.order {
            Order::Accounts => written("(instances.accounts_count, instances.domain) < (")
                .id(after.accounts_count)
                .words(", ")
                .text(after.domain.clone())
                .words(")"),
            Order::Domain => written("instances.domain > ").text(after.domain.clone()),
        });
    }
    all
}

/// How many accounts of these are known, together.
pub fn accounts_of(tx: &mut Tx, domains: &[String]) -> Result<i64> {
    let query = written::<BigInt>("SELECT CAST(coalesce(sum(accounts_count), 0) AS BIGINT)")
        .words(" FROM instances WHERE domain")
        .any_text(domains);
    on!(tx, conn => query.get_result(conn))
}

/// Forgets a server that nothing is known of any more, and nothing is decided about. Whether it was so.
pub fn forget(tx: &mut Tx, domain: &str) -> Result<bool> {
    let is_empty = written::<Bool>("NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.domain = instances.domain)")
        .words(" AND NOT EXISTS (SELECT 1 FROM domain_blocks WHERE domain_blocks.domain = instances.domain)")
        .words(" AND NOT EXISTS (SELECT 1 FROM domain_allows WHERE domain_allows.domain = instances.domain)");
    let query = delete(
        instances::table
            .filter(instances::domain.eq(domain))
            .filter(is_empty),
    );
    let gone = on!(&mut *tx, conn => query.execute(conn))?;
    counters::change(tx, INSTANCES, -(gone as i64))?;
    Ok(gone > 0)
}

/// What is kept of how many accounts of a server are known, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Counted {
    pub domain: String,
    pub kept: i64,
    pub counted: i64,
}

fn counting() -> Written<(Text, BigInt, BigInt)> {
    written("SELECT domain, accounts_count,")
        .words(" (SELECT count(*) FROM accounts WHERE accounts.domain = instances.domain)")
        .words(" FROM instances WHERE")
}

/// Counts the accounts of some servers anew, those after that domain.
pub fn recount_accounts(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<Counted>> {
    let rows = counting().words(" domain > ").text(after);
    let rows = rows.words(" ORDER BY domain LIMIT ").id(limit);
    on!(tx, conn => rows.load(conn))
}

/// Counts the accounts of one server anew, and keeps that. Nobody changes it meanwhile.
pub fn mend_accounts(tx: &mut Tx, domain: &str) -> Result<()> {
    count_accounts(tx, domain, 0)?;
    let row = counting().words(" domain = ").text(domain);
    let row: Option<Counted> = on!(&mut *tx, conn => row.load(conn).map(|mut rows| rows.pop()))?;
    match row {
        Some(row) => count_accounts(tx, domain, row.counted - row.kept),
        None => Ok(()),
    }
}
