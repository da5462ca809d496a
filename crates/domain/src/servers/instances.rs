//! Other servers as moderators see them: how much there is of each, and how it is reached.

use store::{
    account_list::Window,
    action_log::{self, Entry, Filter, Recorded},
    domain_blocks,
    hosts::{self, Unavailable},
    instances::{self, Instance, Wanted},
    losses, outbox,
    server_counts::{self, Counts},
};

use super::{Severity, normalize, purge::doomed};
use crate::{
    Context, Error, Moderator, Permission, Result,
    acts::{Act, Effects, Target},
    jobs::Job,
};

/// How many days back failures are shown.
const DAYS: i32 = 14;
/// How many entries of the log are shown.
const ENTRIES: i64 = 5;
const SECONDS_OF_DAY: i64 = 86_400;

pub fn list(cx: &mut Context, wanted: &Wanted) -> Result<Vec<Instance>> {
    cx.moderator(Permission::ManageFederation)?;
    Ok(instances::list(&mut cx.tx, wanted)?)
}

/// One that is known, by its name in any spelling.
pub fn get(cx: &mut Context, domain: &str) -> Result<Instance> {
    cx.moderator(Permission::ManageFederation)?;
    // Servers of tests have ports, which no name has that somebody decides about.
    let written = domain.trim().to_lowercase();
    let name = normalize(domain).unwrap_or(written);
    instances::find(&mut cx.tx, &name)?.ok_or(Error::NotFound)
}

/// What is known of a server.
#[derive(Clone, Debug)]
pub struct Report {
    pub accounts: i64,
    pub counts: Counts,
    /// Of the last two weeks, the days on which nothing got through, from 1 January 1970.
    pub failing_days: Vec<i32>,
    pub unavailable: Option<Unavailable>,
    pub waiting: i64,
    /// The last decisions about it, newest first, for those who may read the log.
    pub entries: Option<Vec<Entry>>,
}

/// Counts are those of all servers below its domain too, if that is wanted.
pub fn report(cx: &mut Context, server: &Instance, with_subdomains: bool) -> Result<Report> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let domains = doomed(cx, &server.domain, with_subdomains)?;
    let host = server.delivery_host();
    let today = i32::try_from(cx.now.timestamp().div_euclid(SECONDS_OF_DAY)).unwrap_or(i32::MAX);
    let mut failing_days = hosts::failures(&mut cx.tx, host)?;
    failing_days.retain(|it| *it > today - DAYS);
    let entries = match moderator.may(Permission::ViewAuditLog) {
        Ok(()) => Some(entries(cx, &server.domain)?),
        Err(_) => None,
    };
    Ok(Report {
        accounts: instances::accounts_of(&mut cx.tx, &domains)?,
        counts: server_counts::of(&mut cx.tx, &domains)?,
        failing_days,
        unavailable: hosts::find_unavailable(&mut cx.tx, host)?,
        waiting: outbox::waiting(&mut cx.tx, host, server_counts::MOST)?,
        entries,
    })
}

fn entries(cx: &mut Context, domain: &str) -> Result<Vec<Entry>> {
    let about = Filter {
        domain: Some(domain),
        ..Filter::default()
    };
    let window = Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: ENTRIES,
    };
    Ok(action_log::page(&mut cx.tx, &about, window)?)
}

/// Forgets the days on which nothing got through. What waits is sent at once.
pub fn clear_delivery_errors(cx: &mut Context, domain: &str) -> Result<Instance> {
    let (server, recorded) = decide(cx, domain, "clear_delivery_errors", "Instance")?;
    let now = cx.now;
    hosts::clear_failures(&mut cx.tx, server.delivery_host(), &recorded)?;
    outbox::hurry(&mut cx.tx, server.delivery_host(), now)?;
    Ok(server)
}

/// Sends nothing to a server any more, whatever it does, until somebody decides otherwise.
pub fn stop_delivery(cx: &mut Context, domain: &str) -> Result<Instance> {
    let server = get(cx, domain)?;
    let known = hosts::find_unavailable(&mut cx.tx, server.delivery_host())?;
    if known.is_some_and(|it| it.next_try_at.is_none()) {
        return Ok(server);
    }
    let (server, recorded) = decide(cx, domain, "create", "UnavailableDomain")?;
    let now = cx.now;
    hosts::stop(&mut cx.tx, server.delivery_host(), now, &recorded)?;
    outbox::clear(&mut cx.tx, server.delivery_host())?;
    Ok(server)
}

/// Sends to a server again that was given up, by somebody or because it did not answer.
pub fn restart_delivery(cx: &mut Context, domain: &str) -> Result<Instance> {
    let server = get(cx, domain)?;
    if hosts::find_unavailable(&mut cx.tx, server.delivery_host())?.is_none() {
        return Ok(server);
    }
    let (server, recorded) = decide(cx, domain, "destroy", "UnavailableDomain")?;
    hosts::restart(&mut cx.tx, server.delivery_host(), &recorded)?;
    Ok(server)
}

fn decide(
    cx: &mut Context,
    domain: &str,
    word: &str,
    kind: &'static str,
) -> Result<(Instance, Recorded)> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let server = get(cx, domain)?;
    let recorded = Act::new(word, target(kind, &server)).record(cx, &moderator)?;
    Ok((server, recorded))
}

fn target(kind: &'static str, server: &Instance) -> Target {
    Target {
        kind,
        id: Target::NAMED,
        name: server.domain.clone(),
        account_id: None,
    }
}

/// Deletes all that is known of a server that is suspended or cannot be reached.
pub fn purge(cx: &mut Context, domain: &str, with_subdomains: bool) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let server = get(cx, domain)?;
    check_gone(cx, &moderator, &server)?;
    let domains = doomed(cx, &server.domain, with_subdomains)?;
    let totals = losses::totals(&mut cx.tx, &domains)?;
    let effects = Effects {
        accounts_hidden: totals.accounts,
        followers_cut: totals.followers,
        follows_cut: totals.following,
        ..Effects::default()
    };
    let act = Act {
        effects,
        ..Act::new("destroy", target("Instance", &server))
    };
    let recorded = act.record(cx, &moderator)?;
    let job = Job::PurgeServer {
        domain: server.domain,
        with_subdomains,
        act_id: recorded.id(),
    };
    job.leave(cx)
}

/// What is still there would only come again.
fn check_gone(cx: &mut Context, _: &Moderator, server: &Instance) -> Result<()> {
    let rules = domain_blocks::of_any(&mut cx.tx, std::slice::from_ref(&server.domain))?;
    let is_suspended = rules.iter().any(|it| Severity::of(it) == Severity::Suspend);
    let is_unavailable = hosts::find_unavailable(&mut cx.tx, server.delivery_host())?.is_some();
    match is_suspended || is_unavailable {
        true => Ok(()),
        false => Err(Error::Unprocessable(
            "Only servers that are suspended or unavailable can be purged".into(),
        )),
    }
}
