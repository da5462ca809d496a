use api::{
    Timestamp,
    entities::{Account, Report},
};
use store::reports;

use super::word;

/// A report, as everybody sees it who may see it at all.
pub(crate) fn report(kept: &reports::Report, target: Account) -> Report {
    Report {
        id: kept.id.to_string(),
        action_taken: !kept.is_open(),
        action_taken_at: kept.action_taken_at.map(Timestamp),
        category: word(&kept.category),
        comment: kept.comment.clone(),
        forwarded: kept.forwarded,
        created_at: Timestamp(kept.created_at),
        status_ids: Some(texts(kept.status_ids())),
        rule_ids: kept.rule_ids().map(texts),
        collection_ids: Vec::new(),
        target_account: target,
    }
}

/// Ids as they travel.
pub(super) fn texts(ids: Vec<i64>) -> Vec<String> {
    ids.iter().map(i64::to_string).collect()
}
