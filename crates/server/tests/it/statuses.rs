//! Posts, as those see them who may.

use api::{
    Open,
    entities::{Status, Visibility},
    notifications::ListNotifications,
    statuses::{
        BoostStatus, DeleteStatus, FavouriteStatus, ListBoosters, ListFavouriters, NewPoll,
        PinStatus, PostStatus, ShowContext, ShowStatus, UnboostStatus, UnfavouriteStatus,
    },
    timelines::{HomeTimeline, ListAccountStatuses, PublicTimeline, TagTimeline},
};
use client::Client;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

pub(crate) fn says(text: &str) -> PostStatus {
    PostStatus {
        status: Some(text.into()),
        ..PostStatus::default()
    }
}

pub(crate) fn to(text: &str, visibility: &str) -> PostStatus {
    PostStatus {
        visibility: Some(visibility.into()),
        ..says(text)
    }
}

impl Person {
    /// Posts at once.
    pub(crate) async fn post(&self, post: PostStatus) -> Result<Status, client::Error> {
        let posted = self.client.send(&post).await?;
        Ok(posted.status().expect("it is there at once"))
    }

    pub(crate) async fn show(&self, id: &str) -> Result<Status, client::Error> {
        self.client.send(&ShowStatus { id: id.into() }).await
    }

    /// What she was told, latest first.
    pub(crate) async fn kinds_told(&self) -> Result<Vec<String>, client::Error> {
        let page = self.client.send(&ListNotifications::default()).await?;
        Ok(page.items.into_iter().map(|it| it.r#type).collect())
    }

    pub(crate) async fn sees(&self, id: &str) -> Result<bool, Box<dyn std::error::Error>> {
        sees(&self.client, id).await
    }
}

/// Reads a request from its fields.
pub(crate) fn asks<E: api::Endpoint>(fields: serde_json::Value) -> E {
    serde_json::from_value(fields).expect("fields of the request")
}

impl Server {
    /// A picture that somebody has sent.
    pub(crate) fn picture(&self, of: &Person) -> Result<String, Box<dyn std::error::Error>> {
        let (owner, at) = (of.id, self.now().to_rfc3339());
        let id = self.change(|cx| {
            let id = cx.new_id();
            let sql = format!(
                "INSERT INTO media_attachments (id, account_id, position, kind, state, file, preview,
                 content_type, size, description, meta, created_at, updated_at) VALUES ({id}, {owner}, 0,
                 'image', 'ready', 'files/{id}.png', 'previews/{id}.png', 'image/png', 1, NULL, '{{}}',
                 '{at}', '{at}')"
            );
            store::testing::execute(&mut cx.tx, &sql)?;
            Ok(id)
        })?;
        Ok(id.to_string())
    }
}

pub(crate) async fn sees(client: &Client, id: &str) -> Result<bool, Box<dyn std::error::Error>> {
    let shown = client.send(&ShowStatus { id: id.into() }).await;
    match shown {
        Ok(_) => Ok(true),
        Err(client::Error::Refused { status: 404, .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn texts(statuses: &[Status]) -> Vec<&str> {
    statuses
        .iter()
        .map(|it| it.content.as_deref().unwrap_or_default())
        .map(|it| it.trim_start_matches("<p>").trim_end_matches("</p>"))
        .collect()
}

#[tokio::test]
async fn a_post_names_people_and_tags_and_links() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);

    let post = ann
        .post(says(
            "Hi @bob & @nobody, see https://kumki.example/a/very/long/path/that/goes/on #Rust",
        ))
        .await?;

    let content = post.content.as_deref().unwrap_or_default();
    assert_eq!(
        content,
        format!(
            "<p>Hi <span class=\"h-card\" translate=\"no\"><a href=\"{0}/@bob\" class=\"u-url mention\">\
             @<span>bob</span></a></span> &amp; @nobody, see \
             <a href=\"https://kumki.example/a/very/long/path/that/goes/on\" target=\"_blank\" \
             rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://</span>\
             <span class=\"ellipsis\">kumki.example/a/very/long/path</span>\
             <span class=\"invisible\">/that/goes/on</span></a> \
             <a href=\"{0}/tags/rust\" class=\"mention hashtag\" rel=\"tag\">#<span>Rust</span></a></p>",
            server.url
        )
    );
    let mentioned: Vec<_> = post.mentions.iter().map(|it| it.acct.as_str()).collect();
    assert_eq!(mentioned, ["bob"]);
    assert_eq!(post.tags[0].name, "Rust");
    assert_eq!(post.url, Some(format!("{}/@ann/{}", server.url, post.id)));
    assert_eq!(post.account.statuses_count, 1);
    assert!(bob.sees(&post.id).await?);
    Ok(())
}

#[tokio::test]
async fn each_visibility_reaches_whom_it_is_for() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let fan = server.member("fan")?;
    server.follow(&fan, &ann)?;
    let stranger = Client::anonymous(&server.url)?;

    for (visibility, by_fan, by_bob, by_eve, by_stranger) in [
        ("public", true, true, true, true),
        ("unlisted", true, true, true, true),
        ("private", true, true, false, false),
        ("direct", false, true, false, false),
    ] {
        let post = ann.post(to("For @bob", visibility)).await?;
        let seen = [
            ann.sees(&post.id).await?,
            fan.sees(&post.id).await?,
            bob.sees(&post.id).await?,
            eve.sees(&post.id).await?,
            sees(&stranger, &post.id).await?,
        ];
        assert_eq!(
            seen,
            [true, by_fan, by_bob, by_eve, by_stranger],
            "{visibility}"
        );
    }
    let listed = stranger.send(&PublicTimeline::default()).await?.items;
    assert_eq!(listed.len(), 1, "only what is public");
    Ok(())
}

#[tokio::test]
async fn followers_find_a_post_at_home() -> Test {
    let server = Server::start().await?;
    let (ann, fan, eve) = (
        server.member("ann")?,
        server.member("fan")?,
        server.member("eve")?,
    );
    server.follow(&fan, &ann)?;

    let post = ann.post(says("Hello")).await?;
    server.work_off()?;

    for (reader, finds) in [(&ann, true), (&fan, true), (&eve, false)] {
        let home = reader.client.send(&HomeTimeline::default()).await?.items;
        let ids: Vec<_> = home.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids == [post.id.as_str()], finds);
    }
    Ok(())
}

#[tokio::test]
async fn answers_stand_in_a_thread_and_are_counted() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let answer = |text: &str, to: &Status| PostStatus {
        in_reply_to_id: Some(to.id.clone()),
        ..says(text)
    };
    let root = ann.post(says("root")).await?;
    let first = bob.post(answer("first", &root)).await?;
    let deep = ann.post(answer("deep", &first)).await?;
    ann.post(answer("second", &root)).await?;

    let thread = ann
        .client
        .send(&ShowContext {
            id: root.id.clone(),
        })
        .await?;
    assert_eq!(texts(&thread.descendants), ["first", "deep", "second"]);
    let thread = ann.client.send(&ShowContext { id: deep.id }).await?;
    assert_eq!(texts(&thread.ancestors), ["root", "first"]);
    let root = ann.client.send(&ShowStatus { id: root.id }).await?;
    assert_eq!(root.replies_count, 2);

    let missing = PostStatus {
        in_reply_to_id: Some("1".into()),
        ..says("to nobody")
    };
    let text = "The post you are trying to reply to does not appear to exist.";
    assert_eq!(refusal(bob.post(missing).await), (404, text.into()));
    Ok(())
}

#[tokio::test]
async fn boosts_and_likes_are_counted_once_and_taken_back() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Good")).await?;
    let id = || post.id.clone();
    let boost = BoostStatus {
        id: id(),
        visibility: None,
    };

    for _ in 0..2 {
        bob.client.send(&FavouriteStatus { id: id() }).await?;
        let boosted = bob.client.send(&boost).await?;
        let inner = boosted.reblog.expect("the post");
        assert_eq!((inner.reblogs_count, inner.favourites_count), (1, 1));
        assert_eq!(
            (inner.reblogged, inner.favourited),
            (Some(true), Some(true))
        );
    }
    let by =
        |page: Vec<api::entities::Account>| page.into_iter().map(|it| it.acct).collect::<Vec<_>>();
    let boosters: ListBoosters = serde_json::from_value(serde_json::json!({ "id": id() }))?;
    let likers: ListFavouriters = serde_json::from_value(serde_json::json!({ "id": id() }))?;
    assert_eq!(by(ann.client.send(&boosters).await?.items), ["bob"]);
    assert_eq!(by(ann.client.send(&likers).await?.items), ["bob"]);

    bob.client.send(&UnboostStatus { id: id() }).await?;
    let after = bob.client.send(&UnfavouriteStatus { id: id() }).await?;
    assert_eq!((after.reblogs_count, after.favourites_count), (0, 0));
    Ok(())
}

#[tokio::test]
async fn a_deleted_post_is_gone_everywhere_at_once() -> Test {
    let server = Server::start().await?;
    let (ann, fan) = (server.member("ann")?, server.member("fan")?);
    server.follow(&fan, &ann)?;
    let post = ann.post(says("Oops #typo")).await?;
    let boost = BoostStatus {
        id: post.id.clone(),
        visibility: None,
    };
    let boost = fan.client.send(&boost).await?;
    server.work_off()?;
    let delete = DeleteStatus {
        id: post.id.clone(),
        delete_media: None,
    };
    assert_eq!(
        refusal(fan.client.send(&delete).await),
        (404, "Record not found".into())
    );

    let deleted = ann.client.send(&delete).await?;

    assert_eq!(
        (deleted.text.as_deref(), deleted.content),
        (Some("Oops #typo"), None)
    );
    for id in [&post.id, &boost.id] {
        assert!(!fan.sees(id).await?);
    }
    assert!(
        fan.client
            .send(&HomeTimeline::default())
            .await?
            .items
            .is_empty()
    );
    let tagged: TagTimeline = serde_json::from_value(serde_json::json!({ "hashtag": "typo" }))?;
    assert!(fan.client.send(&tagged).await?.items.is_empty());
    server.work_off()?;
    assert_eq!(
        store::statuses::find(&mut server.tx()?, post.id.parse()?)?.map(|it| it.id),
        None
    );
    assert_eq!(
        store::statuses::find(&mut server.tx()?, boost.id.parse()?)?.map(|it| it.id),
        None
    );
    Ok(())
}

#[tokio::test]
async fn the_same_key_gives_the_same_post() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let keyed = PostStatus {
        idempotency_key: Some("once".into()),
        ..says("Only once")
    };

    let first = ann.post(keyed.clone()).await?;
    let second = ann.post(keyed.clone()).await?;
    let other = bob.post(keyed.clone()).await?;
    server.advance(chrono::TimeDelta::minutes(61));
    let later = ann.post(keyed).await?;

    assert_eq!(first.id, second.id);
    assert_ne!(first.id, other.id);
    assert_ne!(first.id, later.id);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_posted_is_refused_and_leaves_nothing() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let poll = |options: &[&str], expires_in| PostStatus {
        poll: Some(NewPoll {
            options: options.iter().map(|it| (*it).into()).collect(),
            expires_in,
            ..NewPoll::default()
        }),
        ..says("Which?")
    };
    let cases = [
        (says(" "), "Validation failed: Text can't be blank"),
        (
            says(&"x".repeat(501)),
            "Validation failed: Text character limit of 500 exceeded",
        ),
        (
            to("x", "nobody"),
            "Validation failed: Visibility is not included in the list",
        ),
        (
            poll(&["a"], 600),
            "Validation failed: Options must have more than one item",
        ),
        (
            poll(&["a", "a"], 600),
            "Validation failed: Options contain duplicate items",
        ),
        (
            poll(&["a", "b"], 1),
            "Validation failed: Expires at is too soon",
        ),
    ];

    for (post, text) in cases {
        assert_eq!(refusal(ann.post(post).await), (422, text.into()));
    }

    let id = ann.id();
    let posted: ListAccountStatuses = serde_json::from_value(serde_json::json!({ "id": id }))?;
    assert!(ann.client.send(&posted).await?.items.is_empty());
    // However long an address is, it counts as 23.
    let long = format!(
        "{} https://kumki.example/{}",
        "x".repeat(476),
        "y".repeat(400)
    );
    assert!(ann.post(says(&long)).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn only_some_posts_can_be_pinned() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Me first")).await?;
    let private = ann.post(to("@bob psst", "direct")).await?;

    let pinned = ann
        .client
        .send(&PinStatus {
            id: post.id.clone(),
        })
        .await?;

    assert_eq!(pinned.pinned, Some(true));
    let profile = serde_json::json!({ "id": ann.id(), "pinned": true });
    let profile: ListAccountStatuses = serde_json::from_value(profile)?;
    assert_eq!(texts(&bob.client.send(&profile).await?.items), ["Me first"]);
    for (who, id, text) in [
        (&bob, post.id, "Someone else's post cannot be pinned"),
        (
            &ann,
            private.id,
            "Posts that are only visible to mentioned users cannot be pinned",
        ),
    ] {
        let text = format!("Validation failed: {text}");
        assert_eq!(
            refusal(who.client.send(&PinStatus { id }).await),
            (422, text)
        );
    }
    Ok(())
}

#[tokio::test]
async fn limited_members_post_no_further_than_unlisted() -> Test {
    let server = Server::start().await?;
    let (moderator, ann) = (server.staff("mod", "Moderator")?, server.member("ann")?);
    let silence = api::admin::accounts::ActOnAccount::new(
        ann.id(),
        api::admin::accounts::AccountAction::Silence,
    );
    moderator.client.send(&silence).await?;

    let post = ann.post(to("Buy now", "public")).await?;

    assert_eq!(post.visibility, Open::Known(Visibility::Unlisted));
    Ok(())
}

#[tokio::test]
async fn the_media_of_a_deleted_post_are_free_or_gone_as_was_asked_for() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let carry = |text: &str, id: &str| PostStatus {
        media_ids: vec![id.into()],
        ..says(text)
    };
    let picture = server.picture(&ann)?;
    let first = ann.post(carry("first", &picture)).await?;
    let delete = |id: &str, delete_media| DeleteStatus {
        id: id.into(),
        delete_media,
    };

    let deleted = ann.client.send(&delete(&first.id, None)).await?;
    assert_eq!(deleted.media_attachments[0].id, picture);
    let again = ann.post(carry("again", &picture)).await?;
    ann.client.send(&delete(&again.id, Some(true))).await?;

    let gone = ann.post(carry("once more", &picture)).await;
    let text = format!("Media {picture} not found or already attached to another post");
    assert_eq!(refusal(gone), (422, text));
    server.work_off()?;
    let left = store::media::find(&mut server.tx()?, picture.parse()?)?;
    assert!(left.is_none());
    Ok(())
}
