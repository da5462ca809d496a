//! People whose notifications a member's policy has put aside, until she decides about them.

use store::{
    account_list::Window, notification_policy, notification_requests,
    notification_requests::Request, notifications,
};

use crate::{
    Context, Error, Event, Result,
    jobs::{Job, Progress},
};

/// How many notifications are moved or taken away at once.
const AT_ONCE: i64 = 500;
/// How many requests can be decided about at once.
const MOST: usize = 1000;

pub(crate) fn count(cx: &mut Context, to: i64, from: i64, status_id: Option<i64>) -> Result<()> {
    let now = cx.now;
    Ok(notification_requests::count(
        &mut cx.tx, to, from, status_id, now,
    )?)
}

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<Request>> {
    let id = cx.member()?.account.id;
    Ok(notification_requests::page(&mut cx.tx, id, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Request> {
    let owner = cx.member()?.account.id;
    notification_requests::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
}

/// Whether all that the caller has accepted is among her notifications.
pub fn is_merged(cx: &mut Context) -> Result<bool> {
    let account_id = cx.member()?.account.id;
    Ok(!Job::MergeNotifications { account_id }.is_left(cx)?)
}

/// Lets somebody through: what was put aside becomes ordinary, and nothing of hers is put aside any more.
pub fn accept(cx: &mut Context, id: i64) -> Result<()> {
    let request = get(cx, id)?;
    accept_all(cx, &[request])
}

/// The same for several. Those that are not the caller's are left out.
pub fn accept_many(cx: &mut Context, ids: &[i64]) -> Result<()> {
    let requests = named(cx, ids)?;
    accept_all(cx, &requests)
}

fn accept_all(cx: &mut Context, requests: &[Request]) -> Result<()> {
    for request in requests {
        let (to, from) = (request.account_id, request.from_account_id);
        notification_policy::let_through(&mut cx.tx, to, from)?;
        notification_requests::remove(&mut cx.tx, request.id)?;
    }
    match requests.first() {
        Some(request) => Job::MergeNotifications {
            account_id: request.account_id,
        }
        .leave(cx),
        None => Ok(()),
    }
}

/// Takes away what of somebody was put aside. What comes next is put aside again.
pub fn dismiss(cx: &mut Context, id: i64) -> Result<()> {
    let request = get(cx, id)?;
    dismiss_all(cx, &[request])
}

/// The same for several. Those that are not the caller's are left out.
pub fn dismiss_many(cx: &mut Context, ids: &[i64]) -> Result<()> {
    let requests = named(cx, ids)?;
    dismiss_all(cx, &requests)
}

fn dismiss_all(cx: &mut Context, requests: &[Request]) -> Result<()> {
    for request in requests {
        notification_requests::remove(&mut cx.tx, request.id)?;
        let job = Job::RemoveFiltered {
            account_id: request.account_id,
            from_account_id: request.from_account_id,
            up_to: cx.new_id(),
        };
        job.leave(cx)?;
    }
    Ok(())
}

fn named(cx: &mut Context, ids: &[i64]) -> Result<Vec<Request>> {
    let owner = cx.member()?.account.id;
    let ids = &ids[..ids.len().min(MOST)];
    Ok(notification_requests::find_many(&mut cx.tx, owner, ids)?)
}

/// Moves some of those over whom the member has let through.
pub fn merge(cx: &mut Context, account_id: i64) -> Result<Progress> {
    if notifications::merge(&mut cx.tx, account_id, AT_ONCE)? as i64 == AT_ONCE {
        return Ok(Progress::More);
    }
    cx.events.push(Event::NotificationsMerged { account_id });
    Ok(Progress::Done)
}

/// Takes some of those away whose request was dismissed.
pub fn remove_filtered(cx: &mut Context, to: i64, from: i64, up_to: i64) -> Result<Progress> {
    let removed = notifications::remove_filtered(&mut cx.tx, to, from, up_to, AT_ONCE)?;
    match removed as i64 == AT_ONCE {
        true => Ok(Progress::More),
        false => Ok(Progress::Done),
    }
}
