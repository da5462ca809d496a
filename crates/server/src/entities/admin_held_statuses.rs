use std::collections::HashMap;

use api::{Timestamp, admin::held_statuses::AdminHeldStatus, entities::Status};
use domain::{Context, Error, Result, held_statuses};
use store::{held_statuses::Held, statuses};

use super::evidence;

/// Posts that are held, each with why, in the order given.
pub(crate) fn admin_held_statuses(
    cx: &mut Context,
    kept: &[(Held, statuses::Status)],
) -> Result<Vec<AdminHeldStatus>> {
    let rows: Vec<statuses::Status> = kept.iter().map(|(_, it)| it.clone()).collect();
    let shown = evidence::statuses(cx, &rows)?.into_iter();
    let mut shown: HashMap<String, Status> = shown.map(|it| (it.id.clone(), it)).collect();
    let show = |(held, row): &(Held, statuses::Status)| {
        let status = shown.remove(&row.id.to_string())?;
        Some(one(status, row, Some(held)))
    };
    Ok(kept.iter().filter_map(show).collect())
}

/// A post after something was decided about it.
pub(crate) fn admin_held_status(cx: &mut Context, id: i64) -> Result<AdminHeldStatus> {
    let (row, held) = held_statuses::get(cx, id)?;
    let shown = evidence::statuses(cx, std::slice::from_ref(&row))?.pop();
    Ok(one(shown.ok_or(Error::NotFound)?, &row, held.as_ref()))
}

fn one(status: Status, row: &statuses::Status, held: Option<&Held>) -> AdminHeldStatus {
    AdminHeldStatus {
        id: row.id.to_string(),
        status,
        held_at: row.held_at.map(Timestamp),
        deleted_at: row.deleted_at.map(Timestamp),
        auto_rule_id: held.and_then(|it| it.auto_rule_id).map(|it| it.to_string()),
        act_id: held.map(|it| it.act_id.to_string()),
        was_published: held.is_none_or(|it| it.was_published),
        was_edited: held.is_some_and(|it| it.was_edited),
    }
}
