//! Posts of other servers.

use api::entities::Status;
use serde_json::json;

use super::peer::{PUBLIC, Peer, Result};
use crate::{
    people::Person,
    server::{Server, Test},
    statuses::says,
};

async fn start() -> Result<(Server, Person, Peer)> {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    eve.is_followed_by(&server, &ann)?;
    Ok((server, ann, eve))
}

async fn home(person: &Person) -> Result<Vec<Status>> {
    let request = api::timelines::HomeTimeline::default();
    Ok(person.client.send(&request).await?.items)
}

#[tokio::test]
async fn whom_a_post_is_for_decides_who_sees_it() -> Test {
    let (server, ann, eve) = start().await?;
    let ann_uri = server.account(ann.id)?.uri;
    let followers = eve.thing("followers");
    for (number, to, cc, word) in [
        (1, json!(PUBLIC), json!([followers]), "public"),
        (2, json!([followers]), json!(["as:Public"]), "unlisted"),
        (3, json!([followers]), json!([]), "private"),
        (4, json!(ann_uri), json!(null), "direct"),
    ] {
        let mut note = eve.note(number, "Hello");
        note["to"] = to;
        note["cc"] = cc;

        eve.send(&server, &eve.create(&note)).await?;

        let kept = eve.posts(&server)?;
        let last = kept
            .iter()
            .find(|it| it.uri.as_deref() == note["id"].as_str());
        let last = last.ok_or("it is kept")?;
        assert_eq!(last.visibility.word(), word);
    }
    Ok(())
}

#[tokio::test]
async fn what_has_to_do_with_nobody_here_is_not_kept() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    eve.send(&server, &eve.create(&eve.note(1, "To the world")))
        .await?;
    assert!(eve.posts(&server)?.is_empty());

    let mut note = eve.note(2, "@ann");
    let uri = server.account(ann.id)?.uri;
    note["tag"] = json!([{ "type": "Mention", "href": uri, "name": "@ann" }]);
    eve.send(&server, &eve.create(&note)).await?;

    assert_eq!(eve.posts(&server)?.len(), 1);
    assert_eq!(ann.told().await?, [("mention".into(), "eve".into())]);
    Ok(())
}

#[tokio::test]
async fn a_post_comes_with_all_that_it_carries() -> Test {
    let (server, ann, eve) = start().await?;
    let mut note = eve.note(1, "Look #Cats");
    note["summary"] = json!("Animals");
    note["sensitive"] = json!(true);
    note["contentMap"] = json!({ "en": note["content"] });
    note["tag"] =
        json!([{ "type": "Hashtag", "name": "#Cats", "href": "https://far.test/tags/cats" }]);
    note["attachment"] = json!([{
        "type": "Document",
        "mediaType": "image/png",
        "url": "https://far.test/files/cat.png",
        "name": "A cat",
        "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
        "width": 600,
        "height": 400,
        "focalPoint": [0.5, -0.25],
    }]);

    eve.send(&server, &eve.create(&note)).await?;

    let seen = home(&ann).await?.remove(0);
    assert_eq!(seen.spoiler_text, "Animals");
    assert!(seen.sensitive);
    assert_eq!(seen.language.as_deref(), Some("en"));
    assert_eq!(seen.tags[0].name, "Cats");
    let file = &seen.media_attachments[0];
    assert_eq!(file.description.as_deref(), Some("A cat"));
    assert_eq!(
        file.remote_url.as_deref(),
        Some("https://far.test/files/cat.png")
    );
    assert_eq!(json!(file.meta)["focus"]["x"], 0.5);
    Ok(())
}

#[tokio::test]
async fn an_answer_comes_under_the_post_it_answers() -> Test {
    let (server, ann, eve) = start().await?;
    let question = ann.post(says("Why?")).await?;
    let mut note = eve.note(1, "Because");
    note["inReplyTo"] = json!(question.uri);

    eve.send(&server, &eve.create(&note)).await?;

    let kept = eve.posts(&server)?;
    assert_eq!(
        kept[0].in_reply_to_id.map(|it| it.to_string()),
        Some(question.id.clone())
    );
    assert_eq!(ann.show(&question.id).await?.replies_count, 1);
    Ok(())
}

#[tokio::test]
async fn an_edit_makes_a_version_and_a_new_count_does_not() -> Test {
    let (server, ann, eve) = start().await?;
    let mut poll = eve.note(1, "Which?");
    poll["type"] = json!("Question");
    poll["oneOf"] = json!([
        { "type": "Note", "name": "This", "replies": { "type": "Collection", "totalItems": 1 } },
        { "type": "Note", "name": "That", "replies": { "type": "Collection", "totalItems": 0 } },
    ]);
    poll["votersCount"] = json!(1);
    poll["endTime"] = json!("2026-12-22T12:00:00Z");
    eve.send(&server, &eve.create(&poll)).await?;
    let id = home(&ann).await?.remove(0).id;

    poll["oneOf"][1]["replies"]["totalItems"] = json!(4);
    poll["votersCount"] = json!(5);
    eve.send(&server, &eve.activity("Update", "u/1", poll.clone()))
        .await?;
    let seen = ann.show(&id).await?;
    let counted = seen.poll.ok_or("a poll")?;
    assert_eq!((counted.votes_count, counted.voters_count), (5, Some(5)));
    assert_eq!(seen.edited_at, None);

    poll["content"] = json!("<p>Which one?</p>");
    poll["updated"] = json!("2026-11-22T12:30:00Z");
    eve.send(&server, &eve.activity("Update", "u/2", poll))
        .await?;
    let seen = ann.show(&id).await?;
    assert_eq!(seen.content.as_deref(), Some("<p>Which one?</p>"));
    assert!(seen.edited_at.is_some());
    assert_eq!(seen.poll.ok_or("a poll")?.votes_count, 5);
    Ok(())
}

#[tokio::test]
async fn a_boost_of_a_members_post_is_told_and_taken_back() -> Test {
    let (server, ann, eve) = start().await?;
    let posted = ann.post(says("Pass it on")).await?;
    let mut boost = eve.activity("Announce", "boosts/1", json!(posted.uri));
    boost["to"] = json!([PUBLIC]);

    eve.send(&server, &boost).await?;
    assert_eq!(ann.show(&posted.id).await?.reblogs_count, 1);
    assert_eq!(ann.told().await?, [("reblog".into(), "eve".into())]);

    eve.send(&server, &eve.activity("Undo", "boosts/1/undo", boost))
        .await?;
    assert_eq!(ann.show(&posted.id).await?.reblogs_count, 0);
    assert!(ann.told().await?.is_empty());
    Ok(())
}
