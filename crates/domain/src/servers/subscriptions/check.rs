//! Taking in what a list says now: some hundred entries at a time, so that nobody waits for it.

use std::collections::HashSet;

use chrono::TimeDelta;
use store::{
    action_log, domain_allows, domain_blocks,
    domain_subscription_entries::{self as entries, Said},
    domain_subscriptions::{self as lists, Subscription},
};

use super::settle::{self, Settling};
use crate::{
    Context, Error, Result,
    jobs::{Job, Progress},
    servers::{allows, blocks, host_of, suffixes},
};

/// How many entries are seen to before others have a turn.
const AT_ONCE: usize = 300;
/// How many lists are fetched at the same time.
const LISTS_AT_ONCE: i64 = 20;
/// How often a list is fetched, give or take.
const EVERY: TimeDelta = TimeDelta::hours(1);
/// How seldom one that cannot be had.
const SELDOM: TimeDelta = TimeDelta::days(1);

/// What came of asking for a list.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// It is as it was.
    Unchanged,
    /// What it says, and what its server calls this version.
    List {
        said: Vec<Said>,
        etag: Option<String>,
        last_modified: Option<String>,
    },
    /// Why it cannot be had, or cannot be read.
    Failed(String),
}

/// Has those lists fetched whose time has come. Not all of them at the same moment from then on.
pub fn leave_due(cx: &mut Context) -> Result<()> {
    let now = cx.now;
    for id in lists::due(&mut cx.tx, now, LISTS_AT_ONCE)? {
        let next = now + about(cx, EVERY);
        lists::set_next(&mut cx.tx, id, next)?;
        let job = Job::CheckSubscription {
            subscription_id: id,
        };
        job.leave(cx)?;
    }
    Ok(())
}

/// Within a quarter of the time.
fn about(cx: &mut Context, time: TimeDelta) -> TimeDelta {
    let quarter = time.num_seconds() / 4;
    let some = cx
        .chance
        .below(u32::try_from(quarter * 2).unwrap_or(1).max(1));
    time + TimeDelta::seconds(i64::from(some) - quarter)
}

/// How far the taking in of a list has come.
#[derive(Debug)]
pub struct Checking {
    id: i64,
    fetched: Fetched,
    stage: Stage,
    listed: HashSet<String>,
    settling: Settling,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    /// From this entry of the list on.
    Reading(usize),
    /// After this entry that is kept.
    Dropping(i64),
    Settling,
}

impl Checking {
    pub fn new(id: i64, fetched: Fetched) -> Self {
        let stage = match fetched {
            Fetched::List { .. } => Stage::Reading(0),
            Fetched::Unchanged | Fetched::Failed(_) => Stage::Settling,
        };
        Self {
            id,
            fetched,
            stage,
            listed: HashSet::new(),
            settling: Settling::default(),
        }
    }
}

/// Does some more of it.
pub fn take_in(cx: &mut Context, so_far: &mut Checking) -> Result<Progress> {
    let Some(list) = lists::find_locked(&mut cx.tx, so_far.id)? else {
        return Ok(Progress::Done);
    };
    match so_far.stage {
        Stage::Reading(from) => {
            so_far.stage = read_some(cx, &list, so_far, from)?;
        }
        Stage::Dropping(after) => {
            so_far.stage = drop_some(cx, &list, so_far, after)?;
        }
        Stage::Settling => {
            if let Fetched::Failed(error) = &so_far.fetched {
                note_failure(cx, &list, error)?;
                return Ok(Progress::Done);
            }
            if settle::some(cx, &list, &mut so_far.settling)? == Progress::Done {
                note_success(cx, &list, &so_far.fetched)?;
                return Ok(Progress::Done);
            }
        }
    }
    Ok(Progress::More)
}

/// Keeps what the list says of some servers.
fn read_some(
    cx: &mut Context,
    list: &Subscription,
    so_far: &mut Checking,
    from: usize,
) -> Result<Stage> {
    let Fetched::List { said, .. } = &so_far.fetched else {
        return Ok(Stage::Settling);
    };
    let excluded = excluded(cx, list);
    let some = said.iter().skip(from).take(AT_ONCE);
    let some: Vec<&Said> = some
        .filter(|it| !is_below_any(&it.domain, &excluded))
        .collect();
    let domains: Vec<String> = some.iter().map(|it| it.domain.clone()).collect();
    let known = entries::about(&mut cx.tx, list.id, &domains)?;
    let now = cx.now;
    let is_new = |it: &&&Said| !known.iter().any(|kept| kept.domain == it.domain);
    let new: Vec<&Said> = some.iter().filter(is_new).copied().collect();
    if !new.is_empty() {
        entries::add(&mut cx.tx, list.id, &new, now)?;
    }
    for kept in &known {
        let said = some.iter().find(|it| it.domain == kept.domain);
        if let Some(said) = said.filter(|it| !it.is(kept)) {
            entries::set_said(&mut cx.tx, kept.id, said, now)?;
        }
    }
    let unlisted = known.iter().filter(|it| !it.is_listed);
    let back: Vec<i64> = unlisted.map(|it| it.id).collect();
    if !back.is_empty() {
        entries::set_listed(&mut cx.tx, &back, true, now)?;
    }
    let next = from + AT_ONCE;
    let is_last = next >= said.len();
    so_far.listed.extend(domains);
    Ok(match is_last {
        true => Stage::Dropping(0),
        false => Stage::Reading(next),
    })
}

/// What a list decides nothing about, whatever it says. This server is never among what it does.
fn excluded(cx: &Context, list: &Subscription) -> Vec<String> {
    let mut excluded: Vec<String> = list.excludes().into_iter().map(str::to_owned).collect();
    excluded.extend(host_of(&cx.site.domain));
    excluded
}

/// Also what this server itself is below is not for a list to decide about.
fn is_below_any(domain: &str, excluded: &[String]) -> bool {
    let names = suffixes(domain);
    let is_above_own = excluded
        .last()
        .is_some_and(|own| own.strip_suffix(domain).is_some_and(|it| it.ends_with('.')));
    is_above_own || excluded.iter().any(|it| names.contains(it))
}

/// Notes of what is kept that the list has it no more.
fn drop_some(
    cx: &mut Context,
    list: &Subscription,
    so_far: &Checking,
    after: i64,
) -> Result<Stage> {
    let some = entries::some(&mut cx.tx, list.id, after, AT_ONCE as i64)?;
    let Some(last) = some.last() else {
        return Ok(Stage::Settling);
    };
    let gone = some
        .iter()
        .filter(|it| it.is_listed && !so_far.listed.contains(&it.domain));
    let gone: Vec<i64> = gone.map(|it| it.id).collect();
    let now = cx.now;
    if !gone.is_empty() {
        entries::set_listed(&mut cx.tx, &gone, false, now)?;
    }
    Ok(Stage::Dropping(last.id))
}

/// Only now the version counts as read: whoever was interrupted reads it again.
fn note_success(cx: &mut Context, list: &Subscription, fetched: &Fetched) -> Result<()> {
    let now = cx.now;
    if let Fetched::List {
        etag,
        last_modified,
        ..
    } = fetched
    {
        let (etag, last_modified) = (etag.as_deref(), last_modified.as_deref());
        lists::set_version(&mut cx.tx, list.id, etag, last_modified, now)?;
    }
    let next = now + about(cx, EVERY);
    Ok(lists::set_checked(
        &mut cx.tx,
        list.id,
        now,
        next,
        (0, None),
    )?)
}

fn note_failure(cx: &mut Context, list: &Subscription, error: &str) -> Result<()> {
    let now = cx.now;
    let failures = list.failures.saturating_add(1);
    let hours = 1_i64 << failures.clamp(1, 5);
    let next = now + about(cx, TimeDelta::hours(hours).min(SELDOM));
    let ended = (failures, Some(error));
    Ok(lists::set_checked(&mut cx.tx, list.id, now, next, ended)?)
}

/// How many decisions are taken back before others have a turn.
const ENDED_AT_ONCE: i64 = 20;

/// How far the ending of a list has come.
#[derive(Debug, Default)]
pub struct Ending {
    batch: Option<i64>,
}

/// Takes back what a list has decided, as one batch, and then the list itself.
pub fn end(cx: &mut Context, id: i64, act_id: i64, so_far: &mut Ending) -> Result<Progress> {
    cx.batch = Some(*so_far.batch.get_or_insert(cx.new_id()));
    let mut is_more = false;
    for block in domain_blocks::of_subscription(&mut cx.tx, id, ENDED_AT_ONCE)? {
        blocks::remove(cx, block)?;
        is_more = true;
    }
    for allow in domain_allows::of_subscription(&mut cx.tx, id, ENDED_AT_ONCE)? {
        allows::remove(cx, allow)?;
        is_more = true;
    }
    if is_more {
        return Ok(Progress::More);
    }
    let recorded = action_log::find(&mut cx.tx, act_id)?;
    let recorded = recorded.ok_or(Error::Internal("a list ends without an act"))?;
    lists::remove(&mut cx.tx, id, &recorded)?;
    Ok(Progress::Done)
}

#[cfg(test)]
mod tests {
    use super::is_below_any;

    #[test]
    fn a_list_says_nothing_of_what_is_excluded_nor_of_its_readers() {
        let excluded = ["good.test", "www.here.test"].map(String::from);

        for domain in [
            "good.test",
            "a.good.test",
            "www.here.test",
            "here.test",
            "test",
        ] {
            assert!(is_below_any(domain, &excluded), "{domain}");
        }
        for domain in ["notgood.test", "far.test", "ere.test"] {
            assert!(!is_below_any(domain, &excluded), "{domain}");
        }
    }
}
