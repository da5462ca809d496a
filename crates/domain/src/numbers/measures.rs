//! Totals and what they consist of, day by day.
//!
//! What exactly is counted, and which days a total is of, follows Mastodon: most totals leave the last day out,
//! and those of another server are of all time.

use std::collections::BTreeMap;

use store::{
    instances, logins, tag_days, tags,
    tallies::{self, Kind, Parts},
};

use super::Window;
use crate::{Context, Error, Permission, Result};

/// What somebody wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    ActiveUsers,
    NewUsers,
    Interactions,
    OpenedReports,
    ResolvedReports,
    TagAccounts(i64),
    TagUses(i64),
    TagServers(i64),
    OfServer {
        what: OfServer,
        domain: String,
        /// Whether what is below the domain counts too.
        with_subdomains: bool,
    },
}

/// What is known of another server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfServer {
    Accounts,
    MediaAttachments,
    Reports,
    Statuses,
    Follows,
    Followers,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    pub total: i64,
    /// That of the window before; none for what is of all time.
    pub previous_total: Option<i64>,
    /// Each day of the window, also those of which there is nothing.
    pub days: Vec<(i32, i64)>,
}

pub fn measure(cx: &mut Context, measure: &Measure, window: Window) -> Result<Measured> {
    cx.moderator(Permission::ViewDashboard)?;
    match measure {
        Measure::ActiveUsers => active_users(cx, window),
        Measure::NewUsers => of_this_server(cx, Kind::Users, window),
        Measure::Interactions => of_this_server(cx, Kind::Interactions, window),
        Measure::OpenedReports => of_this_server(cx, Kind::OpenedReports, window),
        Measure::ResolvedReports => of_this_server(cx, Kind::ResolvedReports, window),
        Measure::TagAccounts(id) => {
            find_tag(cx, *id)?;
            tag_accounts(cx, *id, window)
        }
        Measure::TagUses(id) => {
            find_tag(cx, *id)?;
            tag_uses(cx, *id, window)
        }
        Measure::TagServers(id) => {
            find_tag(cx, *id)?;
            tag_servers(cx, *id, window)
        }
        Measure::OfServer {
            what,
            domain,
            with_subdomains,
        } => of_server(cx, *what, domain, *with_subdomains, window),
    }
}

/// Each day of the window.
fn filled(window: Window, found: &BTreeMap<i32, i64>) -> Vec<(i32, i64)> {
    let amount = |day| found.get(&day).copied().unwrap_or_default();
    window.days().map(|day| (day, amount(day))).collect()
}

fn sum(found: &BTreeMap<i32, i64>) -> i64 {
    found.values().sum()
}

fn active_users(cx: &mut Context, window: Window) -> Result<Measured> {
    let days = logins::of_days(&mut cx.tx, window.days())?;
    let mut people = |window: Window| logins::people(&mut cx.tx, window.but_the_last());
    Ok(Measured {
        total: people(window)?,
        previous_total: Some(people(window.before())?),
        days: filled(window, &days),
    })
}

fn of_this_server(cx: &mut Context, kind: Kind, window: Window) -> Result<Measured> {
    let mut of = |days| tallies::of_days(&mut cx.tx, kind, "", Parts::All, days);
    Ok(Measured {
        total: sum(&of(window.but_the_last())?),
        previous_total: Some(sum(&of(window.before().but_the_last())?)),
        days: filled(window, &of(window.days())?),
    })
}

fn find_tag(cx: &mut Context, id: i64) -> Result<()> {
    match tags::find(&mut cx.tx, id)? {
        Some(_) => Ok(()),
        None => Err(Error::NotFound),
    }
}

/// Of tags, the last day counts, and so the first one counts twice.
fn tag_accounts(cx: &mut Context, id: i64, window: Window) -> Result<Measured> {
    let days = tag_days::since(&mut cx.tx, &[id], window.first)?;
    let days = days.into_iter().map(|it| (it.day, it.accounts)).collect();
    let mut people = |window: Window| tag_days::people(&mut cx.tx, id, (window.first, window.last));
    Ok(Measured {
        total: people(window)?,
        previous_total: Some(people(window.before())?),
        days: filled(window, &days),
    })
}

fn tag_uses(cx: &mut Context, id: i64, window: Window) -> Result<Measured> {
    let before = window.before();
    let days = tag_days::since(&mut cx.tx, &[id], before.first.min(window.first))?;
    let days: BTreeMap<i32, i64> = days.into_iter().map(|it| (it.day, it.uses)).collect();
    let of = |window: Window| match window.is_empty() {
        true => 0,
        false => days.range(window.days()).map(|(_, uses)| uses).sum(),
    };
    Ok(Measured {
        total: of(window),
        previous_total: Some(of(before)),
        days: filled(window, &days),
    })
}

/// Day by day this server is one of them, and in the totals it is not.
fn tag_servers(cx: &mut Context, id: i64, window: Window) -> Result<Measured> {
    let scope = id.to_string();
    let days = tallies::parts_of_days(&mut cx.tx, Kind::TagServers, &scope, window.days())?;
    let mut others = |window: Window| -> Result<i64> {
        let days = window.but_the_last();
        let parts = tallies::by_part(&mut cx.tx, Kind::TagServers, &scope, days, i64::MAX)?;
        let others = parts.iter().filter(|(domain, _)| !domain.is_empty());
        Ok(others.count() as i64)
    };
    Ok(Measured {
        total: others(window)?,
        previous_total: Some(others(window.before())?),
        days: filled(window, &days),
    })
}

fn of_server(
    cx: &mut Context,
    what: OfServer,
    domain: &str,
    with_subdomains: bool,
    window: Window,
) -> Result<Measured> {
    let kind = match what {
        OfServer::Accounts => Kind::Accounts,
        OfServer::MediaAttachments => Kind::Media,
        OfServer::Reports => Kind::Reports,
        OfServer::Statuses => Kind::Posts,
        OfServer::Follows => Kind::Follows,
        OfServer::Followers => Kind::Followers,
    };
    let mut domains = vec![domain.to_owned()];
    if with_subdomains {
        domains.extend(instances::below(&mut cx.tx, domain)?);
    }
    let days = tallies::of_days(&mut cx.tx, kind, "", Parts::These(&domains), window.days())?;
    Ok(Measured {
        total: tallies::of_all_days(&mut cx.tx, kind, "", Parts::These(&domains))?,
        previous_total: None,
        days: filled(window, &days),
    })
}
