//! Changing posts, and what they said before.

use api::{
    entities::{Status, StatusEdit},
    statuses::{
        BoostStatus, NewPoll, PostStatus,
        edits::{EditStatus, ListVersions, ShowSource},
        quotes::SetInteractionPolicy,
    },
    timelines::TagTimeline,
};
use chrono::TimeDelta;
use serde_json::json;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says, texts, to},
};

fn edit(of: &Status, text: &str) -> EditStatus {
    asks(json!({ "id": of.id, "status": text }))
}

impl Person {
    async fn edit(&self, of: &Status, text: &str) -> Result<Status, client::Error> {
        self.client.send(&edit(of, text)).await
    }

    async fn versions(&self, id: &str) -> Result<Vec<StatusEdit>, client::Error> {
        self.client.send(&ListVersions { id: id.into() }).await
    }
}

#[tokio::test]
async fn an_edit_keeps_what_was_said_before() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("first #one")).await?;
    let before = bob.versions(&post.id).await?;
    assert_eq!(before.len(), 1);
    assert_eq!(before[0].created_at, post.created_at);
    let second = server.now() + TimeDelta::minutes(1);

    server.advance(TimeDelta::minutes(1));
    let warned = EditStatus {
        spoiler_text: Some("careful".into()),
        language: Some("de".into()),
        ..edit(&post, "second #two")
    };
    let edited = ann.client.send(&warned).await?;
    server.advance(TimeDelta::minutes(1));
    ann.edit(&post, "third").await?;

    assert_eq!(edited.edited_at.map(|it| it.0), Some(second));
    assert_eq!(
        (edited.sensitive, edited.language.as_deref()),
        (true, Some("de"))
    );
    let shown = bob.show(&post.id).await?;
    assert_eq!(
        (texts(std::slice::from_ref(&shown))[0], shown.tags.len()),
        ("third", 0)
    );
    assert_eq!(
        (shown.created_at, shown.spoiler_text.as_str()),
        (post.created_at, "")
    );
    assert_eq!(
        shown.language.as_deref(),
        Some("de"),
        "what is not named stays"
    );
    let versions = bob.versions(&post.id).await?;
    let kept: Vec<_> = versions
        .iter()
        .map(|it| {
            (
                it.content.contains("third"),
                it.spoiler_text.as_str(),
                it.sensitive,
            )
        })
        .collect();
    assert_eq!(
        kept,
        [
            (false, "", false),
            (false, "careful", true),
            (true, "", false)
        ]
    );
    assert!(versions[0].content.contains("first"));
    assert_eq!(versions[1].created_at.0, second);
    assert!(versions.iter().all(|it| it.account.acct == "ann"));
    let source = ann.client.send(&ShowSource { id: post.id }).await?;
    assert_eq!(
        (source.text.as_str(), source.spoiler_text.as_str()),
        ("third", "")
    );
    Ok(())
}

#[tokio::test]
async fn an_edit_that_changes_nothing_leaves_no_version() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let post = ann.post(says("as it is #tag @ann")).await?;

    for text in ["as it is #tag @ann", "  as it is #tag @ann\n"] {
        let same = ann.edit(&post, text).await?;
        assert_eq!((same.edited_at, &same.content), (None, &post.content));
    }

    assert_eq!(ann.versions(&post.id).await?.len(), 1);
    assert_eq!(store::testing::count(&mut server.tx()?, "status_edits")?, 0);
    Ok(())
}

#[tokio::test]
async fn only_the_author_edits_and_only_into_what_could_be_posted() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("mine")).await?;
    let boost = BoostStatus {
        id: post.id.clone(),
        visibility: None,
    };
    let boost = ann.client.send(&boost).await?;
    let missing = (404, "Record not found".to_owned());

    assert_eq!(refusal(bob.edit(&post, "yours").await), missing);
    assert_eq!(
        refusal(ann.edit(&boost, "a boost has no words").await),
        missing
    );
    for (text, words) in [
        ("", "Validation failed: Text can't be blank"),
        (
            &*"x".repeat(501),
            "Validation failed: Text character limit of 500 exceeded",
        ),
    ] {
        assert_eq!(refusal(ann.edit(&post, text).await), (422, words.into()));
    }

    assert_eq!(ann.show(&post.id).await?.content, post.content);
    assert_eq!(ann.versions(&post.id).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn who_is_named_anew_is_told_and_who_is_named_no_longer_still_sees_it() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let carl = server.member("carl")?;
    let post = ann.post(to("psst @bob #here", "private")).await?;
    assert!(!carl.sees(&post.id).await?);

    let edited = ann
        .edit(&post, "psst @carl #there https://kumki.example/a")
        .await?;

    let named: Vec<_> = edited.mentions.iter().map(|it| it.acct.as_str()).collect();
    assert_eq!(named, ["carl"]);
    assert_eq!(
        edited.tags.iter().map(|it| &it.name).collect::<Vec<_>>(),
        ["there"]
    );
    assert!(carl.sees(&post.id).await? && bob.sees(&post.id).await?);
    assert_eq!(carl.kinds_told().await?, ["mention"]);
    ann.edit(&post, "psst @bob @carl").await?;
    assert_eq!(bob.kinds_told().await?, ["mention"], "she knows it already");
    assert_eq!(carl.kinds_told().await?, ["mention"]);
    Ok(())
}

#[tokio::test]
async fn timelines_of_tags_follow_the_text() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let post = ann.post(says("#before")).await?;
    ann.edit(&post, "#after").await?;

    for (tag, found) in [("before", 0), ("after", 1)] {
        let timeline: TagTimeline = asks(json!({ "hashtag": tag }));
        assert_eq!(
            ann.client.send(&timeline).await?.items.len(),
            found,
            "{tag}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn who_has_passed_a_post_on_is_told_of_the_last_edit_once() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let carl = server.member("carl")?;
    let post = ann.post(says("Good")).await?;
    let boost = BoostStatus {
        id: post.id.clone(),
        visibility: None,
    };
    bob.client.send(&boost).await?;
    for text in ["see this", "and again"] {
        let quote = PostStatus {
            quoted_status_id: Some(post.id.clone()),
            ..says(text)
        };
        carl.post(quote).await?;
    }

    for text in ["Better", "Best"] {
        ann.edit(&post, text).await?;
        server.work_off()?;
    }

    assert_eq!(bob.kinds_told().await?, ["update"]);
    assert_eq!(carl.kinds_told().await?, ["quoted_update"]);
    assert!(!ann.kinds_told().await?.contains(&"update".to_owned()));
    Ok(())
}

#[tokio::test]
async fn versions_show_the_media_of_then_as_they_were_described() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let (cat, dog) = (server.picture(&ann)?, server.picture(&ann)?);
    let carries = |ids: &[&String]| ids.iter().map(|it| (*it).clone()).collect::<Vec<_>>();
    let post = PostStatus {
        media_ids: carries(&[&cat, &dog]),
        ..says("pets")
    };
    let post = ann.post(post).await?;

    let described = EditStatus {
        media_ids: carries(&[&cat, &dog]),
        media_attributes: Some(json!([{ "id": cat, "description": "A cat", "focus": "0.5,-2" }])),
        ..edit(&post, "pets")
    };
    let edited = ann.client.send(&described).await?;
    let cat_then = &edited.media_attachments[0];
    assert_eq!(cat_then.description.as_deref(), Some("A cat"));
    assert_eq!(
        cat_then.meta.as_ref().map(|it| it["focus"].clone()),
        Some(json!({ "x": 0.5, "y": -1.0 }))
    );
    let swapped = EditStatus {
        media_ids: carries(&[&dog, &cat]),
        ..edit(&post, "pets")
    };
    ann.client.send(&swapped).await?;
    let without = EditStatus {
        media_ids: carries(&[&dog]),
        ..edit(&post, "pets")
    };
    let last = ann.client.send(&without).await?;

    assert_eq!(last.media_attachments.len(), 1);
    let versions = ann.versions(&post.id).await?;
    let kept: Vec<Vec<_>> = versions
        .iter()
        .map(|it| {
            let media = it.media_attachments.iter();
            media
                .map(|it| (it.id.as_str(), it.description.as_deref()))
                .collect()
        })
        .collect();
    let (c, d) = (cat.as_str(), dog.as_str());
    assert_eq!(
        kept,
        [
            vec![(c, None), (d, None)],
            vec![(c, Some("A cat")), (d, None)],
            vec![(d, None), (c, Some("A cat"))],
            vec![(d, None)],
        ]
    );
    let long = EditStatus {
        media_ids: carries(&[&dog]),
        media_attributes: Some(json!([{ "id": dog, "description": "x".repeat(1501) }])),
        ..edit(&post, "pets")
    };
    let text = "Validation failed: Description is too long (maximum is 1500 characters)";
    assert_eq!(refusal(ann.client.send(&long).await), (422, text.into()));
    let others = EditStatus {
        media_ids: vec![server.picture(&server.member("bob")?)?],
        ..edit(&post, "pets")
    };
    assert_eq!(refusal(ann.client.send(&others).await).0, 422);
    Ok(())
}

#[tokio::test]
async fn other_options_take_all_votes_back() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let asks_for = |options: &[&str]| NewPoll {
        options: options.iter().map(|it| (*it).into()).collect(),
        expires_in: 600,
        ..NewPoll::default()
    };
    let post = PostStatus {
        poll: Some(asks_for(&["tea", "coffee"])),
        ..says("Which?")
    };
    let post = ann.post(post).await?;
    let poll = post.poll.clone().expect("a poll");
    bob.vote(&poll.id, &["1"]).await?;
    let with = |text: &str, poll| EditStatus {
        poll,
        ..edit(&post, text)
    };

    let same = with("Which one?", Some(asks_for(&["tea", "coffee"])));
    let kept = ann.client.send(&same).await?.poll.expect("a poll");
    assert_eq!((kept.id.as_str(), kept.votes_count), (poll.id.as_str(), 1));
    let other = with("Which one?", Some(asks_for(&["tea", "water"])));
    let reset = ann.client.send(&other).await?.poll.expect("a poll");
    assert_eq!((reset.votes_count, reset.voters_count), (0, Some(0)));
    let gone = ann.client.send(&with("Nothing", None)).await?;
    assert_eq!(gone.poll, None);

    let versions = ann.versions(&post.id).await?;
    let asked: Vec<_> = versions
        .iter()
        .map(|it| it.poll.as_ref().map(|it| it.options[1].title.as_str()))
        .collect();
    assert_eq!(asked, [Some("coffee"), Some("coffee"), Some("water"), None]);
    bob.vote(&poll.id, &["0"]).await.expect_err("it is gone");
    Ok(())
}

#[tokio::test]
async fn who_may_quote_changes_without_a_version() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Quote me")).await?;
    let private = ann.post(to("Not me", "private")).await?;
    let set = |id: &str, policy: &str| SetInteractionPolicy {
        id: id.into(),
        quote_approval_policy: Some(policy.into()),
    };

    let changed = ann.client.send(&set(&post.id, "nobody")).await?;
    let approval = changed.quote_approval.expect("there");
    assert_eq!((approval.automatic.len(), changed.edited_at), (0, None));
    let quote = PostStatus {
        quoted_status_id: Some(post.id.clone()),
        ..says("look")
    };
    let refused = refusal(bob.post(quote.clone()).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));
    let by_edit = EditStatus {
        quote_approval_policy: Some("public".into()),
        ..edit(&post, "Quote me")
    };
    ann.client.send(&by_edit).await?;
    assert!(bob.post(quote).await.is_ok());
    assert_eq!(ann.versions(&post.id).await?.len(), 1);

    let still = ann.client.send(&set(&private.id, "public")).await?;
    assert!(still.quote_approval.expect("there").automatic.is_empty());
    let text = "Validation failed: Quote approval policy is not included in the list";
    let refused = refusal(ann.client.send(&set(&post.id, "friends")).await);
    assert_eq!(refused, (422, text.into()));
    let refused = refusal(bob.client.send(&set(&post.id, "nobody")).await);
    assert_eq!(refused, (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn versions_are_for_those_who_may_see_the_post() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let post = ann.post(to("secret", "private")).await?;

    let missing = (404, "Record not found".to_owned());
    assert_eq!(refusal(eve.versions(&post.id).await), missing);
    let source = ShowSource { id: post.id };
    assert_eq!(refusal(eve.client.send(&source).await), missing);
    Ok(())
}
