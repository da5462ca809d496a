//! Counting whom the rules stop.

use std::net::IpAddr;

use store::{email_blocks, email_domain_blocks, email_domain_days, ip_blocks};

use crate::{Context, Result, tags::day_of};

/// A rule that has stopped somebody, or made her wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hit {
    Ip(i64),
    /// From where, if that is known.
    EmailDomain(i64, Option<IpAddr>),
    Email(i64),
}

/// Counts what was noted in this unit of work. Who was refused is counted too, and then in another one:
/// nothing is saved of the one that was refused.
pub fn count_hits(cx: &mut Context) -> Result<()> {
    let now = cx.now;
    let mut hits = std::mem::take(&mut cx.hits);
    // Two who count the same rules must not wait for each other.
    hits.sort_unstable();
    for hit in hits {
        match hit {
            Hit::Ip(id) => ip_blocks::count_hits(&mut cx.tx, id, 1, now)?,
            Hit::Email(id) => email_blocks::count_hit(&mut cx.tx, id, now)?,
            Hit::EmailDomain(id, ip) => count_email_domain(cx, id, ip)?,
        }
    }
    Ok(())
}

fn count_email_domain(cx: &mut Context, id: i64, ip: Option<IpAddr>) -> Result<()> {
    let now = cx.now;
    // It may have been taken away meanwhile.
    if email_domain_blocks::find_locked(&mut cx.tx, id)?.is_none() {
        return Ok(());
    }
    email_domain_blocks::count_hit(&mut cx.tx, id, now)?;
    if let Some(ip) = ip {
        email_domain_days::count(&mut cx.tx, id, ip, day_of(now))?;
    }
    Ok(())
}
