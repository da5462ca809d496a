//! Follows that were cut because of what was decided about a domain or an account.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use store::{severances, users};

use crate::{Context, Result, notifications::tell_of_severance};

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The staff blocks a domain.
    DomainBlock,
    /// The member herself does.
    UserDomainBlock,
    /// The staff has suspended an account.
    AccountSuspension,
}

impl Cause {
    /// Mastodon's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::DomainBlock => "domain_block",
            Self::UserDomainBlock => "user_domain_block",
            Self::AccountSuspension => "account_suspension",
        }
    }
}

/// What a member has lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    pub account_id: i64,
    /// How many followers.
    pub followers: i64,
    /// How many accounts that she followed.
    pub following: i64,
}

impl Loss {
    pub fn of_follower(account_id: i64) -> Self {
        Self {
            account_id,
            followers: 1,
            following: 0,
        }
    }

    pub fn of_followed(account_id: i64) -> Self {
        Self {
            account_id,
            followers: 0,
            following: 1,
        }
    }
}

/// Writes down what members have lost to a decision of that time, and tells them. What is cut in several
/// steps adds up, and is told once. Accounts of other servers are not counted.
pub fn sever(
    cx: &mut Context,
    cause: Cause,
    target_name: &str,
    decided_at: DateTime<Utc>,
    losses: &[Loss],
) -> Result<()> {
    let mut sums: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for loss in losses {
        let (followers, following) = sums.entry(loss.account_id).or_default();
        *followers += loss.followers;
        *following += loss.following;
    }
    let ids: Vec<i64> = sums.keys().copied().collect();
    let members = users::find_many(&mut cx.tx, &ids)?;
    sums.retain(|id, _| members.iter().any(|it| it.account_id == *id));
    let Some(first) = sums.keys().next().copied() else {
        return Ok(());
    };

    // What a member decides is hers alone, whoever else decides the same.
    let owner = (cause == Cause::UserDomainBlock).then_some(first);
    let now = cx.now;
    let tx = &mut cx.tx;
    let known = severances::find_since(tx, cause.word(), target_name, decided_at, owner)?;
    let severance_id = match known {
        Some(id) => id,
        None => severances::add(tx, cause.word(), target_name, now)?,
    };
    for (account_id, (followers, following)) in sums {
        let (share_id, is_new) = severances::count(
            &mut cx.tx,
            severance_id,
            account_id,
            followers,
            following,
            now,
        )?;
        if is_new {
            tell_of_severance(cx, account_id, share_id)?;
        }
    }
    Ok(())
}
