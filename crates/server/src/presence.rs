//! Noting, once a day, that a member was here, and from where.

use std::net::IpAddr;

use domain::{Caller, Context, sign_in};

use crate::{App, Error, authorize};

/// In the transaction of a request that writes.
pub(crate) fn note_with(cx: &mut Context, caller: &Caller, ip: IpAddr) -> Result<(), Error> {
    let Some(id) = newly_present(caller, cx) else {
        return Ok(());
    };
    sign_in::see(cx, id, ip)?;
    if let Some(token) = authorize::token_of(caller) {
        store::tokens::set_used(&mut cx.tx, token.id, cx.now)?;
    }
    Ok(())
}

/// After a request that only reads, which is over.
pub(crate) fn note(app: &App, cx: Context, ip: IpAddr) -> Result<(), Error> {
    if newly_present(&cx.caller, &cx).is_none() {
        return Ok(());
    }
    let caller = cx.caller.clone();
    drop(cx);
    let mut cx = app.write()?;
    note_with(&mut cx, &caller, ip)?;
    Ok(app.save(cx)?)
}

fn newly_present(caller: &Caller, cx: &Context) -> Option<i64> {
    match caller {
        Caller::Member(member) if sign_in::is_news(member, cx.now) => Some(member.account.id),
        _ => None,
    }
}
