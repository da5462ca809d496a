//! Which inboxes something may be sent to.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use domain::{Context, Result, servers};
use store::{audience::Recipient, hosts, outbox::Address};

use crate::json::host_of;

/// How long a server that was given up is left alone before something is sent to it again.
pub const NEXT_TRY: TimeDelta = TimeDelta::days(1);

/// Those who are written down already, and what is known of their servers.
#[derive(Debug, Default)]
pub(super) struct Addressees {
    inboxes: HashSet<String>,
    /// By domain, whether there is any exchange with it.
    allowed: HashMap<String, bool>,
    /// Whether suspended servers hear of it too.
    is_farewell: bool,
}

impl Addressees {
    pub(super) fn new(is_farewell: bool) -> Self {
        Self {
            is_farewell,
            ..Self::default()
        }
    }

    /// Those who may be told and have not been. Each server is asked about once, however many of its
    /// people are to hear.
    pub(super) fn new_among(
        &mut self,
        cx: &mut Context,
        to: Vec<Recipient>,
    ) -> Result<Vec<Address>> {
        let mut found = Vec::new();
        for (domain, inbox) in to {
            let Some(host) = host_of(&inbox) else {
                continue;
            };
            if self.inboxes.insert(inbox.clone()) && self.is_allowed(cx, domain)? {
                found.push(Address { inbox, host });
            }
        }
        leave_out_unavailable(cx, found)
    }

    fn is_allowed(&mut self, cx: &mut Context, domain: String) -> Result<bool> {
        if let Some(known) = self.allowed.get(&domain) {
            return Ok(*known);
        }
        let is_farewell = self.is_farewell && !cx.site.limited_federation;
        let is_allowed = is_farewell || servers::is_allowed(cx, &domain)?;
        self.allowed.insert(domain, is_allowed);
        Ok(is_allowed)
    }
}

/// Servers that were given up get something only now and then, to see whether they are back.
fn leave_out_unavailable(cx: &mut Context, mut found: Vec<Address>) -> Result<Vec<Address>> {
    if found.is_empty() {
        return Ok(found);
    }
    let names: HashSet<&String> = found.iter().map(|it| &it.host).collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    let now = cx.now;
    for (host, next_try_at) in hosts::unavailable_among(&mut cx.tx, &names)? {
        let is_tried = next_try_at.is_some_and(|it| it <= now);
        let first = found.iter().position(|it| it.host == host);
        let kept = first.filter(|_| is_tried).map(|at| found[at].clone());
        found.retain(|it| it.host != host);
        if let Some(kept) = kept {
            hosts::set_next_try(&mut cx.tx, &host, now + NEXT_TRY)?;
            found.push(kept);
        }
    }
    Ok(found)
}
