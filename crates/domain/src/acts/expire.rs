//! Acts that end by themselves.

use store::timed_acts;

use crate::{Caller, Context, Result, accounts};

/// How many end at once, before others have a turn.
const AT_ONCE: i64 = 100;

/// Takes back what was only to last until now, as the server itself.
pub fn expire_due(cx: &mut Context) -> Result<()> {
    cx.caller = Caller::System;
    let now = cx.now;
    for due in timed_acts::due(&mut cx.tx, now, AT_ONCE)? {
        match accounts::take_back(cx, due.account_id, &due.action, due.act_id) {
            Err(error) if !error.is_about_the_request() => return Err(error),
            // Where nothing was left to be undone, nothing was.
            _ => timed_acts::remove(&mut cx.tx, due.account_id, &due.action)?,
        }
    }
    Ok(())
}
