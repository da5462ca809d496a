//! Who may not be connected, or not any more.

use api::admin::accounts::{
    AccountAction, ActOnAccount, EnableAccount, RejectAccount, UnsuspendAccount,
};
use domain::{Event, oauth};
use serde_json::{Value, json};
use store::Store;

use crate::{
    people::Person,
    server::{Server, Test},
    statuses::says,
    streams::{Events, Socket},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Status and text of a refusal over server-sent events.
async fn refused(server: &Server, token: Option<&str>, path: &str) -> Result<(u16, String)> {
    let address = format!("{}/api/v1/streaming{path}", server.url);
    let mut request = server.http.get(address);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await?;
    let status = response.status().as_u16();
    let body: Value = response.json().await?;
    Ok((
        status,
        body["error"].as_str().unwrap_or_default().to_owned(),
    ))
}

async fn is_refused_everywhere(server: &Server, token: &str) -> Test {
    let expected = (401, "Invalid access token".to_owned());
    assert_eq!(refused(server, Some(token), "/user").await?, expected);
    let query = format!("?access_token={token}&stream=user");
    let socket = Socket::try_open(server, &query, &[]).await?;
    let (status, body) = socket.err().ok_or("let in")?;
    assert_eq!(status, 401);
    assert_eq!(body, r#"{"error":"Invalid access token"}"#);
    Ok(())
}

#[tokio::test]
async fn who_may_not_read_is_told_why() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let writer = server.token(ann.id, "write read:notifications")?;
    let app = server.app_token("read")?;
    let pending = server.pending("pending")?.token;
    let newcomer = server.unconfirmed("newcomer")?.token;
    let (good, bad) = (Some(ann.token.as_str()), "Invalid access token");
    let scopes = "Access token does not have the required scopes";

    for (token, path, status, text) in [
        (None, "/user", 401, "Missing access token"),
        (Some("made up"), "/user", 401, bad),
        (Some(&app), "/public", 401, bad),
        (Some(&pending), "/public", 401, bad),
        (Some(&newcomer), "/user", 401, bad),
        (Some(&writer), "/user", 401, scopes),
        (Some(&writer), "/public/local", 401, scopes),
        (None, "/nothing", 400, "Unknown channel requested"),
        (good, "", 400, "Unknown channel requested"),
        (good, "/hashtag", 400, "Missing tag name parameter"),
        (
            good,
            "/hashtag/local?tag=",
            400,
            "Missing tag name parameter",
        ),
        (good, "/list", 400, "Missing list name parameter"),
        (
            good,
            "/list?list=x",
            401,
            "Not authorized to stream this list",
        ),
    ] {
        let answer = refused(&server, token, path).await?;
        assert_eq!(answer, (status, text.to_owned()), "{token:?} {path}");
    }
    Events::open(&server, &writer, "user/notification").await?;
    Ok(())
}

#[tokio::test]
async fn a_socket_is_told_what_is_wrong_and_goes_on() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let token = server.token(ann.id, "read:statuses")?;
    let mut socket = Socket::open(&server, &token, "").await?;

    for (message, status, text) in [
        (
            json!({ "stream": "hashtag" }),
            400,
            "Missing tag name parameter",
        ),
        (
            json!({ "stream": "list" }),
            400,
            "Missing list name parameter",
        ),
        (
            json!({ "stream": "list", "list": 5 }),
            401,
            "Not authorized to stream this list",
        ),
        (
            json!({ "stream": "user:notification" }),
            401,
            "Access token does not have the required scopes",
        ),
        (json!({}), 400, "Unknown stream type"),
    ] {
        let mut message = message;
        message["type"] = "subscribe".into();
        socket.say(&message.to_string()).await?;
        let expected = json!({ "error": text, "status": status });
        assert_eq!(socket.raw().await?, expected);
    }
    for nonsense in ["nonsense", "[1]", r#"{"type":"dance","stream":"user"}"#] {
        socket.say(nonsense).await?;
    }
    socket.subscribe(&json!({ "stream": "user" })).await?;
    ann.post(says("still here")).await?;
    assert_eq!(socket.next().await?.event, "update");
    Ok(())
}

#[tokio::test]
async fn a_token_is_taken_from_wherever_clients_put_it() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let bearer = format!("Bearer {}", ann.token);
    let query = format!("?access_token={}&stream=user", ann.token);

    let mut sockets = Vec::new();
    for (query, headers) in [
        ("?stream=user", vec![("authorization", bearer.as_str())]),
        (query.as_str(), vec![]),
        (
            "?stream=user",
            vec![("sec-websocket-protocol", ann.token.as_str())],
        ),
    ] {
        let socket = Socket::try_open(&server, query, &headers).await?;
        let mut socket = socket.map_err(|it| format!("{it:?}"))?;
        socket.settle().await?;
        sockets.push(socket);
    }
    let address = format!("{}/api/v1/streaming/user{query}", server.url);
    let response = server.http.get(address).send().await?;

    assert_eq!(response.status(), 200);
    let post = ann.post(says("hello")).await?;
    for mut socket in sockets {
        assert_eq!(socket.next().await?.id()?, post.id);
    }
    Ok(())
}

/// A stream of each kind.
async fn connect(server: &Server, who: &Person) -> Result<(Events, Socket)> {
    let events = Events::open(server, &who.token, "user").await?;
    let socket = Socket::open(server, &who.token, "?stream=public").await?;
    Ok((events, socket))
}

#[tokio::test]
async fn who_is_frozen_or_suspended_is_disconnected_at_once_and_stays_out() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let other = server.member("other")?;
    let (mut calm, _) = connect(&server, &other).await?;

    for (name, action) in [
        ("ann", AccountAction::Disable),
        ("eve", AccountAction::Suspend),
    ] {
        let member = server.member(name)?;
        let (events, socket) = connect(&server, &member).await?;
        let preview = ActOnAccount {
            dry_run: true,
            ..ActOnAccount::new(member.id(), action)
        };
        moderator.client.send(&preview).await?;
        let act = ActOnAccount::new(member.id(), action);

        moderator.client.send(&act).await?;

        events.end().await?;
        socket.end().await?;
        is_refused_everywhere(&server, &member.token).await?;
        let id = member.id();
        match action {
            AccountAction::Disable => drop(moderator.client.send(&EnableAccount { id }).await?),
            _ => drop(moderator.client.send(&UnsuspendAccount { id }).await?),
        }
        connect(&server, &member).await?;
    }
    let post = other.post(says("undisturbed")).await?;
    assert_eq!(calm.next().await?.id()?, post.id);
    Ok(())
}

#[tokio::test]
async fn a_revoked_token_ends_its_own_streams_and_no_others() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let secret = server.token(ann.id, "read")?;
    let events = Events::open(&server, &secret, "public").await?;
    let socket = Socket::open(&server, &secret, "?stream=user").await?;
    let (mut other, _) = connect(&server, &ann).await?;

    let app = server.application()?;
    server.change(|cx| oauth::revoke(cx, &app, &secret))?;

    events.end().await?;
    socket.end().await?;
    is_refused_everywhere(&server, &secret).await?;
    let post = ann.post(says("hello")).await?;
    assert_eq!(other.next().await?.id()?, post.id);
    Ok(())
}

#[tokio::test]
async fn who_is_gone_is_disconnected() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let ann = server.member("ann")?;
    let (events, socket) = connect(&server, &ann).await?;
    let mut tx = server.tx()?;
    let rejected = format!(
        "UPDATE users SET approved = FALSE WHERE account_id = {}",
        ann.id
    );
    store::testing::execute(&mut tx, &rejected)?;
    tx.save()?;

    owner.client.send(&RejectAccount { id: ann.id() }).await?;

    events.end().await?;
    socket.end().await?;
    is_refused_everywhere(&server, &ann.token).await
}

#[tokio::test]
async fn a_member_has_so_many_connections_and_no_more() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let mut open = Vec::new();
    for _ in 0..32 {
        open.push(Socket::open(&server, &ann.token, "").await?);
    }

    let answer = refused(&server, Some(&ann.token), "/user").await?;

    assert_eq!(answer, (429, "Too many requests".to_owned()));
    Events::open(&server, &eve.token, "user").await?;
    Ok(())
}

#[tokio::test]
async fn a_client_that_talks_without_end_is_cut() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let mut socket = Socket::open(&server, &ann.token, "").await?;

    for _ in 0..200 {
        socket.say("{}").await?;
    }

    socket.end().await
}

#[tokio::test]
async fn who_connects_too_often_has_to_wait() -> Test {
    let server = Server::start_with(|_| ()).await?;
    let ann = server.member("ann")?;
    let again = async || refused(&server, Some(&ann.token), "/hashtag").await;
    for _ in 0..300 {
        assert_eq!(again().await?.0, 400);
    }

    assert_eq!(again().await?.0, 429);
    Ok(())
}

#[tokio::test]
async fn processes_that_share_a_database_share_what_happens() -> Test {
    let one = Server::start().await?;
    if let Store::Sqlite { .. } = one.app.store {
        // Nobody shares it.
        return Ok(());
    }
    let other = one.beside().await?;
    let (ann, fan, fool) = (one.member("ann")?, one.member("fan")?, one.member("fool")?);
    let moderator = one.staff("mod", "Moderator")?;
    one.follow(&fan, &ann)?;
    let mut streams = Vec::new();
    for server in [&one, &other] {
        streams.push(Events::open(server, &fan.token, "user").await?);
    }
    let (events, socket) = connect(&other, &fool).await?;

    let mut posts = Vec::new();
    for number in 0..20 {
        posts.push(ann.post(says(&format!("post {number}"))).await?.id);
    }
    one.work_off()?;
    let act = ActOnAccount::new(fool.id(), AccountAction::Disable);
    moderator.client.send(&act).await?;

    events.end().await?;
    // It watched the public timeline, and was told of that.
    drop(socket);
    is_refused_everywhere(&other, &fool.token).await?;
    for stream in &mut streams {
        let mut heard = Vec::new();
        for _ in 0..posts.len() {
            heard.push(stream.next().await?.id()?);
        }
        assert_eq!(heard, posts, "each once, in order");
    }
    other.change(|cx| {
        cx.events.push(Event::Unannounced { announcement_id: 9 });
        Ok(())
    })?;
    for stream in &mut streams {
        assert_eq!(stream.next().await?.id()?, "9");
    }
    Ok(())
}
