//! What numbers consist of, the most first.
//!
//! What is counted, and of which days, follows Mastodon: languages are those that members read in, and sources
//! the programs by which people have signed up.

use std::collections::{BTreeMap, HashMap};

use store::{
    accounts, applications,
    tallies::{self, Kind, Parts},
};

use super::Window;
use crate::{Context, Permission, Result};

/// What somebody wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Of members who were last seen then.
    Languages,
    /// Names of programs; empty for people who came without one.
    Sources,
    /// Domains of those who posted; empty for this server.
    Servers,
    TagServers(i64),
    TagLanguages(i64),
    /// The names of accounts of a server, by how many follow them here.
    ServerAccounts(String),
    ServerLanguages(String),
}

/// More than anybody reads.
const MOST: i64 = 10_000;

/// The parts and how much there is of each, the most first. None of the dates count for accounts.
pub fn dimension(
    cx: &mut Context,
    dimension: &Dimension,
    window: Window,
    limit: Option<i64>,
) -> Result<Vec<(String, i64)>> {
    cx.moderator(Permission::ViewDashboard)?;
    let limit = limit.unwrap_or(MOST).clamp(0, MOST);
    let (kind, scope, days) = match dimension {
        Dimension::Languages => (Kind::Seen, String::new(), window.but_the_last()),
        Dimension::Sources => return sources(cx, window, limit),
        Dimension::Servers => (Kind::Posts, String::new(), window.days()),
        Dimension::TagServers(id) => (Kind::TagServers, id.to_string(), window.days()),
        Dimension::TagLanguages(id) => (Kind::TagLanguages, id.to_string(), window.days()),
        Dimension::ServerAccounts(domain) => return server_accounts(cx, domain, limit),
        Dimension::ServerLanguages(domain) => (Kind::Languages, domain.clone(), window.days()),
    };
    let mut parts = tallies::by_part(&mut cx.tx, kind, &scope, days, limit)?;
    if *dimension == Dimension::Languages {
        // Who has chosen none.
        parts.retain(|(locale, _)| !locale.is_empty());
    }
    Ok(parts)
}

/// Programs of the same name are one.
fn sources(cx: &mut Context, window: Window, limit: i64) -> Result<Vec<(String, i64)>> {
    let days = window.but_the_last();
    let parts = tallies::by_part(&mut cx.tx, Kind::Users, "", days, i64::MAX)?;
    let ids: Vec<i64> = parts.iter().filter_map(|(id, _)| id.parse().ok()).collect();
    let programs = applications::find_many(&mut cx.tx, &ids)?;
    let name_of = |id: &str| {
        let program = programs.iter().find(|it| it.id.to_string() == id);
        program.map(|it| it.name.clone()).unwrap_or_default()
    };
    let mut named: BTreeMap<String, i64> = BTreeMap::new();
    for (id, amount) in parts {
        *named.entry(name_of(&id)).or_default() += amount;
    }
    let mut named: Vec<(String, i64)> = named.into_iter().collect();
    named.sort_by_key(|(_, amount)| -amount);
    named.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(named)
}

/// Also those whom nobody follows.
fn server_accounts(cx: &mut Context, domain: &str, limit: i64) -> Result<Vec<(String, i64)>> {
    let followed = tallies::by_part(&mut cx.tx, Kind::Followed, domain, 0..=0, limit)?;
    let ids: Vec<i64> = followed
        .iter()
        .filter_map(|(id, _)| id.parse().ok())
        .collect();
    let found = accounts::find_many(&mut cx.tx, &ids)?.into_iter();
    let mut names: HashMap<String, String> =
        found.map(|it| (it.id.to_string(), it.username)).collect();
    let mut named: Vec<(String, i64)> = followed
        .iter()
        .filter_map(|(id, amount)| Some((names.remove(id)?, *amount)))
        .collect();
    let rest = limit - named.len() as i64;
    if rest > 0 {
        let others = accounts::names_of_domain(&mut cx.tx, domain, &ids, rest)?;
        named.extend(others.into_iter().map(|name| (name, 0)));
    }
    Ok(named)
}

/// Bytes of all media that are kept here, whoever's they are.
pub fn media_bytes(cx: &mut Context) -> Result<i64> {
    cx.moderator(Permission::ViewDashboard)?;
    Ok(tallies::of_all_days(
        &mut cx.tx,
        Kind::Media,
        "",
        Parts::All,
    )?)
}
