//! Deciding about domains whose addresses do not sign up, or not without a look at them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use store::{
    account_list::Window,
    email_domain_blocks::{self, EmailDomainBlock, Terms},
    email_domain_days::{self, BlockDay},
};

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    expiry::{self, is_alive},
    servers::{normalize, suffixes},
    tags::day_of,
};

/// How many days of a rule's use are shown, and for how many they are kept.
const DAYS: i32 = 7;
const KEPT_DAYS: i32 = 14;
/// How many hosts can be blocked along with a domain.
const MOST_HOSTS: usize = 50;

/// What somebody wants to be decided; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub allow_with_approval: Option<bool>,
    pub comment: Option<String>,
    /// `Some(None)` is for good.
    pub expires_at: Option<Option<DateTime<Utc>>>,
}

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<EmailDomainBlock>> {
    cx.moderator(Permission::ManageBlocks)?;
    Ok(email_domain_blocks::page(&mut cx.tx, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<EmailDomainBlock> {
    cx.moderator(Permission::ManageBlocks)?;
    email_domain_blocks::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// The rules that hold now for any of these hosts.
pub fn rules_for(cx: &mut Context, hosts: &[String]) -> Result<Vec<EmailDomainBlock>> {
    cx.moderator(Permission::ManageBlocks)?;
    holding(cx, hosts)
}

/// The rules that hold now for any of these hosts: their own, and those of all domains above them.
pub(crate) fn holding(cx: &mut Context, hosts: &[String]) -> Result<Vec<EmailDomainBlock>> {
    let now = cx.now;
    let mut names: Vec<String> = hosts.iter().flat_map(|it| suffixes(it)).collect();
    names.sort_unstable();
    names.dedup();
    let mut found = email_domain_blocks::of_any(&mut cx.tx, &names)?;
    found.retain(|it| is_alive(it.expires_at, now));
    Ok(found)
}

pub fn create(cx: &mut Context, domain: &str, change: &Change) -> Result<EmailDomainBlock> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    add(cx, &moderator, domain, change)
}

fn add(
    cx: &mut Context,
    moderator: &Moderator,
    domain: &str,
    change: &Change,
) -> Result<EmailDomainBlock> {
    let mut found = Vec::new();
    let name = normalize(domain).unwrap_or_else(|wrong| {
        found.extend(wrong);
        String::new()
    });
    if found.is_empty() && is_there(cx, &name)? {
        found.push(Violation::taken("domain", "Domain"));
    }
    found.extend(wrong_end(cx, change));
    refuse(found)?;
    keep(cx, moderator, &name, None, &over(change, Terms::default()))
}

fn is_there(cx: &mut Context, name: &str) -> Result<bool> {
    let same = email_domain_blocks::of_any(&mut cx.tx, &[name.to_owned()])?;
    Ok(!same.is_empty())
}

fn keep(
    cx: &mut Context,
    moderator: &Moderator,
    name: &str,
    parent_id: Option<i64>,
    terms: &Terms,
) -> Result<EmailDomainBlock> {
    let now = cx.now;
    let block = email_domain_blocks::add(&mut cx.tx, name, parent_id, terms, now)?;
    let act = Act {
        expires_at: block.expires_at,
        ..Act::new("create", target(&block))
    };
    act.record(cx, moderator)?;
    Ok(block)
}

/// Blocks a domain and with it the hosts that take its mail in, as far as there is no rule for them yet.
/// They go with it. The domain's own comes first.
pub fn create_with_hosts(
    cx: &mut Context,
    domain: &str,
    hosts: &[String],
    change: &Change,
) -> Result<Vec<EmailDomainBlock>> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let names = host_names(hosts)?;
    let parent = add(cx, &moderator, domain, change)?;
    let parent_id = Some(parent.id);
    let mut kept = vec![parent];
    for name in names {
        if !is_there(cx, &name)? {
            let terms = over(change, Terms::default());
            kept.push(keep(cx, &moderator, &name, parent_id, &terms)?);
        }
    }
    Ok(kept)
}

fn host_names(hosts: &[String]) -> Result<Vec<String>> {
    if hosts.len() > MOST_HOSTS {
        let message = format!("are too many (maximum is {MOST_HOSTS})");
        refuse(vec![Violation::new(
            "hosts",
            "Hosts",
            "ERR_TOO_MANY",
            message,
        )])?;
    }
    let names = hosts.iter().map(|it| normalize(it));
    let names: std::result::Result<Vec<String>, _> = names.collect();
    names.map_err(|_| Error::Invalid(vec![Violation::invalid("hosts", "Hosts")]))
}

/// What is left out stays.
pub fn update(cx: &mut Context, id: i64, change: &Change) -> Result<EmailDomainBlock> {
    let (moderator, block) = find(cx, id)?;
    refuse(wrong_end(cx, change).into_iter().collect())?;
    let before = Terms {
        allow_with_approval: block.allow_with_approval,
        comment: block.comment.clone(),
        expires_at: block.expires_at,
    };
    let terms = over(change, before);
    let act = Act {
        expires_at: terms.expires_at,
        ..Act::new("update", target(&block))
    };
    let recorded = act.record(cx, &moderator)?;
    Ok(email_domain_blocks::set(&mut cx.tx, id, &terms, &recorded)?)
}

fn over(change: &Change, before: Terms) -> Terms {
    Terms {
        allow_with_approval: change
            .allow_with_approval
            .unwrap_or(before.allow_with_approval),
        comment: change.comment.clone().unwrap_or(before.comment),
        expires_at: change.expires_at.unwrap_or(before.expires_at),
    }
}

fn wrong_end(cx: &Context, change: &Change) -> Option<Violation> {
    expiry::violation(change.expires_at.flatten(), cx.now)
}

/// Takes a rule away, and those that were made along with it.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, None)
}

/// The same, as what takes back an act. Whether there was still a rule.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64) -> Result<bool> {
    match email_domain_blocks::find_locked(&mut cx.tx, id)? {
        Some(_) => lift(cx, id, Some(act_id)).map(|()| true),
        None => Ok(false),
    }
}

fn lift(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let (moderator, block) = find(cx, id)?;
    let act = Act::new("destroy", target(&block)).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    Ok(email_domain_blocks::remove(&mut cx.tx, id, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, EmailDomainBlock)> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let found = email_domain_blocks::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn target(block: &EmailDomainBlock) -> Target {
    Target {
        kind: "EmailDomainBlock",
        id: block.id,
        name: block.domain.clone(),
        account_id: None,
    }
}

/// How often some rules have stopped somebody in the last days.
pub struct History {
    today: i32,
    days: HashMap<(i64, i32), BlockDay>,
}

impl History {
    pub fn load(cx: &mut Context, ids: &[i64]) -> Result<Self> {
        let today = day_of(cx.now);
        let days = email_domain_days::since(&mut cx.tx, ids, today - DAYS + 1)?;
        let days = days.into_iter().map(|it| ((it.block_id, it.day), it));
        Ok(Self {
            today,
            days: days.collect(),
        })
    }

    /// Every day, today first, also those on which nobody was stopped.
    pub fn days(&self, block_id: i64) -> impl Iterator<Item = BlockDay> {
        let of = move |day| {
            let known = self.days.get(&(block_id, day)).copied();
            known.unwrap_or(BlockDay {
                block_id,
                day,
                uses: 0,
                addresses: 0,
            })
        };
        (0..DAYS).map(move |back| of(self.today - back))
    }
}

/// What has ended holds no longer anyway, and what was long ago is not shown.
pub fn forget(cx: &mut Context) -> Result<()> {
    let (now, today) = (cx.now, day_of(cx.now));
    email_domain_blocks::remove_expired(&mut cx.tx, now)?;
    Ok(email_domain_days::forget(&mut cx.tx, today - KEPT_DAYS)?)
}
