//! What a rule takes away: counted before it is decided, and told with the act.

use store::{
    account_list::Window,
    losses::{self, Loss, Totals},
};

use super::{Severity, known::Known, normalize};
use crate::{Context, Error, Permission, Result, acts::Effects};

/// What a rule of that severity does to those servers, as far as it is not done already.
pub(super) fn effects(cx: &mut Context, domains: &[String], severity: Severity) -> Result<Effects> {
    if domains.is_empty() || severity == Severity::Noop {
        return Ok(Effects::default());
    }
    let totals = losses::totals(&mut cx.tx, domains)?;
    Ok(match severity {
        Severity::Suspend => Effects {
            accounts_hidden: totals.not_suspended,
            followers_cut: totals.followers,
            follows_cut: totals.following,
            members_notified: totals.members,
            ..Effects::default()
        },
        _ => Effects {
            accounts_hidden: totals.not_limited,
            ..Effects::default()
        },
    })
}

/// What would be lost with a domain and all below it, and a page of the members who would lose it.
pub fn preview(
    cx: &mut Context,
    domain: &str,
    window: Window,
) -> Result<(String, Totals, Vec<Loss>)> {
    cx.moderator(Permission::ManageFederation)?;
    let name = normalize(domain).map_err(Error::Invalid)?;
    let domains = Known::load(cx)?.below(&name);
    if domains.is_empty() {
        return Ok((name, Totals::default(), Vec::new()));
    }
    let totals = losses::totals(&mut cx.tx, &domains)?;
    let page = losses::page(&mut cx.tx, &domains, window)?;
    Ok((name, totals, page))
}
