//! Hearing nothing more of a conversation.

use store::{conversation_mutes, statuses::Status};

use super::proper;
use crate::{Context, Result};

pub fn mute(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = proper(cx, id)?;
    conversation_mutes::add(&mut cx.tx, account_id, status.conversation_id)?;
    Ok(status)
}

pub fn unmute(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let status = proper(cx, id)?;
    conversation_mutes::remove(&mut cx.tx, account_id, status.conversation_id)?;
    Ok(status)
}
