//! Messages to few, as each of those who take part sees them.

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{case_when, exists, not},
    insert_into,
    prelude::*,
    sql_types::{BigInt, Nullable},
    update,
};
use serde_json::Value;

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    schema::{
        account_conversations, accounts, blocks, conversation_mutes, conversation_statuses, mutes,
        user_domain_blocks, users,
    },
    time::Time,
    written::written,
};

/// A conversation among the same people, for one of them.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    pub account_id: i64,
    pub conversation_id: i64,
    /// The others, lowest id first.
    pub others: &'a [i64],
    pub last_status_id: i64,
    pub is_unread: bool,
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = account_conversations)]
pub struct Conversation {
    pub id: i64,
    pub account_id: i64,
    /// A list of the ids of the others, lowest first.
    pub participants: Value,
    pub last_status_id: Option<i64>,
    pub is_unread: bool,
}

/// A message on its way.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    pub author_id: i64,
    pub conversation_id: i64,
    pub at: DateTime<Utc>,
}

/// Those of the members whom a message reaches: who have not muted the conversation, and have neither
/// blocked the author, or the author's server, nor muted her with all that she does.
pub fn reached_among(tx: &mut Tx, message: Message, account_ids: &[i64]) -> Result<Vec<i64>> {
    let Message {
        author_id,
        conversation_id,
        at,
    } = message;
    let muted_conversation = conversation_mutes::table
        .filter(conversation_mutes::account_id.eq(users::account_id))
        .filter(conversation_mutes::conversation_id.eq(conversation_id));
    let blocked = blocks::table
        .filter(blocks::account_id.eq(users::account_id))
        .filter(blocks::target_account_id.eq(author_id));
    let muted = mutes::table
        .filter(mutes::account_id.eq(users::account_id))
        .filter(mutes::target_account_id.eq(author_id))
        .filter(mutes::hides_notifications)
        .filter(
            mutes::expires_at
                .is_null()
                .or(mutes::expires_at.gt(Time(at))),
        );
    let domain = accounts::table.find(author_id).select(accounts::domain);
    let blocked_domain = user_domain_blocks::table
        .filter(user_domain_blocks::account_id.eq(users::account_id))
        .filter(user_domain_blocks::domain.nullable().eq_any(domain));
    let query = users::table
        .filter(is_any(users::account_id, account_ids))
        .filter(not(exists(muted_conversation)))
        .filter(not(exists(blocked)))
        .filter(not(exists(muted)))
        .filter(not(exists(blocked_domain)))
        .order(users::account_id)
        .select(users::account_id);
    on!(tx, conn => query.load(conn))
}

/// Puts a message at the end of a conversation, which may begin with it. The id of the part.
pub fn add_message(tx: &mut Tx, part: &Part<'_>) -> Result<i64> {
    let texts: Vec<String> = part.others.iter().map(i64::to_string).collect();
    let key = texts.join(",");
    let values = (
        account_conversations::account_id.eq(part.account_id),
        account_conversations::conversation_id.eq(part.conversation_id),
        account_conversations::participants.eq(Value::from(part.others)),
        account_conversations::participants_key.eq(&key),
        account_conversations::last_status_id.eq(part.last_status_id),
        account_conversations::is_unread.eq(part.is_unread),
    );
    // One that was held, or has come late, may be older than the last.
    let last = account_conversations::last_status_id;
    let is_older = last.assume_not_null().gt(part.last_status_id);
    let last =
        case_when(is_older, last).otherwise(part.last_status_id.into_sql::<Nullable<BigInt>>());
    let id: i64 = on!(tx, conn => {
        insert_into(account_conversations::table)
            .values(values)
            .on_conflict((
                account_conversations::account_id,
                account_conversations::conversation_id,
                account_conversations::participants_key,
            ))
            .do_update()
            .set((
                account_conversations::last_status_id.eq(last),
                account_conversations::is_unread.eq(part.is_unread),
            ))
            .returning(account_conversations::id)
            .get_result(conn)
    })?;
    let query = insert_into(conversation_statuses::table).values((
        conversation_statuses::account_conversation_id.eq(id),
        conversation_statuses::status_id.eq(part.last_status_id),
    ));
    on!(tx, conn => query.on_conflict_do_nothing().execute(conn))?;
    Ok(id)
}

/// Takes a message out of all conversations. The one before it is the last then; a conversation
/// without any is none.
pub fn remove_message(tx: &mut Tx, status_id: i64) -> Result<()> {
    let parts = conversation_statuses::table
        .filter(conversation_statuses::status_id.eq(status_id))
        .select(conversation_statuses::account_conversation_id);
    let ids: Vec<i64> = on!(tx, conn => parts.load(conn))?;
    remove_from(tx, status_id, ids)
}

/// The same, but for the conversations of its author.
pub fn remove_message_from_others(tx: &mut Tx, status_id: i64, author_id: i64) -> Result<()> {
    let parts = conversation_statuses::table
        .inner_join(
            account_conversations::table
                .on(account_conversations::id.eq(conversation_statuses::account_conversation_id)),
        )
        .filter(conversation_statuses::status_id.eq(status_id))
        .filter(account_conversations::account_id.ne(author_id))
        .select(account_conversations::id);
    let ids: Vec<i64> = on!(tx, conn => parts.load(conn))?;
    remove_from(tx, status_id, ids)
}

fn remove_from(tx: &mut Tx, status_id: i64, ids: Vec<i64>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let here = conversation_statuses::table
        .filter(conversation_statuses::status_id.eq(status_id))
        .filter(is_any(conversation_statuses::account_conversation_id, &ids));
    let query = delete(here);
    on!(tx, conn => query.execute(conn))?;
    let query = written::<BigInt>("UPDATE account_conversations SET last_status_id =")
        .words(" (SELECT max(message.status_id) FROM conversation_statuses message")
        .words(" WHERE message.account_conversation_id = account_conversations.id) WHERE id")
        .any_of(&ids);
    on!(tx, conn => query.execute(conn))?;
    let empty = account_conversations::table
        .filter(is_any(account_conversations::id, &ids))
        .filter(account_conversations::last_status_id.is_null());
    on!(tx, conn => delete(empty).execute(conn).map(drop))
}

/// An account's conversations by their last messages, latest first.
pub fn page(tx: &mut Tx, account_id: i64, window: Window) -> Result<Vec<Conversation>> {
    let page: Vec<Conversation> = page!(
        tx,
        window,
        account_conversations::last_status_id,
        account_conversations::table
            .filter(account_conversations::account_id.eq(account_id))
            .filter(account_conversations::last_status_id.is_not_null())
            .select(Conversation::as_select())
    );
    Ok(page)
}

/// A conversation of that member and of nobody else.
pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<Conversation>> {
    let query = account_conversations::table
        .find(id)
        .filter(account_conversations::account_id.eq(account_id));
    on!(tx, conn => query.select(Conversation::as_select()).first(conn).optional())
}

pub fn set_unread(tx: &mut Tx, id: i64, is_unread: bool) -> Result<Conversation> {
    let query = update(account_conversations::table.find(id))
        .set(account_conversations::is_unread.eq(is_unread));
    on!(tx, conn => query.returning(Conversation::as_returning()).get_result(conn))
}

/// Until there is another message, which begins it anew.
pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(account_conversations::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Takes some of an account's away; how many.
pub fn remove_some_of(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let some = account_conversations::table
        .filter(account_conversations::account_id.eq(account_id))
        .select(account_conversations::id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => some.load(conn))?;
    let query =
        delete(account_conversations::table.filter(is_any(account_conversations::id, &ids)));
    on!(tx, conn => query.execute(conn))
}

/// Takes away those of an account in which somebody else takes part.
pub fn remove_with(tx: &mut Tx, account_id: i64, other_id: i64) -> Result<()> {
    let has_other = format!("%,{other_id},%");
    let query = written::<BigInt>("DELETE FROM account_conversations WHERE account_id = ")
        .id(account_id)
        .words(" AND ',' || participants_key || ',' LIKE ")
        .text(has_other);
    on!(tx, conn => query.execute(conn).map(drop))
}
