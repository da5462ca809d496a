//! What many talk about, from the first use to what everybody is shown.

use api::{
    Open,
    admin::{
        accounts::{AccountAction, ActOnAccount, UnsilenceAccount},
        acts::{ListActs, RevertAct},
        batches::{BatchDeed, RevertBatch, RunBatch},
        domain_blocks::CreateDomainBlock,
        queue::ShowQueue,
        trends::{
            ApprovePublisher, ApproveTrendingAuthor, ApproveTrendingLink, ApproveTrendingStatus,
            ApproveTrendingTag, CreatePublisher, DeletePublisher, ListAdminTrendingLinks,
            ListAdminTrendingStatuses, ListAdminTrendingTags, ListPublishers, ListTrends,
            RejectPublisher, RejectTrendingAuthor, RejectTrendingLink, RejectTrendingStatus,
            RejectTrendingTag, ResetTrendingAuthor, ResetTrendingLink, ResetTrendingStatus,
            TrendsStatus,
        },
    },
    blocks::BlockAccount,
    entities::Status,
    statuses::{BoostStatus, DeleteStatus, FavouriteStatus, PostStatus},
    timelines::LinkTimeline,
    trends::{ListTrendingLinks, ListTrendingStatuses, ListTrendingTags},
};
use chrono::{TimeDelta, Timelike};
use client::Client;
use domain::settings::Settings;
use kumki_server::jobs::keep_schedules;
use serde_json::{Value, json};
use store::{tags, testing, trends::Kind};

use crate::{
    account_actions::refusal,
    files::png,
    people::Person,
    server::{Server, Test},
    sites::{Sites, article},
    statuses::{asks, says},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Twelve members who want to be found, and two who decide.
struct World {
    server: Server,
    sites: Sites,
    people: Vec<Person>,
    moderator: Person,
    admin: Person,
}

async fn world() -> Result<World> {
    let sites = Sites::default();
    for host in ["news.example", "blog.news.example", "other.example"] {
        sites.put(
            &format!("{host}/bridge.png"),
            200,
            "image/png",
            &png(64, 64),
        );
    }
    let server = sites
        .start(&["news.example", "blog.news.example", "other.example"])
        .await?;
    let names = [
        "ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal", "ida", "jan", "kim", "lea",
    ];
    let people: Result<Vec<Person>> = names.iter().map(|it| server.member(it)).collect();
    let (moderator, admin) = (
        server.staff("mod", "Moderator")?,
        server.staff("admin", "Admin")?,
    );
    server.change(|cx| {
        let sql = "UPDATE accounts SET discoverable = TRUE";
        testing::execute(&mut cx.tx, sql)
            .map_err(Into::into)
            .map(drop)
    })?;
    Ok(World {
        server,
        sites,
        people: people?,
        moderator,
        admin,
    })
}

impl World {
    fn ann(&self) -> &Person {
        &self.people[0]
    }

    /// So many people post the same.
    async fn all_say(&self, count: usize, text: &str) -> Test {
        for person in &self.people[..count] {
            person.post(says(text)).await?;
        }
        self.server.work_off()?;
        Ok(())
    }

    /// A post of ann that so many favourite.
    async fn liked(&self, text: &str, count: usize) -> Result<Status> {
        self.liked_of(self.ann(), in_language(text, "en"), count)
            .await
    }

    async fn liked_of(&self, author: &Person, post: PostStatus, count: usize) -> Result<Status> {
        let post = author.post(post).await?;
        for person in self.people[self.people.len() - count..].iter() {
            let id = post.id.clone();
            person.client.send(&FavouriteStatus { id }).await?;
        }
        Ok(post)
    }

    fn refresh(&self) -> Test {
        self.server.advance(TimeDelta::minutes(5));
        keep_schedules(&self.server.app)?;
        self.server.work_off()?;
        Ok(())
    }

    fn wait(&self, by: TimeDelta) -> Test {
        self.server.advance(by);
        self.refresh()
    }

    fn tag(&self, name: &str) -> Result<String> {
        let found = tags::find_named(&mut self.server.tx()?, name)?;
        Ok(found.ok_or("no such tag")?.id.to_string())
    }

    async fn tags(&self, client: &Client) -> Result<Vec<String>> {
        let page = client.send(&ListTrendingTags::default()).await?;
        Ok(page.items.into_iter().map(|it| it.name).collect())
    }

    async fn shown_tags(&self) -> Result<Vec<String>> {
        self.tags(&Client::anonymous(&self.server.url)?).await
    }

    async fn links(&self) -> Result<Vec<String>> {
        let anybody = Client::anonymous(&self.server.url)?;
        let page = anybody.send(&ListTrendingLinks::default()).await?;
        Ok(page.items.into_iter().map(|it| it.card.title).collect())
    }

    async fn posts(&self, client: &Client) -> Result<Vec<String>> {
        let page = client.send(&ListTrendingStatuses::default()).await?;
        Ok(page.items.into_iter().map(|it| it.id).collect())
    }

    async fn shown_posts(&self) -> Result<Vec<String>> {
        self.posts(&Client::anonymous(&self.server.url)?).await
    }

    /// The scores of a kind, the highest first.
    fn scores(&self, kind: Kind) -> Result<Vec<f64>> {
        let all = store::trends::all(&mut self.server.tx()?, kind, 100)?;
        Ok(all.iter().filter_map(|it| it.score).collect())
    }

    /// An article at an address, which so many link to.
    async fn linked(&self, address: &str, title: &str, language: &str, count: usize) -> Test {
        self.sites.page(address, &article(title, language));
        self.all_say(count, &format!("https://{address}")).await
    }

    async fn link_id(&self, title: &str) -> Result<String> {
        let list = ListAdminTrendingLinks::default();
        let page = self.moderator.client.send(&list).await?;
        let found = page.items.iter().find(|it| it.link.card.title == title);
        Ok(found
            .and_then(|it| it.id)
            .ok_or("no such link")?
            .to_string())
    }

    fn set(&self, name: &str, value: &str) -> Test {
        self.server.change(|cx| Settings::set(cx, name, value))?;
        Ok(())
    }
}

pub(crate) fn in_language(text: &str, language: &str) -> PostStatus {
    PostStatus {
        language: Some(language.into()),
        ..says(text)
    }
}

#[tokio::test]
async fn a_tag_trends_for_moderators_and_once_it_is_approved_for_everybody() -> Test {
    let world = world().await?;
    world.all_say(6, "#Tea").await?;
    world.all_say(4, "#rust").await?;
    world.refresh()?;
    let list = ListAdminTrendingTags::default();

    let seen = world.moderator.client.send(&list).await?.items;
    assert_eq!(seen.len(), 1, "four are too few");
    assert_eq!(
        (seen[0].tag.name.as_str(), seen[0].requires_review),
        ("Tea", Some(true))
    );
    assert_eq!(world.scores(Kind::Tag)?, [25.0]);
    assert!(world.shown_tags().await?.is_empty());

    let id = world.tag("tea")?;
    let approved = world
        .moderator
        .client
        .send(&ApproveTrendingTag { id: id.clone() })
        .await?;
    assert_eq!(
        (approved.trendable, approved.requires_review),
        (Some(true), Some(false))
    );
    assert_eq!(world.shown_tags().await?, ["Tea"], "at once");
    world.refresh()?;
    assert_eq!(world.shown_tags().await?, ["Tea"]);

    world
        .moderator
        .client
        .send(&RejectTrendingTag { id })
        .await?;
    assert!(world.shown_tags().await?.is_empty());
    world.refresh()?;
    assert!(world.shown_tags().await?.is_empty());
    assert_eq!(world.moderator.client.send(&list).await?.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_tag_fades_by_half_in_four_hours_and_is_forgotten() -> Test {
    let world = world().await?;
    world.set("trendable_by_default", "true")?;
    let hour = i64::from(world.server.now().hour());
    world.server.advance(TimeDelta::hours(24 - hour));
    world.all_say(6, "#tea").await?;
    world.refresh()?;
    assert_eq!(world.shown_tags().await?, ["tea"]);

    world.wait(TimeDelta::minutes(4 * 60 - 5))?;
    assert_eq!(world.scores(Kind::Tag)?, [12.5]);
    world.wait(TimeDelta::hours(15))?;
    assert!(world.scores(Kind::Tag)?.is_empty());
    assert!(world.shown_tags().await?.is_empty());
    assert_eq!(
        testing::count(&mut world.server.tx()?, "trends")?,
        1,
        "its peak"
    );
    world.wait(TimeDelta::hours(31))?;
    assert_eq!(testing::count(&mut world.server.tx()?, "trends")?, 0);
    Ok(())
}

#[tokio::test]
async fn only_public_posts_of_those_who_are_not_limited_count() -> Test {
    let world = world().await?;
    world.all_say(5, "#tea").await?;
    for person in &world.people[..4] {
        person.post(says("#tea once more")).await?;
    }
    let unlisted = PostStatus {
        visibility: Some("unlisted".into()),
        ..says("#tea")
    };
    world.people[5].post(unlisted).await?;
    let limit = ActOnAccount::new(world.people[6].id(), AccountAction::Silence);
    world.moderator.client.send(&limit).await?;
    world.people[6].post(says("#tea")).await?;
    world.refresh()?;

    let seen = world
        .moderator
        .client
        .send(&ListAdminTrendingTags::default())
        .await?;
    let today = &seen.items[0].tag.history[0];
    assert_eq!((today.uses.as_str(), today.accounts.as_str()), ("9", "5"));
    assert_eq!(world.scores(Kind::Tag)?, [16.0]);
    Ok(())
}

#[tokio::test]
async fn a_link_is_counted_where_it_is_shown_and_where_it_is_passed_on() -> Test {
    let world = world().await?;
    world
        .linked("news.example/bridge", "Bridge reopens", "en", 3)
        .await?;
    let post = world
        .ann()
        .post(says("https://news.example/bridge"))
        .await?;
    for person in &world.people[3..7] {
        let boost = BoostStatus {
            id: post.id.clone(),
            visibility: None,
        };
        person.client.send(&boost).await?;
    }
    world.refresh()?;
    assert_eq!(world.scores(Kind::Link)?, [36.0]);

    let list = ListAdminTrendingLinks::default();
    let url = format!("{}/api/v1/admin/trends/links", world.server.url);
    let call = world
        .server
        .http
        .get(url)
        .bearer_auth(&world.moderator.token);
    let raw: Value = call.send().await?.json().await?;
    assert!(raw[0]["id"].is_number(), "{raw}");
    assert_eq!(
        (&raw[0]["requires_review"], &raw[0]["title"]),
        (&true.into(), &"Bridge reopens".into())
    );
    assert_eq!(raw[0]["history"][0]["accounts"], "7");
    assert_eq!(raw[0]["history"][0]["uses"], "8");
    assert_eq!(raw[0]["history"].as_array().map(Vec::len), Some(7));

    assert!(world.links().await?.is_empty());
    let timeline: LinkTimeline = asks(json!({ "url": "https://news.example/bridge" }));
    assert_eq!(refusal(world.ann().client.send(&timeline).await).0, 404);
    let id = world.link_id("Bridge reopens").await?;
    let approved = world
        .moderator
        .client
        .send(&ApproveTrendingLink { id: id.clone() })
        .await?;
    assert_eq!(approved.requires_review, Some(false));
    assert_eq!(world.links().await?, ["Bridge reopens"]);
    assert_eq!(world.ann().client.send(&timeline).await?.items.len(), 4);
    world
        .moderator
        .client
        .send(&RejectTrendingLink { id })
        .await?;
    assert!(world.links().await?.is_empty());
    assert_eq!(world.moderator.client.send(&list).await?.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn pages_that_are_no_articles_or_speak_no_language_do_not_trend() -> Test {
    let world = world().await?;
    world
        .sites
        .page("news.example/shop", "<title>Shop</title><html lang=en>");
    world.all_say(6, "https://news.example/shop").await?;
    world.linked("news.example/odd", "Odd", "xx", 6).await?;
    world
        .linked("news.example/warned", "Warned", "en", 4)
        .await?;
    let warned = PostStatus {
        spoiler_text: Some("look out".into()),
        ..says("https://news.example/warned")
    };
    for person in &world.people[4..8] {
        person.post(warned.clone()).await?;
    }
    world.refresh()?;

    assert!(world.scores(Kind::Link)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_post_trends_by_what_others_do_with_it_and_fades_in_hours() -> Test {
    let world = world().await?;
    let post = world.liked("Look at my garden", 11).await?;
    world.server.advance(TimeDelta::minutes(115));
    world.refresh()?;

    assert_eq!(world.scores(Kind::Status)?, [25.0]);
    let list = ListAdminTrendingStatuses::default();
    let seen = world.moderator.client.send(&list).await?.items;
    assert_eq!(
        (seen[0].status.id.as_str(), seen[0].requires_review),
        (post.id.as_str(), Some(true))
    );
    assert!(world.shown_posts().await?.is_empty());
    let approve = ApproveTrendingStatus {
        id: post.id.clone(),
    };
    let approved = world.moderator.client.send(&approve).await?;
    assert_eq!(approved.requires_review, Some(false));
    assert_eq!(world.shown_posts().await?, [post.id.as_str()]);
    world
        .moderator
        .client
        .send(&RejectTrendingStatus {
            id: post.id.clone(),
        })
        .await?;
    assert!(world.shown_posts().await?.is_empty());
    world.moderator.client.send(&approve).await?;

    world.wait(TimeDelta::hours(7))?;
    assert!(world.scores(Kind::Status)?.is_empty());
    assert!(world.shown_posts().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_post_trends_again_once_its_author_is_let_out_though_nobody_uses_it_anew() -> Test {
    let world = world().await?;
    let author = &world.people[1];
    let post = world
        .liked_of(author, in_language("Words", "en"), 11)
        .await?;
    let limit = ActOnAccount::new(author.id(), AccountAction::Silence);
    world.moderator.client.send(&limit).await?;
    world.refresh()?;
    world.refresh()?;
    assert!(world.scores(Kind::Status)?.is_empty());

    let let_out = UnsilenceAccount { id: author.id() };
    world.moderator.client.send(&let_out).await?;
    world.refresh()?;

    let list = ListAdminTrendingStatuses::default();
    let seen = world.moderator.client.send(&list).await?.items;
    let ids: Vec<&str> = seen.iter().map(|it| it.status.id.as_str()).collect();
    assert_eq!(ids, [post.id.as_str()]);
    Ok(())
}

#[tokio::test]
async fn posts_that_are_not_for_everybody_do_not_trend() -> Test {
    let world = world().await?;
    let fine = world.liked("Fine", 6).await?;
    let [_, bob, cid, dan, eve, fay] = &world.people[..6] else {
        return Err("six people".into());
    };
    let english = || in_language("Words", "en");
    let sensitive = PostStatus {
        sensitive: Some(true),
        ..english()
    };
    let warned = PostStatus {
        spoiler_text: Some("look out".into()),
        ..english()
    };
    let unlisted = PostStatus {
        visibility: Some("unlisted".into()),
        ..english()
    };
    let answer = PostStatus {
        in_reply_to_id: Some(fine.id.clone()),
        ..english()
    };
    let quote = PostStatus {
        quoted_status_id: Some(world.liked_of(cid, sensitive.clone(), 0).await?.id),
        ..english()
    };
    for post in [
        sensitive,
        warned,
        unlisted,
        answer,
        in_language("Words", "xx"),
    ] {
        world.liked_of(bob, post, 6).await?;
    }
    world.liked_of(cid, quote, 6).await?;
    world.liked_of(dan, english(), 4).await?;
    world.liked_of(eve, english(), 6).await?;
    world.liked_of(fay, english(), 6).await?;
    world.server.change(|cx| {
        let sql = format!(
            "UPDATE accounts SET discoverable = NULL WHERE id = {}",
            eve.id
        );
        testing::execute(&mut cx.tx, &sql)
            .map_err(Into::into)
            .map(drop)
    })?;
    let act = ActOnAccount::new(fay.id(), AccountAction::Sensitive);
    world.moderator.client.send(&act).await?;
    world.refresh()?;

    let list = ListAdminTrendingStatuses::default();
    let seen = world.moderator.client.send(&list).await?.items;
    let ids: Vec<&str> = seen.iter().map(|it| it.status.id.as_str()).collect();
    assert_eq!(ids, [fine.id.as_str()]);
    Ok(())
}

#[tokio::test]
async fn each_author_has_one_post_there_which_must_be_allowed() -> Test {
    let world = world().await?;
    let (best, lesser) = (
        world.liked("Best", 9).await?,
        world.liked("Lesser", 6).await?,
    );
    let other = world
        .liked_of(&world.people[1], in_language("Other", "en"), 7)
        .await?;
    world.refresh()?;
    let moderator = &world.moderator.client;

    moderator
        .send(&ApproveTrendingStatus {
            id: lesser.id.clone(),
        })
        .await?;
    moderator
        .send(&ApproveTrendingStatus {
            id: other.id.clone(),
        })
        .await?;
    assert_eq!(
        world.shown_posts().await?,
        [other.id.as_str()],
        "the better one is not allowed"
    );
    moderator
        .send(&ApproveTrendingStatus {
            id: best.id.clone(),
        })
        .await?;
    assert_eq!(
        world.shown_posts().await?,
        [best.id.clone(), other.id.clone()]
    );

    let block = BlockAccount {
        id: world.ann().id(),
    };
    world.people[2].client.send(&block).await?;
    assert_eq!(
        world.posts(&world.people[2].client).await?,
        [other.id.as_str()]
    );
    let suspend = ActOnAccount::new(world.people[1].id(), AccountAction::Suspend);
    world.moderator.client.send(&suspend).await?;
    assert_eq!(world.shown_posts().await?, [best.id.as_str()], "at once");
    let list = ListAdminTrendingStatuses::default();
    assert_eq!(moderator.send(&list).await?.items.len(), 2);
    let delete = DeleteStatus {
        id: best.id,
        delete_media: None,
    };
    world.ann().client.send(&delete).await?;
    assert!(world.shown_posts().await?.is_empty());
    world.refresh()?;
    assert_eq!(world.shown_posts().await?, [lesser.id]);
    Ok(())
}

#[tokio::test]
async fn what_is_decided_about_authors_holds_for_posts_that_nothing_was_decided_about() -> Test {
    let world = world().await?;
    let (first, ann) = (world.liked("First", 6).await?, world.ann());
    world.refresh()?;
    let moderator = &world.moderator.client;

    let author = moderator
        .send(&ApproveTrendingAuthor { id: ann.id() })
        .await?;
    assert_eq!(
        (author.account.id, author.trendable),
        (ann.id(), Some(true))
    );
    assert_eq!(world.shown_posts().await?, [first.id.as_str()]);
    moderator
        .send(&RejectTrendingStatus {
            id: first.id.clone(),
        })
        .await?;
    assert!(world.shown_posts().await?.is_empty());
    let reset = ResetTrendingStatus {
        id: first.id.clone(),
    };
    assert_eq!(moderator.send(&reset).await?.requires_review, Some(false));
    assert_eq!(world.shown_posts().await?, [first.id.as_str()]);
    moderator
        .send(&RejectTrendingAuthor { id: ann.id() })
        .await?;
    assert!(world.shown_posts().await?.is_empty());
    moderator
        .send(&ResetTrendingAuthor { id: ann.id() })
        .await?;
    assert!(world.shown_posts().await?.is_empty());
    world.set("trendable_by_default", "true")?;
    world.refresh()?;
    assert_eq!(world.shown_posts().await?, [first.id]);
    Ok(())
}

#[tokio::test]
async fn the_closest_publisher_decides_about_links_that_nothing_was_decided_about() -> Test {
    let world = world().await?;
    world.linked("news.example/a", "A", "en", 7).await?;
    world.linked("blog.news.example/b", "B", "en", 6).await?;
    world.linked("other.example/c", "C", "en", 5).await?;
    world.refresh()?;
    let moderator = &world.moderator.client;
    let create = |domain: &str, trendable| CreatePublisher {
        domain: domain.into(),
        trendable,
    };

    let news = moderator.send(&create("News.Example", Some(true))).await?;
    assert_eq!(
        (news.domain.as_str(), news.requires_review),
        ("news.example", false)
    );
    assert_eq!(world.links().await?, ["A", "B"]);
    let blog = moderator.send(&create("blog.news.example", None)).await?;
    assert_eq!((blog.trendable, blog.requires_review), (None, true));
    moderator
        .send(&RejectPublisher {
            id: blog.id.to_string(),
        })
        .await?;
    assert_eq!(world.links().await?, ["A"]);
    moderator
        .send(&DeletePublisher {
            id: blog.id.to_string(),
        })
        .await?;
    assert_eq!(world.links().await?, ["A", "B"]);
    let id = world.link_id("B").await?;
    moderator
        .send(&RejectTrendingLink { id: id.clone() })
        .await?;
    assert_eq!(world.links().await?, ["A"]);
    moderator.send(&ResetTrendingLink { id }).await?;
    world.refresh()?;
    assert_eq!(world.links().await?, ["A", "B"]);
    moderator
        .send(&RejectPublisher {
            id: news.id.to_string(),
        })
        .await?;
    assert!(world.links().await?.is_empty());
    moderator
        .send(&ApprovePublisher {
            id: news.id.to_string(),
        })
        .await?;

    let url = format!("{}/api/v1/admin/trends/links/publishers", world.server.url);
    let call = world
        .server
        .http
        .get(url)
        .bearer_auth(&world.moderator.token);
    let raw: Value = call.send().await?.json().await?;
    assert_eq!(
        (raw[0]["id"].as_i64(), &raw[0]["trendable"]),
        (Some(news.id.0), &true.into())
    );
    let rejected = ListPublishers {
        status: Some(Open::Known(TrendsStatus::Rejected)),
        ..ListPublishers::default()
    };
    assert!(moderator.send(&rejected).await?.items.is_empty());
    let empty = refusal(moderator.send(&create(" ", None)).await);
    assert_eq!(
        empty,
        (422, "Validation failed: Domain can't be blank".into())
    );
    Ok(())
}

#[tokio::test]
async fn lists_are_counted_through_and_kept_for_those_who_are_nobody() -> Test {
    let world = world().await?;
    world.set("trendable_by_default", "true")?;
    for (count, name) in [(8, "a"), (7, "b"), (6, "c"), (5, "d")] {
        world.all_say(count, &format!("#tag{name}")).await?;
    }
    world.refresh()?;
    let url = format!("{}/api/v1/trends/tags", world.server.url);
    let get = async |query: &str, token: Option<&str>| {
        let mut call = world.server.http.get(format!("{url}{query}"));
        if let Some(token) = token {
            call = call.bearer_auth(token);
        }
        call.send().await
    };

    let first = get("?limit=1", None).await?;
    let header = |name: &str| {
        first
            .headers()
            .get(name)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default()
    };
    assert_eq!(
        header("link"),
        format!("<{url}?limit=1&offset=1>; rel=\"next\"")
    );
    assert!(
        header("cache-control").starts_with("max-age=15, public"),
        "{}",
        header("cache-control")
    );
    let second = get("?limit=1&offset=1", None).await?;
    assert!(!second.headers()["link"].to_str()?.contains("prev"));
    let third = get("?limit=1&offset=2", None).await?;
    assert!(
        third.headers()["link"]
            .to_str()?
            .contains("offset=1>; rel=\"prev\"")
    );
    let names: Value = third.json().await?;
    assert_eq!(names[0]["name"], "tagc");
    assert!(names[0].get("following").is_none());
    let own = get("", Some(&world.ann().token)).await?;
    assert_eq!(own.headers()["cache-control"], "private, no-store");
    assert!(own.headers().get("link").is_none());
    let own: Value = own.json().await?;
    assert_eq!(
        (own.as_array().map(Vec::len), &own[0]["following"]),
        (Some(4), &false.into())
    );
    for odd in ["?limit=0", "?limit=x", "?offset=99999999999999999999"] {
        assert_eq!(get(odd, None).await?.text().await?, "[]", "{odd}");
    }
    let old = world
        .server
        .http
        .get(format!("{}/api/v1/trends", world.server.url))
        .send()
        .await?;
    assert_eq!(old.headers()["deprecation"], "@1648598400");

    world.set("trends", "false")?;
    let off = get("", None).await?;
    assert!(off.headers().get("link").is_none());
    assert_eq!(off.text().await?, "[]");
    let list = ListAdminTrendingTags::default();
    assert_eq!(world.moderator.client.send(&list).await?.items.len(), 4);
    Ok(())
}

#[tokio::test]
async fn what_is_in_a_language_of_the_reader_comes_first() -> Test {
    let world = world().await?;
    world.set("trendable_by_default", "true")?;
    let mut ids = Vec::new();
    for (person, language, likes) in [(0, "en", 8), (1, "de", 7), (2, "pt-BR", 6)] {
        let post = in_language("Words", language);
        ids.push(world.liked_of(&world.people[person], post, likes).await?.id);
    }
    world.refresh()?;
    let anybody = Client::anonymous(&world.server.url)?;
    let with = async |lang: Option<&str>, accepted: Option<&str>| -> Result<Vec<usize>> {
        let list = ListTrendingStatuses {
            lang: lang.map(Into::into),
            accept_language: accepted.map(Into::into),
            ..ListTrendingStatuses::default()
        };
        let page = anybody.send(&list).await?.items;
        Ok(page
            .iter()
            .filter_map(|it| ids.iter().position(|id| *id == it.id))
            .collect())
    };

    assert_eq!(with(None, None).await?, [0, 1, 2]);
    assert_eq!(with(None, Some("de-AT, en;q=0.5")).await?, [1, 0, 2]);
    assert_eq!(with(Some("pt"), Some("de")).await?, [2, 0, 1]);
    let list = ListTrendingStatuses {
        lang: Some("pt".into()),
        limit: Some("2".into()),
        offset: Some("1".into()),
        ..ListTrendingStatuses::default()
    };
    let rest = anybody.send(&list).await?.items;
    assert_eq!(
        rest.iter().map(|it| &it.id).collect::<Vec<_>>(),
        [&ids[0], &ids[1]]
    );
    Ok(())
}

#[tokio::test]
async fn who_works_on_other_things_sees_what_everybody_does_and_decides_nothing() -> Test {
    let world = world().await?;
    world.all_say(6, "#tea").await?;
    world.all_say(5, "#rust").await?;
    world.refresh()?;
    let id = world.tag("tea")?;
    world
        .moderator
        .client
        .send(&ApproveTrendingTag { id: id.clone() })
        .await?;
    let helper = world.server.staff("helper", "Moderator")?;
    world.server.change(|cx| {
        let sql = "UPDATE roles SET permissions = 16 WHERE name = 'Moderator'";
        testing::execute(&mut cx.tx, sql)
            .map_err(Into::into)
            .map(drop)
    })?;

    let seen = helper
        .client
        .send(&ListAdminTrendingTags::default())
        .await?
        .items;
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].tag.name.as_str(), seen[0].trendable),
        ("tea", None)
    );
    let not_allowed = (403, "This action is not allowed".to_owned());
    assert_eq!(
        refusal(helper.client.send(&RejectTrendingTag { id }).await),
        not_allowed
    );
    assert_eq!(
        refusal(helper.client.send(&ListPublishers::default()).await),
        not_allowed
    );
    let list = ListAdminTrendingTags::default();
    assert_eq!(refusal(world.ann().client.send(&list).await), not_allowed);
    Ok(())
}

#[tokio::test]
async fn moderators_are_asked_once_by_mail_and_in_the_queue() -> Test {
    let world = world().await?;
    world.refresh()?;
    world.all_say(6, "#tea").await?;
    world
        .linked("news.example/a", "Bridge reopens", "en", 6)
        .await?;
    world.liked("Post", 6).await?;
    world.refresh()?;
    let hours = TimeDelta::hours(6);

    world.all_say(7, "#tea").await?;
    world.liked("Again", 11).await?;
    world.wait(hours)?;
    let letters = world.server.letters()?;
    let about: Vec<&String> = letters
        .iter()
        .filter(|it| it.contains("New trends up for review on Kumki"))
        .collect();
    assert_eq!(about.len(), 2, "one to each who decides: {letters:?}");
    for words in ["#tea", "Bridge reopens", "kumkictl trends approve-tag"] {
        assert!(about[0].contains(words), "{words}: {}", about[0]);
    }
    let waiting = world.moderator.client.send(&ShowQueue::default()).await?;
    let kinds: Vec<(&str, &str)> = waiting
        .items
        .iter()
        .map(|it| (it.r#type.as_str(), it.text.as_str()))
        .collect();
    assert!(kinds.contains(&("tag", "#tea")), "{kinds:?}");
    assert!(kinds.contains(&("publisher", "news.example")), "{kinds:?}");
    assert_eq!(
        (waiting.counts.tags, waiting.counts.publishers),
        (Some(1), Some(1))
    );
    let publishers = world
        .moderator
        .client
        .send(&ListPublishers::default())
        .await?
        .items;
    assert!(publishers[0].requested_review_at.is_some() && publishers[0].requires_review);

    world.wait(hours)?;
    assert_eq!(world.server.letters()?.len(), letters.len(), "once");
    let id = world.tag("tea")?;
    world
        .moderator
        .client
        .send(&ApproveTrendingTag { id })
        .await?;
    let waiting = world.moderator.client.send(&ShowQueue::default()).await?;
    assert_eq!(waiting.counts.tags, Some(0));
    Ok(())
}

#[tokio::test]
async fn decisions_are_in_the_log_and_are_taken_back_alone_and_together() -> Test {
    let world = world().await?;
    let post = world.liked("Post", 6).await?;
    world.linked("news.example/a", "A", "en", 6).await?;
    world.refresh()?;
    let admin = &world.admin.client;
    let link = world.link_id("A").await?;
    admin
        .send(&ApproveTrendingStatus {
            id: post.id.clone(),
        })
        .await?;
    admin
        .send(&ApproveTrendingAuthor {
            id: world.ann().id(),
        })
        .await?;
    let publisher = CreatePublisher {
        domain: "news.example".into(),
        trendable: Some(true),
    };
    admin.send(&publisher).await?;
    admin.send(&RejectTrendingLink { id: link }).await?;

    let log = admin.send(&ListActs::default()).await?.items;
    let words: Vec<(&str, &str, &str)> = log[..4]
        .iter()
        .map(|it| (&*it.action, &*it.target_type, &*it.target))
        .collect();
    assert_eq!(
        words,
        [
            ("reject", "PreviewCard", "https://news.example/a"),
            ("approve", "PreviewCardProvider", "news.example"),
            ("approve_trends", "Account", "ann"),
            ("approve", "Status", "ann"),
        ]
    );
    let revert = async |number: usize| {
        admin
            .send(&RevertAct {
                id: log[number].id.clone(),
            })
            .await
    };
    assert!(world.links().await?.is_empty());
    revert(0).await?;
    assert_eq!(world.links().await?, ["A"]);
    revert(1).await?;
    assert!(world.links().await?.is_empty());
    revert(3).await?;
    assert_eq!(
        world.shown_posts().await?,
        [post.id.as_str()],
        "the author is allowed"
    );
    revert(2).await?;
    assert!(world.shown_posts().await?.is_empty());
    let again = refusal(revert(2).await.map(drop));
    assert_eq!(again, (422, "This act was taken back already".into()));

    let batch = RunBatch {
        r#type: Open::Known(BatchDeed::ApproveStatuses),
        ids: vec![post.id.clone(), "4711".into()],
        ..RunBatch::default()
    };
    let done = world.admin.client.send(&batch).await?;
    assert_eq!(
        done.items.iter().map(|it| it.done).collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(world.shown_posts().await?, [post.id]);
    admin.send(&RevertBatch { id: done.id }).await?;
    assert!(world.shown_posts().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn all_that_is_known_about_what_trends_is_listed_by_what_was_decided() -> Test {
    let world = world().await?;
    for (count, name) in [(8, "a"), (7, "b"), (6, "c")] {
        world.all_say(count, &format!("#tag{name}")).await?;
    }
    world.linked("news.example/a", "A", "de", 6).await?;
    world.refresh()?;
    let moderator = &world.moderator.client;
    moderator
        .send(&ApproveTrendingTag {
            id: world.tag("tagb")?,
        })
        .await?;
    moderator
        .send(&RejectTrendingTag {
            id: world.tag("taga")?,
        })
        .await?;
    let list = async |status: Option<TrendsStatus>| -> Result<Vec<(String, Option<i32>, bool)>> {
        let list = ListTrends {
            kind: "tags".into(),
            status: status.map(Open::Known),
            ..ListTrends::default()
        };
        let page = moderator.send(&list).await?.items;
        let shown = page.into_iter().map(|it| {
            (
                it.tag.map_or_else(String::new, |it| it.tag.name),
                it.rank,
                it.allowed,
            )
        });
        Ok(shown.collect())
    };

    let named = |name: &str, rank, allowed| (name.to_owned(), Some(rank), allowed);
    let (a, b, c) = (
        named("taga", 1, false),
        named("tagb", 2, true),
        named("tagc", 3, false),
    );
    assert_eq!(list(None).await?, [a.clone(), b.clone(), c.clone()]);
    assert_eq!(list(Some(TrendsStatus::Rejected)).await?, [a]);
    assert_eq!(list(Some(TrendsStatus::Approved)).await?, [b]);
    assert_eq!(list(Some(TrendsStatus::PendingReview)).await?, [c]);
    let links = ListTrends {
        kind: "links".into(),
        language: Some("de".into()),
        ..ListTrends::default()
    };
    let found = moderator.send(&links).await?.items;
    assert_eq!(
        (found.len(), found[0].score, found[0].language.as_str()),
        (1, 25.0, "de")
    );
    let none = ListTrends {
        language: Some("en".into()),
        ..links
    };
    assert!(moderator.send(&none).await?.items.is_empty());
    let odd = ListTrends {
        kind: "odd".into(),
        ..ListTrends::default()
    };
    assert_eq!(refusal(moderator.send(&odd).await).0, 404);
    Ok(())
}

#[tokio::test]
async fn how_much_was_used_is_forgotten_after_two_weeks() -> Test {
    let world = world().await?;
    world.all_say(6, "#tea").await?;
    world.server.advance(TimeDelta::days(13));
    world.refresh()?;
    let mut counts = Vec::new();
    for table in ["tag_days", "tag_accounts"] {
        counts.push(testing::count(&mut world.server.tx()?, table)?);
    }
    assert_eq!(counts, [1, 6]);

    world.wait(TimeDelta::days(1))?;

    for table in ["tag_days", "tag_accounts"] {
        assert_eq!(
            testing::count(&mut world.server.tx()?, table)?,
            0,
            "{table}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_blocked_site_shows_no_card_and_so_does_not_trend() -> Test {
    let world = world().await?;
    let block = CreateDomainBlock {
        domain: "news.example".into(),
        reject_media: Some(true),
        ..CreateDomainBlock::default()
    };
    world.admin.client.send(&block).await?;
    world.linked("news.example/a", "A", "en", 6).await?;
    world.refresh()?;

    assert!(world.scores(Kind::Link)?.is_empty());
    Ok(())
}
