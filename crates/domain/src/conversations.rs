//! Messages to few, kept together by who takes part.

use store::{
    account_list::Window,
    accounts::Account,
    conversations::{self, Conversation, Message, Part},
    statuses::Status,
};

use crate::{Context, Error, Event, Result};

/// The caller's, by their last messages.
pub fn list(cx: &mut Context, window: Window) -> Result<Vec<Conversation>> {
    let id = cx.member()?.account.id;
    Ok(conversations::page(&mut cx.tx, id, window)?)
}

/// One of the caller's.
pub fn get(cx: &mut Context, id: i64) -> Result<Conversation> {
    let owner = cx.member()?.account.id;
    conversations::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
}

pub fn set_unread(cx: &mut Context, id: i64, is_unread: bool) -> Result<Conversation> {
    let id = get(cx, id)?.id;
    Ok(conversations::set_unread(&mut cx.tx, id, is_unread)?)
}

/// Takes a conversation off the caller's list until there is another message.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let id = get(cx, id)?.id;
    Ok(conversations::remove(&mut cx.tx, id)?)
}

/// Puts a message of a member into her own list.
pub(crate) fn keep_own(cx: &mut Context, status: &Status, mentioned: &[Account]) -> Result<()> {
    let people = people(status, mentioned);
    put(cx, status, &people, status.account_id)
}

/// Puts a message into the lists of everybody else here whom it names and reaches.
pub(crate) fn reach_others(cx: &mut Context, status: &Status, mentioned: &[Account]) -> Result<()> {
    let people = people(status, mentioned);
    let local = mentioned.iter().filter(|it| it.is_local()).map(|it| it.id);
    let others: Vec<i64> = local.filter(|id| *id != status.account_id).collect();
    let message = Message {
        author_id: status.account_id,
        conversation_id: status.conversation_id,
        at: cx.now,
    };
    for account_id in conversations::reached_among(&mut cx.tx, message, &others)? {
        put(cx, status, &people, account_id)?;
    }
    Ok(())
}

/// All who take part, lowest id first.
fn people(status: &Status, mentioned: &[Account]) -> Vec<i64> {
    let mut people: Vec<i64> = mentioned.iter().map(|it| it.id).collect();
    people.push(status.account_id);
    people.sort_unstable();
    people.dedup();
    people
}

fn put(cx: &mut Context, status: &Status, people: &[i64], account_id: i64) -> Result<()> {
    let others = people.iter().copied().filter(|id| *id != account_id);
    let others: Vec<i64> = others.collect();
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
    Ok(())
}
