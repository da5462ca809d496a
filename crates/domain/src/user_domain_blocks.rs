//! Members who want nothing to do with a whole domain.

use store::{
    account_list::Window, accounts, follow_requests, follows, follows_aside, user_domain_blocks,
};

use crate::{
    Context, Result, Violation,
    emails::domain_to_ascii,
    error::refuse,
    follows::{cut as end, withdraw},
    jobs::{Job, Progress},
    severances::{Cause, Loss, sever},
};

/// How many follows are cut before others have a turn.
const AT_ONCE: i64 = 100;

/// The ids of a page of the caller's blocks, each with its domain.
pub fn list(cx: &mut Context, window: Window) -> Result<Vec<(i64, String)>> {
    let me = cx.member()?.account.id;
    Ok(user_domain_blocks::page(&mut cx.tx, me, window)?)
}

/// Neither side follows the other any longer; a job sees to that.
pub fn block(cx: &mut Context, domain: &str) -> Result<()> {
    let domain = read(domain)?;
    let me = cx.member()?.account.id;
    let now = cx.now;
    if !user_domain_blocks::add(&mut cx.tx, me, &domain, now)? {
        return Ok(());
    }
    let job = Job::CutDomain {
        account_id: me,
        domain,
    };
    job.leave(cx)
}

/// What the block has ended does not begin again.
pub fn unblock(cx: &mut Context, domain: &str) -> Result<()> {
    let domain = read(domain)?;
    let me = cx.member()?.account.id;
    Ok(user_domain_blocks::remove(&mut cx.tx, me, &domain)?)
}

fn read(text: &str) -> Result<String> {
    let domain = domain_to_ascii(text.trim());
    let mut found = Vec::new();
    if domain.is_empty() {
        found.push(Violation::blank("domain", "Domain"));
    } else if !is_domain(&domain) {
        let message = "is not a valid domain name";
        found.push(Violation::new("domain", "Domain", "ERR_INVALID", message));
    }
    refuse(found)?;
    Ok(domain)
}

/// Letters and digits between dots, and perhaps a port.
fn is_domain(text: &str) -> bool {
    let (host, port) = text.split_once(':').unwrap_or((text, "0"));
    let is_label = |it: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        (1..=63).contains(&it.len()) && it.bytes().all(allowed)
    };
    host.len() <= 253 && host.split('.').all(is_label) && port.parse::<u16>().is_ok()
}

/// Ends follows and requests between a member and a domain that she blocks, some at a time, and tells
/// her how many follows that were.
pub fn cut(cx: &mut Context, id: i64, domain: &str) -> Result<Progress> {
    let Some(blocked_at) = user_domain_blocks::blocked_at(&mut cx.tx, id, domain)? else {
        return Ok(Progress::Done);
    };
    follows_aside::remove_with_domain(&mut cx.tx, id, domain)?;
    let asking = follow_requests::from_domain(&mut cx.tx, id, domain, AT_ONCE)?;
    let pairs = follows::with_domain(&mut cx.tx, id, domain, AT_ONCE)?;
    let others = pairs.iter().flat_map(|(one, other)| [*one, *other]);
    let everybody: Vec<i64> = others.chain(asking.iter().copied()).chain([id]).collect();
    accounts::lock(&mut cx.tx, &everybody)?;
    for follower in &asking {
        withdraw(cx, *follower, id)?;
    }
    let mut losses = Vec::new();
    for (follower, target) in &pairs {
        if end(cx, *follower, *target)? {
            losses.push(match *follower == id {
                true => Loss::of_followed(id),
                false => Loss::of_follower(id),
            });
        }
    }
    sever(cx, Cause::UserDomainBlock, domain, blocked_at, &losses)?;
    match asking.is_empty() && pairs.is_empty() {
        true => Ok(Progress::Done),
        false => Ok(Progress::More),
    }
}
