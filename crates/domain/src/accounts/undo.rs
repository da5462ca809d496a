//! Taking back what was done. Nobody's rank protects from that.

use store::{
    accounts::{self, Account},
    action_log::Recorded,
    email_blocks, timed_acts,
    users::{self, User},
};

use super::{Action, as_account, as_user, get_locked, user_of};
use crate::{Context, Error, Permission, Result, acts::Act, jobs::Job, members, news, webhooks};

/// Lets a frozen member sign in again. Doing it again is written down again.
pub fn enable(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, Action::Disable, None)
}

pub fn unsilence(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, Action::Silence, None)
}

pub fn unsensitive(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, Action::Sensitize, None)
}

/// Only what this server has suspended. After a purge the account comes back empty, and its login
/// stays frozen until it is enabled.
pub fn unsuspend(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, Action::Suspend, None)
}

/// Undoes what an earlier act has done, if it still holds; whether it did.
pub(crate) fn take_back(cx: &mut Context, id: i64, word: &str, act_id: i64) -> Result<bool> {
    let action = named(word)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?;
    if action == Action::Suspend && account.purged_at.is_some() {
        let text = "The data of the account was deleted meanwhile";
        return Err(Error::Unprocessable(text.into()));
    }
    let holds = holds(action, &account, user.as_ref());
    if holds {
        lift(cx, id, action, Some(act_id))?;
    }
    Ok(holds)
}

/// Undoes what a strike has done, if it still holds, as part of the act that says so: no entry of its
/// own is written, and no permission asked for.
pub(crate) fn undo(cx: &mut Context, id: i64, word: &str, recorded: &Recorded) -> Result<()> {
    let action = named(word)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?;
    match holds(action, &account, user.as_ref()) {
        true => change_state(cx, action, account, user.as_ref(), recorded),
        false => Ok(()),
    }
}

fn named(word: &str) -> Result<Action> {
    let action = Action::ALL.into_iter().find(|it| it.word() == word);
    action.ok_or(Error::Internal("no such action is known"))
}

fn holds(action: Action, account: &Account, user: Option<&User>) -> bool {
    match action {
        Action::Warn => false,
        Action::Disable => user.is_some_and(|it| it.disabled),
        Action::Sensitize => account.sensitized_at.is_some(),
        Action::Silence => account.silenced_at.is_some(),
        Action::Suspend => is_suspended_here(account),
    }
}

/// `reverts` is the act that had done it, where it is known.
fn lift(cx: &mut Context, id: i64, action: Action, reverts: Option<i64>) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageUsers)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?;
    let (word, target) = match action {
        Action::Warn => return Ok(()),
        Action::Disable => ("enable", as_user(&account)),
        Action::Sensitize => ("unsensitive", as_account(&account)),
        Action::Silence => ("unsilence", as_account(&account)),
        Action::Suspend => ("unsuspend", as_account(&account)),
    };
    if action == Action::Disable && user.is_none() {
        return Err(Error::Forbidden);
    }
    if action == Action::Suspend && !is_suspended_here(&account) {
        return Err(Error::NotPermitted);
    }

    let act = Act::new(word, target).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    change_state(cx, action, account, user.as_ref(), &recorded)
}

fn change_state(
    cx: &mut Context,
    action: Action,
    account: Account,
    user: Option<&User>,
    recorded: &Recorded,
) -> Result<()> {
    let id = account.id;
    timed_acts::remove(&mut cx.tx, id, action.word())?;
    if action.is_about_account() {
        webhooks::tell_of_account(cx, &account)?;
    }
    match action {
        Action::Warn => Ok(()),
        Action::Disable => Ok(users::set_disabled(&mut cx.tx, id, false, recorded)?),
        Action::Sensitize => Ok(accounts::set_sensitized(&mut cx.tx, id, None, recorded)?),
        Action::Silence => Ok(accounts::set_silenced(&mut cx.tx, id, None, recorded)?),
        Action::Suspend => bring_back(cx, account, user, recorded),
    }
}

fn is_suspended_here(account: &Account) -> bool {
    account.suspended_at.is_some() && account.suspension_origin.as_deref() == Some("local")
}

fn bring_back(
    cx: &mut Context,
    account: Account,
    user: Option<&User>,
    recorded: &Recorded,
) -> Result<()> {
    let id = account.id;
    accounts::set_unsuspended(&mut cx.tx, id, recorded)?;
    email_blocks::remove_for(&mut cx.tx, id)?;
    // Left alone, it would delete at once what a later suspension promises to keep for 30 days.
    let purge = Job::PurgeAccount {
        account_id: id,
        act_id: recorded.id(),
    };
    purge.take_back(cx)?;
    let Some(user) = user else {
        return Job::RestoreFollows { account_id: id }.leave(cx);
    };
    news::standing_changed(cx, id)?;
    let account = Account {
        suspended_at: None,
        ..account
    };
    members::count(cx, false, members::is_counted(&account, user))
}
