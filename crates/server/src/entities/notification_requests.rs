use std::collections::HashMap;

use api::{
    Timestamp,
    entities::{NotificationRequest, Status},
};
use domain::{Context, Result, visibility};
use store::{accounts, notification_requests::Request, visible::Place};

use super::{Accounts, statuses};

/// Requests in the order given.
pub(crate) fn notification_requests(
    cx: &mut Context,
    kept: &[Request],
) -> Result<Vec<NotificationRequest>> {
    let ids: Vec<i64> = kept.iter().map(|it| it.from_account_id).collect();
    let accounts = accounts::find_many(&mut cx.tx, &ids)?;
    let loaded = Accounts::load(cx, &accounts)?;
    let mut senders = HashMap::new();
    for account in accounts {
        senders.insert(account.id, loaded.show(&account)?);
    }
    let ids: Vec<i64> = kept.iter().filter_map(|it| it.last_status_id).collect();
    let rows = visibility::statuses(cx, &ids, Place::Alone)?;
    let last = statuses(cx, &rows)?.into_iter();
    let last: HashMap<i64, Status> = last.map(|it| (super::id(&it.id), it)).collect();

    let shown = kept.iter().filter_map(|it| {
        Some(NotificationRequest {
            id: it.id.to_string(),
            created_at: Timestamp(it.created_at),
            updated_at: Timestamp(it.updated_at),
            notifications_count: it.notifications_count.to_string(),
            account: senders.get(&it.from_account_id)?.clone(),
            last_status: it.last_status_id.and_then(|id| last.get(&id)).cloned(),
        })
    });
    Ok(shown.collect())
}
