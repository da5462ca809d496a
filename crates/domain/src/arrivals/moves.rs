//! People who go on under another name.

use store::{
    account_aliases,
    accounts::{self, Account},
    follows,
};

use crate::{
    Context, Result,
    follows::{cut, follow_as},
    jobs::{Job, Progress},
};

/// How many followers go along at once.
const AT_ONCE: i64 = 100;

/// An account goes on as another, which must say the same. Members who follow it follow the new one.
pub fn moved(cx: &mut Context, account: &Account, target: &Account) -> Result<()> {
    if !says_the_same(cx, target, account)? {
        return Ok(());
    }
    accounts::set_moved_to(&mut cx.tx, account.id, Some(target.id))?;
    let job = Job::MoveFollowers {
        account_id: account.id,
        target_account_id: target.id,
    };
    job.leave(cx)
}

/// Whether somebody who is there says that she has been that other account.
pub(super) fn says_the_same(cx: &mut Context, target: &Account, account: &Account) -> Result<bool> {
    let is_somebody = target.id != account.id && target.suspended_at.is_none();
    Ok(is_somebody && account_aliases::of(&mut cx.tx, target.id)?.contains(&account.uri))
}

/// Takes some of the members along who follow an account that has moved.
pub fn move_followers(cx: &mut Context, account_id: i64, target_id: i64) -> Result<Progress> {
    let pairs = follows::some_local(&mut cx.tx, account_id, AT_ONCE)?;
    let (old, new) = (
        accounts::find(&mut cx.tx, account_id)?,
        accounts::find(&mut cx.tx, target_id)?,
    );
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(Progress::Done);
    };
    for follow in &pairs {
        let Some(member) = accounts::find(&mut cx.tx, follow.account_id)? else {
            continue;
        };
        accounts::lock(&mut cx.tx, &[member.id, old.id, new.id])?;
        // Who may not follow the new one at least does not follow a name that is dead.
        let _ = follow_as(cx, &member, &new, &follow.terms);
        cut(cx, member.id, old.id)?;
    }
    match (pairs.len() as i64) < AT_ONCE {
        true => Ok(Progress::Done),
        false => Ok(Progress::More),
    }
}
