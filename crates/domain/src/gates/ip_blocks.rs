//! Deciding about addresses that are not let in, or that nobody signs up from.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use store::{
    account_list::Window,
    ip_blocks::{self, IpBlock, Terms},
};

use super::Network;
use crate::{
    Context, Error, Event, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    expiry::{self, is_alive},
};

/// What a rule takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Newcomers wait until somebody has looked at them.
    SignUpRequiresApproval,
    /// Nobody signs up.
    SignUpBlock,
    /// Nobody gets any answer.
    NoAccess,
}

impl Severity {
    /// Mastodon's word, and the number that it keeps for it.
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (
            Self::SignUpRequiresApproval,
            "sign_up_requires_approval",
            "5000",
        ),
        (Self::SignUpBlock, "sign_up_block", "5500"),
        (Self::NoAccess, "no_access", "9999"),
    ];

    pub fn named(text: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        let found = all.find(|(_, word, number)| *word == text || *number == text);
        found.map(|(severity, ..)| *severity)
    }

    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(it, ..)| *it == self);
        found.map_or("", |(_, word, _)| word)
    }
}

/// What somebody wants to be decided; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub ip: Option<String>,
    pub severity: Option<String>,
    pub comment: Option<String>,
    /// `Some(None)` is for good.
    pub expires_at: Option<Option<DateTime<Utc>>>,
    /// Whether also those are shut out who decide it, or everybody.
    pub force: bool,
}

/// The end of a rule that is to last a number of seconds; for good, if there is nothing in it.
pub fn ends_in(cx: &Context, seconds: Option<&str>) -> Option<Option<DateTime<Utc>>> {
    seconds.map(|it| expiry::in_seconds(it, cx.now))
}

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<IpBlock>> {
    cx.moderator(Permission::ManageBlocks)?;
    Ok(ip_blocks::page(&mut cx.tx, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<IpBlock> {
    cx.moderator(Permission::ManageBlocks)?;
    ip_blocks::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// The rules for networks that have an address in common with this one, in the order of addresses; all
/// rules if it is not given. The networks around it come before all pages.
pub fn search(
    cx: &mut Context,
    overlapping: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<IpBlock>> {
    cx.moderator(Permission::ManageBlocks)?;
    let network = overlapping
        .map(|it| read("overlapping", "Overlapping", it))
        .transpose()?;
    let (first, end) = match network {
        Some(network) => network.keys_within(),
        None => (String::new(), "~".into()),
    };
    let mut found = match (network, after) {
        (Some(network), None) => {
            let mut around = network.keys_around();
            around.pop();
            ip_blocks::of_any(&mut cx.tx, &around)?
        }
        _ => Vec::new(),
    };
    let after = after.map(|it| read("after", "After", it)).transpose()?;
    let after = after.map(|it| (it.key(), it.to_string()));
    let after = after.as_ref().map(|(key, ip)| (&**key, &**ip));
    let within = ip_blocks::between(&mut cx.tx, (&first, &end), after, limit)?;
    found.extend(within);
    Ok(found)
}

fn read(field: &'static str, name: &'static str, text: &str) -> Result<Network> {
    let invalid = || Error::Invalid(vec![Violation::invalid(field, name)]);
    Network::read(text.trim()).ok_or_else(invalid)
}

/// The rules that hold for any of these addresses now.
pub(crate) fn holding(cx: &mut Context, ips: &[IpAddr]) -> Result<Vec<IpBlock>> {
    let now = cx.now;
    let keys = ips.iter().flat_map(|it| Network::of(*it).keys_around());
    let mut keys: Vec<String> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found = ip_blocks::of_any(&mut cx.tx, &keys)?;
    found.retain(|it| is_alive(it.expires_at, now));
    Ok(found)
}

/// Without an address, as in Mastodon, the rule is for `0.0.0.0/32`, which nobody has.
pub fn create(cx: &mut Context, change: &Change, own: IpAddr) -> Result<IpBlock> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    add(cx, &moderator, change, own)
}

fn add(cx: &mut Context, moderator: &Moderator, change: &Change, own: IpAddr) -> Result<IpBlock> {
    let terms = check(cx, change, None, own)?;
    let now = cx.now;
    let block = ip_blocks::add(&mut cx.tx, &terms, now)?;
    let act = Act {
        expires_at: block.expires_at,
        ..Act::new("create", target(&block))
    };
    act.record(cx, moderator)?;
    tell(cx);
    Ok(block)
}

pub fn update(cx: &mut Context, id: i64, change: &Change, own: IpAddr) -> Result<IpBlock> {
    let (moderator, block) = find(cx, id)?;
    let terms = check(cx, change, Some(&block), own)?;
    let act = Act {
        expires_at: terms.expires_at,
        ..Act::new("update", target(&block))
    };
    let recorded = act.record(cx, &moderator)?;
    tell(cx);
    Ok(ip_blocks::set(&mut cx.tx, id, &terms, &recorded)?)
}

pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, None)
}

/// The same, as what takes back an act. Whether there was still a rule.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64) -> Result<bool> {
    match ip_blocks::find_locked(&mut cx.tx, id)? {
        Some(_) => lift(cx, id, Some(act_id)).map(|()| true),
        None => Ok(false),
    }
}

fn lift(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let (moderator, block) = find(cx, id)?;
    let act = Act::new("destroy", target(&block)).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    tell(cx);
    Ok(ip_blocks::remove(&mut cx.tx, id, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, IpBlock)> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let found = ip_blocks::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

/// Once is enough for all that is changed together.
fn tell(cx: &mut Context) {
    if cx.events.last() != Some(&Event::IpBlocksChanged) {
        cx.events.push(Event::IpBlocksChanged);
    }
}

fn target(block: &IpBlock) -> Target {
    Target {
        kind: "IpBlock",
        id: block.id,
        name: block.ip.clone(),
        account_id: None,
    }
}

const IP: (&str, &str) = ("ip", "Ip");
const SEVERITY: (&str, &str) = ("severity", "Severity");

/// What is wrong is said in Mastodon's order.
fn check(
    cx: &mut Context,
    change: &Change,
    before: Option<&IpBlock>,
    own: IpAddr,
) -> Result<Terms> {
    let word = change.severity.as_deref();
    let word = word.or(before.map(|it| &*it.severity)).unwrap_or_default();
    let ip = change.ip.as_deref().or(before.map(|it| &*it.ip));
    let network = Network::read(ip.unwrap_or("0.0.0.0"));
    let severity = Severity::named(word);

    let mut found = Vec::new();
    if severity.is_none() {
        found.push(Violation::not_listed(SEVERITY.0, SEVERITY.1));
    }
    if network.is_none() {
        found.push(Violation::blank(IP.0, IP.1));
    }
    if word.trim().is_empty() {
        found.push(Violation::blank(SEVERITY.0, SEVERITY.1));
    }
    if let Some(network) = network {
        let same = ip_blocks::find_by_ip(&mut cx.tx, &network.to_string())?;
        if same.is_some_and(|it| before.is_none_or(|before| before.id != it.id)) {
            found.push(Violation::taken(IP.0, IP.1));
        }
        if severity == Some(Severity::NoAccess) && !change.force {
            found.extend(shuts_out(network, own));
        }
    }
    refuse(found)?;
    let network = network.ok_or(Error::Internal("the network was checked and is not there"))?;

    let comment = change.comment.clone();
    let expires_at = change.expires_at;
    Ok(Terms {
        ip: network.to_string(),
        network: network.key(),
        severity: severity.map_or("", Severity::word).into(),
        comment: comment
            .unwrap_or_else(|| before.map_or_else(String::new, |it| it.comment.clone())),
        expires_at: expires_at.unwrap_or_else(|| before.and_then(|it| it.expires_at)),
    })
}

/// Mistakes that could not be taken back, because nobody could get in any more.
fn shuts_out(network: Network, own: IpAddr) -> Option<Violation> {
    let message = match () {
        () if network.is_everything() => "is every address there is (to mean it, send force)",
        () if network.contains(own) => "holds your own address (to mean it, send force)",
        () => return None,
    };
    Some(Violation::new(IP.0, IP.1, "ERR_INVALID", message))
}

/// What has ended holds no longer anyway; it goes without a word, as in Mastodon.
pub fn forget_expired(cx: &mut Context) -> Result<()> {
    let now = cx.now;
    ip_blocks::remove_expired(&mut cx.tx, now)?;
    Ok(())
}
