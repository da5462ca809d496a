//! Hashtags: who follows them, who shows them, and how much they are used.

use api::{
    accounts::ShowAccount,
    admin::accounts::{AccountAction, ActOnAccount},
    entities::{FeaturedTag, Tag},
    featured_tags::{
        CreateFeaturedTag, DeleteFeaturedTag, ListFeaturedTags, ListFeaturedTagsOf,
        SuggestFeaturedTags,
    },
    statuses::{DeleteStatus, PostStatus},
    tags::{FeatureTag, FollowTag, GetTag, ListFollowedTags, UnfeatureTag, UnfollowTag},
    timelines::HomeTimeline,
};
use chrono::TimeDelta;
use client::Client;
use store::{tags, testing};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, texts, to},
};

type Anything<T> = Result<T, Box<dyn std::error::Error>>;

async fn get(client: &Client, name: &str) -> Result<Tag, client::Error> {
    client.send(&GetTag { name: name.into() }).await
}

async fn follow(person: &Person, name: &str) -> Result<Tag, client::Error> {
    person.client.send(&FollowTag { name: name.into() }).await
}

async fn unfollow(person: &Person, name: &str) -> Result<Tag, client::Error> {
    person.client.send(&UnfollowTag { name: name.into() }).await
}

async fn feature(person: &Person, name: &str) -> Result<FeaturedTag, client::Error> {
    let request = CreateFeaturedTag { name: name.into() };
    person.client.send(&request).await
}

async fn featured(person: &Person) -> Result<Vec<FeaturedTag>, client::Error> {
    person.client.send(&ListFeaturedTags {}).await
}

async fn home(person: &Person) -> Anything<Vec<String>> {
    let page = person.client.send(&HomeTimeline::default()).await?.items;
    Ok(texts(&page).iter().map(ToString::to_string).collect())
}

fn uses(tag: &Tag) -> Vec<(&str, &str)> {
    let days = tag.history.iter();
    days.map(|it| (it.uses.as_str(), it.accounts.as_str()))
        .collect()
}

#[tokio::test]
async fn a_tag_is_shown_whether_or_not_anybody_has_used_it() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let stranger = Client::anonymous(&server.url)?;

    let unknown = get(&stranger, "GartenTräume").await?;

    assert_eq!(
        (unknown.id.as_str(), unknown.name.as_str()),
        ("", "GartenTräume")
    );
    assert_eq!(unknown.url, format!("{}/tags/gartentraume", server.url));
    assert_eq!((unknown.following, unknown.featuring), (None, None));
    assert_eq!(uses(&unknown), [("0", "0"); 7]);
    assert_eq!(
        unknown.history[0].day,
        (server.now().timestamp() / 86_400 * 86_400).to_string()
    );
    let seen = get(&ann.client, "gartentraume").await?;
    assert_eq!((seen.following, seen.featuring), (Some(false), Some(false)));
    let kept = tags::find_named(&mut server.tx()?, "gartentraume")?;
    assert_eq!(kept, None, "looking leaves nothing behind");
    let foreign = get(&stranger, "東京").await?;
    assert_eq!(
        foreign.url,
        format!("{}/tags/%E6%9D%B1%E4%BA%AC", server.url)
    );
    for wrong in ["123", "foo bar", "a-b", "#a", &"a".repeat(501)] {
        let said = refusal(get(&stranger, wrong).await);
        assert_eq!(said, (404, "Record not found".into()), "{wrong}");
        let said = refusal(follow(&ann, wrong).await);
        assert_eq!(said, (404, "Record not found".into()), "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn following_a_tag_brings_its_posts_home_until_it_is_unfollowed() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let carl = server.member("carl")?;
    server.follow(&ann, &carl)?;

    let followed = follow(&ann, "Rust").await?;
    assert_eq!(follow(&ann, "RUST").await?, followed, "twice is once");
    follow(&ann, "tea").await?;

    assert_eq!(
        (followed.name.as_str(), followed.following),
        ("Rust", Some(true))
    );
    assert!(!followed.id.is_empty());
    for (author, text) in [
        (&bob, "#rust only"),
        (&bob, "#rust with #tea"),
        (&carl, "#rust by a friend"),
        (&ann, "my own #rust"),
        (&bob, "nothing"),
    ] {
        author.post(says(text)).await?;
    }
    server.work_off()?;
    let before = home(&ann).await?;
    assert_eq!(before.len(), 4, "{before:?}");

    let unfollowed = unfollow(&ann, "rust").await?;

    assert_eq!(unfollowed.following, Some(false));
    let after = home(&ann).await?;
    assert_eq!(after.len(), 3, "{after:?}");
    assert!(!after.iter().any(|it| it.ends_with("only")), "{after:?}");
    assert_eq!(unfollow(&ann, "rust").await?.following, Some(false));
    assert_eq!(unfollow(&ann, "never").await?.id, "");
    Ok(())
}

#[tokio::test]
async fn followed_tags_are_paged_last_followed_first() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    for name in ["one", "two", "three", "four", "five"] {
        follow(&ann, name).await?;
    }
    follow(&bob, "other").await?;
    ann.client.send(&FeatureTag { name: "two".into() }).await?;
    let request = ListFollowedTags {
        limit: Some("2".into()),
        ..ListFollowedTags::default()
    };

    let mut pages = ann.client.pages(&request);
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.extend(page?.items);
    }

    let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["five", "four", "three", "two", "one"]);
    assert!(found.iter().all(|it| it.following == Some(true)));
    let shown = found.iter().filter(|it| it.featuring == Some(true));
    assert_eq!(shown.count(), 1);
    Ok(())
}

#[tokio::test]
async fn the_use_of_a_tag_is_counted_by_day_and_account() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let silence = ActOnAccount::new(bob.id(), AccountAction::Silence);

    ann.post(says("#tea")).await?;
    server.advance(TimeDelta::days(1));
    let last = ann.post(says("#Tea #tea")).await?;
    ann.post(says("more #tea")).await?;
    bob.post(says("#tea")).await?;
    bob.post(to("#tea", "unlisted")).await?;
    bob.post(to("#tea", "private")).await?;
    moderator.client.send(&silence).await?;
    bob.post(says("#tea")).await?;

    let tag = get(&ann.client, "tea").await?;
    assert_eq!(uses(&tag)[..3], [("3", "2"), ("1", "1"), ("0", "0")]);
    let delete = DeleteStatus {
        id: last.id,
        delete_media: None,
    };
    ann.client.send(&delete).await?;
    assert_eq!(get(&ann.client, "tea").await?, tag, "it was said");
    server.advance(TimeDelta::days(6));
    assert_eq!(uses(&get(&ann.client, "tea").await?)[6], ("3", "2"));
    Ok(())
}

#[tokio::test]
async fn a_profile_shows_tags_with_the_posts_that_everybody_may_see() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    ann.post(says("#rust")).await?;
    ann.post(to("#rust", "unlisted")).await?;
    ann.post(to("#rust", "private")).await?;

    let rust = feature(&ann, " #Rust ").await?;
    let tea = feature(&ann, "tea").await?;

    assert_eq!(
        (rust.name.as_str(), rust.statuses_count.as_str()),
        ("Rust", "2")
    );
    let today = server.now().format("%Y-%m-%d").to_string();
    assert_eq!(rust.last_status_at, Some(today));
    let url = ann.client.send(&ShowAccount { id: ann.id() }).await?.url;
    assert_eq!(rust.url, format!("{url}/tagged/rust"));
    assert_eq!(
        (tea.statuses_count.as_str(), &tea.last_status_at),
        ("0", &None)
    );

    server.advance(TimeDelta::days(1));
    let post = ann.post(says("#rust and #tea")).await?;
    ann.post(to("#tea", "direct")).await?;
    let shown = featured(&ann).await?;
    let counts = |shown: &[FeaturedTag]| -> Vec<(String, String)> {
        let shown = shown.iter();
        shown
            .map(|it| (it.name.clone(), it.statuses_count.clone()))
            .collect()
    };
    let expected = [("Rust", "3"), ("tea", "1")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(counts(&shown), expected);
    let delete = DeleteStatus {
        id: post.id,
        delete_media: None,
    };
    ann.client.send(&delete).await?;
    let stranger = Client::anonymous(&server.url)?;
    let seen = stranger.send(&ListFeaturedTagsOf { id: ann.id() }).await?;
    assert_eq!(seen, [rust.clone(), tea], "as before");

    let bob = server.member("bob")?;
    let delete = DeleteFeaturedTag { id: rust.id };
    let said = refusal(bob.client.send(&delete).await);
    assert_eq!(said, (404, "Record not found".into()));
    ann.client.send(&delete).await?;
    assert_eq!(featured(&ann).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_suspended_account_shows_no_tags() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    feature(&ann, "tea").await?;
    let list = ListFeaturedTagsOf { id: ann.id() };
    let stranger = Client::anonymous(&server.url)?;
    assert_eq!(stranger.send(&list).await?.len(), 1);

    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    moderator.client.send(&suspend).await?;

    assert!(stranger.send(&list).await?.is_empty());
    let pending = ListFeaturedTagsOf {
        id: server.pending("pen")?.id(),
    };
    let said = refusal(stranger.send(&pending).await);
    assert_eq!(said, (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_shown_on_a_profile_is_refused() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    server.change(|cx| {
        tags::add_if_new(&mut cx.tx, "bad", None, cx.now)?;
        testing::execute(&mut cx.tx, "UPDATE tags SET usable = false")?;
        Ok(())
    })?;
    feature(&ann, "tea").await?;

    for (name, text) in [
        ("", "Name can't be blank, Name is invalid"),
        ("123", "Name is invalid"),
        ("foo bar", "Name is invalid"),
        ("bad", "Name is invalid"),
        ("TEA", "Name has already been taken"),
    ] {
        let said = refusal(feature(&ann, name).await);
        assert_eq!(said, (422, format!("Validation failed: {text}")), "{name}");
    }
    for number in 0..9 {
        feature(&ann, &format!("tag{number}")).await?;
    }
    let limit = "Validation failed: You have already featured the maximum number of hashtags";
    assert_eq!(refusal(feature(&ann, "more").await), (422, limit.into()));
    let by_tag = FeatureTag {
        name: "more".into(),
    };
    assert_eq!(refusal(ann.client.send(&by_tag).await), (422, limit.into()));
    let twice = FeatureTag { name: "Tea".into() };
    assert_eq!(ann.client.send(&twice).await?.featuring, Some(true));
    let less = UnfeatureTag { name: "tea".into() };
    assert_eq!(ann.client.send(&less).await?.featuring, Some(false));
    assert_eq!(featured(&ann).await?.len(), 9);
    Ok(())
}

#[tokio::test]
async fn a_forbidden_tag_cannot_be_posted() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    server.change(|cx| {
        tags::add_if_new(&mut cx.tx, "bad", None, cx.now)?;
        testing::execute(&mut cx.tx, "UPDATE tags SET usable = false")?;
        Ok(())
    })?;

    let said = refusal(ann.post(says("so #Bad")).await);

    let text = "Validation failed: Text contained a disallowed hashtag: bad";
    assert_eq!(said, (422, text.into()));
    Ok(())
}

#[tokio::test]
async fn the_tags_that_one_uses_most_are_suggested() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    for text in ["#a #b #c #d #e", "#b #c #d #e", "#c #d #e", "#d #e"] {
        let private = PostStatus {
            visibility: Some("private".into()),
            ..says(text)
        };
        ann.post(private).await?;
    }
    bob.post(says("#other")).await?;
    feature(&ann, "d").await?;
    server.change(|cx| {
        let hide = "UPDATE tags SET listable = false WHERE name = 'e'";
        testing::execute(&mut cx.tx, hide)?;
        Ok(())
    })?;

    let suggested = ann.client.send(&SuggestFeaturedTags {}).await?;

    let names: Vec<&str> = suggested.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["c", "b", "a"]);
    Ok(())
}
