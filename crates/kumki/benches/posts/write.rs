//! Posting.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::SystemTime,
};

use anyhow::{Result, ensure};
use api::entities::Status;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use store::{
    Store, Tx, accounts, counters, deliveries,
    jobs::{self, NewJob},
    search::{self, Words},
    statuses::{self, NewStatus, Visibility},
    testing::execute,
};

use crate::{
    common::{
        load::Request,
        pair::{Pair, Rounds},
        run::Options,
    },
    show,
    star::settle,
    world::{POSTERS, POSTERS_FROM, account_id, token},
};

const TEXT: &str = "the heron stands in the brook below the willow and waits for nothing at all";

/// Several members post, each on a connection of her own.
pub(crate) fn measure(pair: &Pair<'_>, store: &Store, options: &Options) -> Result<Rounds> {
    let of_server: Vec<Request> = posters().map(|it| by(pair.server.port, it)).collect();
    let of_bare: Vec<Request> = posters().map(|it| bare_by(pair.bare.port, it)).collect();
    for requests in [&of_server, &of_bare] {
        let posted: Status = serde_json::from_slice(&requests[0].body()?)?;
        ensure!(posted.content == Some(format!("<p>{TEXT}</p>")), "as asked");
    }
    pair.measure(&of_server, &of_bare, options, &|| settle(store))
}

fn posters() -> impl Iterator<Item = i64> {
    POSTERS_FROM..POSTERS_FROM + POSTERS
}

/// A post by a member, by way of the server.
pub(crate) fn by(port: u16, member: i64) -> Request {
    let line = "POST /api/v1/statuses";
    Request::new(port, line, &token(member), &body())
}

fn bare_by(port: u16, member: i64) -> Request {
    let line = format!("POST /post/{}", account_id(member));
    Request::new(port, &line, "", &body())
}

fn body() -> String {
    json!({ "status": TEXT }).to_string()
}

/// The name of jobs that nobody knows how to do.
const JOB: &str = "bench";

/// What the bare handler left for later is not to be done.
pub(crate) fn tidy(store: &Store) -> Result<()> {
    let mut tx = store.write()?;
    execute(&mut tx, &format!("DELETE FROM jobs WHERE name = '{JOB}'"))?;
    Ok(tx.save()?)
}

/// The post, its words, three counts, its place in the author's home, and a job for the rest.
pub(crate) fn bare(tx: &mut Tx, by: i64, body: &[u8]) -> Result<Status> {
    let asked: Value = serde_json::from_slice(body)?;
    let now = now();
    let row = add(tx, by, asked["status"].as_str().unwrap_or_default(), now)?;
    deliveries::add(tx, row.id, &[by])?;
    let job = NewJob {
        name: JOB,
        key: None,
        data: &json!({ "status_id": row.id }),
        lane: jobs::HERE,
        run_at: now + TimeDelta::days(3650),
        created_at: now,
    };
    jobs::add(tx, &job)?;
    let shown = show::statuses(tx, &[row])?.pop();
    shown.ok_or_else(|| anyhow::anyhow!("a post"))
}

/// What is written of every post.
pub(crate) fn add(
    tx: &mut Tx,
    by: i64,
    text: &str,
    now: DateTime<Utc>,
) -> Result<statuses::Status> {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    let sequence = NEXT.fetch_add(1, Ordering::Relaxed) & 0xffff;
    let id = (now.timestamp_millis() << 16) | sequence;
    let new = NewStatus {
        id,
        uri: None,
        url: None,
        account_id: by,
        content: &format!("<p>{text}</p>"),
        text,
        spoiler_text: "",
        visibility: Visibility::Public,
        sensitive: false,
        language: Some("en"),
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        conversation_id: id,
        reblog_of_id: None,
        quote_of_id: None,
        quote_policy: "public",
        application_id: Some(1),
        is_local: true,
        has_media: false,
        created_at: now,
    };
    let row = statuses::add(tx, &new)?;
    search::set(tx, id, &Words::of(text))?;
    accounts::count_statuses(tx, by, 1, Some(now))?;
    counters::change(tx, counters::STATUSES, 1)?;
    counters::change(tx, "bench", 1)?;
    Ok(row)
}

pub(crate) fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}
