use std::collections::HashMap;

use api::{Timestamp, admin::statuses::AdminStatus, entities::Status};
use domain::{Context, Result, statuses::Inspected};

/// Posts as moderators look at them, in the order given, without what they said before.
pub(crate) fn admin_statuses(cx: &mut Context, kept: &[Inspected]) -> Result<Vec<AdminStatus>> {
    let rows: Vec<store::statuses::Status> = kept.iter().map(|it| it.status.clone()).collect();
    let shown = super::evidence::statuses(cx, &rows)?.into_iter();
    let mut shown: HashMap<String, Status> = shown.map(|it| (it.id.clone(), it)).collect();
    let show = |it: &Inspected| {
        let id = it.status.id.to_string();
        Some(AdminStatus {
            status: shown.remove(&id)?,
            id,
            deleted_at: it.status.deleted_at.map(Timestamp),
            reviewed_at: it.review.as_ref().map(|it| Timestamp(it.created_at)),
            reviewed_by_account_id: it
                .review
                .as_ref()
                .and_then(|it| it.account_id)
                .map(|it| it.to_string()),
            open_report_ids: it.open_report_ids.iter().map(i64::to_string).collect(),
            edits: Vec::new(),
        })
    };
    Ok(kept.iter().filter_map(show).collect())
}
