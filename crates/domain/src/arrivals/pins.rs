//! What people of other servers put first on their profiles.

use store::{
    accounts::Account,
    pins,
    statuses::{Status, Visibility},
};

use crate::{Context, Result};

/// How many count.
const MOST: i64 = 20;

/// Only what they have written themselves, for more than a few people.
pub fn pin(cx: &mut Context, by: &Account, status: &Status) -> Result<()> {
    let now = cx.now;
    let may_be = status.account_id == by.id
        && status.reblog_of_id.is_none()
        && status.deleted_at.is_none()
        && status.visibility != Visibility::Direct;
    if may_be && pins::count(&mut cx.tx, by.id)? < MOST {
        pins::add(&mut cx.tx, by.id, status.id, now)?;
    }
    Ok(())
}

pub fn unpin(cx: &mut Context, by: &Account, status: &Status) -> Result<()> {
    pins::remove(&mut cx.tx, by.id, status.id)?;
    Ok(())
}
