//! Reading what was done.

use std::collections::HashMap;

use store::{
    account_list::Window,
    action_log::{self, Entry, Filter},
};

use crate::{Context, Error, Permission, Result};

pub fn list(cx: &mut Context, filter: &Filter<'_>, window: Window) -> Result<Vec<Entry>> {
    cx.moderator(Permission::ViewAuditLog)?;
    Ok(action_log::page(&mut cx.tx, filter, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Entry> {
    cx.moderator(Permission::ViewAuditLog)?;
    action_log::find_entry(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// For each of the entries that was taken back, by which.
pub fn taken_back(cx: &mut Context, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let pairs = action_log::taken_back(&mut cx.tx, ids)?;
    Ok(pairs.into_iter().collect())
}
