//! Deciding about servers that are trusted.

use chrono::{DateTime, Utc};
use store::{
    account_list::Window,
    accounts, action_log,
    domain_allows::{self, DomainAllow},
    instances, server_accounts,
};

use super::{
    Severity,
    known::Known,
    marks::{self, Marks, Walk},
    normalize,
};
use crate::{
    Context, Error, Moderator, Permission, Result,
    accounts::purge,
    acts::{Act, Target},
    jobs::{Job, Progress},
};

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<DomainAllow>> {
    cx.moderator(Permission::ManageFederation)?;
    Ok(domain_allows::page(&mut cx.tx, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<DomainAllow> {
    cx.moderator(Permission::ManageFederation)?;
    domain_allows::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// One that is there already is no act.
pub fn create(cx: &mut Context, domain: &str) -> Result<DomainAllow> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let name = normalize(domain).map_err(Error::Invalid)?;
    if let Some(found) = domain_allows::find_by_domain(&mut cx.tx, &name)? {
        return Ok(found);
    }
    add(cx, &moderator, &name, None)
}

/// The same where it is known that there is none.
pub(super) fn add(
    cx: &mut Context,
    moderator: &Moderator,
    name: &str,
    subscription_id: Option<i64>,
) -> Result<DomainAllow> {
    let now = cx.now;
    let allow = domain_allows::add(&mut cx.tx, name, subscription_id, now)?;
    instances::meet(&mut cx.tx, name, now)?;
    Act::new("create", target(&allow)).record(cx, moderator)?;
    Ok(allow)
}

/// In a limited federation, the accounts of exactly that domain go, with all that they have left here.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let allow = domain_allows::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    withdraw(cx, &moderator, &allow, None)
}

/// The same, as what takes back an act. Whether it was still allowed.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64) -> Result<bool> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    match domain_allows::find(&mut cx.tx, id)? {
        Some(allow) => withdraw(cx, &moderator, &allow, Some(act_id)).map(|()| true),
        None => Ok(false),
    }
}

fn withdraw(
    cx: &mut Context,
    moderator: &Moderator,
    allow: &DomainAllow,
    reverts: Option<i64>,
) -> Result<()> {
    let act = Act::new("destroy", target(allow)).taking_back(reverts);
    let recorded = act.record(cx, moderator)?;
    domain_allows::remove(&mut cx.tx, allow.id, &recorded)?;
    if !cx.site.limited_federation {
        return Ok(());
    }
    let job = Job::ForgetServer {
        domain: allow.domain.clone(),
        marked_at: cx.now.timestamp_millis(),
        act_id: recorded.id(),
    };
    job.leave(cx)
}

fn target(allow: &DomainAllow) -> Target {
    Target {
        kind: "DomainAllow",
        id: allow.id,
        name: allow.domain.clone(),
        account_id: None,
    }
}

/// How far the job has come.
#[derive(Debug, Default)]
pub struct Forgetting {
    walk: Option<Walk>,
    is_marked: bool,
}

/// Suspends the accounts of a server that is no longer allowed, and then deletes them whole, one after
/// the other. When it is allowed again meanwhile, those are left that are.
pub fn forget(
    cx: &mut Context,
    domain: &str,
    marked_at: DateTime<Utc>,
    act_id: i64,
    so_far: &mut Forgetting,
) -> Result<Progress> {
    let recorded = action_log::find(&mut cx.tx, act_id)?;
    let recorded = recorded.ok_or(Error::Internal("a server is forgotten without an act"))?;
    let is_allowed = domain_allows::is_allowed(&mut cx.tx, domain)?;
    let walk = match &mut so_far.walk {
        Some(walk) => walk,
        None => so_far
            .walk
            .insert(Walk::over(Known::load(cx)?.same(domain))),
    };
    if is_allowed || !so_far.is_marked {
        let marks = Marks {
            domain,
            severity: (!is_allowed).then_some(Severity::Suspend),
            at: marked_at,
        };
        let progress = marks::set_some(cx, &marks, walk, &recorded)?;
        if progress == Progress::More || is_allowed {
            return Ok(progress);
        }
        so_far.is_marked = true;
        so_far.walk = None;
        return Ok(Progress::More);
    }
    let Some((server, _)) = walk.place(cx, domain)? else {
        return Ok(Progress::Done);
    };
    match server_accounts::some(&mut cx.tx, &server, 0, 1)?.first() {
        Some(id) => {
            if purge(cx, *id, act_id)? == Progress::Done {
                accounts::remove(&mut cx.tx, *id)?;
            }
        }
        None => walk.leave_server(),
    }
    Ok(Progress::More)
}
