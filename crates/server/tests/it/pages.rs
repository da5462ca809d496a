//! Profiles, posts and tags for those who come with a browser, a feed reader or another site.

use api::{
    accounts::UpdateCredentials,
    admin::accounts::{
        AccountAction, ActOnAccount, DeleteAccount, UnsilenceAccount, UnsuspendAccount,
    },
    oembed::ShowOembed,
    statuses::{BoostStatus, DeleteStatus, NewPoll, PinStatus, PostStatus},
};
use client::Client;
use reqwest::{Response, StatusCode, redirect::Policy};
use serde_json::json;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

impl Server {
    async fn visit(&self, path: &str) -> Result<Response> {
        let browser = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()?;
        Ok(browser.get(format!("{}{path}", self.url)).send().await?)
    }

    /// The page, which is there.
    async fn read(&self, path: &str) -> Result<String> {
        let page = self.visit(path).await?;
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        Ok(page.text().await?)
    }

    async fn status(&self, path: &str) -> Result<u16> {
        Ok(self.visit(path).await?.status().as_u16())
    }
}

fn header<'a>(page: &'a Response, name: &str) -> &'a str {
    let value = page.headers().get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default()
}

#[tokio::test]
async fn a_profile_shows_who_somebody_is_and_what_she_posts() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let change = UpdateCredentials {
        display_name: Some("Ann Other".into()),
        note: Some("I like tea".into()),
        fields_attributes: Some(json!([{ "name": "Pronouns", "value": "she" }])),
        ..UpdateCredentials::default()
    };
    ann.client.send(&change).await?;
    let pinned = ann.post(says("Pinned words")).await?.id;
    ann.client.send(&PinStatus { id: pinned }).await?;
    for number in 1..=21 {
        ann.post(says(&format!("Post number {number}."))).await?;
    }
    ann.post(to("Only for followers", "private")).await?;
    let by_bob = bob.post(says("By somebody else")).await?;
    let answer = PostStatus {
        in_reply_to_id: Some(by_bob.id.clone()),
        ..says("An answer")
    };
    ann.post(answer).await?;
    let (id, visibility) = (by_bob.id, None);
    ann.client.send(&BoostStatus { id, visibility }).await?;

    let page = server.read("/@Ann").await?;

    for text in [
        "Ann Other",
        "I like tea",
        "Pronouns",
        "Pinned words",
        "Post number 21.",
        "Post number 3.",
        "By somebody else",
        "boosted",
        &format!("<link rel=\"canonical\" href=\"{}/@ann\">", server.url),
        "og:title",
        "noindex",
        "/@ann.rss",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    for text in [
        "Post number 2.",
        "Only for followers",
        "An answer",
        "<script",
    ] {
        assert!(!page.contains(text), "{text}\n{page}");
    }
    let older = page.split("rel=\"next\" href=\"").nth(1).ok_or("a link")?;
    let older = older.split('"').next().unwrap_or_default();
    let page = server.read(&format!("/@ann{older}")).await?;
    assert!(page.contains("Post number 2.") && page.contains("Post number 1."));
    assert!(!page.contains("Post number 21.") && !page.contains("rel=\"next\""));

    let page = server.read("/@ann/with_replies").await?;
    assert!(
        page.contains("An answer") && !page.contains("Pinned"),
        "{page}"
    );
    assert!(!server.read("/@ann/media").await?.contains("Post number"));

    let indexable = UpdateCredentials {
        indexable: Some(true),
        ..UpdateCredentials::default()
    };
    ann.client.send(&indexable).await?;
    assert!(!server.read("/@ann").await?.contains("noindex"));
    Ok(())
}

#[tokio::test]
async fn a_post_stands_in_its_thread() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let root = ann.post(says("The root")).await?;
    let poll = PostStatus {
        in_reply_to_id: Some(root.id.clone()),
        poll: Some(NewPoll {
            options: vec!["Green".into(), "Black".into()],
            expires_in: 600,
            ..NewPoll::default()
        }),
        quoted_status_id: Some(root.id.clone()),
        spoiler_text: Some("Tea".into()),
        ..says("Which one?")
    };
    let middle = bob.post(poll).await?;
    let secret = PostStatus {
        in_reply_to_id: Some(middle.id.clone()),
        ..to("@bob a secret", "direct")
    };
    ann.post(secret).await?;
    let last = PostStatus {
        in_reply_to_id: Some(middle.id.clone()),
        ..says("The last")
    };
    ann.post(last).await?;

    let page = server.read(&format!("/@bob/{}", middle.id)).await?;

    let places = [
        "The root",
        "<details><summary><bdi>Tea</bdi></summary>",
        "Which one?",
        "Green",
        "quoted",
        "The last",
    ];
    let mut rest = page.split("<main>").nth(1).ok_or("a main")?;
    for text in places {
        let at = rest
            .find(text)
            .ok_or_else(|| format!("{text} in its place\n{page}"))?;
        rest = &rest[at + text.len()..];
    }
    assert!(!page.contains("a secret"));
    assert!(page.contains("Content warning: Tea") && page.contains("og:description"));
    assert!(page.contains("type=\"application/json+oembed\""));
    Ok(())
}

#[tokio::test]
async fn what_is_not_for_all_has_no_page() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.pending("waiting")?;
    server.unconfirmed("new")?;
    let post = ann.post(says("Hello")).await?;
    let secret = ann.post(to("Psst", "private")).await?;
    let id = &post.id;
    let boost = BoostStatus {
        id: id.clone(),
        visibility: None,
    };
    let boost = bob.client.send(&boost).await?;

    for path in [
        "/@nobody",
        "/@waiting",
        "/@new",
        "/@",
        "/@ann/x",
        "/@ann/4711",
        "/@nobody@far.example",
        "/@ann%00",
        "/tags/unused",
        "/tags/%23",
        "/@nobody.rss",
        "/tags/unused.rss",
        &format!("/@bob/{id}"),
        &format!("/@ann/{}", secret.id),
        &format!("/@ann/{}/embed", secret.id),
        &format!("/@bob/{}/embed", boost.id),
    ] {
        assert_eq!(server.status(path).await?, 404, "{path}");
    }
    for (path, to) in [
        ("/users/ann".to_owned(), "/@ann".to_owned()),
        (format!("/users/ann/statuses/{id}"), format!("/@ann/{id}")),
        (format!("/@bob/{}", boost.id), format!("/@ann/{id}")),
        (
            format!("/@ann@{}", server.url.trim_start_matches("http://")),
            "/@ann".into(),
        ),
    ] {
        let page = server.visit(&path).await?;
        assert_eq!(
            (page.status().as_u16(), header(&page, "location")),
            (302, &*to),
            "{path}"
        );
    }
    let delete = DeleteStatus {
        id: id.clone(),
        delete_media: None,
    };
    ann.client.send(&delete).await?;
    assert_eq!(server.status(&format!("/@ann/{id}")).await?, 404);
    // Where there is no page, programs are still told so.
    let nothing = server.visit("/api/v1/nothing").await?;
    assert_eq!(
        nothing.json::<serde_json::Value>().await?,
        json!({ "error": "Not Found" })
    );
    Ok(())
}

#[tokio::test]
async fn pages_follow_what_moderators_decide_and_take_back() -> Test {
    let server = Server::start().await?;
    let (owner, ann) = (server.staff("owner", "Owner")?, server.member("ann")?);
    let id = ann.post(says("Hello #tea")).await?.id;
    assert!(server.read("/@ann/tagged/TEA").await?.contains("Hello"));
    assert!(!server.read("/@ann/tagged/coffee").await?.contains("Hello"));
    let paths = [
        "/@ann".to_owned(),
        format!("/@ann/{id}"),
        format!("/@ann/{id}/embed"),
        "/@ann.rss".into(),
    ];
    let act = async |action| {
        let act = ActOnAccount::new(ann.id(), action);
        owner.client.send(&act).await.map(drop)
    };
    let all_are = async |expected: u16| -> Test {
        for path in &paths {
            let page = server.visit(path).await?;
            assert_eq!(page.status().as_u16(), expected, "{path}");
            if expected != 200 {
                assert_eq!(
                    header(&page, "cache-control"),
                    "public, max-age=180",
                    "{path}"
                );
            }
        }
        Ok(())
    };

    all_are(200).await?;
    act(AccountAction::Disable).await?;
    all_are(200).await?;

    act(AccountAction::Silence).await?;
    let page = server.read("/@ann").await?;
    assert!(
        page.contains("is limited") && !page.contains("Hello"),
        "{page}"
    );
    assert!(server.read("/@ann?show=1").await?.contains("Hello"));
    assert!(!server.read("/tags/tea").await?.contains("Hello"));
    owner
        .client
        .send(&UnsilenceAccount { id: ann.id() })
        .await?;
    assert!(server.read("/@ann").await?.contains("Hello"));
    assert!(server.read("/tags/tea").await?.contains("Hello"));

    act(AccountAction::Suspend).await?;
    all_are(403).await?;
    let page = server.visit("/@ann").await?.text().await?;
    assert!(
        page.contains("This account is suspended") && !page.contains("Hello"),
        "{page}"
    );
    owner
        .client
        .send(&UnsuspendAccount { id: ann.id() })
        .await?;
    all_are(200).await?;

    act(AccountAction::Suspend).await?;
    owner.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;
    all_are(410).await?;
    Ok(())
}

#[tokio::test]
async fn media_are_shown_and_those_of_sensitized_accounts_hidden() -> Test {
    let server = Server::start().await?;
    let (moderator, ann) = (server.staff("mod", "Moderator")?, server.member("ann")?);
    let id = ann.post(says("Look")).await?.id;
    add_pictures(&server, &ann, &id)?;
    let page = server.read(&format!("/@ann/{id}")).await?;
    let picture = format!(
        "src=\"{}/media/previews/small.png\" alt=\"A &#34;cat&#34;\"",
        server.url
    );
    assert!(page.contains(&picture), "{picture}\n{page}");
    assert!(!page.contains("Sensitive media"));
    assert!(
        !page.contains("src=\"https://far.example"),
        "nobody else is told who looks"
    );
    assert!(page.contains("href=\"https://far.example/cat.png\""));
    let policy = server.visit(&format!("/@ann/{id}")).await?;
    let policy = header(&policy, "content-security-policy");
    assert!(policy.contains("img-src 'self'") && policy.contains("default-src 'none'"));
    assert!(page.contains(&format!(
        "og:image\" content=\"{}/media/previews/small.png",
        server.url
    )));

    let sensitize = ActOnAccount::new(ann.id(), AccountAction::Sensitive);
    moderator.client.send(&sensitize).await?;

    let page = server.read(&format!("/@ann/{id}")).await?;
    let (_, hidden) = page
        .split_once("<details><summary>Sensitive media")
        .ok_or("hidden")?;
    assert!(hidden.contains("small.png"));
    assert!(!page.contains(&format!("og:image\" content=\"{}/media/", server.url)));
    Ok(())
}

/// One of this server, and one that is elsewhere.
fn add_pictures(server: &Server, ann: &Person, status_id: &str) -> Result<()> {
    let mut tx = server.tx()?;
    for (id, file, preview, remote) in [
        (1, "'files/big.png'", "'previews/small.png'", "NULL"),
        (2, "NULL", "NULL", "'https://far.example/cat.png'"),
    ] {
        let sql = format!(
            "INSERT INTO media_attachments (id, account_id, status_id, position, kind, state, file, preview, \
             remote_url, content_type, size, description, meta, created_at, updated_at) \
             SELECT {id}, {}, id, {id}, 'image', 'ready', {file}, {preview}, {remote}, 'image/png', 1, \
             'A \"cat\"', '{{}}', created_at, created_at FROM statuses WHERE id = {status_id}",
            ann.id
        );
        store::testing::execute(&mut tx, &sql)?;
    }
    Ok(tx.save()?)
}

#[tokio::test]
async fn a_memorial_says_so() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let mut tx = server.tx()?;
    let sql = format!("UPDATE accounts SET memorial = TRUE WHERE id = {}", ann.id);
    store::testing::execute(&mut tx, &sql)?;
    tx.save()?;

    assert!(server.read("/@ann").await?.contains("In memoriam"));
    Ok(())
}

#[tokio::test]
async fn no_text_of_a_member_becomes_markup() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let hostile = "<script>x</script>\"'&\u{202e}";
    let change = UpdateCredentials {
        display_name: Some(hostile.into()),
        note: Some(format!("{hostile} javascript:alert(1)")),
        fields_attributes: Some(
            json!([{ "name": hostile, "value": format!("{hostile}javascript:x") }]),
        ),
        ..UpdateCredentials::default()
    };
    ann.client.send(&change).await?;
    let post = PostStatus {
        spoiler_text: Some(hostile.into()),
        poll: Some(NewPoll {
            options: vec![hostile.into(), "<img src=x>".into()],
            expires_in: 600,
            ..NewPoll::default()
        }),
        ..says(&format!("{hostile} javascript:alert(1) #tag"))
    };
    let id = ann.post(post).await?.id;

    for path in [
        "/@ann",
        &format!("/@ann/{id}"),
        &format!("/@ann/{id}/embed"),
        "/tags/tag",
        "/@ann.rss",
        "/tags/tag.rss",
    ] {
        let page = server.read(path).await?;
        for markup in ["<script", "<img src=x", "href=\"javascript:", "]]>"] {
            assert!(!page.contains(markup), "{markup} at {path}\n{page}");
        }
        let title = page.split("</title>").next().unwrap_or_default();
        assert!(!title.contains('\u{202e}'), "{title}");
    }
    let invisible = UpdateCredentials {
        display_name: Some("\u{200b}\u{3164}".into()),
        ..UpdateCredentials::default()
    };
    ann.client.send(&invisible).await?;
    assert!(
        server
            .read("/@ann")
            .await?
            .contains("<h1><bdi>ann</bdi></h1>")
    );
    Ok(())
}

#[tokio::test]
async fn other_servers_come_after_a_warning() -> Test {
    let server = Server::start().await?;
    let zoe = server.remote("zoe", "far.example")?;
    let mut tx = server.tx()?;
    let page = server.read("/@zoe@far.example").await?;
    assert!(page.contains("You are leaving"), "{page}");
    assert!(
        page.contains("href=\"https://far.example/users/zoe\""),
        "{page}"
    );

    let sql = format!(
        "UPDATE accounts SET url = 'javascript:alert(1)' WHERE id = {}",
        zoe.id
    );
    store::testing::execute(&mut tx, &sql)?;
    tx.save()?;
    assert_eq!(server.status("/@zoe@far.example").await?, 404);
    Ok(())
}

#[tokio::test]
async fn feeds_carry_the_newest_public_posts() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for number in 1..=21 {
        ann.post(says(&format!("Post number {number}. #Tea & more")))
            .await?;
    }
    let warned = PostStatus {
        spoiler_text: Some("Careful".into()),
        ..to("Behind it", "unlisted")
    };
    ann.post(warned).await?;
    ann.post(to("Only for followers", "private")).await?;

    for (path, has_unlisted) in [("/@ann.rss", true), ("/tags/tea.rss", false)] {
        let feed = server.visit(path).await?;
        assert_eq!(
            header(&feed, "content-type"),
            "application/rss+xml; charset=utf-8"
        );
        let feed = feed.text().await?;
        assert!(
            feed.starts_with("<?xml") && feed.ends_with("</rss>"),
            "{feed}"
        );
        assert!(feed.contains("<category>Tea</category>"), "{feed}");
        assert!(feed.contains("Post number 21.") && !feed.contains("Post number 1."));
        assert!(!feed.contains("Only for followers"));
        assert_eq!(feed.contains("Careful"), has_unlisted);
        assert_eq!(feed.matches("<item>").count(), 20);
        let whole = server.read(&format!("{path}?limit=200")).await?;
        assert!(whole.contains("Post number 1."));
    }
    Ok(())
}

#[tokio::test]
async fn other_sites_may_frame_a_post_and_nothing_else() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let post = ann.post(says("Hello #tea")).await?;
    let secret = ann.post(to("Psst", "private")).await?;
    let stranger = Client::anonymous(&server.url)?;
    let ask = |url: String| ShowOembed {
        url,
        ..ShowOembed::default()
    };

    let url = post.url.clone().ok_or("a page")?;
    let oembed = stranger.send(&ask(url.clone())).await?;
    assert_eq!(
        (oembed.r#type.as_str(), oembed.width, oembed.height),
        ("rich", 400, None)
    );
    let frame = format!("<iframe src=\"{url}/embed\"");
    assert!(oembed.html.starts_with(&frame) && !oembed.html.contains("<script"));
    assert_eq!(oembed.author_name, "ann");
    let sized = ShowOembed {
        maxwidth: Some("320".into()),
        maxheight: Some("x".into()),
        ..ask(post.uri.clone())
    };
    let oembed = stranger.send(&sized).await?;
    assert_eq!((oembed.width, oembed.height), (320, None));
    for url in [
        secret.url.ok_or("a page")?,
        format!("{}/@ann", server.url),
        format!("{}/@ann/4711", server.url),
        "https://far.example/@ann/1".into(),
        "javascript:x".into(),
        String::new(),
    ] {
        for client in [&stranger, &ann.client] {
            let refused = refusal(client.send(&ask(url.clone())).await);
            assert_eq!(refused, (404, "Record not found".into()), "{url}");
        }
    }

    let path = url.trim_start_matches(&server.url);
    for (path, is_framed) in [
        (format!("{path}/embed"), true),
        (path.into(), false),
        ("/@ann".into(), false),
        ("/tags/tea".into(), false),
    ] {
        let page = server.visit(&path).await?;
        let policy = header(&page, "content-security-policy");
        assert_eq!(policy.contains("frame-ancestors *"), is_framed, "{path}");
        assert_eq!(
            header(&page, "x-frame-options") == "DENY",
            !is_framed,
            "{path}"
        );
    }
    Ok(())
}
