use std::collections::HashMap;

use api::entities::{Account, Conversation, Status};
use domain::{Context, Result, visibility};
use serde_json::Value;
use store::{conversations::Conversation as Row, visible::Place};

use super::{accounts, statuses};

/// One of the caller's conversations.
pub(crate) fn conversation(cx: &mut Context, row: &Row) -> Result<Conversation> {
    let shown = conversations(cx, std::slice::from_ref(row))?.pop();
    shown.ok_or(domain::Error::NotFound)
}

/// The caller's conversations, in the order given.
pub(crate) fn conversations(cx: &mut Context, rows: &[Row]) -> Result<Vec<Conversation>> {
    let mut people: Vec<i64> = rows.iter().flat_map(participants).collect();
    people.extend(rows.iter().map(|it| it.account_id));
    people.sort_unstable();
    people.dedup();
    let people = visibility::accounts(cx, &people)?;
    let shown = accounts(cx, &people)?;
    let people: HashMap<i64, Account> = people.iter().map(|it| it.id).zip(shown).collect();
    let last_ids: Vec<i64> = rows.iter().filter_map(|it| it.last_status_id).collect();
    let last = visibility::statuses(cx, &last_ids, Place::Alone)?;
    let shown = statuses(cx, &last)?;
    let last: HashMap<i64, Status> = last.iter().map(|it| it.id).zip(shown).collect();
    let conversation = |row: &Row| {
        let others = participants(row).filter_map(|id| people.get(&id).cloned());
        let mut others: Vec<Account> = others.collect();
        if others.is_empty() {
            others.extend(people.get(&row.account_id).cloned());
        }
        let last_status = row.last_status_id.and_then(|id| last.get(&id).cloned());
        Conversation {
            id: row.id.to_string(),
            unread: row.is_unread,
            accounts: others,
            last_status,
        }
    };
    Ok(rows.iter().map(conversation).collect())
}

fn participants(row: &Row) -> impl Iterator<Item = i64> {
    let ids = row.participants.as_array().into_iter().flatten();
    ids.filter_map(Value::as_i64)
}
