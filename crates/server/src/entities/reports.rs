use api::{
    Timestamp,
    entities::{Account, Report},
};
use serde_json::Value;
use store::reports;

/// A report, as everybody sees it who may see it at all.
pub(crate) fn report(kept: &reports::Report, target: Account) -> Report {
    Report {
        id: kept.id.to_string(),
        action_taken: kept.action_taken_at.is_some(),
        action_taken_at: kept.action_taken_at.map(Timestamp),
        category: kept.category.clone(),
        comment: kept.comment.clone(),
        forwarded: false,
        created_at: Timestamp(kept.created_at),
        status_ids: texts(&kept.status_ids),
        rule_ids: texts(&kept.rule_ids).filter(|it| !it.is_empty()),
        target_account: target,
    }
}

/// Ids that were kept as texts or as numbers.
pub(super) fn texts(ids: &Value) -> Option<Vec<String>> {
    let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    Some(ids.as_array()?.iter().map(text).collect())
}
