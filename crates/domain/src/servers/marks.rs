//! What a rule does to the accounts that are known of a server, some hundred at a time.
//!
//! Each account that it changes is marked with the time of the rule, by which the mark is found again.
//! Also sub-domains with rules of their own are marked, as in Mastodon.

use chrono::{DateTime, Utc};
use store::{action_log::Recorded, follows_aside::Side, server_accounts};

use super::{Severity, known::Known};
use crate::{
    Context, Result,
    follows_aside::{self, Reason},
    jobs::Progress,
    severances::Cause,
};

/// How many accounts are changed before others have a turn.
const AT_ONCE: i64 = 300;

/// What accounts of a domain are to be marked with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marks<'a> {
    pub(crate) domain: &'a str,
    /// None where nothing holds any more.
    pub(crate) severity: Option<Severity>,
    pub(crate) at: DateTime<Utc>,
}

/// How far a walk over the accounts of some servers has come.
#[derive(Debug, Default)]
pub struct Walk {
    domains: Option<Vec<String>>,
    after: i64,
}

impl Walk {
    /// Over the accounts of these.
    pub(crate) fn over(domains: Vec<String>) -> Self {
        Self {
            domains: Some(domains),
            after: 0,
        }
    }

    /// The server at hand, and after which of its accounts it goes on.
    pub(crate) fn place(&mut self, cx: &mut Context, name: &str) -> Result<Option<(String, i64)>> {
        if self.domains.is_none() {
            self.domains = Some(Known::load(cx)?.below(name));
        }
        let domain = self.domains.as_ref().and_then(|it| it.last());
        Ok(domain.map(|it| (it.clone(), self.after)))
    }

    /// The next accounts of the domain and of those below it. None where all were there.
    pub(crate) fn some(&mut self, cx: &mut Context, name: &str) -> Result<Option<Vec<i64>>> {
        while let Some((domain, after)) = self.place(cx, name)? {
            let ids = server_accounts::some(&mut cx.tx, &domain, after, AT_ONCE)?;
            if !ids.is_empty() {
                return Ok(Some(ids));
            }
            self.leave_server();
        }
        Ok(None)
    }

    /// These were seen to.
    pub(crate) fn pass(&mut self, id: Option<i64>) {
        self.after = id.unwrap_or(self.after);
    }

    pub(crate) fn leave_server(&mut self) {
        if let Some(domains) = &mut self.domains {
            domains.pop();
        }
        self.after = 0;
    }
}

/// Marks some more accounts, and takes marks of this time away that do not belong to the severity.
pub(crate) fn set_some(
    cx: &mut Context,
    marks: &Marks<'_>,
    walk: &mut Walk,
    recorded: &Recorded,
) -> Result<Progress> {
    let Some(ids) = walk.some(cx, marks.domain)? else {
        return Ok(Progress::Done);
    };
    let (tx, at) = (&mut cx.tx, marks.at);
    match marks.severity {
        Some(Severity::Silence) => {
            server_accounts::silence(tx, &ids, at, recorded)?;
            server_accounts::unsuspend(tx, &ids, at, recorded)?;
        }
        Some(Severity::Suspend) => {
            server_accounts::suspend(tx, &ids, at, recorded)?;
            server_accounts::unsilence(tx, &ids, at, recorded)?;
        }
        Some(Severity::Noop) | None => {
            server_accounts::unsilence(tx, &ids, at, recorded)?;
            server_accounts::unsuspend(tx, &ids, at, recorded)?;
        }
    }
    if move_follows(cx, marks, &ids)? == Progress::Done {
        walk.pass(ids.last().copied());
    }
    Ok(Progress::More)
}

fn move_follows(cx: &mut Context, marks: &Marks<'_>, ids: &[i64]) -> Result<Progress> {
    let suspended = server_accounts::suspended_among(&mut cx.tx, ids)?;
    if marks.severity != Some(Severity::Suspend) {
        let is_free = |id: &i64| !suspended.iter().any(|(it, _)| it == id);
        let free: Vec<i64> = ids.iter().copied().filter(is_free).collect();
        return follows_aside::bring_back(cx, &free);
    }
    let by_this = suspended.iter().filter(|(_, at)| *at == marks.at);
    let by_this: Vec<i64> = by_this.map(|(id, _)| *id).collect();
    let reason = Reason {
        cause: Cause::DomainBlock,
        target_name: marks.domain,
        decided_at: marks.at,
    };
    follows_aside::put(cx, &by_this, &[Side::Theirs, Side::Others], reason)
}
