//! Programs elsewhere that are told what happens here.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx,
    action_log::Recorded,
    on,
    schema::{reports, statuses, webhooks},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Webhook {
    pub id: i64,
    /// Who has made it, as long as the account is there.
    pub account_id: Option<i64>,
    /// The address that is called.
    pub url: String,
    events: Value,
    /// What messages are signed with.
    pub secret: String,
    /// In place of the whole message.
    pub template: Option<String>,
    pub is_enabled: bool,
    /// When the address was called last.
    pub last_told_at: Option<DateTime<Utc>>,
    /// What it said to that, or why it said nothing.
    pub last_answer: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Webhook {
    /// What it is told of.
    pub fn events(&self) -> Vec<&str> {
        words(&self.events)
    }
}

fn words(events: &Value) -> Vec<&str> {
    let words = events.as_array().into_iter().flatten();
    words.filter_map(Value::as_str).collect()
}

/// What is called of what, and with which words.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    pub url: &'a str,
    pub events: &'a [&'a str],
    pub template: Option<&'a str>,
}

#[derive(Clone, Debug)]
pub struct NewWebhook<'a> {
    pub account_id: Option<i64>,
    pub content: Content<'a>,
    pub secret: &'a str,
    pub is_enabled: bool,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, webhook: &NewWebhook<'_>) -> Result<Webhook> {
    let content = &webhook.content;
    let values = (
        webhooks::account_id.eq(webhook.account_id),
        webhooks::url.eq(content.url),
        webhooks::events.eq(Value::from(content.events)),
        webhooks::secret.eq(webhook.secret),
        webhooks::template.eq(content.template),
        webhooks::is_enabled.eq(webhook.is_enabled),
        webhooks::created_at.eq(Time(webhook.created_at)),
        webhooks::updated_at.eq(Time(webhook.created_at)),
    );
    on!(tx, conn => {
        insert_into(webhooks::table)
            .values(values)
            .returning(Webhook::as_returning())
            .get_result(conn)
    })
}

/// In the order in which they were made.
pub fn all(tx: &mut Tx) -> Result<Vec<Webhook>> {
    let query = webhooks::table.order(webhooks::id);
    on!(tx, conn => query.select(Webhook::as_select()).load(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Webhook>> {
    let query = webhooks::table.find(id);
    on!(tx, conn => query.select(Webhook::as_select()).first(conn).optional())
}

/// The same, and nobody else changes it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Webhook>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = webhooks::table.find(id).select(Webhook::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// The one that calls this address.
pub fn find_by_url(tx: &mut Tx, url: &str) -> Result<Option<Webhook>> {
    let query = webhooks::table.filter(webhooks::url.eq(url));
    on!(tx, conn => query.select(Webhook::as_select()).first(conn).optional())
}

/// Those that are to be told of such an event. There are few of them, so all are looked at.
pub fn subscribed(tx: &mut Tx, event: &str) -> Result<Vec<i64>> {
    let query = webhooks::table
        .filter(webhooks::is_enabled)
        .order(webhooks::id)
        .select((webhooks::id, webhooks::events));
    let rows: Vec<(i64, Value)> = on!(tx, conn => query.load(conn))?;
    let wants_it = |(_, events): &(i64, Value)| words(events).contains(&event);
    Ok(rows.into_iter().filter(wants_it).map(|it| it.0).collect())
}

pub fn set(
    tx: &mut Tx,
    id: i64,
    content: &Content<'_>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(webhooks::table.find(id)).set((
        webhooks::url.eq(content.url),
        webhooks::events.eq(Value::from(content.events)),
        webhooks::template.eq(content.template),
        webhooks::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_enabled(
    tx: &mut Tx,
    id: i64,
    is_enabled: bool,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(webhooks::table.find(id)).set((
        webhooks::is_enabled.eq(is_enabled),
        webhooks::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_secret(
    tx: &mut Tx,
    id: i64,
    secret: &str,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(webhooks::table.find(id)).set((
        webhooks::secret.eq(secret),
        webhooks::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What the address said when it was called.
pub fn set_answer(tx: &mut Tx, id: i64, answer: &str, at: DateTime<Utc>) -> Result<()> {
    let query = update(webhooks::table.find(id)).set((
        webhooks::last_answer.eq(answer),
        webhooks::last_told_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(webhooks::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The last report that was made, to show what one looks like.
pub fn newest_report(tx: &mut Tx) -> Result<Option<i64>> {
    let query = reports::table.order(reports::id.desc());
    on!(tx, conn => query.select(reports::id).first(conn).optional())
}

/// The last post of a member that is listed for all, likewise.
pub fn newest_status(tx: &mut Tx) -> Result<Option<i64>> {
    let query = statuses::table
        .filter(statuses::is_listed)
        .filter(statuses::is_local)
        .filter(statuses::deleted_at.is_null())
        .order(statuses::id.desc());
    on!(tx, conn => query.select(statuses::id).first(conn).optional())
}
