//! Recommending accounts on one's profile.

use store::{account_list::Window, endorsements, follows};

use crate::{Context, Result, Violation, error::refuse, relationships::pair, visibility};

/// Only whom the caller follows, and as long as she does.
pub fn endorse(cx: &mut Context, id: i64) -> Result<()> {
    let (me, other) = pair(cx, id)?;
    let message = "must be already following the person you want to endorse";
    refuse(match follows::find(&mut cx.tx, me.id, other.id)? {
        Some(_) => Vec::new(),
        None => vec![Violation::new("base", "You", "ERR_INVALID", message)],
    })?;
    let now = cx.now;
    Ok(endorsements::add(&mut cx.tx, me.id, id, now)?)
}

pub fn unendorse(cx: &mut Context, id: i64) -> Result<()> {
    let (me, _) = pair(cx, id)?;
    Ok(endorsements::remove(&mut cx.tx, me.id, id)?)
}

/// A page of those whom the caller recommends, by their ids.
pub fn list(cx: &mut Context, window: Window) -> Result<Vec<i64>> {
    let me = cx.member()?.account.id;
    let viewer = visibility::viewer_of(cx, me);
    Ok(endorsements::page(&mut cx.tx, me, viewer, window)?)
}

/// A page of those whom an account recommends, by their ids.
pub fn list_of(cx: &mut Context, id: i64, window: Window) -> Result<Vec<i64>> {
    let account = visibility::account(cx, id)?;
    if !visibility::shows_itself(cx, &account)? {
        return Ok(Vec::new());
    }
    let viewer = visibility::viewer_of(cx, id);
    Ok(endorsements::page(&mut cx.tx, id, viewer, window)?)
}
