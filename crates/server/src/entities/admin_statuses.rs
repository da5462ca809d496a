use std::collections::HashMap;

use api::{
    Timestamp,
    admin::statuses::AdminStatus,
    entities::{Status, StatusEdit},
};
use domain::{Context, Result, statuses::Inspected};

use super::{Edited, evidence, status_edits};

/// Posts as moderators look at them, in the order given, with what they said before.
pub(crate) fn admin_statuses(cx: &mut Context, kept: &[Inspected]) -> Result<Vec<AdminStatus>> {
    let rows: Vec<store::statuses::Status> = kept.iter().map(|it| it.status.clone()).collect();
    let shown = evidence::statuses(cx, &rows)?.into_iter();
    let mut shown: HashMap<String, Status> = shown.map(|it| (it.id.clone(), it)).collect();
    let mut edits = edits(cx, kept, &shown)?;
    let show = |it: &Inspected| {
        let id = it.status.id.to_string();
        Some(AdminStatus {
            status: shown.remove(&id)?,
            id,
            deleted_at: it.status.deleted_at.map(Timestamp),
            held_at: it.status.held_at.map(Timestamp),
            reviewed_at: it.review.as_ref().map(|it| Timestamp(it.created_at)),
            reviewed_by_account_id: it
                .review
                .as_ref()
                .and_then(|it| it.account_id)
                .map(|it| it.to_string()),
            open_report_ids: it.open_report_ids.iter().map(i64::to_string).collect(),
            edits: edits.remove(&it.status.id).unwrap_or_default(),
        })
    };
    Ok(kept.iter().filter_map(show).collect())
}

/// What those have said that were changed.
fn edits(
    cx: &mut Context,
    kept: &[Inspected],
    shown: &HashMap<String, Status>,
) -> Result<HashMap<i64, Vec<StatusEdit>>> {
    let changed = kept.iter().filter(|it| !it.versions.is_empty());
    let changed = changed.filter_map(|it| Some((it, shown.get(&it.status.id.to_string())?)));
    let changed: Vec<(&Inspected, &Status)> = changed.collect();
    if changed.is_empty() {
        return Ok(HashMap::new());
    }
    let edited = changed.iter().map(|(it, shown)| Edited {
        author: it.status.account_id,
        quote: shown.quote.clone(),
        versions: &it.versions,
    });
    let edited: Vec<Edited<'_>> = edited.collect();
    let mut edits = HashMap::new();
    for ((it, shown), mut versions) in changed.into_iter().zip(status_edits(cx, &edited)?) {
        if evidence::is_withheld(&it.status, shown) {
            for version in &mut versions {
                evidence::seal(cx, &mut version.media_attachments)?;
            }
        }
        edits.insert(it.status.id, versions);
    }
    Ok(edits)
}
