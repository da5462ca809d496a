//! What people of other servers do that is no post.

use serde_json::json;

use super::peer::{Peer, Result, profile};
use crate::{
    people::Person,
    server::{Server, Test},
    statuses::says,
};

async fn start() -> Result<(Server, Person, Peer, String)> {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    let uri = server.account(ann.id)?.uri;
    Ok((server, ann, eve, uri))
}

async fn is_followed(ann: &Person, eve: &Peer) -> Result<bool> {
    let request = api::relationships::ListRelationships {
        id: vec![eve.id()],
        with_suspended: true,
    };
    Ok(ann.client.send(&request).await?[0].followed_by)
}

#[tokio::test]
async fn a_follow_is_answered_and_can_be_ended_by_its_name_alone() -> Test {
    let (server, ann, eve, uri) = start().await?;

    eve.send(&server, &eve.activity("Follow", "follows/1", json!(uri)))
        .await?;
    assert!(is_followed(&ann, &eve).await?);
    assert_eq!(ann.told().await?, [("follow".into(), "eve".into())]);

    let undo = eve.activity("Undo", "u/1", json!(eve.thing("follows/1")));
    eve.send(&server, &undo).await?;
    assert!(!is_followed(&ann, &eve).await?);
    Ok(())
}

#[tokio::test]
async fn who_is_limited_has_to_wait_although_the_account_is_open() -> Test {
    let (server, ann, eve, uri) = start().await?;
    server.change(|cx| {
        let now = cx.now;
        Ok(store::accounts::limit_newcomer(
            &mut cx.tx,
            eve.account.id,
            now,
        )?)
    })?;

    eve.send(&server, &eve.activity("Follow", "follows/1", json!(uri)))
        .await?;

    assert!(!is_followed(&ann, &eve).await?);
    assert_eq!(ann.told().await?.len(), 0, "limited people are put aside");
    Ok(())
}

#[tokio::test]
async fn a_like_counts_and_its_undoing_too() -> Test {
    let (server, ann, eve, _) = start().await?;
    let posted = ann.post(says("Like me")).await?;
    let like = eve.activity("Like", "likes/1", json!(posted.uri));

    eve.send(&server, &like).await?;
    assert_eq!(ann.show(&posted.id).await?.favourites_count, 1);
    eve.send(&server, &eve.activity("Undo", "u/1", like))
        .await?;
    assert_eq!(ann.show(&posted.id).await?.favourites_count, 0);
    Ok(())
}

#[tokio::test]
async fn a_report_comes_to_the_moderators_as_that_of_a_server() -> Test {
    let (server, ann, eve, uri) = start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let posted = ann.post(says("Spam")).await?;
    let mut flag = eve.activity("Flag", "flags/1", json!([uri, posted.uri]));
    flag["content"] = json!("Third time this week");

    eve.send(&server, &flag).await?;

    let reports = api::admin::reports::ListReports::default();
    let reports = moderator.client.send(&reports).await?.items;
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].comment, "Third time this week");
    assert_eq!(reports[0].statuses.len(), 1);
    assert_eq!(reports[0].forwarded, None);
    assert_eq!(reports[0].account.domain.as_deref(), Some("far.test"));
    Ok(())
}

#[tokio::test]
async fn a_private_post_is_not_reported_by_a_server_that_cannot_know_it() -> Test {
    let (server, ann, eve, uri) = start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let private = ann.post(crate::statuses::to("Secret", "private")).await?;
    let flag = eve.activity("Flag", "flags/1", json!([uri, private.uri]));

    eve.send(&server, &flag).await?;

    let reports = api::admin::reports::ListReports::default();
    let reports = moderator.client.send(&reports).await?.items;
    assert!(reports[0].statuses.is_empty());
    Ok(())
}

#[tokio::test]
async fn who_is_gone_is_gone_with_all_her_posts() -> Test {
    let (server, ann, eve, uri) = start().await?;
    eve.is_followed_by(&server, &ann)?;
    eve.send(&server, &eve.activity("Follow", "follows/1", json!(uri)))
        .await?;
    eve.send(&server, &eve.create(&eve.note(1, "Bye"))).await?;

    eve.send(&server, &eve.activity("Delete", "delete", json!(eve.uri())))
        .await?;

    let found = server.change(|cx| Ok(store::accounts::find(&mut cx.tx, eve.account.id)?))?;
    assert!(found.is_none());
    let stats = server.change(|cx| Ok(store::accounts::stats_of(&mut cx.tx, &[ann.id])?))?;
    assert_eq!((stats[0].followers_count, stats[0].following_count), (0, 0));
    Ok(())
}

#[tokio::test]
async fn a_suspension_by_the_own_server_holds_here_until_it_is_lifted() -> Test {
    let (server, ann, eve, _) = start().await?;
    let describe = |suspended: bool| {
        let it = profile("eve", "far.test");
        json!({
            "id": it.uri,
            "type": "Person",
            "preferredUsername": "eve",
            "inbox": it.inbox,
            "suspended": suspended,
            "publicKey": { "id": it.key_id, "owner": it.uri, "publicKeyPem": it.public_key },
        })
    };
    let request = || api::accounts::ShowAccount { id: eve.id() };

    eve.send(&server, &eve.activity("Update", "u/1", describe(true)))
        .await?;
    assert!(
        ann.client
            .send(&request())
            .await?
            .suspended
            .unwrap_or_default()
    );

    eve.send(&server, &eve.activity("Update", "u/2", describe(false)))
        .await?;
    assert!(
        !ann.client
            .send(&request())
            .await?
            .suspended
            .unwrap_or_default()
    );
    Ok(())
}

#[tokio::test]
async fn followers_go_along_to_a_new_name_that_says_the_same() -> Test {
    let (server, ann, eve, _) = start().await?;
    eve.is_followed_by(&server, &ann)?;
    let new = server.member("evelyn")?;
    let new_uri = server.account(new.id)?.uri;
    let mut relocation = eve.activity("Move", "moves/1", json!(eve.uri()));
    relocation["target"] = json!(new_uri);

    eve.send(&server, &relocation).await?;
    assert!(
        !ann.with(&new).await?.following,
        "the other does not say so yet"
    );

    server.change(|cx| {
        let uris = [eve.uri().to_owned()];
        Ok(store::account_aliases::set(&mut cx.tx, new.id, &uris)?)
    })?;
    relocation["id"] = json!(eve.thing("moves/2"));
    eve.send(&server, &relocation).await?;
    assert!(ann.with(&new).await?.following);
    Ok(())
}

#[tokio::test]
async fn pins_are_kept_for_posts_that_are_known() -> Test {
    let (server, ann, eve, _) = start().await?;
    eve.is_followed_by(&server, &ann)?;
    eve.send(&server, &eve.create(&eve.note(1, "First")))
        .await?;
    let mut add = eve.activity("Add", "a/1", json!(eve.thing("statuses/1")));
    add["target"] = json!(eve.thing("collections/featured"));

    eve.send(&server, &add).await?;

    let request: api::timelines::ListAccountStatuses =
        serde_json::from_value(json!({ "id": eve.id(), "pinned": true }))?;
    assert_eq!(ann.client.send(&request).await?.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_server_that_speaks_can_be_spoken_to_again() -> Test {
    let (server, ann, eve, _) = start().await?;
    let posted = ann.post(says("Hello")).await?;
    server.change(|cx| {
        let now = cx.now;
        store::hosts::add_failure(&mut cx.tx, "far.test", 1)?;
        store::hosts::set_unavailable(&mut cx.tx, "far.test", now, now)?;
        Ok(())
    })?;
    let troubled = || {
        server.change(|cx| {
            let hosts = ["far.test".to_owned()];
            Ok(store::hosts::troubled_among(&mut cx.tx, &hosts)?)
        })
    };
    assert_eq!(troubled()?.len(), 1);

    let like = eve.activity("Like", "likes/1", json!(posted.uri));
    eve.send(&server, &like).await?;

    assert!(troubled()?.is_empty());
    Ok(())
}
