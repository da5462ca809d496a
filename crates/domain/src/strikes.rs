//! What was done about somebody, as she and the moderators look it up.

use store::{
    account_list::Window,
    strikes::{self, Strike},
};

use crate::{Context, Error, Permission, Result, accounts};

/// The caller's own, newest first.
pub fn list(cx: &mut Context, window: Window) -> Result<Vec<Strike>> {
    let id = cx.member()?.account.id;
    Ok(strikes::page(&mut cx.tx, id, window)?)
}

/// One of the caller's own.
pub fn get(cx: &mut Context, id: i64) -> Result<Strike> {
    let own = cx.member()?.account.id;
    let strike = strikes::find(&mut cx.tx, id)?;
    strike
        .filter(|it| it.target_account_id == own)
        .ok_or(Error::NotFound)
}

/// Those of any account, for moderators, newest first.
pub fn list_of(cx: &mut Context, account_id: i64, window: Window) -> Result<Vec<Strike>> {
    let account = accounts::get(cx, account_id)?;
    Ok(strikes::page(&mut cx.tx, account.id, window)?)
}

/// All at once, for whoever may decide on appeals.
pub(crate) fn find(cx: &mut Context, id: i64) -> Result<Strike> {
    cx.moderator(Permission::ManageAppeals)?;
    strikes::find(&mut cx.tx, id)?.ok_or(Error::Internal("an appeal against nothing"))
}
