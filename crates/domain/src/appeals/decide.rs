//! Deciding on appeals. A decision is final.

use store::{
    account_list::Window,
    action_log::{self, Recorded},
    appeals::{self, Appeal, Filter, State},
    strikes::{self, Strike},
};

use crate::{
    Context, Error, Moderator, Permission, Result, accounts,
    acts::{Act, Effects, Target},
    mail::Letter,
    statuses,
};

/// Newest first.
pub fn list(cx: &mut Context, filter: Filter, window: Window) -> Result<Vec<Appeal>> {
    cx.moderator(Permission::ManageAppeals)?;
    Ok(appeals::page(&mut cx.tx, filter, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Appeal> {
    cx.moderator(Permission::ManageAppeals)?;
    appeals::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// The strike no longer counts, and what it has done is undone as far as it can be.
pub fn approve(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, appeal) = find_pending(cx, id)?;
    let strike = crate::strikes::find(cx, appeal.strike_id)?;
    let act = act(cx, "approve", &appeal, &strike)?.taking_back(open_act(cx, &strike)?);
    let recorded = act.record(cx, &moderator)?;

    undo(cx, &strike, &recorded)?;
    let (by, now) = (moderator.account_id(), cx.now);
    appeals::set_approved(&mut cx.tx, id, by, now, &recorded)?;
    if strike.overruled_at.is_none() {
        strikes::set_overruled(&mut cx.tx, strike.id, now, &recorded)?;
    }
    Letter::AppealDecided { appeal_id: id }.leave(cx)
}

/// All stays as it is.
pub fn reject(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, appeal) = find_pending(cx, id)?;
    let strike = crate::strikes::find(cx, appeal.strike_id)?;
    let recorded = act(cx, "reject", &appeal, &strike)?.record(cx, &moderator)?;

    let (by, now) = (moderator.account_id(), cx.now);
    appeals::set_rejected(&mut cx.tx, id, by, now, &recorded)?;
    Letter::AppealDecided { appeal_id: id }.leave(cx)
}

/// Nobody else decides on it from here on. Who has struck may decide too, but not who was struck.
fn find_pending(cx: &mut Context, id: i64) -> Result<(Moderator, Appeal)> {
    let moderator = cx.moderator(Permission::ManageAppeals)?;
    let appeal = appeals::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    if moderator.account_id() == Some(appeal.account_id) {
        return Err(Error::NotPermitted);
    }
    match appeal.state() {
        State::Pending => Ok((moderator, appeal)),
        _ => Err(Error::Unprocessable("This was decided already".into())),
    }
}

fn act<'a>(cx: &mut Context, action: &'a str, appeal: &Appeal, strike: &Strike) -> Result<Act<'a>> {
    let account = store::accounts::find(&mut cx.tx, appeal.account_id)?;
    let account = account.ok_or(Error::Internal("nobody has appealed"))?;
    let target = Target {
        kind: "Appeal",
        id: appeal.id,
        name: account.handle(),
        account_id: Some(account.id),
    };
    Ok(Act {
        report_id: strike.report_id,
        effects: Effects {
            members_notified: 1,
            ..Effects::default()
        },
        ..Act::new(action, target)
    })
}

/// The act that gave the strike, unless it was taken back before or has given others too.
fn open_act(cx: &mut Context, strike: &Strike) -> Result<Option<i64>> {
    let Some(id) = strike.act_id else {
        return Ok(None);
    };
    let is_taken_back = !action_log::taken_back(&mut cx.tx, &[id])?.is_empty();
    let is_shared = strikes::of_act(&mut cx.tx, id)?.len() > 1;
    Ok((!is_taken_back && !is_shared).then_some(id))
}

/// What a later strike has done again stays done: that one was not appealed.
fn undo(cx: &mut Context, strike: &Strike, recorded: &Recorded) -> Result<()> {
    match &*strike.action {
        word @ ("disable" | "sensitive" | "silence" | "suspend") => {
            match strikes::is_repeated(&mut cx.tx, strike)? {
                true => Ok(()),
                false => accounts::undo(cx, strike.target_account_id, word, recorded),
            }
        }
        "delete_statuses" | "mark_statuses_as_sensitive" => statuses::forgive(cx, strike),
        // A warning has done nothing.
        _ => Ok(()),
    }
}
