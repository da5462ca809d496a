//! What members are told in the app.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    schema::{notification_requests, notifications},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Notification {
    pub id: i64,
    /// Who is told.
    pub account_id: i64,
    /// Who caused it.
    pub from_account_id: i64,
    /// Mastodon's word: `moderation_warning`, `admin.sign_up`, …
    pub kind: String,
    pub strike_id: Option<i64>,
    pub status_id: Option<i64>,
    pub report_id: Option<i64>,
    /// Of the account's share in a severance.
    pub severance_id: Option<i64>,
    /// Notifications with the same key are shown as one.
    pub group_key: Option<String>,
    /// Whether the recipient's policy put it aside.
    pub is_filtered: bool,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, notification: &Notification) -> Result<()> {
    let query = insert_into(notifications::table).values((
        notifications::id.eq(notification.id),
        notifications::account_id.eq(notification.account_id),
        notifications::from_account_id.eq(notification.from_account_id),
        notifications::kind.eq(&notification.kind),
        notifications::strike_id.eq(notification.strike_id),
        notifications::status_id.eq(notification.status_id),
        notifications::report_id.eq(notification.report_id),
        notifications::severance_id.eq(notification.severance_id),
        notifications::group_key.eq(&notification.group_key),
        notifications::is_filtered.eq(notification.is_filtered),
        notifications::created_at.eq(Time(notification.created_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<Notification>> {
    let query = notifications::table
        .find(id)
        .filter(notifications::account_id.eq(account_id));
    on!(tx, conn => query.select(Notification::as_select()).first(conn).optional())
}

/// Which of a member's notifications.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// None means all.
    pub kinds: Vec<String>,
    pub not_kinds: Vec<String>,
    pub from_account_id: Option<i64>,
}

/// Newest first.
pub fn page(
    tx: &mut Tx,
    account_id: i64,
    filter: &Filter,
    window: Window,
) -> Result<Vec<Notification>> {
    let mut page = on!(tx, conn => {
        let mut query = notifications::table
            .filter(notifications::account_id.eq(account_id))
            .select(Notification::as_select())
            .into_boxed();
        if !filter.kinds.is_empty() {
            query = query.filter(notifications::kind.eq_any(&filter.kinds));
        }
        if !filter.not_kinds.is_empty() {
            query = query.filter(notifications::kind.ne_all(&filter.not_kinds));
        }
        if let Some(id) = filter.from_account_id {
            query = query.filter(notifications::from_account_id.eq(id));
        }
        if let Some(id) = window.max_id {
            query = query.filter(notifications::id.lt(id));
        }
        query = match (window.min_id, window.since_id) {
            (Some(id), _) => query.filter(notifications::id.gt(id)).order(notifications::id.asc()),
            (None, Some(id)) => query.filter(notifications::id.gt(id)).order(notifications::id.desc()),
            (None, None) => query.order(notifications::id.desc()),
        };
        query.limit(window.limit).load(conn)
    })?;
    if window.min_id.is_some() {
        page.reverse();
    }
    Ok(page)
}

/// Those of one kind that an account received from another: what they tell of is no more.
pub fn remove_kind(tx: &mut Tx, account_id: i64, from_account_id: i64, kind: &str) -> Result<()> {
    let query = delete(
        notifications::table
            .filter(notifications::account_id.eq(account_id))
            .filter(notifications::from_account_id.eq(from_account_id))
            .filter(notifications::kind.eq(kind)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}

/// All that an account received from another, and the request that those were put aside under.
pub fn remove_all_from(tx: &mut Tx, account_id: i64, from_account_id: i64) -> Result<()> {
    let query = delete(
        notifications::table
            .filter(notifications::account_id.eq(account_id))
            .filter(notifications::from_account_id.eq(from_account_id)),
    );
    on!(tx, conn => query.execute(conn))?;
    let query = delete(
        notification_requests::table
            .filter(notification_requests::account_id.eq(account_id))
            .filter(notification_requests::from_account_id.eq(from_account_id)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those that an account received or caused, some at a time; how many went.
pub fn remove_about(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let about = notifications::table
        .filter(
            notifications::account_id
                .eq(account_id)
                .or(notifications::from_account_id.eq(account_id)),
        )
        .select(notifications::id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => about.load(conn))?;
    let query = delete(notifications::table.filter(notifications::id.eq_any(ids)));
    on!(tx, conn => query.execute(conn))
}

/// What an account caused about a post.
pub fn remove_from(tx: &mut Tx, kind: &str, from_account_id: i64, status_id: i64) -> Result<()> {
    let query = delete(
        notifications::table
            .filter(notifications::status_id.eq(status_id))
            .filter(notifications::from_account_id.eq(from_account_id))
            .filter(notifications::kind.eq(kind)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}

/// All that is about a post.
pub fn remove_of_status(tx: &mut Tx, status_id: i64) -> Result<usize> {
    let query = delete(notifications::table.filter(notifications::status_id.eq(status_id)));
    on!(tx, conn => query.execute(conn))
}

/// Which of the members were told that about a post already.
pub fn told_among(
    tx: &mut Tx,
    kind: &str,
    status_id: i64,
    account_ids: &[i64],
) -> Result<Vec<i64>> {
    let query = notifications::table
        .filter(notifications::status_id.eq(status_id))
        .filter(notifications::kind.eq(kind))
        .filter(is_any(notifications::account_id, account_ids));
    on!(tx, conn => query.select(notifications::account_id).load(conn))
}
