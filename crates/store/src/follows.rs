//! Who follows whom. What an account's numbers of followers and follows say is kept in step here.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::not, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx,
    account_list::Window,
    accounts,
    ids::is_any,
    on,
    paged::page,
    relationships::{NOBODY, is_hidden_from},
    schema::{accounts as account, follows, users},
    time::Time,
    visible::Viewer,
};

/// How somebody follows, or wants to.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Terms {
    pub shows_reblogs: bool,
    /// Whether she is told of each post.
    pub notifies: bool,
    /// A list of the languages that she wants; all if there is none.
    pub languages: Option<Value>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            shows_reblogs: true,
            notifies: false,
            languages: None,
        }
    }
}

impl Terms {
    /// Whether a post in that language is wanted. One that names none always is.
    pub fn want(&self, language: Option<&str>) -> bool {
        let (Some(wanted), Some(language)) = (&self.languages, language) else {
            return true;
        };
        let mut wanted = wanted.as_array().into_iter().flatten();
        wanted.any(|it| it.as_str() == Some(language))
    }
}

/// A follow, or the request for one.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Follow {
    pub id: i64,
    /// Who follows.
    pub account_id: i64,
    /// Whom.
    pub target_account_id: i64,
    pub terms: Terms,
}

type Columns = (
    follows::id,
    follows::account_id,
    follows::target_account_id,
    (
        follows::shows_reblogs,
        follows::notifies,
        follows::languages,
    ),
);

const COLUMNS: Columns = (
    follows::id,
    follows::account_id,
    follows::target_account_id,
    (
        follows::shows_reblogs,
        follows::notifies,
        follows::languages,
    ),
);

pub fn add(
    tx: &mut Tx,
    account_id: i64,
    target_account_id: i64,
    terms: &Terms,
    at: DateTime<Utc>,
) -> Result<()> {
    let query = insert_into(follows::table).values((
        follows::account_id.eq(account_id),
        follows::target_account_id.eq(target_account_id),
        follows::shows_reblogs.eq(terms.shows_reblogs),
        follows::notifies.eq(terms.notifies),
        follows::languages.eq(&terms.languages),
        follows::created_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn))?;
    count(tx, account_id, target_account_id, 1)
}

/// Whether anybody of this server follows.
pub fn has_local(tx: &mut Tx, target_account_id: i64) -> Result<bool> {
    let query = follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_account_id.eq(target_account_id))
        .select(follows::id);
    let found: Option<i64> = on!(tx, conn => query.first(conn).optional())?;
    Ok(found.is_some())
}

/// Whom an account follows, or asks to, by what another server calls that.
pub fn named(tx: &mut Tx, account_id: i64, uri: &str) -> Result<Option<i64>> {
    let query = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(follows::uri.eq(uri))
        .select(follows::target_account_id);
    on!(tx, conn => query.first(conn).optional())
}

/// Whether there was one.
pub fn remove(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<bool> {
    let pair = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(follows::target_account_id.eq(target_account_id));
    let query = delete(pair);
    let removed = on!(tx, conn => query.execute(conn))?;
    if removed > 0 {
        count(tx, account_id, target_account_id, -1)?;
    }
    Ok(removed > 0)
}

/// Always in the order of the ids, so that no two transactions wait for each other.
fn count(tx: &mut Tx, account_id: i64, target_account_id: i64, by: i64) -> Result<()> {
    let mut changes = [(account_id, 0, by), (target_account_id, by, 0)];
    changes.sort_unstable();
    for (id, followers, following) in changes {
        accounts::change_counts(tx, id, followers, following)?;
    }
    Ok(())
}

pub fn find(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<Option<Follow>> {
    let query = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(follows::target_account_id.eq(target_account_id))
        .select(COLUMNS);
    on!(tx, conn => query.first(conn).optional())
}

pub fn set_terms(tx: &mut Tx, id: i64, terms: &Terms) -> Result<()> {
    let query = update(follows::table.find(id)).set((
        follows::shows_reblogs.eq(terms.shows_reblogs),
        follows::notifies.eq(terms.notifies),
        follows::languages.eq(&terms.languages),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The follows of one account to any of the others.
pub fn to_any(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<Follow>> {
    let query = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(is_any(follows::target_account_id, targets))
        .select(COLUMNS);
    on!(tx, conn => query.load(conn))
}

/// Which of the accounts an account follows.
pub fn following_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(is_any(follows::target_account_id, ids));
    on!(tx, conn => query.select(follows::target_account_id).load(conn))
}

/// Of some accounts, which follow which of others: pairs of who follows and whom.
pub fn among(tx: &mut Tx, ids: &[i64], targets: &[i64]) -> Result<Vec<(i64, i64)>> {
    let query = follows::table
        .filter(is_any(follows::account_id, ids))
        .filter(is_any(follows::target_account_id, targets))
        .select((follows::account_id, follows::target_account_id));
    on!(tx, conn => query.load(conn))
}

/// Those of the accounts that follow this one.
pub fn followers_among(tx: &mut Tx, target_account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let query = follows::table
        .filter(is_any(follows::account_id, ids))
        .filter(follows::target_account_id.eq(target_account_id))
        .select(follows::account_id);
    on!(tx, conn => query.load(conn))
}

/// Who follows an account: the id of the follow, and the follower.
pub fn followers(
    tx: &mut Tx,
    target_account_id: i64,
    viewer: Viewer,
    window: Window,
) -> Result<Vec<(i64, i64)>> {
    Ok(page!(
        tx,
        window,
        follows::id,
        follows::table
            .inner_join(account::table.on(account::id.eq(follows::account_id)))
            .filter(follows::target_account_id.eq(target_account_id))
            .filter(not(is_hidden_from(
                viewer.account_id.unwrap_or(NOBODY),
                Time(viewer.now)
            )))
            .select((follows::id, follows::account_id))
    ))
}

/// Whom an account follows: the id of the follow, and who is followed.
pub fn following(
    tx: &mut Tx,
    account_id: i64,
    viewer: Viewer,
    window: Window,
) -> Result<Vec<(i64, i64)>> {
    Ok(page!(
        tx,
        window,
        follows::id,
        follows::table
            .inner_join(account::table.on(account::id.eq(follows::target_account_id)))
            .filter(follows::account_id.eq(account_id))
            .filter(not(is_hidden_from(
                viewer.account_id.unwrap_or(NOBODY),
                Time(viewer.now)
            )))
            .select((follows::id, follows::target_account_id))
    ))
}

/// For each of some accounts, who follows it among those whom the viewer follows, as the account and
/// its follower. Who hides whom she follows, and who is suspended, is left out.
pub fn familiar(tx: &mut Tx, viewer: i64, ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    let followed = diesel::alias!(follows as followed);
    let query = follows::table
        .inner_join(
            followed.on(followed
                .field(follows::target_account_id)
                .eq(follows::account_id)),
        )
        .inner_join(account::table.on(account::id.eq(follows::account_id)))
        .filter(is_any(follows::target_account_id, ids))
        .filter(followed.field(follows::account_id).eq(viewer))
        .filter(account::suspended_at.is_null())
        .filter(
            account::hide_collections
                .is_null()
                .or(not(account::hide_collections.assume_not_null())),
        )
        .order(follows::id.desc())
        .select((follows::target_account_id, follows::account_id));
    on!(tx, conn => query.load(conn))
}

/// Follows between an account and those of a domain, either way, as follower and followed.
pub fn with_domain(
    tx: &mut Tx,
    account_id: i64,
    domain: &str,
    limit: i64,
) -> Result<Vec<(i64, i64)>> {
    let pair = (follows::account_id, follows::target_account_id);
    let from_there = follows::table
        .inner_join(account::table.on(account::id.eq(follows::account_id)))
        .filter(follows::target_account_id.eq(account_id))
        .filter(account::domain.eq(domain))
        .select(pair)
        .limit(limit);
    let to_there = follows::table
        .inner_join(account::table.on(account::id.eq(follows::target_account_id)))
        .filter(follows::account_id.eq(account_id))
        .filter(account::domain.eq(domain))
        .select(pair)
        .limit(limit);
    let mut pairs: Vec<(i64, i64)> = on!(tx, conn => from_there.load(conn))?;
    pairs.extend(on!(tx, conn => to_there.load::<(i64, i64)>(conn))?);
    Ok(pairs)
}

/// Some of the members who follow an account.
pub fn some_local(tx: &mut Tx, target_account_id: i64, limit: i64) -> Result<Vec<Follow>> {
    let query = follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_account_id.eq(target_account_id))
        .order(follows::id)
        .limit(limit);
    on!(tx, conn => query.select(COLUMNS).load(conn))
}

/// Whether anybody of a server follows.
pub fn is_any_from(tx: &mut Tx, target_account_id: i64, domain: &str) -> Result<bool> {
    let query = follows::table
        .inner_join(account::table.on(account::id.eq(follows::account_id)))
        .filter(follows::target_account_id.eq(target_account_id))
        .filter(account::domain.eq(domain))
        .select(follows::id);
    let found: Option<i64> = on!(tx, conn => query.first(conn).optional())?;
    Ok(found.is_some())
}

/// Takes away follows of an account and to it, some at a time; how many went.
pub fn remove_about(tx: &mut Tx, id: i64, limit: i64) -> Result<usize> {
    let by_it = follows::table
        .filter(follows::account_id.eq(id))
        .select((follows::id, follows::target_account_id))
        .limit(limit);
    let by_it: Vec<(i64, i64)> = on!(tx, conn => by_it.load(conn))?;
    let to_it = follows::table
        .filter(follows::target_account_id.eq(id))
        .select((follows::id, follows::account_id))
        .limit(limit);
    let to_it: Vec<(i64, i64)> = on!(tx, conn => to_it.load(conn))?;

    let ids: BTreeSet<i64> = by_it.iter().chain(&to_it).map(|(id, _)| *id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let query = delete(follows::table.filter(is_any(follows::id, &ids)));
    on!(tx, conn => query.execute(conn))?;

    let others = |pairs: &[(i64, i64)]| pairs.iter().map(|(_, it)| *it).collect::<Vec<_>>();
    accounts::lower_counts(tx, &others(&by_it), &others(&to_it))?;
    accounts::change_counts(tx, id, -(to_it.len() as i64), -(by_it.len() as i64))?;
    Ok(ids.len())
}
