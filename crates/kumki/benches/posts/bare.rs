//! The floor: statements written by hand that know no rules, and the same bytes.
//!
//! Each path has a fixed answer to give. Nobody is asked for a token, and nothing is asked about what
//! people have decided about each other, or about the state of who has written something.

mod groups;

use anyhow::Result;
use api::entities::{Context, Search};
use axum::{
    Router,
    body::Bytes,
    extract::Path,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Serialize;
use store::{
    Store, Tx, tags,
    testing::{posts, posts_by_ids},
    threads,
};
use tokio::task::spawn_blocking;

use crate::{
    show::statuses,
    star, streams,
    world::{COMMON, PROLIFIC, RARE, READER, TAG, account_id},
    write,
};

pub(crate) fn router(store: &Store) -> Result<Router> {
    let tag = tags::find_named(&mut store.read()?, TAG)?;
    let tag_id = tag.map_or(0, |it| it.id);
    let reader = account_id(READER);
    let list = |sql: &'static str, id: i64| {
        let store = store.clone();
        get(async move || answer(store, move |tx| list(tx, sql, id)).await)
    };
    let found = |word: &'static str| {
        let store = store.clone();
        get(async move || answer(store, move |tx| found(tx, word)).await)
    };
    let mut router = Router::new()
        .route("/home", list(HOME, reader))
        .route("/public", list(PUBLIC, i64::MAX))
        .route("/local", list(LOCAL, i64::MAX))
        .route("/tag", list(TAGGED, tag_id))
        .route("/account", list(ACCOUNT, account_id(PROLIFIC)))
        .route("/list", list(of_list(store), 1))
        .route("/rare", found(RARE))
        .route("/common", found(COMMON));
    let all = store.clone();
    let thread = async move |Path(id): Path<i64>| answer(all, move |tx| thread(tx, id)).await;
    router = router.route("/thread/{id}", get(thread));
    let all = store.clone();
    let single = async move || answer(all, groups::notifications).await;
    router = router.route("/notifications", get(single));
    let all = store.clone();
    let groups = async move || answer(all, groups::groups).await;
    router = router.route("/groups", get(groups));
    let all = store.clone();
    let one = async move |Path(by): Path<i64>, body: Bytes| {
        change(all, move |tx| write::bare(tx, by, &body)).await
    };
    router = router.route("/post/{by}", post(one));
    let all = store.clone();
    let star = async move || change(all, star::bare).await;
    router = router.route("/star", post(star));
    Ok(router.merge(streams::bare()))
}

/// What a read comes to, as JSON.
async fn answer<T: Serialize>(
    store: Store,
    read: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
) -> Response {
    in_background(move || {
        let mut tx = store.read()?;
        let found = read(&mut tx)?;
        drop(tx);
        Ok(serde_json::to_vec(&found)?)
    })
    .await
}

/// What a change comes to, once it is saved.
async fn change<T: Serialize>(
    store: Store,
    work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static,
) -> Response {
    in_background(move || {
        let mut tx = store.write()?;
        let done = work(&mut tx)?;
        tx.save()?;
        Ok(serde_json::to_vec(&done)?)
    })
    .await
}

async fn in_background(work: impl FnOnce() -> Result<Vec<u8>> + Send + 'static) -> Response {
    let body = spawn_blocking(work).await;
    let body = body.expect("no panic").expect("an answer");
    ([(CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
}

const HOME: &str = "SELECT status_id FROM home_items WHERE account_id = ?
    ORDER BY status_id DESC LIMIT 20";
const PUBLIC: &str = "SELECT id FROM statuses WHERE is_listed AND deleted_at IS NULL AND id < ?
    ORDER BY id DESC LIMIT 20";
const LOCAL: &str = "SELECT id FROM statuses
    WHERE is_listed AND deleted_at IS NULL AND is_local AND id < ? ORDER BY id DESC LIMIT 20";
const TAGGED: &str = "SELECT status_id FROM status_tags WHERE tag_id = ?
    ORDER BY status_id DESC LIMIT 20";
const ACCOUNT: &str = "SELECT id FROM statuses WHERE account_id = ? ORDER BY id DESC LIMIT 20";

/// Answers to others are not on that list.
fn of_list(store: &Store) -> &'static str {
    match store {
        Store::Sqlite { .. } => {
            "SELECT newest.id FROM list_accounts member
             JOIN statuses newest ON newest.id IN (SELECT id FROM statuses
               WHERE account_id = member.account_id AND in_reply_to_id IS NULL
               ORDER BY id DESC LIMIT 20)
             WHERE member.list_id = ? ORDER BY newest.id DESC LIMIT 20"
        }
        Store::Postgres(_) => {
            "SELECT newest.id FROM list_accounts member
             CROSS JOIN LATERAL (SELECT id FROM statuses
               WHERE account_id = member.account_id AND in_reply_to_id IS NULL
               ORDER BY id DESC LIMIT 20) newest
             WHERE member.list_id = ? ORDER BY newest.id DESC LIMIT 20"
        }
    }
}

fn list(tx: &mut Tx, sql: &'static str, id: i64) -> Result<Vec<api::entities::Status>> {
    let rows = posts(tx, sql, id)?;
    statuses(tx, &rows)
}

/// Posts of the made-up people are to be found where they are public.
fn found(tx: &mut Tx, word: &'static str) -> Result<Search> {
    let sql = match (&tx, word) {
        (Tx::Sqlite(_), RARE) => {
            "SELECT status_words.rowid FROM status_words
             JOIN statuses ON statuses.id = status_words.rowid
             WHERE status_words MATCH '(words : \"osprey\")' AND visibility = 'public'
             AND status_words.rowid < ?
             ORDER BY status_words.rowid DESC LIMIT 20"
        }
        (Tx::Sqlite(_), _) => {
            "SELECT status_words.rowid FROM status_words
             JOIN statuses ON statuses.id = status_words.rowid
             WHERE status_words MATCH '(words : \"amber\")' AND visibility = 'public'
             AND status_words.rowid < ?
             ORDER BY status_words.rowid DESC LIMIT 20"
        }
        (Tx::Postgres(_), RARE) => {
            "SELECT status_id FROM (SELECT status_id FROM status_words
               WHERE words @@ CAST('osprey' AS tsquery) AND status_id < ? OFFSET 0) found
             JOIN statuses ON statuses.id = found.status_id WHERE visibility = 'public'
             ORDER BY status_id DESC LIMIT 20"
        }
        (Tx::Postgres(_), _) => {
            "SELECT status_id FROM status_words JOIN statuses ON statuses.id = status_id
             WHERE words @@ CAST('amber' AS tsquery) AND visibility = 'public'
             AND status_id < ? ORDER BY status_id DESC LIMIT 20"
        }
    };
    let rows = posts(tx, sql, i64::MAX)?;
    Ok(Search {
        accounts: Vec::new(),
        statuses: statuses(tx, &rows)?,
        hashtags: Vec::new(),
    })
}

/// In the thread, each post is older than what answers it; answers come in the order of the tree.
fn thread(tx: &mut Tx, id: i64) -> Result<Context> {
    let above = threads::ancestors(tx, id, 100)?;
    let below = threads::descendants(tx, id, 100, 100)?;
    let ids: Vec<i64> = below.iter().map(|it| it.0).chain(above).collect();
    let mut rows = posts_by_ids(tx, &ids)?;
    rows.sort_unstable_by_key(|it| it.id);
    let (above, below): (Vec<_>, Vec<_>) = rows.into_iter().partition(|it| it.id < id);
    let mut ordered = Vec::with_capacity(below.len());
    let mut waiting = vec![id];
    while let Some(parent) = waiting.pop() {
        ordered.extend(below.iter().filter(|it| it.id == parent).cloned());
        let answers = below.iter().filter(|it| it.in_reply_to_id == Some(parent));
        waiting.extend(answers.rev().map(|it| it.id));
    }
    Ok(Context {
        ancestors: statuses(tx, &above)?,
        descendants: statuses(tx, &ordered)?,
    })
}
