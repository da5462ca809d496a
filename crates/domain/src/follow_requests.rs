//! Who asks for leave to follow, and who lets her.

use store::{
    account_list::Window,
    accounts::{self, Account},
    activity_names, follow_requests,
};

use crate::{
    Context, Error, Result,
    follows::{begin, take_request, withdraw},
    jobs::Progress,
    news,
    relationships::pair,
};

/// How many are let in before others have a turn.
const AT_ONCE: i64 = 100;
/// How many are counted, as in Mastodon.
const MOST_COUNTED: i64 = 40;

/// The ids of a page of requests to the caller, each with who asks.
pub fn list(cx: &mut Context, window: Window) -> Result<Vec<(i64, i64)>> {
    let me = cx.member()?.account.id;
    Ok(follow_requests::page(&mut cx.tx, me, window)?)
}

/// How many wait for the caller; 40 stands for more.
pub fn count(cx: &mut Context) -> Result<i64> {
    let me = cx.member()?.account.id;
    Ok(follow_requests::count(&mut cx.tx, me, MOST_COUNTED)?)
}

pub fn authorize(cx: &mut Context, id: i64) -> Result<()> {
    let (me, other) = pair(cx, id)?;
    match let_in(cx, other.id, &me)? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

pub fn reject(cx: &mut Context, id: i64) -> Result<()> {
    let (me, other) = pair(cx, id)?;
    match withdraw(cx, other.id, me.id)? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

/// Whether she had asked.
fn let_in(cx: &mut Context, follower: i64, target: &Account) -> Result<bool> {
    let bond = activity_names::follow_request(&mut cx.tx, follower, target.id)?;
    let Some(request) = take_request(cx, follower, target.id)? else {
        return Ok(false);
    };
    begin(cx, follower, target, &request.terms)?;
    news::let_in(cx, bond, follower, target.id)?;
    Ok(true)
}

/// Lets those in who wait for an account that does not want to be asked any more, but for silenced
/// ones.
pub fn authorize_all(cx: &mut Context, id: i64) -> Result<Progress> {
    let Some(account) = accounts::find_locked(&mut cx.tx, id)?.filter(|it| !it.locked) else {
        return Ok(Progress::Done);
    };
    let waiting = follow_requests::welcome(&mut cx.tx, id, AT_ONCE)?;
    for follower in &waiting {
        let_in(cx, *follower, &account)?;
    }
    match waiting.is_empty() {
        true => Ok(Progress::Done),
        false => Ok(Progress::More),
    }
}
