//! Lists of people, and who is on them.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    paged::page,
    schema::{accounts, follow_requests, follows, list_accounts, lists},
    time::Time,
    timelines::Replies,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct List {
    pub id: i64,
    /// Whose it is.
    pub account_id: i64,
    pub title: String,
    /// Whose answers it shows: `followed`, `list` or `none`.
    pub replies_policy: String,
    /// Whether posts of its members stay out of the home timeline.
    pub is_exclusive: bool,
    pub created_at: DateTime<Utc>,
}

/// In the order in which they were made.
pub fn all_of(tx: &mut Tx, account_id: i64) -> Result<Vec<List>> {
    let query = lists::table
        .filter(lists::account_id.eq(account_id))
        .order(lists::id);
    on!(tx, conn => query.select(List::as_select()).load(conn))
}

/// Those that somebody is on, in the order in which they were made.
pub fn all_with(tx: &mut Tx, account_id: i64, member_id: i64) -> Result<Vec<List>> {
    let query = lists::table
        .inner_join(list_accounts::table.on(list_accounts::list_id.eq(lists::id)))
        .filter(lists::account_id.eq(account_id))
        .filter(list_accounts::account_id.eq(member_id))
        .order(lists::id);
    on!(tx, conn => query.select(List::as_select()).load(conn))
}

/// A list of that account and of nobody else.
pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<List>> {
    let query = lists::table
        .find(id)
        .filter(lists::account_id.eq(account_id));
    on!(tx, conn => query.select(List::as_select()).first(conn).optional())
}

/// Which answers a list of that account shows.
pub fn replies_of(tx: &mut Tx, id: i64, owner: i64) -> Result<Option<Replies>> {
    let list = find(tx, owner, id)?;
    Ok(list.map(|it| match it.replies_policy.as_str() {
        "none" => Replies::None,
        "followed" => Replies::ToFollowed,
        _ => Replies::ToMembers,
    }))
}

pub fn count_of(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = lists::table.filter(lists::account_id.eq(account_id));
    on!(tx, conn => query.count().get_result(conn))
}

/// A list that is about to exist.
#[derive(Clone, Debug)]
pub struct NewList<'a> {
    pub account_id: i64,
    pub title: &'a str,
    pub replies_policy: &'a str,
    pub is_exclusive: bool,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, list: &NewList<'_>) -> Result<List> {
    let values = (
        lists::account_id.eq(list.account_id),
        lists::title.eq(list.title),
        lists::replies_policy.eq(list.replies_policy),
        lists::is_exclusive.eq(list.is_exclusive),
        lists::created_at.eq(Time(list.created_at)),
    );
    on!(tx, conn => {
        insert_into(lists::table)
            .values(values)
            .returning(List::as_returning())
            .get_result(conn)
    })
}

/// Keeps what its owner can change.
pub fn set(tx: &mut Tx, list: &List) -> Result<()> {
    let query = update(lists::table.find(list.id)).set((
        lists::title.eq(&list.title),
        lists::replies_policy.eq(&list.replies_policy),
        lists::is_exclusive.eq(list.is_exclusive),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(lists::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Everybody who is on the list, suspended accounts too.
pub fn members(tx: &mut Tx, list_id: i64) -> Result<Vec<i64>> {
    let query = list_accounts::table
        .filter(list_accounts::list_id.eq(list_id))
        .order(list_accounts::account_id);
    on!(tx, conn => query.select(list_accounts::account_id).load(conn))
}

/// The members that are shown, latest account first.
pub fn page_of_members(tx: &mut Tx, list_id: i64, window: Window) -> Result<Vec<i64>> {
    let page: Vec<i64> = page!(
        tx,
        window,
        list_accounts::account_id,
        list_accounts::table
            .inner_join(accounts::table.on(accounts::id.eq(list_accounts::account_id)))
            .filter(list_accounts::list_id.eq(list_id))
            .filter(accounts::suspended_at.is_null())
            .filter(accounts::purged_at.is_null())
            .select(list_accounts::account_id)
    );
    Ok(page)
}

/// Those of the accounts that somebody follows or has asked to follow.
pub fn chosen(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let followed = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(is_any(follows::target_account_id, ids))
        .select(follows::target_account_id);
    let asked = follow_requests::table
        .filter(follow_requests::account_id.eq(account_id))
        .filter(is_any(follow_requests::target_account_id, ids))
        .select(follow_requests::target_account_id);
    let mut chosen: Vec<i64> = on!(&mut *tx, conn => followed.load(conn))?;
    let asked: Vec<i64> = on!(tx, conn => asked.load(conn))?;
    chosen.extend(asked);
    Ok(chosen)
}

/// A member who is on the list already is a [`Duplicate`](crate::Error::Duplicate).
pub fn add_members(tx: &mut Tx, list_id: i64, ids: &[i64]) -> Result<()> {
    let row = |id: &i64| {
        (
            list_accounts::list_id.eq(list_id),
            list_accounts::account_id.eq(*id),
        )
    };
    // Databases take so many values in one statement and no more.
    for ids in ids.chunks(1000) {
        let rows: Vec<_> = ids.iter().map(row).collect();
        let query = insert_into(list_accounts::table).values(&rows);
        on!(&mut *tx, conn => query.execute(conn))?;
    }
    Ok(())
}

/// Those of the accounts that are on the list.
pub fn members_among(tx: &mut Tx, list_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = list_accounts::table
        .filter(list_accounts::list_id.eq(list_id))
        .filter(is_any(list_accounts::account_id, ids));
    on!(tx, conn => query.select(list_accounts::account_id).load(conn))
}

pub fn remove_members(tx: &mut Tx, list_id: i64, ids: &[i64]) -> Result<()> {
    let query = delete(
        list_accounts::table
            .filter(list_accounts::list_id.eq(list_id))
            .filter(is_any(list_accounts::account_id, ids)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Takes an account off all lists of somebody who follows it no longer, nor asks to.
pub fn drop_member(tx: &mut Tx, owner_id: i64, target_id: i64) -> Result<()> {
    let own = lists::table
        .filter(lists::account_id.eq(owner_id))
        .select(lists::id);
    let query = delete(
        list_accounts::table
            .filter(list_accounts::account_id.eq(target_id))
            .filter(list_accounts::list_id.eq_any(own)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The lists of an account, and its places on those of others.
pub fn remove_about(tx: &mut Tx, account_id: i64) -> Result<()> {
    let own = delete(lists::table.filter(lists::account_id.eq(account_id)));
    on!(&mut *tx, conn => own.execute(conn))?;
    let places = delete(list_accounts::table.filter(list_accounts::account_id.eq(account_id)));
    on!(tx, conn => places.execute(conn).map(drop))
}
