//! Messages to few, kept together by who takes part.

use store::{
    accounts::Account,
    conversations::{self, Part},
    statuses::Status,
};

use crate::{Context, Event, Result};

/// Puts a message into the conversation of its author and of everybody here whom it names.
pub(crate) fn add(cx: &mut Context, status: &Status, mentioned: &[Account]) -> Result<()> {
    let mut people: Vec<i64> = mentioned.iter().map(|it| it.id).collect();
    people.push(status.account_id);
    people.sort_unstable();
    people.dedup();
    let local = mentioned.iter().filter(|it| it.is_local()).map(|it| it.id);
    let mut owners: Vec<i64> = local.filter(|id| *id != status.account_id).collect();
    if status.is_local {
        owners.push(status.account_id);
    }
    for account_id in owners {
        let others: Vec<i64> = people
            .iter()
            .copied()
            .filter(|id| *id != account_id)
            .collect();
        let part = Part {
            account_id,
            conversation_id: status.conversation_id,
            others: &others,
            last_status_id: status.id,
            is_unread: account_id != status.account_id,
        };
        let conversation_id = conversations::add_message(&mut cx.tx, &part)?;
        cx.events.push(Event::Conversation {
            account_id,
            conversation_id,
        });
    }
    Ok(())
}
