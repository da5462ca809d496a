//! Muting: the caller hears nothing of somebody, who does not know.

use chrono::TimeDelta;
use store::{
    account_list::Window,
    accounts, follows,
    mutes::{self, Mute},
    notifications,
};

use crate::{
    Context, Result,
    home::{leave_clear, leave_fill},
    relationships::pair,
};

/// How many mutes that have expired are removed at once.
const AT_ONCE: i64 = 100;
/// What is longer, a hundred years, is for ever.
const LONGEST: i64 = 100 * 365 * 24 * 60 * 60;

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<Mute>> {
    let me = cx.member()?.account.id;
    let now = cx.now;
    Ok(mutes::page(&mut cx.tx, me, now, window)?)
}

/// For so many seconds, or for ever. Nobody can mute herself; as in Mastodon, to try changes nothing.
pub fn mute(
    cx: &mut Context,
    id: i64,
    hides_notifications: bool,
    seconds: Option<i64>,
) -> Result<()> {
    let (me, other) = pair(cx, id)?;
    if me.id == other.id {
        return Ok(());
    }
    let now = cx.now;
    let seconds = seconds.filter(|it| (1..=LONGEST).contains(it));
    let expires_at = seconds.map(|it| now + TimeDelta::seconds(it));
    mutes::set(&mut cx.tx, me.id, id, hides_notifications, expires_at, now)?;
    if hides_notifications {
        notifications::remove_all_from(&mut cx.tx, me.id, id)?;
    }
    leave_clear(cx, me.id, id)
}

pub fn unmute(cx: &mut Context, id: i64) -> Result<()> {
    let (me, _) = pair(cx, id)?;
    end(cx, me.id, id)
}

fn end(cx: &mut Context, account_id: i64, target_account_id: i64) -> Result<()> {
    let was_muted = mutes::remove(&mut cx.tx, account_id, target_account_id)?;
    if !was_muted || follows::find(&mut cx.tx, account_id, target_account_id)?.is_none() {
        return Ok(());
    }
    leave_fill(cx, account_id, target_account_id)
}

/// Removes those whose time has come, some at a time. They have no effect any more as it is.
pub fn forget_expired(cx: &mut Context) -> Result<()> {
    let now = cx.now;
    let expired = mutes::expired(&mut cx.tx, now, AT_ONCE)?;
    let both = expired
        .iter()
        .flat_map(|it| [it.account_id, it.target_account_id]);
    accounts::lock(&mut cx.tx, &both.collect::<Vec<_>>())?;
    for mute in expired {
        let (account_id, target) = (mute.account_id, mute.target_account_id);
        // Before the lock it may have been made longer.
        if mutes::among(&mut cx.tx, account_id, &[target], now)?.is_empty() {
            end(cx, account_id, target)?;
        }
    }
    Ok(())
}
