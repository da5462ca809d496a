use api::entities::Conversation;
use domain::{Context, Error, Result, visibility};
use serde_json::Value;
use store::{conversations, visible::Place};

use super::{accounts, statuses};

/// One of the caller's conversations.
pub(crate) fn conversation(cx: &mut Context, id: i64) -> Result<Conversation> {
    let owner = cx.member()?.account.id;
    let kept = conversations::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)?;
    let others = kept.participants.as_array().into_iter().flatten();
    let others: Vec<i64> = others.filter_map(Value::as_i64).collect();
    let others = visibility::accounts(cx, &others)?;
    let last: Vec<i64> = kept.last_status_id.into_iter().collect();
    let last = visibility::statuses(cx, &last, Place::Alone)?;
    Ok(Conversation {
        id: kept.id.to_string(),
        unread: kept.is_unread,
        accounts: accounts(cx, &others)?,
        last_status: statuses(cx, &last)?.pop(),
    })
}
