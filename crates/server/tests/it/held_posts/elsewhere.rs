//! What other servers hear of posts that are held, and posts of theirs that are.

use api::statuses::{DeleteStatus, edits::EditStatus};
use chrono::TimeDelta;
use domain::{
    arrivals::{self, Arriving},
    held_statuses,
};
use serde_json::{Value, json};
use store::{accounts::Account, statuses::Visibility};

use super::{Result, wants, why};
use crate::{
    inbox::peer::Peer as Author,
    peer::Peer,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says},
};

async fn start() -> Result<(Server, Person, Person)> {
    let server = Server::start_with(|options| {
        options.rate_limits = false;
        options.allowed_networks = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await?;
    let (moderator, ann) = (server.staff("mod", "Moderator")?, server.member("ann")?);
    Ok((server, moderator, ann))
}

/// The kinds of what the peer was told since it was asked last.
async fn told(server: &Server, peer: &Peer) -> Result<Vec<String>> {
    server.work_off()?;
    let mut kinds = Vec::new();
    for sent in peer.received() {
        let document: Value = sent.open(server, peer).await?;
        kinds.push(document["type"].as_str().unwrap_or_default().to_owned());
    }
    Ok(kinds)
}

#[tokio::test]
async fn followers_elsewhere_hear_of_a_held_post_once_it_is_released() -> Test {
    let (server, moderator, ann) = start().await?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;

    let id = server.held_post(&ann, &wants("buy this"))?;
    assert!(told(&server, &peer).await?.is_empty());
    let (status, _) = server
        .document(&format!("/users/ann/statuses/{id}"))
        .await
        .unwrap_or((404, Value::Null));
    assert_eq!(status, 404);
    moderator.release(&id).await?;

    assert_eq!(told(&server, &peer).await?, ["Create"]);
    let shown = server
        .document(&format!("/users/ann/statuses/{id}"))
        .await?;
    assert_eq!(shown.0, 200);
    Ok(())
}

#[tokio::test]
async fn of_a_held_post_that_is_rejected_nobody_elsewhere_ever_hears() -> Test {
    let (server, moderator, ann) = start().await?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    let id = server.held_post(&ann, &wants("buy this"))?;

    moderator.reject_held(&id).await?;

    assert!(told(&server, &peer).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn other_servers_keep_what_is_held_later_and_hear_what_becomes_of_it() -> Test {
    let (server, moderator, ann) = start().await?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    let post = ann.post(says("hello")).await?;
    assert_eq!(told(&server, &peer).await?, ["Create"]);

    moderator.hold(&post.id).await?;
    let edit: EditStatus = asks(json!({ "id": post.id, "status": "hello again" }));
    ann.client.send(&edit).await?;
    assert!(told(&server, &peer).await?.is_empty());
    moderator.release(&post.id).await?;
    assert_eq!(told(&server, &peer).await?, ["Update"]);
    moderator.hold(&post.id).await?;
    moderator.release(&post.id).await?;
    assert!(told(&server, &peer).await?.is_empty());

    moderator.hold(&post.id).await?;
    let delete: DeleteStatus = asks(json!({ "id": post.id }));
    ann.client.send(&delete).await?;
    assert_eq!(told(&server, &peer).await?, ["Delete"]);
    Ok(())
}

#[tokio::test]
async fn a_post_that_is_held_before_others_are_told_is_told_of_later() -> Test {
    let (server, moderator, ann) = start().await?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    let post = ann.post(says("hello")).await?;

    moderator.hold(&post.id).await?;
    assert!(told(&server, &peer).await?.is_empty());
    moderator.release(&post.id).await?;

    assert_eq!(told(&server, &peer).await?, ["Create"]);
    Ok(())
}

/// A post of somebody elsewhere that names a member.
fn arriving(author: &Account, named: &Account, server: &Server, is_news: bool) -> Arriving {
    let uri = format!("{}/statuses/1", author.uri);
    Arriving {
        url: Some(uri.clone()),
        uri,
        author: author.clone(),
        content: "<p>buy this</p>".into(),
        spoiler_text: String::new(),
        visibility: Visibility::Public,
        sensitive: false,
        language: None,
        parent: None,
        quoted: None,
        mentioned: vec![named.clone()],
        addressed: Vec::new(),
        tags: vec!["art".into()],
        files: Vec::new(),
        emojis: Vec::new(),
        poll: None,
        quote_policy: "public",
        created_at: server.now(),
        edited_at: None,
        is_news,
    }
}

#[tokio::test]
async fn a_held_post_from_elsewhere_comes_home_when_it_is_released_days_later() -> Test {
    for is_news in [true, false] {
        let (server, moderator, ann) = start().await?;
        let eve = server.peer("eve", "far.example")?;
        eve.is_followed_by(&server, &ann)?;
        let arriving = arriving(&eve.account, &server.account(ann.id)?, &server, is_news);
        let held = server.change(|cx| {
            let kept = arrivals::keep(cx, &arriving)?;
            held_statuses::hold_new(cx, &kept, why())
        })?;
        let id = held.id.to_string();
        server.work_off()?;
        assert!(!ann.sees(&id).await? && ann.kinds_told().await?.is_empty());
        let remote = asks(json!({ "origin": "remote" }));
        assert_eq!(moderator.held(remote).await?, [&*id]);
        server.advance(TimeDelta::days(4));

        moderator.release(&id).await?;
        server.work_off()?;

        assert!(ann.sees(&id).await?);
        let home = crate::two_servers::home(&ann).await?;
        // What somebody here has looked for is nothing new for anybody.
        assert_eq!(home.len(), usize::from(is_news));
        assert_eq!(ann.kinds_told().await?.len(), usize::from(is_news));
        assert!(server.counts_agree()?);
    }
    Ok(())
}

#[tokio::test]
async fn what_others_do_about_a_held_post_of_theirs_is_kept_for_later() -> Test {
    let (server, moderator, ann) = start().await?;
    let eve: Author = server.peer("eve", "far.example")?;
    eve.is_followed_by(&server, &ann)?;
    let note = eve.note(1, "hello");
    eve.send(&server, &eve.create(&note)).await?;
    let post = eve.posts(&server)?.remove(0).id.to_string();
    moderator.hold(&post).await?;

    let mut changed = eve.note(1, "hello again");
    changed["updated"] = json!("2026-11-22T12:00:01Z");
    eve.send(&server, &eve.activity("Update", "updates/1", changed))
        .await?;
    assert!(!ann.sees(&post).await?);
    moderator.release(&post).await?;
    assert_eq!(
        ann.show(&post).await?.content.as_deref(),
        Some("<p>hello again</p>")
    );

    moderator.hold(&post).await?;
    let gone = eve.activity("Delete", "deletes/1", json!(eve.thing("statuses/1")));
    eve.send(&server, &gone).await?;
    assert!(moderator.all_held().await?.is_empty() && !ann.sees(&post).await?);
    assert!(server.counts_agree()?);
    Ok(())
}
