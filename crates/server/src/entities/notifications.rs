use std::collections::HashMap;

use api::{
    Open, Timestamp,
    entities::{self, AccountWarning, Notification, StrikeAction},
};
use domain::{Context, Result};
use serde_json::{Value, from_value};
use store::{accounts, notifications, strikes};

use super::Accounts;

/// Notifications in the order given; one whose cause is gone is left out.
pub(crate) fn notifications(
    cx: &mut Context,
    kept: &[notifications::Notification],
) -> Result<Vec<Notification>> {
    let ids: Vec<i64> = kept.iter().map(|it| it.from_account_id).collect();
    let accounts = accounts::find_many(&mut cx.tx, &ids)?;
    let loaded = Accounts::load(cx, &accounts)?;
    let mut senders = HashMap::new();
    for account in accounts {
        senders.insert(account.id, loaded.show(&account)?);
    }
    let strike_ids: Vec<i64> = kept.iter().filter_map(|it| it.strike_id).collect();
    let strikes = strikes::find_many(&mut cx.tx, &strike_ids)?;

    let shown = kept.iter().filter_map(|it| {
        let sender = senders.get(&it.from_account_id)?;
        let strike = it
            .strike_id
            .and_then(|id| strikes.iter().find(|strike| strike.id == id));
        Some(Notification {
            id: it.id.to_string(),
            r#type: it.kind.clone(),
            group_key: format!("ungrouped-{}", it.id),
            created_at: Timestamp(it.created_at),
            account: sender.clone(),
            moderation_warning: strike.map(|strike| warning(strike, sender)),
        })
    });
    Ok(shown.collect())
}

/// Neither the moderator nor the report is named.
fn warning(strike: &strikes::Strike, target: &entities::Account) -> AccountWarning {
    let action: Open<StrikeAction> =
        from_value(Value::from(strike.action.as_str())).unwrap_or_default();
    let status_ids = strike.status_ids.as_ref().and_then(Value::as_array);
    let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    AccountWarning {
        id: strike.id.to_string(),
        action,
        text: strike.text.clone(),
        status_ids: status_ids.map(|ids| ids.iter().map(text).collect()),
        created_at: Timestamp(strike.created_at),
        target_account: target.clone(),
        appeal: None,
    }
}
