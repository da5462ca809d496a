//! What other servers send: signed posts of people whom this server knows, each of them new.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Utc};
use federation::signature::{PrivateKey, sign};
use http::Method;
use serde_json::json;
use server::App;
use store::{accounts, actors, follows};
use url::Url;

use crate::{
    common::{
        SITE,
        load::Request,
        process::Server,
        run::{Database, say},
    },
    once,
    seed::{self, STAR},
};

/// How many people send, and how much all of them together.
const AUTHORS: u64 = 100;
const POSTS: u64 = 8_000;
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

pub(crate) const HEAD: [&str; 2] = [
    "| engine | accepted/s | p50 ms | p99 ms | CPU ms each | applied |",
    "|---|---|---|---|---|---|",
];

pub(crate) fn measure(database: &Database<'_>) -> Result<String> {
    let app = database.app()?;
    let engine = app.store.engine();
    let key = PrivateKey::generate()?;
    meet(&app, &key)?;
    let before = known(&app)?;
    say(&format!("{engine}: signing {POSTS} posts"));
    let now = app.now();
    drop(app);
    let server = Server::start("serve", database, "GET /api/v1/instance")?;
    let requests: Result<Vec<Request>> = (0..POSTS)
        .map(|number| post(&server, &key, now, number))
        .collect();
    let requests = requests?;
    say(&format!("{engine}: sending them"));
    let used = server.cpu()?;
    let load = once::run(&requests)?;
    let used = server.cpu()?.saturating_sub(used);
    drop(server);
    let kept = known(&database.app()?)? - before;
    ensure!(kept > 0, "nothing was applied");
    Ok(format!(
        "| {engine} | {:.0} | {:.1} | {:.1} | {:.2} | {kept} of {POSTS} |",
        load.per_second(),
        load.quantile(0.5),
        load.quantile(0.99),
        each(used),
    ))
}

fn each(used: Duration) -> f64 {
    used.as_secs_f64() * 1000.0 / POSTS as f64
}

fn uri(number: u64) -> String {
    format!("https://a{number}.example/users/author")
}

/// The authors, whom somebody here follows. They sign with this key from now on.
fn meet(app: &App, key: &PrivateKey) -> Result<()> {
    let mut cx = app.write()?;
    let star = accounts::find_by_handle(&mut cx.tx, STAR, None)?;
    let star = star.context("the seeds have a star")?.id;
    for number in 0..AUTHORS {
        let uri = uri(number);
        let known = accounts::find_by_uri(&mut cx.tx, &uri)?;
        let account = match known {
            Some(account) => account,
            None => seed::add_stranger(&mut cx, "author", &format!("a{number}.example"), &uri)?,
        };
        let now = cx.now;
        if follows::find(&mut cx.tx, star, account.id)?.is_none() {
            store::testing::follow(&mut cx.tx, star, account.id, now)?;
        }
        let actor = actors::Actor {
            account_id: account.id,
            inbox: format!("{uri}/inbox"),
            shared_inbox: None,
            outbox: None,
            followers: Some(format!("{uri}/followers")),
            following: None,
            featured: None,
            key_id: format!("{uri}#main-key"),
            public_key: key.public_pem()?,
            avatar_url: None,
            header_url: None,
            fetched_at: now,
        };
        actors::set(&mut cx.tx, &actor)?;
    }
    Ok(cx.tx.save()?)
}

fn known(app: &App) -> Result<i64> {
    let mut cx = app.read()?;
    Ok(store::testing::count(
        &mut cx.tx,
        "statuses WHERE uri LIKE '%/bench/%'",
    )?)
}

fn post(server: &Server, key: &PrivateKey, now: DateTime<Utc>, number: u64) -> Result<Request> {
    let author = uri(number % AUTHORS);
    let run = now.timestamp_millis();
    let id = format!("{author}/bench/{run}-{number}");
    let followers = format!("{author}/followers");
    let activity = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{id}/activity"),
        "type": "Create",
        "actor": author,
        "to": [PUBLIC],
        "cc": [followers],
        "object": {
            "id": id,
            "type": "Note",
            "attributedTo": author,
            "content": format!("<p>Hello, world {number}, from somewhere else</p>"),
            "published": now.to_rfc3339(),
            "to": [PUBLIC],
            "cc": [followers],
            "tag": [],
            "attachment": [],
        },
    });
    let body = activity.to_string();
    let url = Url::parse(&format!("{SITE}/inbox"))?;
    let key_id = format!("{author}#main-key");
    let signed = sign(
        key,
        &key_id,
        &Method::POST,
        &url,
        Some(body.as_bytes()),
        now,
    )?;
    let mut headers = String::new();
    for (name, value) in &signed {
        headers.push_str(&format!("{name}: {}\r\n", value.to_str()?));
    }
    Ok(once::request(server.port, "POST /inbox", &headers, &body))
}
