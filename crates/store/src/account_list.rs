//! Finding a page of accounts by any mix of filters.
//!
//! A page costs what is on it, not what is in the table. For that, text and addresses are looked for
//! first: where few accounts fit, they alone are filtered and sorted; where many do, accounts are
//! walked in the order of the page until it is full.

use diesel::{dsl::not, prelude::*};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{accounts, lower, user_ips, users},
};

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub origin: Option<Origin>,
    pub status: Option<Status>,
    pub username: Option<Pattern>,
    pub display_name: Option<Pattern>,
    /// As it is kept. Other domains below it do not count.
    pub domain: Option<String>,
    pub email: Option<Pattern>,
    pub ip: Option<IpRange>,
    /// Only users with one of these.
    pub role_ids: Option<Vec<i64>>,
    pub invited_by: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Local,
    Remote,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Active,
    Pending,
    Disabled,
    Silenced,
    Suspended,
    Sensitized,
}

/// First and last address, as [`user_ips`](crate::user_ips) keeps them.
#[derive(Clone, Debug)]
pub struct IpRange {
    pub first: Vec<u8>,
    pub last: Vec<u8>,
}

/// What a text starts with, in lower case; `%` and `_` stand for anything, as in `LIKE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    like: String,
    /// What comes before the first wildcard, and the first text that can not start with it.
    range: Option<(String, String)>,
    is_prefix_only: bool,
}

impl Pattern {
    pub fn starts_with(text: &str) -> Self {
        let text = text.to_lowercase();
        let literal = text.split(['%', '_', '\\']).next().unwrap_or_default();
        Self {
            range: successor(literal).map(|next| (literal.to_owned(), next)),
            is_prefix_only: literal.len() == text.len(),
            like: text.clone() + "%",
        }
    }
}

/// The first text that sorts after everything that starts with this.
pub(crate) fn successor(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        let next = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32);
        if let Some(next) = next {
            return Some(chars.into_iter().chain([next]).collect());
        }
    }
    None
}

/// Which part of a list: always highest ids first.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub max_id: Option<i64>,
    pub since_id: Option<i64>,
    /// Wins over `since_id`: the ids directly above instead of the highest.
    pub min_id: Option<i64>,
    pub limit: i64,
}

/// Which part of a list that is not sorted by id.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    pub limit: i64,
    pub offset: i64,
}

/// From how many on it is better to walk than to sort.
const MANY: i64 = 1000;

enum Fit {
    /// These, and no others.
    Few(Vec<i64>),
    /// More than it is worth to look at one by one.
    Many,
}

fn fit(ids: Vec<i64>) -> Fit {
    if ids.len() as i64 > MANY {
        return Fit::Many;
    }
    Fit::Few(ids)
}

/// The ids of one page.
pub fn page(tx: &mut Tx, filter: &Filter, window: Window) -> Result<Vec<i64>> {
    let username = filter
        .username
        .as_ref()
        .map(|it| by_username(tx, it))
        .transpose()?;
    let display_name = filter
        .display_name
        .as_ref()
        .map(|it| by_display_name(tx, it))
        .transpose()?;
    let email = filter
        .email
        .as_ref()
        .map(|it| by_email(tx, it))
        .transpose()?;
    let ip = filter.ip.as_ref().map(|it| by_ip(tx, it)).transpose()?;

    // The server's own actor, below 0, is nobody's to moderate. One bound and not two, because SQLite
    // begins to walk at the first it is given.
    let above = window.min_id.or(window.since_id).unwrap_or_default().max(0);
    let is_member = filter.email.is_some() || filter.ip.is_some();

    let mut ids = on!(tx, conn => {
        let mut query = accounts::table.filter(accounts::id.gt(above)).select(accounts::id).into_boxed();

        for found in [&username, &display_name, &email, &ip].into_iter().flatten() {
            if let Fit::Few(ids) = found {
                query = query.filter(is_any(accounts::id, ids));
            }
        }
        // Hiding the column in a function keeps both engines from sorting all that fit.
        if let (Some(pattern), Some(Fit::Many)) = (&filter.username, &username) {
            query = query.filter(lower(accounts::username_lower).like(&pattern.like).escape('\\'));
        }
        if let (Some(pattern), Some(Fit::Many)) = (&filter.display_name, &display_name) {
            query = query.filter(lower(accounts::display_name_lower).like(&pattern.like).escape('\\'));
        }
        // Only members have addresses; saying so spares the walk past everybody else.
        if is_member {
            query = query.filter(accounts::domain.is_null());
        }
        // A query for one value keeps PostgreSQL from sorting all users that fit, which EXISTS does not.
        if let (Some(pattern), Some(Fit::Many)) = (&filter.email, &email) {
            let of_account = users::table.filter(users::account_id.eq(accounts::id));
            let email = of_account.select(users::email).single_value().assume_not_null();
            query = query.filter(lower(email).like(&pattern.like).escape('\\'));
        }
        if let (Some(range), Some(Fit::Many)) = (&filter.ip, &ip) {
            let of_account = user_ips::table.filter(user_ips::account_id.eq(accounts::id));
            let fitting = of_account.filter(user_ips::ip.between(&range.first, &range.last));
            query = query.filter(fitting.select(user_ips::account_id).single_value().is_not_null());
        }

        if let Some(domain) = &filter.domain {
            query = query.filter(accounts::domain.eq(domain));
        }
        query = match filter.origin {
            Some(Origin::Local) => query.filter(accounts::domain.is_null()),
            Some(Origin::Remote) => query.filter(accounts::domain.is_not_null()),
            None => query,
        };
        query = match filter.status {
            Some(Status::Active) => query.filter(accounts::suspended_at.is_null()),
            Some(Status::Pending) => {
                let pending = users::table.filter(not(users::approved)).select(users::account_id);
                query.filter(accounts::id.eq_any(pending))
            }
            Some(Status::Disabled) => {
                let disabled = users::table.filter(users::disabled).select(users::account_id);
                query.filter(accounts::id.eq_any(disabled)).filter(accounts::suspended_at.is_null())
            }
            Some(Status::Silenced) => query.filter(accounts::silenced_at.is_not_null()),
            Some(Status::Suspended) => query.filter(accounts::suspended_at.is_not_null()),
            Some(Status::Sensitized) => query.filter(accounts::sensitized_at.is_not_null()),
            None => query,
        };
        if let Some(role_ids) = &filter.role_ids {
            let holders = users::table.filter(is_any(users::role_id, role_ids)).select(users::account_id);
            query = query.filter(accounts::id.eq_any(holders));
        }
        if let Some(inviter) = filter.invited_by {
            let invited = users::table.filter(users::invited_by_account_id.eq(inviter));
            query = query.filter(accounts::id.eq_any(invited.select(users::account_id)));
        }

        if let Some(id) = window.max_id {
            query = query.filter(accounts::id.lt(id));
        }
        query = match window.min_id {
            Some(_) => query.order(accounts::id.asc()),
            None => query.order(accounts::id.desc()),
        };
        query.limit(window.limit).load::<i64>(conn)
    })?;
    if window.min_id.is_some() {
        ids.reverse();
    }
    Ok(ids)
}

fn by_username(tx: &mut Tx, pattern: &Pattern) -> Result<Fit> {
    let (Some((from, to)), true) = (&pattern.range, pattern.is_prefix_only) else {
        return Ok(Fit::Many);
    };
    let query = accounts::table
        .filter(
            accounts::username_lower
                .ge(from)
                .and(accounts::username_lower.lt(to)),
        )
        .select(accounts::id)
        .limit(MANY + 1);
    on!(tx, conn => query.load(conn)).map(fit)
}

fn by_display_name(tx: &mut Tx, pattern: &Pattern) -> Result<Fit> {
    let (Some((from, to)), true) = (&pattern.range, pattern.is_prefix_only) else {
        return Ok(Fit::Many);
    };
    let query = accounts::table
        .filter(
            accounts::display_name_lower
                .ge(from)
                .and(accounts::display_name_lower.lt(to)),
        )
        .select(accounts::id)
        .limit(MANY + 1);
    on!(tx, conn => query.load(conn)).map(fit)
}

fn by_email(tx: &mut Tx, pattern: &Pattern) -> Result<Fit> {
    let (Some((from, to)), true) = (&pattern.range, pattern.is_prefix_only) else {
        return Ok(Fit::Many);
    };
    let query = users::table
        .filter(users::email.ge(from).and(users::email.lt(to)))
        .select(users::account_id)
        .limit(MANY + 1);
    on!(tx, conn => query.load(conn)).map(fit)
}

fn by_ip(tx: &mut Tx, range: &IpRange) -> Result<Fit> {
    let query = user_ips::table
        .filter(user_ips::ip.between(&range.first, &range.last))
        .select(user_ips::account_id)
        .limit(MANY + 1);
    on!(tx, conn => query.load(conn)).map(fit)
}
