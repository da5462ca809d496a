//! What members are told in the app.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{auto_type, exists, not},
    insert_into,
    prelude::*,
    sql_types::Bool,
    update,
};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    notification_requests, on,
    schema::{accounts, markers, notification_permissions, notifications, statuses},
    time::Time,
    visible::{Place, Sees, Viewer},
    written::written,
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

/// Whether its recipient sees it: who caused it is neither suspended nor gone, and the post that it is
/// about, if any, is still meant for her.
#[auto_type(no_type_alias)]
pub(crate) fn is_shown(recipient: Viewer) -> _ {
    let sees: Sees = recipient.sees(Place::Alone);
    // Said the other way round, SQLite would begin with the sender and walk a lesser index.
    let hidden_sender = accounts::table
        .filter(accounts::id.eq(notifications::from_account_id))
        .filter(
            accounts::suspended_at
                .is_not_null()
                .or(accounts::purged_at.is_not_null()),
        );
    let post = statuses::table
        .filter(statuses::id.nullable().eq(notifications::status_id))
        .filter(sees);
    not(exists(hidden_sender)).and(notifications::status_id.is_null().or(exists(post)))
}

/// One that its recipient sees.
pub fn find(
    tx: &mut Tx,
    account_id: i64,
    id: i64,
    recipient: Viewer,
) -> Result<Option<Notification>> {
    let query = notifications::table
        .find(id)
        .filter(notifications::account_id.eq(account_id))
        .filter(is_shown(recipient));
    on!(tx, conn => query.select(Notification::as_select()).first(conn).optional())
}

/// Which of a member's notifications.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// None means all.
    pub kinds: Vec<String>,
    pub not_kinds: Vec<String>,
    pub from_account_id: Option<i64>,
    /// Whether those count that were put aside.
    pub with_filtered: bool,
}

/// Those that their recipient sees, newest first.
pub fn page(
    tx: &mut Tx,
    account_id: i64,
    filter: &Filter,
    recipient: Viewer,
    window: Window,
) -> Result<Vec<Notification>> {
    let mut page = on!(tx, conn => {
        let mut query = notifications::table
            .filter(notifications::account_id.eq(account_id))
            .filter(is_shown(recipient))
            .select(Notification::as_select())
            .into_boxed();
        if !filter.with_filtered {
            query = query.filter(not(notifications::is_filtered));
        }
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
        query = match window.min_id.or(window.since_id) {
            // Given two bounds, SQLite would walk all that the member was told between them.
            Some(id) if filter.from_account_id.is_some() && window.max_id.is_some() => {
                query.filter(written::<Bool>("+notifications.id > ").id(id))
            }
            Some(id) => query.filter(notifications::id.gt(id)),
            None => query,
        };
        query = match window.min_id {
            Some(_) => query.order(notifications::id.asc()),
            None => query.order(notifications::id.desc()),
        };
        query.limit(window.limit).load(conn)
    })?;
    if window.min_id.is_some() {
        page.reverse();
    }
    Ok(page)
}

/// How far a member has read, if she has said so.
pub fn last_read(tx: &mut Tx, account_id: i64) -> Result<Option<i64>> {
    let query = markers::table
        .find((account_id, "notifications"))
        .select(markers::last_read_id);
    on!(tx, conn => query.first(conn).optional())
}

/// Lets some of those through that were put aside, of people whom the member has let through since.
/// How many there were.
pub fn merge(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let let_through = notification_permissions::table
        .filter(notification_permissions::account_id.eq(account_id))
        .filter(notification_permissions::from_account_id.eq(notifications::from_account_id));
    let waiting = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::is_filtered)
        .filter(exists(let_through))
        .select(notifications::id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => waiting.load(conn))?;
    let query = update(notifications::table.filter(is_any(notifications::id, &ids)))
        .set(notifications::is_filtered.eq(false));
    on!(tx, conn => query.execute(conn))
}

/// Takes away some of those from somebody that were put aside, up to one of them. How many went.
pub fn remove_filtered(
    tx: &mut Tx,
    account_id: i64,
    from_account_id: i64,
    up_to: i64,
    limit: i64,
) -> Result<usize> {
    let query = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::from_account_id.eq(from_account_id))
        .filter(notifications::is_filtered)
        .filter(notifications::id.le(up_to))
        .select(notifications::id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    let query = delete(notifications::table.filter(is_any(notifications::id, &ids)));
    on!(tx, conn => query.execute(conn))
}

/// One of a member's. Whether there was one.
pub fn remove(tx: &mut Tx, account_id: i64, id: i64) -> Result<bool> {
    let query = notifications::table
        .find(id)
        .filter(notifications::account_id.eq(account_id))
        .select(notifications::id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    Ok(remove_all(tx, &ids)? > 0)
}

/// All of a member's, and all requests with them.
pub fn clear(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(notifications::table.filter(notifications::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn))?;
    notification_requests::clear(tx, account_id)
}

/// Those that an account received or caused, some at a time; how many went.
pub fn remove_about(tx: &mut Tx, account_id: i64, limit: i64) -> Result<usize> {
    let received = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .select(notifications::id)
        .limit(limit);
    let mut ids: Vec<i64> = on!(tx, conn => received.load(conn))?;
    if ids.is_empty() {
        let caused = notifications::table
            .filter(notifications::from_account_id.eq(account_id))
            .select(notifications::id)
            .limit(limit);
        ids = on!(tx, conn => caused.load(conn))?;
    }
    remove_all(tx, &ids)
}

/// Those of one kind that an account received from another: what they tell of is no more.
pub fn remove_kind(tx: &mut Tx, account_id: i64, from_account_id: i64, kind: &str) -> Result<()> {
    let query = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::from_account_id.eq(from_account_id))
        .filter(notifications::kind.eq(kind))
        .select(notifications::id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    remove_all(tx, &ids).map(drop)
}

/// All that an account received from another, and the request that those were put aside under.
pub fn remove_all_from(tx: &mut Tx, account_id: i64, from_account_id: i64) -> Result<()> {
    let pair = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::from_account_id.eq(from_account_id));
    let query = delete(pair);
    on!(tx, conn => query.execute(conn))?;
    notification_requests::remove_pair(tx, account_id, from_account_id)
}

/// What an account caused about a post.
pub fn remove_from(tx: &mut Tx, kind: &str, from_account_id: i64, status_id: i64) -> Result<()> {
    let query = notifications::table
        .filter(notifications::status_id.eq(status_id))
        .filter(notifications::from_account_id.eq(from_account_id))
        .filter(notifications::kind.eq(kind))
        .select(notifications::id);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    remove_all(tx, &ids).map(drop)
}

/// Some of all that is about a post; how many went.
pub fn remove_of_status(tx: &mut Tx, status_id: i64, limit: i64) -> Result<usize> {
    let query = notifications::table
        .filter(notifications::status_id.eq(status_id))
        .select(notifications::id)
        .limit(limit);
    let ids: Vec<i64> = on!(tx, conn => query.load(conn))?;
    remove_all(tx, &ids)
}

/// Takes notifications away and keeps the requests in step with what was put aside. How many went.
pub(crate) fn remove_all(tx: &mut Tx, ids: &[i64]) -> Result<usize> {
    if ids.is_empty() {
        return Ok(0);
    }
    let query = delete(notifications::table.filter(is_any(notifications::id, ids))).returning((
        notifications::account_id,
        notifications::from_account_id,
        notifications::is_filtered,
    ));
    let gone: Vec<(i64, i64, bool)> = on!(tx, conn => query.get_results(conn))?;
    let mut aside: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for (to, from, _) in gone.iter().filter(|(.., is_filtered)| *is_filtered) {
        *aside.entry((*to, *from)).or_default() += 1;
    }
    for ((to, from), count) in aside {
        notification_requests::lower(tx, to, from, count)?;
    }
    Ok(gone.len())
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
