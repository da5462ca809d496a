//! What moderators write for each other.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, action_log::Recorded, on, schema::moderation_notes, time::Time};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = moderation_notes)]
pub struct Note {
    pub id: i64,
    /// Who wrote it.
    pub account_id: Option<i64>,
    pub target_account_id: Option<i64>,
    pub report_id: Option<i64>,
    /// The server that it is about.
    pub domain: Option<String>,
    pub text: String,
    pub created_at: DateTime<Utc>,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    Account(i64),
    Report(i64),
    /// A server, by its domain.
    Server(&'a str),
}

pub fn add(
    tx: &mut Tx,
    account_id: Option<i64>,
    subject: Subject<'_>,
    text: &str,
    at: DateTime<Utc>,
) -> Result<Note> {
    let (account, report, domain) = match subject {
        Subject::Account(id) => (Some(id), None, None),
        Subject::Report(id) => (None, Some(id), None),
        Subject::Server(domain) => (None, None, Some(domain)),
    };
    let values = (
        moderation_notes::account_id.eq(account_id),
        moderation_notes::target_account_id.eq(account),
        moderation_notes::report_id.eq(report),
        moderation_notes::domain.eq(domain),
        moderation_notes::text.eq(text),
        moderation_notes::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(moderation_notes::table)
            .values(values)
            .returning(Note::as_returning())
            .get_result(conn)
    })
}

/// Oldest first.
pub fn about(tx: &mut Tx, subject: Subject<'_>) -> Result<Vec<Note>> {
    on!(tx, conn => {
        let query = moderation_notes::table.select(Note::as_select()).into_boxed();
        let query = match subject {
            Subject::Account(id) => query.filter(moderation_notes::target_account_id.eq(id)),
            Subject::Report(id) => query.filter(moderation_notes::report_id.eq(id)),
            Subject::Server(domain) => query.filter(moderation_notes::domain.eq(domain)),
        };
        query.order(moderation_notes::id).load(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Note>> {
    let query = moderation_notes::table.find(id);
    on!(tx, conn => query.select(Note::as_select()).first(conn).optional())
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(moderation_notes::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}
