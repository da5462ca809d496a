//! Messages to few, as each of those who take part sees them.

use diesel::{insert_into, prelude::*};
use serde_json::Value;

use crate::{Result, Tx, on, schema::account_conversations};

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
    on!(tx, conn => {
        insert_into(account_conversations::table)
            .values(values)
            .on_conflict((
                account_conversations::account_id,
                account_conversations::conversation_id,
                account_conversations::participants_key,
            ))
            .do_update()
            .set((
                account_conversations::last_status_id.eq(part.last_status_id),
                account_conversations::is_unread.eq(part.is_unread),
            ))
            .returning(account_conversations::id)
            .get_result(conn)
    })
}

/// What a member has of a conversation.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = account_conversations)]
pub struct Kept {
    pub id: i64,
    /// The ids of the others, lowest first.
    pub participants: Value,
    pub last_status_id: Option<i64>,
    pub is_unread: bool,
}

/// A conversation of that member and of nobody else.
pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<Kept>> {
    let query = account_conversations::table
        .find(id)
        .filter(account_conversations::account_id.eq(account_id));
    on!(tx, conn => query.select(Kept::as_select()).first(conn).optional())
}
