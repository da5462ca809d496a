//! The pages that posts link to, from sites that are good and bad.

use api::{
    admin::domain_blocks::{CreateDomainBlock, DomainBlockSeverity::Noop},
    entities::{PreviewCard, Status},
    statuses::edits::EditStatus,
};
use chrono::TimeDelta;
use serde_json::json;
use store::testing;

use crate::{
    files::png,
    people::Person,
    server::{Server, Test},
    sites::{Sites, article},
    statuses::{asks, says},
    streams::Events,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct World {
    sites: Sites,
    server: Server,
    ann: Person,
}

async fn world() -> Result<World> {
    let sites = Sites::default();
    sites.put("news.example/bridge.png", 200, "image/png", &png(640, 360));
    let server = sites
        .start(&["news.example", "films.example", "far.example"])
        .await?;
    let ann = server.member("ann")?;
    Ok(World { sites, server, ann })
}

impl World {
    async fn post(&self, text: &str) -> Result<Status> {
        let posted = self.ann.post(says(text)).await?;
        self.server.work_off()?;
        Ok(self.ann.show(&posted.id).await?)
    }

    async fn card(&self, text: &str) -> Result<PreviewCard> {
        Ok(self.post(text).await?.card.ok_or("no card")?)
    }

    fn jobs(&self) -> Result<i64> {
        let jobs = "jobs WHERE name = 'fetch_card' AND run_at IS NOT NULL";
        Ok(testing::count(&mut self.server.tx()?, jobs)?)
    }
}

#[tokio::test]
async fn a_post_shows_the_page_that_it_links_to_and_readers_are_told() -> Test {
    let world = world().await?;
    let html = article("Bridge reopens", "en-GB");
    world.sites.page("news.example/bridge", &html);
    let mut public = Events::open(&world.server, &world.ann.token, "public").await?;

    let posted = world
        .ann
        .post(says("See https://news.example/bridge!"))
        .await?;
    assert_eq!(posted.card, None);
    world.server.work_off()?;

    let card = world.ann.show(&posted.id).await?.card.ok_or("no card")?;
    assert_eq!(card.url, "https://news.example/bridge");
    assert_eq!(card.title, "Bridge reopens");
    assert_eq!(card.description, "After two years of work & waiting");
    assert_eq!(
        (card.provider_name.as_str(), card.r#type.as_str()),
        ("Example News", "link")
    );
    assert_eq!(card.language.as_deref(), Some("en"));
    assert_eq!((card.width, card.height), (640, 360));
    assert!(card.blurhash.is_some());
    let image = card.image.clone().ok_or("no picture")?;
    assert!(
        image.starts_with(&format!("{}/media/cards/", world.server.url)),
        "{image}"
    );
    assert_eq!(world.server.http.get(image).send().await?.status(), 200);
    assert_eq!(
        public.next().await?.short()?,
        ("update".into(), posted.id.clone())
    );
    let told = public.next().await?;
    assert_eq!(told.short()?, ("status.update".into(), posted.id));
    assert_eq!(told.json()?["card"]["title"], "Bridge reopens");
    Ok(())
}

#[tokio::test]
async fn what_machines_are_told_comes_first_and_all_of_it_is_read() -> Test {
    let world = world().await?;
    let data = json!({
        "@context": "https://schema.org",
        "@graph": [{ "@type": "WebPage", "name": "Wrong" }, {
            "@type": ["NewsArticle"], "headline": "From the data", "description": "Said by the data",
            "author": [{ "@type": "Person", "name": "Zoe", "url": "/people/zoe" }],
            "publisher": { "name": "The Publisher" }, "datePublished": "2026-11-20T10:00:00+01:00",
            "inLanguage": "de-AT", "image": { "url": "bridge.png" },
        }],
    });
    let html = format!(
        "<title>Title</title><meta name=description content=Description>\
         <script type='application/ld+json'>{data}</script><link rel=canonical href='/story#top'>"
    );
    world.sites.page("news.example/story?from=here", &html);

    let card = world.card("https://news.example/story?from=here").await?;

    assert_eq!(card.url, "https://news.example/story");
    assert_eq!(
        (card.title.as_str(), card.description.as_str()),
        ("From the data", "Said by the data")
    );
    assert_eq!(
        (card.author_name.as_str(), card.author_url.as_str()),
        ("Zoe", "https://news.example/people/zoe")
    );
    assert_eq!(card.provider_name, "The Publisher");
    assert_eq!(card.language.as_deref(), Some("de"));
    assert!(card.image.is_some());
    let at = card.published_at.ok_or("no date")?.0;
    assert_eq!(at.to_rfc3339(), "2026-11-20T09:00:00+00:00");
    Ok(())
}

#[tokio::test]
async fn a_page_is_looked_at_once_a_day_under_all_its_addresses() -> Test {
    let world = world().await?;
    let html = article("Bridge reopens", "en") + "<link rel=canonical href=/bridge>";
    world.sites.page("news.example/bridge?a=1", &html);
    world.sites.page("news.example/bridge", &html);

    let first = world.card("https://news.example/bridge?a=1").await?;
    let posted = world
        .ann
        .post(says("Again https://news.example/bridge?a=1"))
        .await?;
    assert_eq!(posted.card, Some(first.clone()), "at once");
    assert_eq!(world.card("https://news.example/bridge").await?, first);
    assert_eq!(world.sites.asked("news.example/bridge?a=1"), 1);
    assert_eq!(world.sites.asked("news.example/bridge"), 0);

    world.server.advance(TimeDelta::hours(25));
    let changed = article("Bridge closes", "en");
    world.sites.page("news.example/bridge", &changed);
    let later = world.card("https://news.example/bridge?a=1").await?;
    assert_eq!(later.title, "Bridge closes");
    assert_eq!(world.sites.asked("news.example/bridge"), 1);
    Ok(())
}

#[tokio::test]
async fn pages_that_cannot_be_shown_leave_the_post_as_it_is() -> Test {
    let world = world().await?;
    let sites = &world.sites;
    sites.put("news.example/huge", 200, "text/html", &vec![b'a'; 3 << 20]);
    sites.put(
        "news.example/file",
        200,
        "application/pdf",
        b"<title>No</title>",
    );
    sites.put("news.example/gone", 404, "text/html", b"<title>No</title>");
    sites.put("news.example/loop", 302, "https://news.example/loop", b"");
    sites.put("news.example/inside", 302, "http://127.0.0.1:1/", b"");
    sites.page("news.example/untitled", "<p>Words");
    sites.page("news.example/odd", "<title> \u{85} </title>");

    for path in [
        "huge", "file", "gone", "loop", "inside", "untitled", "odd", "absent",
    ] {
        let post = world.post(&format!("https://news.example/{path}")).await?;
        assert_eq!(post.card, None, "{path}");
        assert_eq!(world.jobs()?, 0, "{path}");
    }
    for address in [
        "http://127.0.0.1:1/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
    ] {
        assert_eq!(world.post(address).await?.card, None, "{address}");
    }
    let own = format!("{}/@ann", world.server.url);
    assert_eq!(world.post(&own).await?.card, None);
    Ok(())
}

#[tokio::test]
async fn a_site_that_is_not_well_is_tried_again() -> Test {
    let world = world().await?;
    world
        .sites
        .put("news.example/bridge", 503, "text/html", b"");

    let post = world.post("https://news.example/bridge").await?;
    assert_eq!((post.card, world.jobs()?), (None, 1));
    world
        .sites
        .page("news.example/bridge", &article("Bridge reopens", "en"));
    world.server.advance(TimeDelta::hours(1));
    world.server.work_off()?;

    let card = world.ann.show(&post.id).await?.card;
    assert_eq!(card.map(|it| it.title).as_deref(), Some("Bridge reopens"));
    Ok(())
}

#[tokio::test]
async fn nothing_that_a_page_says_runs_anywhere_or_speaks_for_others() -> Test {
    let world = world().await?;
    let html = "<title>A <b>b</b> &lt;script&gt;alert(1)&lt;/script&gt;</title>\
        <meta property=og:title content='<img src=x onerror=alert(1)>Hello  <i>there</i>'>\
        <meta property=og:image content='javascript:alert(1)'>\
        <meta name=twitter:player content='javascript:alert(1)'>\
        <meta name=twitter:player:width content=10><meta name=twitter:player:height content=10>\
        <link rel=canonical href='https://films.example/theirs'>\
        <script type='application/ld+json'>{\"@type\": \"Article\", \"author\": {\"url\": \"javascript:1\"}}</script>";
    world.sites.page("news.example/bad", html);
    let nested = format!("<title>Deep</title>{}", "<div>".repeat(100_000));
    world.sites.page("news.example/deep", &nested);

    let card = world.card("https://news.example/bad").await?;

    assert_eq!(card.url, "https://news.example/bad");
    assert_eq!(card.title, "Hello there");
    assert_eq!((card.html.as_str(), card.author_url.as_str()), ("", ""));
    assert_eq!(card.image, None);
    assert_eq!(world.card("https://news.example/deep").await?.title, "Deep");
    Ok(())
}

#[tokio::test]
async fn films_are_shown_in_a_frame_of_their_site_and_nothing_else_is() -> Test {
    let world = world().await?;
    let page = |path: &str| {
        format!(
            "<title>Film</title><link rel=alternate type=application/json+oembed \
             href='https://films.example/{path}'>"
        )
    };
    let film = |html: &str| {
        json!({
            "type": "video", "title": "The film", "author_name": "Zoe", "author_url": "https://films.example/zoe",
            "provider_name": "Films", "provider_url": "https://films.example/", "width": 480, "height": "270",
            "html": html, "thumbnail_url": "https://news.example/bridge.png",
        })
        .to_string()
    };
    let good = "<script>alert(1)</script><iframe onload=alert(1) src='https://films.example/e?a=1&amp;b=\"'></iframe>";
    world.sites.page("films.example/film", &page("good.json"));
    world.sites.page("films.example/other", &page("bad.json"));
    world.sites.page("films.example/photo", &page("photo.json"));
    let kind = "application/json";
    world
        .sites
        .put("films.example/good.json", 200, kind, film(good).as_bytes());
    let bad = film("<iframe src='http://films.example/e'></iframe><script>1</script>");
    world
        .sites
        .put("films.example/bad.json", 200, kind, bad.as_bytes());
    let photo = json!({ "type": "photo", "url": "https://news.example/bridge.png", "width": 640, "height": 360 });
    world.sites.put(
        "films.example/photo.json",
        200,
        kind,
        photo.to_string().as_bytes(),
    );

    let card = world.card("https://films.example/film").await?;
    assert_eq!(
        (card.r#type.as_str(), card.title.as_str()),
        ("video", "The film")
    );
    assert_eq!((card.width, card.height), (480, 270));
    assert!(
        card.html
            .starts_with("<iframe src=\"https://films.example/e?a=1&amp;b=%22\" width=\"480\""),
        "{}",
        card.html
    );
    assert!(!card.html.contains("alert"), "{}", card.html);
    assert_eq!(
        (card.author_name.as_str(), card.provider_name.as_str()),
        ("Zoe", "Films")
    );
    assert!(card.image.is_some());
    let card = world.card("https://films.example/other").await?;
    assert_eq!((card.r#type.as_str(), card.html.as_str()), ("link", ""));
    let card = world.card("https://films.example/photo").await?;
    assert_eq!((card.r#type.as_str(), card.width), ("photo", 640));
    assert_eq!(card.embed_url, "https://news.example/bridge.png");
    Ok(())
}

#[tokio::test]
async fn nothing_is_asked_of_sites_whose_media_are_rejected() -> Test {
    let world = world().await?;
    world
        .sites
        .page("news.example/bridge", &article("Bridge reopens", "en"));
    world
        .sites
        .put("films.example/to", 302, "https://news.example/bridge", b"");
    let block = CreateDomainBlock {
        domain: "news.example".into(),
        severity: Some(Noop.into()),
        reject_media: Some(true),
        ..CreateDomainBlock::default()
    };
    world
        .server
        .staff("admin", "Admin")?
        .client
        .send(&block)
        .await?;

    assert_eq!(world.post("https://news.example/bridge").await?.card, None);
    assert_eq!(world.sites.asked("news.example/bridge"), 0);
    assert_eq!(world.post("https://films.example/to").await?.card, None);
    Ok(())
}

#[tokio::test]
async fn an_edit_brings_another_page_and_a_post_from_elsewhere_its_first_link() -> Test {
    let world = world().await?;
    world.sites.page("news.example/a", "<title>A</title>");
    world.sites.page("news.example/b", "<title>B</title>");
    let post = world.post("https://news.example/a").await?;
    assert_eq!(post.card.map(|it| it.title).as_deref(), Some("A"));

    let edit: EditStatus = asks(json!({ "id": post.id, "status": "https://news.example/b" }));
    world.ann.client.send(&edit).await?;
    world.server.work_off()?;
    let edited = world.ann.show(&post.id).await?.card;
    assert_eq!(edited.map(|it| it.title).as_deref(), Some("B"));

    let pia = world.server.peer("pia", "far.example")?;
    pia.is_followed_by(&world.server, &world.ann)?;
    let text = "<a href='https://far.example/@pia' class='u-url mention'>@pia</a> \
        <a href='https://far.example/tags/tea' class='mention hashtag'>#tea</a> <a href='https://news.example/a'>this</a>";
    pia.send(&world.server, &pia.create(&pia.note(1, text)))
        .await?;
    let arrived = pia.posts(&world.server)?.pop().ok_or("nothing has come")?;
    let card = world.ann.show(&arrived.id.to_string()).await?.card;
    assert_eq!(card.map(|it| it.title).as_deref(), Some("A"));
    Ok(())
}
