//! Other servers: what holds for each of them.
//!
//! Every door that something from another server comes through, or goes out by, asks here.

pub mod allows;
pub mod blocks;
pub mod instances;
pub mod subscriptions;

mod apply;
mod known;
mod lists;
mod losses;
mod marks;
mod names;
mod purge;
mod shown;

use chrono::{DateTime, Utc};
use store::{
    domain_allows,
    domain_blocks::{self, DomainBlock},
};

use crate::{Context, Permission, Result};

pub use allows::{Forgetting, forget};
pub use apply::{Applying, apply, empty, empty_due, lift};
pub use blocks::Severity;
pub use lists::{File, export_allows, export_blocks, import_allows, import_blocks};
pub use losses::preview;
pub use marks::Walk;
pub(crate) use names::{host_of, suffixes};
pub use names::{host_with_port, normalize};
pub use purge::{Purging, purge_server};
pub use shown::{Shown, digest, shown};

/// What holds for a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether there is any exchange with it.
    pub is_allowed: bool,
    /// The mark of its accounts that are limited because of where they are.
    pub limited_at: Option<DateTime<Utc>>,
    /// And of those that are suspended.
    pub suspended_at: Option<DateTime<Utc>>,
    pub rejects_media: bool,
    pub rejects_reports: bool,
}

/// What holds for a server. Of all rules for the domain and those above it only the closest counts.
pub fn policy(cx: &mut Context, domain: &str) -> Result<Policy> {
    let rule = rule_for(cx, domain)?;
    let mark = |severity| {
        let rule = rule.as_ref().filter(|it| it.severity == severity);
        rule.map(|it| it.created_at)
    };
    let suspended_at = mark("suspend");
    let is_allowed = match cx.site.limited_federation {
        true => is_listed(cx, domain)?,
        false => suspended_at.is_none(),
    };
    Ok(Policy {
        is_allowed,
        limited_at: mark("silence"),
        suspended_at,
        rejects_media: rule.as_ref().is_some_and(|it| it.reject_media),
        rejects_reports: rule.as_ref().is_some_and(|it| it.reject_reports),
    })
}

/// Whether there is any exchange with a server.
pub fn is_allowed(cx: &mut Context, domain: &str) -> Result<bool> {
    match cx.site.limited_federation {
        true => is_listed(cx, domain),
        false => Ok(policy(cx, domain)?.is_allowed),
    }
}

/// Whether the files of a server's accounts are fetched.
pub fn gives_media(cx: &mut Context, domain: &str) -> Result<bool> {
    let policy = policy(cx, domain)?;
    Ok(policy.is_allowed && !policy.rejects_media)
}

/// Whether a file is fetched from a host. It need not be a server, and so is on no list of those that
/// are allowed.
pub fn may_give_files(cx: &mut Context, host: &str) -> Result<bool> {
    let policy = policy(cx, host)?;
    Ok(policy.suspended_at.is_none() && !policy.rejects_media)
}

/// The name of a domain, and the rule that counts for it.
pub fn look_up(cx: &mut Context, domain: &str) -> Result<(String, Option<DomainBlock>)> {
    cx.moderator(Permission::ManageFederation)?;
    let name = normalize(domain).map_err(crate::Error::Invalid)?;
    let rule = rule_for(cx, &name)?;
    Ok((name, rule))
}

/// The rule that counts for a domain: its own, or that of the closest domain above it.
pub(crate) fn rule_for(cx: &mut Context, domain: &str) -> Result<Option<DomainBlock>> {
    let Some(host) = host_of(domain) else {
        return Ok(None);
    };
    let rules = domain_blocks::of_any(&mut cx.tx, &suffixes(&host))?;
    Ok(rules.into_iter().max_by_key(|it| it.domain.len()))
}

fn is_listed(cx: &mut Context, domain: &str) -> Result<bool> {
    match host_of(domain) {
        Some(host) => Ok(domain_allows::is_allowed(&mut cx.tx, &host)?),
        // What belongs to no other server is our own.
        None => Ok(domain.trim().is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use store::{
        domain_allows,
        domain_blocks::{self, Terms},
        testing::store,
    };

    use super::{is_allowed, policy};
    use crate::{Chance, Context, Ids, Result, Site};

    fn context(limited_federation: bool) -> Result<Context> {
        let site = Site {
            limited_federation,
            ..Site::new("here.test", "https://here.test")
        };
        let now = chrono::DateTime::from_timestamp(1_795_348_800, 0).expect("in range");
        let tx = store().and_then(|it| it.write())?;
        Ok(Context::new(tx, now, Chance::seeded(1), Ids::new(0), site))
    }

    fn block(cx: &mut Context, domain: &str, severity: &str, flags: bool) -> Result<()> {
        let terms = Terms {
            severity: severity.into(),
            reject_media: flags,
            reject_reports: flags,
            grace_days: 30,
            ..Terms::default()
        };
        let now = cx.now;
        domain_blocks::add(&mut cx.tx, domain, &terms, None, now)?;
        Ok(())
    }

    #[test]
    fn the_closest_rule_counts_and_no_other() -> Result<()> {
        let mut cx = context(false)?;
        let now = Some(cx.now);
        block(&mut cx, "far.test", "suspend", false)?;
        block(&mut cx, "soft.far.test", "silence", true)?;
        block(&mut cx, "mild.far.test", "noop", false)?;

        for domain in ["far.test", "a.b.far.test", "FAR.test:443"] {
            let found = policy(&mut cx, domain)?;
            assert!(!found.is_allowed, "{domain}");
            assert_eq!((found.suspended_at, found.limited_at), (now, None));
        }
        let soft = policy(&mut cx, "a.soft.far.test")?;
        assert!(soft.is_allowed && soft.rejects_media && soft.rejects_reports);
        assert_eq!((soft.suspended_at, soft.limited_at), (None, now));
        for domain in ["mild.far.test", "notfar.test", "test", "", "no host"] {
            let found = policy(&mut cx, domain)?;
            assert!(found.is_allowed && !found.rejects_media, "{domain}");
            assert_eq!((found.suspended_at, found.limited_at), (None, None));
        }
        Ok(())
    }

    #[test]
    fn in_a_limited_federation_only_the_very_names_count() -> Result<()> {
        let mut cx = context(true)?;
        let now = cx.now;
        domain_allows::add(&mut cx.tx, "far.test", None, now)?;
        block(&mut cx, "far.test", "suspend", true)?;

        assert!(is_allowed(&mut cx, "far.test")?);
        assert!(is_allowed(&mut cx, "")?);
        for domain in ["a.far.test", "test", "near.test", "no host"] {
            assert!(!is_allowed(&mut cx, domain)?, "{domain}");
        }
        let found = policy(&mut cx, "far.test")?;
        assert!(found.is_allowed && found.rejects_media && found.rejects_reports);
        assert_eq!(found.suspended_at, Some(now));
        Ok(())
    }
}
