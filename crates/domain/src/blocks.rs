//! Blocking: the two see nothing of each other any more.

use store::{account_list::Window, blocks, conversations, notifications};

use crate::{
    Context, Result,
    follows::{cut, withdraw},
    home::leave_clear,
    news,
    relationships::pair,
};

/// The ids of a page of the caller's blocks, each with who is blocked.
pub fn list(cx: &mut Context, window: Window) -> Result<Vec<(i64, i64)>> {
    let me = cx.member()?.account.id;
    Ok(blocks::page(&mut cx.tx, me, window)?)
}

/// Nobody can block herself; as in Mastodon, to try changes nothing.
pub fn block(cx: &mut Context, id: i64) -> Result<()> {
    let (me, other) = pair(cx, id)?;
    if me.id == other.id {
        return Ok(());
    }
    for (follower, target) in [(me.id, id), (id, me.id)] {
        withdraw(cx, follower, target)?;
        cut(cx, follower, target)?;
    }
    let now = cx.now;
    blocks::add(&mut cx.tx, me.id, id, now)?;
    news::blocked(cx, &me, &other)?;
    notifications::remove_all_from(&mut cx.tx, me.id, id)?;
    conversations::remove_with(&mut cx.tx, me.id, id)?;
    leave_clear(cx, me.id, id)
}

/// What the block has ended does not begin again.
pub fn unblock(cx: &mut Context, id: i64) -> Result<()> {
    let (me, other) = pair(cx, id)?;
    news::unblocked(cx, &me, &other)?;
    Ok(blocks::remove(&mut cx.tx, me.id, id)?)
}
