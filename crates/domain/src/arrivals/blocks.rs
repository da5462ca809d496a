//! People of other servers who want nothing to do with a member.

use store::{accounts::Account, blocks};

use crate::{
    Context, Result,
    follows::{cut_quietly, withdraw_quietly},
};

/// The two do not follow each other any more, and the member cannot follow anew.
pub fn block(cx: &mut Context, by: &Account, target: &Account) -> Result<()> {
    for (follower, followed) in [(by.id, target.id), (target.id, by.id)] {
        withdraw_quietly(cx, follower, followed)?;
        cut_quietly(cx, follower, followed)?;
    }
    let now = cx.now;
    match blocks::is_blocking(&mut cx.tx, by.id, target.id)? {
        true => Ok(()),
        false => Ok(blocks::add(&mut cx.tx, by.id, target.id, now)?),
    }
}

pub fn unblock(cx: &mut Context, by: &Account, target: &Account) -> Result<()> {
    Ok(blocks::remove(&mut cx.tx, by.id, target.id)?)
}
