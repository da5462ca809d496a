//! What is refused, and what is not believed.

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use chrono::TimeDelta;
use federation::signature::sign;
use reqwest::Method;
use serde_json::json;
use url::Url;

use super::peer::{KEY, PUBLIC, Result};
use crate::{
    server::{Server, Test},
    statuses::says,
};

/// What becomes of a signed request of somebody known that is changed on its way.
async fn changed(
    server: &Server,
    change: impl FnOnce(&mut HeaderMap, &mut Vec<u8>),
) -> Result<StatusCode> {
    let eve = server.peer("eve", "far.test")?;
    let follow = eve.activity("Follow", "follows/1", json!("nobody"));
    let mut body = serde_json::to_vec(&follow)?;
    let url = Url::parse(&format!("{}/inbox", server.app.site.url))?;
    let key_id = eve.key_id();
    let mut headers = sign(
        &KEY,
        &key_id,
        &Method::POST,
        &url,
        Some(&body),
        server.now(),
    )?;
    change(&mut headers, &mut body);
    let sent = server.http.post(url).headers(headers).body(body).send();
    Ok(sent.await?.status())
}

#[tokio::test]
async fn what_nobody_has_signed_is_refused() -> Test {
    let server = Server::start().await?;

    let status = changed(&server, |headers, _| {
        headers.remove("signature");
    });

    assert_eq!(status.await?, StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn what_was_changed_on_its_way_is_refused() -> Test {
    let server = Server::start().await?;
    let other_body = changed(&server, |_, body| body.push(b' '));
    assert_eq!(other_body.await?, StatusCode::UNAUTHORIZED);
    let other_date = changed(&server, |headers, _| {
        let date = HeaderValue::from_static("Sun, 22 Nov 2026 11:59:00 GMT");
        headers.insert("date", date);
    });
    assert_eq!(other_date.await?, StatusCode::UNAUTHORIZED);
    let none = changed(&server, |headers, _| {
        headers.insert("signature", HeaderValue::from_static("keyId=\"x\""));
    });
    assert_eq!(none.await?, StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn what_was_signed_long_ago_is_refused() -> Test {
    let server = Server::start().await?;
    let eve = server.peer("eve", "far.test")?;
    let body = serde_json::to_vec(&eve.activity("Follow", "follows/1", json!("nobody")))?;
    let url = Url::parse(&format!("{}/inbox", server.app.site.url))?;
    let headers = sign(
        &KEY,
        &eve.key_id(),
        &Method::POST,
        &url,
        Some(&body),
        server.now(),
    )?;
    server.advance(TimeDelta::hours(13));

    let sent = server.http.post(url).headers(headers).body(body).send();

    assert_eq!(sent.await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn what_is_no_activity_is_refused_and_changes_nothing() -> Test {
    let server = Server::start().await?;
    let eve = server.peer("eve", "far.test")?;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let large = format!("{{\"actor\":\"{}\"}}", "a".repeat(2 << 20));
    for (body, status) in [
        (String::new(), StatusCode::BAD_REQUEST),
        ("{".into(), StatusCode::BAD_REQUEST),
        ("[]".into(), StatusCode::BAD_REQUEST),
        ("null".into(), StatusCode::BAD_REQUEST),
        ("{\"actor\":1}".into(), StatusCode::BAD_REQUEST),
        (deep, StatusCode::BAD_REQUEST),
        (large, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let got = server.send_signed(&eve.key_id(), body.as_bytes()).await?;
        assert_eq!(got, status, "{}", &body[..body.len().min(40)]);
    }
    assert_eq!(server.work_off()?, 0);
    Ok(())
}

#[tokio::test]
async fn who_is_unknown_here_may_be_gone_or_change_without_anybody_asking() -> Test {
    let server = Server::start().await?;
    for kind in ["Delete", "Update"] {
        let uri = "https://far.test/users/nobody";
        let activity = json!({ "type": kind, "actor": uri, "object": { "id": uri } });
        let body = serde_json::to_vec(&activity)?;

        let status = server
            .send_signed(&format!("{uri}#main-key"), &body)
            .await?;

        assert_eq!(status, StatusCode::ACCEPTED);
    }
    assert_eq!(server.work_off()?, 0);
    Ok(())
}

#[tokio::test]
async fn odd_activities_are_taken_and_come_to_nothing() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    let posted = ann.post(says("Mine")).await?;
    let uri = posted.uri.clone();
    let odd = [
        json!({ "actor": eve.uri() }),
        json!({ "type": "Create", "actor": eve.uri() }),
        json!({ "type": "Create", "actor": eve.uri(), "object": { "type": "Note" } }),
        json!({ "type": ["Create"], "actor": eve.uri(), "object": [] }),
        json!({ "type": "Follow", "actor": eve.uri(), "object": uri }),
        json!({ "type": "Like", "actor": eve.uri(), "object": "https://nobody.test/1" }),
        json!({ "type": "Undo", "actor": eve.uri(), "object": { "type": "Like" } }),
        json!({ "type": "Undo", "actor": eve.uri(), "object": "https://far.test/nothing" }),
        json!({ "type": "Accept", "actor": eve.uri(), "object": "https://far.test/nothing" }),
        json!({ "type": "Announce", "actor": eve.uri(), "object": 5 }),
        json!({ "type": "Add", "actor": eve.uri(), "object": uri, "target": "x" }),
        json!({ "type": "Move", "actor": eve.uri(), "object": uri }),
        json!({ "type": "Flag", "actor": eve.uri(), "object": [[], {}, 7] }),
        json!({ "type": "Juggle", "actor": eve.uri(), "object": uri }),
        json!({ "@graph": [{ "type": "Create" }], "actor": eve.uri(), "type": "Delete" }),
    ];
    for activity in &odd {
        let status = eve.send(&server, activity).await?;
        assert_eq!(status, StatusCode::ACCEPTED, "{activity}");
    }
    assert!(eve.posts(&server)?.is_empty());
    assert_eq!(ann.show(&posted.id).await?.favourites_count, 0);
    Ok(())
}

#[tokio::test]
async fn nobody_speaks_for_somebody_else() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let (eve, mallory) = (
        server.peer("eve", "far.test")?,
        server.peer("mallory", "evil.test")?,
    );
    for peer in [&eve, &mallory] {
        peer.is_followed_by(&server, &ann)?;
    }
    eve.send(&server, &eve.create(&eve.note(1, "Mine"))).await?;
    let hers = eve.thing("statuses/1");

    let mut in_her_name = eve.note(2, "Not mine");
    in_her_name["id"] = json!(mallory.thing("statuses/2"));
    let mut at_hers = mallory.note(3, "Not there");
    at_hers["id"] = json!(eve.thing("statuses/3"));
    let mut changed = eve.note(1, "Changed");
    changed["updated"] = json!("2026-11-22T12:00:00Z");
    let mut as_eve = mallory.activity("Delete", "d/9", json!(hers));
    as_eve["actor"] = json!(eve.uri());
    for activity in [
        mallory.create(&in_her_name),
        mallory.create(&at_hers),
        mallory.activity("Update", "u/1", changed),
        mallory.activity("Delete", "d/1", json!(hers)),
        mallory.activity("Delete", "d/2", json!(eve.uri())),
        mallory.activity(
            "Undo",
            "u/2",
            eve.activity("Follow", "f/1", json!(ann.id())),
        ),
        as_eve,
    ] {
        let status = mallory.send(&server, &activity).await?;
        assert_eq!(status, StatusCode::ACCEPTED, "{activity}");
    }

    let kept = eve.posts(&server)?;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].content, "<p>Mine</p>");
    assert!(mallory.posts(&server)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_same_activity_counts_once() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    let target = server.account(ann.id)?.uri;
    let follow = eve.activity("Follow", "follows/1", json!(target));
    let undo = eve.activity("Undo", "follows/1/undo", follow.clone());

    eve.send(&server, &follow).await?;
    eve.send(&server, &undo).await?;
    eve.send(&server, &follow).await?;

    let followers = server.change(|cx| {
        let stats = store::accounts::stats_of(&mut cx.tx, &[ann.id])?;
        Ok(stats.first().map(|it| it.followers_count))
    })?;
    assert_eq!(followers.unwrap_or_default(), 0);
    Ok(())
}

#[tokio::test]
async fn what_is_deleted_before_it_comes_does_not_come() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    eve.is_followed_by(&server, &ann)?;
    let note = eve.note(1, "Too late");

    eve.send(&server, &eve.activity("Delete", "d/1", note["id"].clone()))
        .await?;
    eve.send(&server, &eve.create(&note)).await?;

    assert!(eve.posts(&server)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_is_heard_only_when_taking_something_back() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    eve.is_followed_by(&server, &ann)?;
    eve.send(&server, &eve.create(&eve.note(1, "Before")))
        .await?;
    server.change(|cx| {
        let now = cx.now;
        Ok(store::accounts::set_suspended_remotely(
            &mut cx.tx,
            eve.account.id,
            now,
        )?)
    })?;

    eve.send(&server, &eve.create(&eve.note(2, "After")))
        .await?;
    assert_eq!(eve.posts(&server)?.len(), 1);
    let delete = eve.activity("Delete", "d/1", json!(eve.thing("statuses/1")));
    eve.send(&server, &delete).await?;
    assert!(eve.posts(&server)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn html_comes_without_what_may_do_harm() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    eve.is_followed_by(&server, &ann)?;
    let mut note = eve.note(1, "");
    note["content"] = json!(
        "<p onclick=x>Hi<script>alert(1)</script><img src=x onerror=y><a href=\"javascript:z\" \
         class=\"mention evil\">@a</a></p><iframe src=x></iframe>"
    );
    note["to"] = json!([PUBLIC]);

    eve.send(&server, &eve.create(&note)).await?;

    let kept = eve.posts(&server)?;
    assert_eq!(
        kept[0].content,
        "<p>Hi<a class=\"mention\" target=\"_blank\" rel=\"nofollow noopener noreferrer\">@a</a></p>"
    );
    Ok(())
}
