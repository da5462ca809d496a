use std::collections::HashMap;

use api::{Timestamp, admin::acts::AdminAct};
use domain::{Context, Result, acts};
use serde_json::{Map, Value};
use store::{accounts, action_log::Entry};

/// Entries of the log, in the order given.
pub(crate) fn admin_acts(cx: &mut Context, kept: &[Entry]) -> Result<Vec<AdminAct>> {
    let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
    let taken_back = acts::taken_back(cx, &ids)?;
    let mut actor_ids: Vec<i64> = kept.iter().filter_map(|it| it.account_id).collect();
    actor_ids.sort_unstable();
    actor_ids.dedup();
    let actors = accounts::find_many(&mut cx.tx, &actor_ids)?.into_iter();
    let actors: HashMap<i64, String> = actors.map(|it| (it.id, it.handle())).collect();
    let show = |it: &Entry| AdminAct {
        reverted_by_id: taken_back.get(&it.id).map(i64::to_string),
        account: it.account_id.and_then(|id| actors.get(&id).cloned()),
        ..plain(it)
    };
    Ok(kept.iter().map(show).collect())
}

fn plain(kept: &Entry) -> AdminAct {
    let text = |id: Option<i64>| id.map(|it| it.to_string());
    AdminAct {
        id: kept.id.to_string(),
        created_at: Timestamp(kept.created_at),
        action: kept.action.clone(),
        target_type: kept.target_type.clone(),
        target_id: text(kept.target_id),
        target: kept.human_identifier.clone(),
        target_account_id: text(kept.target_account_id),
        account_id: text(kept.account_id),
        account: None,
        reason: kept.reason.clone(),
        report_id: text(kept.report_id),
        expires_at: kept.expires_at.map(Timestamp),
        batch_id: text(kept.batch),
        reverts_id: text(kept.reverts),
        reverted_by_id: None,
        effects: counted(&kept.effects),
    }
}

/// What did not happen is not worth reading.
fn counted(effects: &Value) -> Map<String, Value> {
    let mut effects = effects.as_object().cloned().unwrap_or_default();
    effects.retain(|_, count| *count != 0);
    effects
}
