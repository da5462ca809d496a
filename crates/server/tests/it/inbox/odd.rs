//! Servers that say odd things when they are asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use api::search::Search;
use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
};
use chrono::TimeDelta;
use federation::signature::PrivateKey;
use serde_json::{Value, json};
use store::relays;
use tokio::net::TcpListener;

use super::peer::{KEY, PUBLIC, Peer, Result};
use crate::{
    people::Person,
    server::{Server, Test},
};

const HOST: &str = "odd.test";

/// A status, a type, and a text, which is an address where the status leads to one.
type Said = (u16, &'static str, String);

#[derive(Clone, Default)]
struct Odd {
    answers: Arc<Mutex<HashMap<String, Said>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Odd {
    async fn start() -> Result<(Self, Server)> {
        let odd = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let router = Router::new().fallback(answer).with_state(odd.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let server = Server::start_with(|options| {
            options.rate_limits = false;
            options.test_hosts = vec![(HOST.to_owned(), address)];
        });
        Ok((odd, server.await?))
    }

    fn says(&self, path: &str, status: u16, kind: &'static str, text: impl ToString) {
        let mut answers = self.answers.lock().expect("nobody panicked");
        answers.insert(path.to_owned(), (status, kind, text.to_string()));
    }

    fn shows(&self, path: &str, document: &Value) {
        self.says(path, 200, "application/activity+json", document);
    }

    fn times_asked(&self, path: &str) -> usize {
        let asked = self.asked.lock().expect("nobody panicked");
        asked.iter().filter(|it| *it == path).count()
    }
}

async fn answer(State(odd): State<Odd>, request: Request) -> (StatusCode, HeaderMap, String) {
    let path = request.uri().path().to_owned();
    odd.asked
        .lock()
        .expect("nobody panicked")
        .push(path.clone());
    let answers = odd.answers.lock().expect("nobody panicked");
    let (status, kind, text) =
        answers
            .get(&path)
            .cloned()
            .unwrap_or((404, "text/plain", String::new()));
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if (300..400).contains(&status) {
        headers.insert(LOCATION, HeaderValue::from_str(&text).expect("an address"));
    }
    let status = StatusCode::from_u16(status).expect("a status");
    (status, headers, text)
}

fn uri(path: &str) -> String {
    format!("https://{HOST}{path}")
}

fn actor(key: &PrivateKey) -> Value {
    let uri = uri("/users/otto");
    json!({
        "id": uri,
        "type": "Person",
        "preferredUsername": "otto",
        "inbox": format!("{uri}/inbox"),
        "followers": format!("{uri}/followers"),
        "publicKey": {
            "id": format!("{uri}#main-key"),
            "owner": uri,
            "publicKeyPem": key.public_pem().expect("a key"),
        },
    })
}

/// A post that names somebody here, in what was sent of it.
async fn mention(server: &Server, ann: &Person, number: u32) -> Result<StatusCode> {
    let author = uri("/users/otto");
    let id = format!("{author}/statuses/{number}");
    let note = json!({
        "id": id,
        "type": "Note",
        "attributedTo": author,
        "content": "<p>Hey</p>",
        "to": [PUBLIC],
        "tag": [{ "type": "Mention", "href": server.account(ann.id)?.uri }],
    });
    let create = json!({
        "id": format!("{id}/activity"),
        "type": "Create",
        "actor": author,
        "object": note,
    });
    let body = serde_json::to_vec(&create)?;
    let status = server
        .send_signed(&format!("{author}#main-key"), &body)
        .await?;
    server.work_off()?;
    Ok(StatusCode::from_u16(status.as_u16())?)
}

async fn search(person: &Person, address: &str) -> Result<(usize, usize)> {
    let request = Search {
        q: address.into(),
        resolve: true,
        ..Search::default()
    };
    let found = person.client.send(&request).await?;
    Ok((found.accounts.len(), found.statuses.len()))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_unknown_is_asked_for_and_then_believed() -> Test {
    let (odd, server) = Odd::start().await?;
    let ann = server.member("ann")?;
    odd.shows("/users/otto", &actor(&KEY));

    let status = mention(&server, &ann, 1).await?;

    assert_eq!(status, StatusCode::ACCEPTED);
    assert_eq!(ann.told().await?, [("mention".into(), "otto".into())]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_with_another_key_than_she_shows_is_not_believed() -> Test {
    let (odd, server) = Odd::start().await?;
    let ann = server.member("ann")?;
    odd.shows("/users/otto", &actor(&PrivateKey::generate()?));

    mention(&server, &ann, 1).await?;

    assert!(ann.told().await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_changes_is_asked_for_again_but_not_all_the_time() -> Test {
    let (odd, server) = Odd::start().await?;
    let ann = server.member("ann")?;
    odd.shows("/users/otto", &actor(&PrivateKey::generate()?));
    assert_eq!(search(&ann, &uri("/users/otto")).await?, (1, 0));
    let asked = odd.times_asked("/users/otto");
    odd.shows("/users/otto", &actor(&KEY));

    assert_eq!(mention(&server, &ann, 1).await?, StatusCode::UNAUTHORIZED);
    assert_eq!(odd.times_asked("/users/otto"), asked);
    server.advance(TimeDelta::minutes(6));
    assert_eq!(mention(&server, &ann, 2).await?, StatusCode::ACCEPTED);

    assert_eq!(ann.told().await?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_of_things_of_others_is_not_believed() -> Test {
    let (odd, server) = Odd::start().await?;
    let ann = server.member("ann")?;
    let mut elsewhere = actor(&KEY);
    elsewhere["id"] = json!("https://far.test/users/otto");
    let mut foreign_key = actor(&KEY);
    foreign_key["publicKey"]["id"] = json!("https://far.test/key");
    let mut owned = actor(&KEY);
    owned["publicKey"]["owner"] = json!("https://odd.test/users/other");
    for document in [
        elsewhere,
        foreign_key,
        owned,
        json!([]),
        json!({ "id": uri("/users/otto") }),
    ] {
        odd.shows("/users/otto", &document);
        mention(&server, &ann, 1).await?;
        assert_eq!(
            search(&ann, &uri("/users/otto")).await?,
            (0, 0),
            "{document}"
        );
    }
    odd.says("/users/otto", 410, "text/plain", "");
    mention(&server, &ann, 1).await?;
    assert!(ann.told().await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_document_leads_round_or_is_too_large_is_not_found() -> Test {
    let (odd, server) = Odd::start().await?;
    let ann = server.member("ann")?;
    odd.says("/page", 200, "text/html", actor(&KEY));
    odd.says("/upload", 200, "application/json", actor(&KEY));
    odd.says("/broken", 200, "application/activity+json", "{");
    odd.says(
        "/large",
        200,
        "application/activity+json",
        "x".repeat(2 << 20),
    );
    odd.says(
        "/deep",
        200,
        "application/activity+json",
        "[".repeat(100_000),
    );
    odd.says("/round", 302, "text/plain", uri("/round"));
    odd.says("/inside", 302, "text/plain", "http://127.0.0.1/users/otto");
    odd.says("/file", 302, "text/plain", "file:///etc/passwd");
    odd.says("/late", 503, "text/plain", "");
    for path in [
        "/page", "/upload", "/broken", "/large", "/deep", "/round", "/inside", "/file", "/late",
    ] {
        assert_eq!(search(&ann, &uri(path)).await?, (0, 0), "{path}");
    }
    assert!(odd.times_asked("/round") <= 5);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_and_what_is_passed_on_are_asked_for() -> Test {
    let (odd, server) = Odd::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    eve.is_followed_by(&server, &ann)?;
    odd.shows("/users/otto", &actor(&KEY));
    let note = |number: u32, parent: Option<u32>| {
        json!({
            "id": uri(&format!("/notes/{number}")),
            "type": "Note",
            "attributedTo": uri("/users/otto"),
            "content": format!("<p>{number}</p>"),
            "published": "2026-11-22T11:00:00Z",
            "inReplyTo": parent.map(|it| uri(&format!("/notes/{it}"))),
            "to": [PUBLIC],
        })
    };
    odd.shows("/notes/1", &note(1, None));
    odd.shows("/notes/2", &note(2, Some(1)));
    let boost = eve.activity("Announce", "boosts/1", json!(uri("/notes/2")));

    eve.send(&server, &boost).await?;

    let otto = server.change(|cx| {
        Ok(store::accounts::find_by_handle(
            &mut cx.tx,
            "otto",
            Some(HOST),
        )?)
    })?;
    let otto = Peer {
        account: otto.ok_or("he is known")?,
    };
    let posts = otto.posts(&server)?;
    assert_eq!(posts.len(), 2);
    let answer = posts.iter().find(|it| it.in_reply_to_id.is_some());
    let question = posts.iter().find(|it| it.in_reply_to_id.is_none());
    assert_eq!(
        answer.and_then(|it| it.in_reply_to_id),
        question.map(|it| it.id)
    );
    let home = api::timelines::HomeTimeline::default();
    assert_eq!(ann.client.send(&home).await?.items.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn new_posts_are_asked_for_if_a_relay_or_somebody_who_is_followed_passes_them_on() -> Test {
    let (odd, server) = Odd::start().await?;
    let ann = server.member("ann")?;
    let eve = server.peer("eve", "far.test")?;
    let relay = server.peer("relay", "relay.test")?;
    let kept = server.change(|cx| {
        let now = cx.now;
        Ok(relays::add(&mut cx.tx, "https://relay.test/inbox", now)?)
    })?;
    odd.shows("/users/otto", &actor(&KEY));
    let created = |number: u32| {
        let path = format!("/notes/{number}");
        let note = json!({
            "id": uri(&path),
            "type": "Note",
            "attributedTo": uri("/users/otto"),
            "content": format!("<p>{number}</p>"),
            "to": [PUBLIC],
        });
        odd.shows(&path, &note);
        json!({
            "id": uri(&format!("{path}/activity")),
            "type": "Create",
            "actor": uri("/users/otto"),
            "object": note,
        })
    };
    let (by_eve, by_relay) = (created(1), created(2));
    let asked = || (odd.times_asked("/notes/1"), odd.times_asked("/notes/2"));
    eve.send(&server, &by_eve).await?;
    relay.send(&server, &by_relay).await?;

    assert_eq!(asked(), (0, 0));
    eve.is_followed_by(&server, &ann)?;
    server.change(|cx| {
        let now = cx.now;
        Ok(relays::set_state(&mut cx.tx, kept.id, "accepted", now)?)
    })?;
    eve.send(&server, &by_eve).await?;
    relay.send(&server, &by_relay).await?;
    assert_eq!(asked(), (1, 1));
    assert_eq!(search(&ann, &uri("/notes/1")).await?, (0, 1));
    assert_eq!(search(&ann, &uri("/notes/2")).await?, (0, 1));
    assert_eq!(asked(), (1, 1), "they were known");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_without_end_is_not_followed_for_ever() -> Test {
    let (odd, server) = Odd::start().await?;
    let ann = server.member("ann")?;
    odd.shows("/users/otto", &actor(&KEY));
    for number in 0..100 {
        let note = json!({
            "id": uri(&format!("/notes/{number}")),
            "type": "Note",
            "attributedTo": uri("/users/otto"),
            "content": "<p>On and on</p>",
            "inReplyTo": uri(&format!("/notes/{}", number + 1)),
            "to": [PUBLIC],
        });
        odd.shows(&format!("/notes/{number}"), &note);
    }

    assert_eq!(search(&ann, &uri("/notes/0")).await?, (0, 1));

    let asked = odd.asked.lock().expect("nobody panicked").len();
    assert!(asked <= 40, "{asked}");
    Ok(())
}
