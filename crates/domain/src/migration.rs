//! Members who go on as another account, here or elsewhere.
//!
//! Who moves takes her followers along: members by a job, and other servers are told, who ask theirs.
//! That cannot be taken back, and so it is not done often. To only lead to another account is another
//! matter: nobody is asked anything, and it ends when she likes.

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    account_aliases,
    account_migrations::{self, AccountMigration},
    accounts::{self, Account},
    audience,
};

use crate::{
    Context, Error, Event, Result,
    aliases::{somebody_else, wrong},
    jobs::Job,
    news::{self, News},
    visibility,
};

/// How long followers are left alone before they are asked to come along again.
pub const REST: TimeDelta = TimeDelta::days(30);

/// Where an account leads, and when its followers were last taken along.
#[derive(Clone, Debug)]
pub struct Migration {
    pub moved_to: Option<Account>,
    pub last: Option<Last>,
    /// When they can be again, if not at once.
    pub possible_at: Option<DateTime<Utc>>,
}

/// When a member took her followers along.
#[derive(Clone, Debug)]
pub struct Last {
    pub at: DateTime<Utc>,
    /// Where to. None if nobody here knows that account any more.
    pub account: Option<Account>,
    /// How many had followed her until then.
    pub followers_count: i64,
}

/// The caller's own.
pub fn show(cx: &mut Context) -> Result<Migration> {
    let id = cx.member()?.account.id;
    let account = accounts::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let last = account_migrations::find(&mut cx.tx, id)?;
    let possible_at = last.as_ref().map(|it| it.created_at + REST);
    let last_target = last.as_ref().and_then(|it| it.target_account_id);
    Ok(Migration {
        moved_to: seen(cx, account.moved_to_account_id)?,
        possible_at: possible_at.filter(|it| *it > cx.now),
        last: match last {
            Some(last) => Some(Last {
                at: last.created_at,
                account: seen(cx, last_target)?,
                followers_count: last.followers_count,
            }),
            None => None,
        },
    })
}

fn seen(cx: &mut Context, id: Option<i64>) -> Result<Option<Account>> {
    match id {
        Some(id) => Ok(visibility::accounts(cx, &[id])?.pop()),
        None => Ok(None),
    }
}

/// Goes on as another account, which must say the same, and takes followers along.
pub fn start(cx: &mut Context, acct: &str) -> Result<()> {
    let account = own(cx)?;
    let target = target(cx, &account, acct)?;
    let is_said = account_aliases::of(&mut cx.tx, target.id)?.contains(&account.uri);
    if !is_said {
        let message = "does not name this account among its aliases";
        return Err(wrong("ERR_NO_ALIAS", message));
    }
    rest(cx, &account)?;
    lead(cx, &account, &target)?;
    remember(cx, &account, &target)?;
    let job = Job::MoveFollowers {
        account_id: account.id,
        target_account_id: target.id,
    };
    job.leave(cx)?;
    match audience::is_heard(&mut cx.tx, account.id, false)? {
        true => News::Moved {
            account_id: account.id,
            target_account_id: target.id,
        }
        .leave(cx),
        false => Ok(()),
    }
}

/// Only says where she is now. Who follows stays.
pub fn redirect(cx: &mut Context, acct: &str) -> Result<()> {
    let account = own(cx)?;
    let target = target(cx, &account, acct)?;
    lead(cx, &account, &target)
}

/// The account stands for itself again. Who has gone along does not come back by that.
pub fn undo(cx: &mut Context) -> Result<()> {
    let account = own(cx)?;
    if account.moved_to_account_id.is_none() {
        return Ok(());
    }
    accounts::set_moved_to(&mut cx.tx, account.id, None)?;
    news::profile_changed(cx, account.id)
}

/// The caller's account, which nobody else changes meanwhile.
fn own(cx: &mut Context) -> Result<Account> {
    let id = cx.member()?.account.id;
    accounts::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// Nobody is sent from place to place.
fn target(cx: &mut Context, account: &Account, acct: &str) -> Result<Account> {
    let target = somebody_else(cx, account.id, acct)?;
    match target.moved_to_account_id {
        Some(_) => Err(wrong("ERR_MOVED", "has moved to another account itself")),
        None => Ok(target),
    }
}

fn rest(cx: &mut Context, account: &Account) -> Result<()> {
    let last = account_migrations::find(&mut cx.tx, account.id)?;
    match last.is_some_and(|it| it.created_at + REST > cx.now) {
        true => Err(Error::Unprocessable(format!(
            "Followers can be taken along only once in {} days",
            REST.num_days()
        ))),
        false => Ok(()),
    }
}

fn lead(cx: &mut Context, account: &Account, target: &Account) -> Result<()> {
    accounts::set_moved_to(&mut cx.tx, account.id, Some(target.id))?;
    cx.events.push(Event::Cut {
        account_id: account.id,
    });
    news::profile_changed(cx, account.id)
}

fn remember(cx: &mut Context, account: &Account, target: &Account) -> Result<()> {
    let stats = accounts::stats_of(&mut cx.tx, &[account.id])?.pop();
    let migration = AccountMigration {
        account_id: account.id,
        target_account_id: Some(target.id),
        followers_count: stats.map_or(0, |it| it.followers_count),
        created_at: cx.now,
    };
    Ok(account_migrations::set(&mut cx.tx, &migration)?)
}
