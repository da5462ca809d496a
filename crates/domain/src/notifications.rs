//! What members are told in the app.

use store::{
    account_list::Window,
    accounts::Account,
    notifications::{self, Filter, Notification},
    strikes::Strike,
};

use crate::{Context, Error, Result};

pub fn list(cx: &mut Context, filter: &Filter, window: Window) -> Result<Vec<Notification>> {
    let id = cx.member()?.account.id;
    Ok(notifications::page(&mut cx.tx, id, filter, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Notification> {
    let owner = cx.member()?.account.id;
    notifications::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
}

/// A member is told of a strike, as if by herself: nobody learns which moderator it was.
pub(crate) fn tell_of_strike(cx: &mut Context, target: &Account, strike: &Strike) -> Result<()> {
    let notification = Notification {
        id: cx.new_id(),
        account_id: target.id,
        from_account_id: target.id,
        kind: "moderation_warning".into(),
        strike_id: Some(strike.id),
        created_at: cx.now,
    };
    Ok(notifications::add(&mut cx.tx, &notification)?)
}

pub(crate) fn tell_of_sign_up(cx: &mut Context, staff: i64, newcomer: i64) -> Result<()> {
    let notification = Notification {
        id: cx.new_id(),
        account_id: staff,
        from_account_id: newcomer,
        kind: "admin.sign_up".into(),
        strike_id: None,
        created_at: cx.now,
    };
    Ok(notifications::add(&mut cx.tx, &notification)?)
}
