//! What people of other servers put first on their profiles.

use store::{
    accounts::{self, Account},
    pins,
    statuses::{self, Status, Visibility},
};

use crate::{Context, Result};

/// How many count.
pub const MOST: usize = 20;

/// Only what they have written themselves, for more than a few people.
pub fn pin(cx: &mut Context, by: &Account, status: &Status) -> Result<()> {
    let now = cx.now;
    let may_be = status.account_id == by.id
        && status.reblog_of_id.is_none()
        && status.deleted_at.is_none()
        && status.visibility != Visibility::Direct;
    if may_be && pins::count(&mut cx.tx, by.id)? < MOST as i64 {
        pins::add(&mut cx.tx, by.id, status.id, now)?;
    }
    Ok(())
}

/// What somebody puts first on her profile now, the first of it first.
pub fn pin_first(cx: &mut Context, account_id: i64, status_ids: &[i64]) -> Result<()> {
    let Some(by) = accounts::find(&mut cx.tx, account_id)? else {
        return Ok(());
    };
    let known = statuses::find_many(&mut cx.tx, status_ids)?;
    for id in status_ids.iter().rev() {
        if let Some(status) = known.iter().find(|it| it.id == *id) {
            pin(cx, &by, status)?;
        }
    }
    Ok(())
}

pub fn unpin(cx: &mut Context, by: &Account, status: &Status) -> Result<()> {
    pins::remove(&mut cx.tx, by.id, status.id)?;
    Ok(())
}
