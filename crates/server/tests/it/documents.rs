//! Accounts, posts and lists as other servers see them.

use api::{
    accounts::UpdateCredentials,
    admin::accounts::{AccountAction, ActOnAccount},
    featured_tags::CreateFeaturedTag,
    statuses::{BoostStatus, DeleteStatus, FavouriteStatus, NewPoll, PinStatus, PostStatus},
};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    peer::Peer,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says, to},
};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

impl Person {
    async fn change(&self, change: Value) -> Result<(), client::Error> {
        self.client.send(&asks::<UpdateCredentials>(change)).await?;
        Ok(())
    }
}

/// Where another server finds a post of Ann's.
fn path(id: &str) -> String {
    format!("/users/ann/statuses/{id}")
}

#[tokio::test]
async fn an_account_shows_what_its_profile_shows() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    ann.change(json!({
        "display_name": "Ann <3",
        "note": "I write\n\nhttps://ann.example/",
        "locked": true,
        "bot": true,
        "discoverable": true,
        "fields_attributes": [{ "name": "Site", "value": "https://ann.example/" }],
    }))
    .await?;
    let uri = format!("{}/users/ann", server.url);

    let (status, shown) = server.document("/users/ann").await?;

    assert_eq!(status, 200);
    assert_eq!(shown["id"], uri);
    assert_eq!(shown["type"], "Service");
    assert_eq!(shown["preferredUsername"], "ann");
    assert_eq!(shown["name"], "Ann <3");
    let summary = shown["summary"].as_str().ok_or("a summary")?;
    assert!(summary.starts_with("<p>I write</p><p><a href=\"https://ann.example/\""));
    assert_eq!(shown["url"], format!("{}/@ann", server.url));
    for (word, end) in [
        ("inbox", "/inbox"),
        ("outbox", "/outbox"),
        ("followers", "/followers"),
        ("following", "/following"),
        ("featured", "/collections/featured"),
        ("featuredTags", "/collections/tags"),
    ] {
        assert_eq!(shown[word], format!("{uri}{end}"));
    }
    let shared = format!("{}/inbox", server.url);
    assert_eq!(shown["endpoints"]["sharedInbox"], shared);
    assert_eq!(shown["manuallyApprovesFollowers"], true);
    assert_eq!(shown["discoverable"], true);
    assert_eq!(shown["indexable"], false);
    assert_eq!(shown["memorial"], false);
    assert_eq!(shown["attachment"][0]["type"], "PropertyValue");
    assert_eq!(shown["attachment"][0]["name"], "Site");
    assert_eq!(shown["publicKey"]["id"], format!("{uri}#main-key"));
    assert_eq!(shown["publicKey"]["owner"], uri);
    assert_eq!(shown.get("suspended"), None);
    Ok(())
}

#[tokio::test]
async fn the_key_stays_the_same() -> Test {
    let server = Server::start().await?;
    server.member("ann")?;

    let (_, first) = server.document("/users/ann").await?;
    let (_, second) = server.document("/@ann").await?;
    let (_, own) = server.document("/actor").await?;

    assert_eq!(first["publicKey"], second["publicKey"]);
    assert_eq!(own["type"], "Application");
    assert_eq!(own["preferredUsername"], *server.app.site.domain);
    assert_ne!(
        own["publicKey"]["publicKeyPem"],
        first["publicKey"]["publicKeyPem"]
    );
    Ok(())
}

#[tokio::test]
async fn people_get_pages_and_programs_documents() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let post = ann.post(says("Hello")).await?;
    for path in [
        "/users/ann".to_owned(),
        path(&post.id),
        format!("/@ann/{}", post.id),
    ] {
        let asked = server.http.get(format!("{}{path}", server.url));
        let page = asked.header("accept", "text/html").send().await?;
        let kind = page.headers()["content-type"].to_str()?.to_owned();
        assert!(kind.starts_with("text/html"), "{path}: {kind}");

        let asked = server.http.get(format!("{}{path}", server.url));
        let profile = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
        let document = asked.header("accept", profile).send().await?;
        assert_eq!(document.headers()["vary"], "Accept", "{path}");
        let kind = document.headers()["content-type"].to_str()?;
        assert!(
            kind.starts_with("application/activity+json"),
            "{path}: {kind}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_post_shows_all_that_it_carries() -> Test {
    let server = Server::start().await?;
    let (ann, _bob) = (server.member("ann")?, server.member("bob")?);
    let peer = Peer::new()?;
    let eve = peer.account(&server, "eve")?;
    let parent = ann.post(says("First")).await?;
    let handle = format!("@eve@{}", peer.address);
    let post = ann
        .post(PostStatus {
            in_reply_to_id: Some(parent.id.clone()),
            spoiler_text: Some("Careful".into()),
            language: Some("en".into()),
            ..says(&format!("Hello @bob and {handle} about #Elephants"))
        })
        .await?;
    let uri = format!("{}{}", server.url, path(&post.id));

    let (status, shown) = server.document(&path(&post.id)).await?;

    assert_eq!(status, 200);
    assert_eq!(shown["id"], uri);
    assert_eq!(shown["type"], "Note");
    assert_eq!(shown["attributedTo"], format!("{}/users/ann", server.url));
    assert_eq!(shown["summary"], "Careful");
    assert_eq!(shown["sensitive"], true);
    assert_eq!(
        shown["inReplyTo"],
        format!("{}{}", server.url, path(&parent.id))
    );
    assert_eq!(shown["contentMap"]["en"], shown["content"]);
    assert_eq!(shown["to"], json!([PUBLIC]));
    let cc = shown["cc"].as_array().ok_or("cc")?;
    assert_eq!(cc[0], format!("{}/users/ann/followers", server.url));
    assert!(cc.contains(&json!(eve.uri)));
    let tag = shown["tag"].as_array().ok_or("tag")?;
    let names: Vec<&str> = tag.iter().filter_map(|it| it["name"].as_str()).collect();
    let bob = format!("@bob@{}", server.app.site.domain);
    assert_eq!(tag.len(), 3);
    assert!(names.contains(&handle.as_str()) && names.contains(&bob.as_str()));
    assert!(names.contains(&"#Elephants") || names.contains(&"#elephants"));
    assert_eq!(shown["likes"]["totalItems"], 0);
    assert_eq!(shown["replies"]["id"], format!("{uri}/replies"));
    assert_eq!(
        shown["interactionPolicy"]["canQuote"]["automaticApproval"],
        json!([PUBLIC])
    );
    assert_eq!(shown.get("updated"), None);
    Ok(())
}

#[tokio::test]
async fn whom_a_post_is_for_is_said_in_its_document() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let followers = format!("{}/users/ann/followers", server.url);
    let unlisted = ann.post(to("Quietly", "unlisted")).await?;
    let private = ann.post(to("For friends", "private")).await?;

    let (_, shown) = server.document(&path(&unlisted.id)).await?;

    assert_eq!(shown["to"], json!([followers]));
    assert_eq!(shown["cc"], json!([PUBLIC]));
    assert_eq!(server.document(&path(&private.id)).await?.0, 404);
    let activity = format!("{}/activity", path(&private.id));
    assert_eq!(server.document(&activity).await?.0, 404);
    Ok(())
}

#[tokio::test]
async fn a_poll_is_a_question() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let ask = |hide_totals| PostStatus {
        poll: Some(NewPoll {
            options: vec!["tea".into(), "coffee".into()],
            expires_in: 600,
            multiple: false,
            hide_totals,
        }),
        ..says("Which?")
    };
    let (open, secret) = (ann.post(ask(false)).await?, ann.post(ask(true)).await?);
    for post in [&open, &secret] {
        let poll = post.poll.as_ref().ok_or("a poll")?;
        bob.vote(&poll.id, &["1"]).await?;
    }

    let (_, shown) = server.document(&path(&open.id)).await?;
    let (_, hidden) = server.document(&path(&secret.id)).await?;

    assert_eq!(shown["type"], "Question");
    assert_eq!(shown["oneOf"][1]["name"], "coffee");
    assert_eq!(shown["oneOf"][1]["replies"]["totalItems"], 1);
    assert_eq!(shown["votersCount"], 1);
    assert_eq!(shown.get("closed"), None);
    assert_eq!(hidden["oneOf"][1]["replies"]["totalItems"], 0);

    server.advance(TimeDelta::minutes(11));
    let (_, over) = server.document(&path(&secret.id)).await?;
    assert_eq!(over["oneOf"][1]["replies"]["totalItems"], 1);
    assert_eq!(over["closed"], over["endTime"]);
    Ok(())
}

#[tokio::test]
async fn a_quote_names_what_it_quotes_in_every_way() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let quoted = bob.post(says("Quote me")).await?;
    let post = ann.quote(&quoted, "Well said").await?;
    let uri = format!("{}/users/bob/statuses/{}", server.url, quoted.id);

    let (_, shown) = server.document(&path(&post.id)).await?;

    for word in ["quote", "quoteUri", "_misskey_quote"] {
        assert_eq!(shown[word], uri, "{word}");
    }
    let content = shown["content"].as_str().ok_or("content")?;
    assert!(
        content.contains("<p class=\"quote-inline\">RE: <a href=\""),
        "{content}"
    );
    Ok(())
}

#[tokio::test]
async fn a_boost_is_an_activity() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = bob.post(says("Pass it on")).await?;
    let boost = ann
        .client
        .send(&BoostStatus {
            id: post.id.clone(),
            visibility: None,
        })
        .await?;
    let place = format!("{}/activity", path(&boost.id));

    let (_, shown) = server.document(&place).await?;

    assert_eq!(shown["id"], format!("{}{place}", server.url));
    assert_eq!(shown["type"], "Announce");
    let boosted = format!("{}/users/bob/statuses/{}", server.url, post.id);
    assert_eq!(shown["object"], boosted);
    Ok(())
}

#[tokio::test]
async fn posts_of_sensitized_authors_are_sensitive() -> Test {
    let server = Server::start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    let post = ann.post(says("Look")).await?;
    let sensitize = ActOnAccount::new(ann.id(), AccountAction::Sensitive);
    admin.client.send(&sensitize).await?;

    let (_, shown) = server.document(&path(&post.id)).await?;

    assert_eq!(shown["sensitive"], true);
    Ok(())
}

#[tokio::test]
async fn limited_authors_address_only_those_who_follow() -> Test {
    let server = Server::start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    let peer = Peer::new()?;
    let eve = peer.account(&server, "eve")?;
    let fay = peer.follower(&server, "fay", &ann)?;
    let silence = ActOnAccount::new(ann.id(), AccountAction::Silence);
    admin.client.send(&silence).await?;
    let there = peer.address;
    let post = ann
        .post(says(&format!("@eve@{there} @fay@{there}")))
        .await?;

    let (_, shown) = server.document(&path(&post.id)).await?;

    let cc = shown["cc"].as_array().ok_or("cc")?;
    assert!(cc.contains(&json!(fay.uri)) && !cc.contains(&json!(eve.uri)));
    Ok(())
}

#[tokio::test]
async fn suspended_accounts_show_nothing_but_that_they_are() -> Test {
    let server = Server::start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    ann.change(json!({ "display_name": "Ann", "note": "I write", "discoverable": true }))
        .await?;
    let post = ann.post(says("Hello")).await?;
    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;

    let (status, shown) = server.document("/users/ann").await?;

    assert_eq!(status, 200);
    assert_eq!(shown["suspended"], true);
    assert_eq!(shown["name"], "ann");
    assert_eq!(shown["summary"], "");
    assert_eq!(shown["discoverable"], false);
    assert!(shown["publicKey"]["publicKeyPem"].is_string());
    for end in [
        "/outbox",
        "/followers",
        "/following",
        "/collections/featured",
    ] {
        let (status, _) = server.document(&format!("/users/ann{end}")).await?;
        assert_eq!(status, 403, "{end}");
    }
    assert_eq!(server.document(&path(&post.id)).await?.0, 403);
    Ok(())
}

#[tokio::test]
async fn who_waits_for_approval_is_not_there() -> Test {
    let server = Server::start().await?;
    server.pending("pat")?;
    for place in ["/users/pat", "/users/pat/outbox", "/users/nobody"] {
        assert_eq!(server.document(place).await?.0, 404, "{place}");
    }
    Ok(())
}

#[tokio::test]
async fn an_outbox_has_what_everybody_may_see_page_by_page() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for number in 0..21 {
        ann.post(says(&format!("Number {number}"))).await?;
    }
    ann.post(to("For friends", "private")).await?;

    let (_, outbox) = server.document("/users/ann/outbox").await?;
    let first = outbox["first"].as_str().ok_or("first")?;
    let (_, page) = server.document(&first[server.url.len()..]).await?;
    let next = page["next"].as_str().ok_or("next")?;
    let (_, last) = server.document(&next[server.url.len()..]).await?;

    assert_eq!(page["type"], "OrderedCollectionPage");
    let items = page["orderedItems"].as_array().ok_or("items")?;
    assert_eq!(items.len(), 20);
    assert_eq!(items[0]["type"], "Create");
    assert!(
        items[0]["object"]["content"]
            .as_str()
            .is_some_and(|it| it.contains("Number 20"))
    );
    assert_eq!(last["orderedItems"].as_array().map(Vec::len), Some(1));
    assert_eq!(last.get("next"), None);
    Ok(())
}

#[tokio::test]
async fn followers_are_named_unless_they_are_hidden() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&bob, &ann)?;

    let (_, list) = server.document("/users/ann/followers").await?;
    let (_, page) = server.document("/users/ann/followers?page=true").await?;
    let (_, other) = server.document("/users/bob/following?page=true").await?;

    assert_eq!(list["totalItems"], 1);
    assert_eq!(
        page["orderedItems"],
        json!([format!("{}/users/bob", server.url)])
    );
    assert_eq!(
        other["orderedItems"],
        json!([format!("{}/users/ann", server.url)])
    );

    ann.change(json!({ "hide_collections": true })).await?;
    let (_, list) = server.document("/users/ann/followers").await?;
    assert_eq!(list["totalItems"], 1);
    assert_eq!(list.get("first"), None);
    assert_eq!(
        server.document("/users/ann/followers?page=true").await?.0,
        403
    );
    Ok(())
}

#[tokio::test]
async fn what_stands_first_is_a_list_of_its_own() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let post = ann.post(says("About #elephants")).await?;
    ann.client
        .send(&PinStatus {
            id: post.id.clone(),
        })
        .await?;
    ann.client
        .send(&asks::<CreateFeaturedTag>(json!({ "name": "Elephants" })))
        .await?;

    let (_, pinned) = server.document("/users/ann/collections/featured").await?;
    let (_, tags) = server.document("/users/ann/collections/tags").await?;

    assert_eq!(
        pinned["orderedItems"][0]["id"],
        format!("{}{}", server.url, path(&post.id))
    );
    assert_eq!(tags["items"][0]["type"], "Hashtag");
    assert_eq!(
        tags["items"][0]["href"],
        format!("{}/tags/elephants", server.url)
    );
    Ok(())
}

#[tokio::test]
async fn what_was_said_about_a_post_is_counted_and_answers_are_named() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Hello")).await?;
    bob.client
        .send(&FavouriteStatus {
            id: post.id.clone(),
        })
        .await?;
    bob.client
        .send(&BoostStatus {
            id: post.id.clone(),
            visibility: None,
        })
        .await?;
    let answer = |text: &str, visibility: &str| PostStatus {
        in_reply_to_id: Some(post.id.clone()),
        ..to(text, visibility)
    };
    let open = bob.post(answer("Hi", "public")).await?;
    bob.post(answer("Psst", "private")).await?;
    let place = path(&post.id);

    let (_, likes) = server.document(&format!("{place}/likes")).await?;
    let (_, shares) = server.document(&format!("{place}/shares")).await?;
    let (_, replies) = server.document(&format!("{place}/replies")).await?;

    assert_eq!(likes["totalItems"], 1);
    assert_eq!(shares["totalItems"], 1);
    let answer = format!("{}/users/bob/statuses/{}", server.url, open.id);
    assert_eq!(replies["first"]["items"], json!([answer]));
    Ok(())
}

#[tokio::test]
async fn a_deleted_post_is_not_there() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let post = ann.post(says("Oops")).await?;
    ann.client
        .send(&asks::<DeleteStatus>(json!({ "id": post.id })))
        .await?;

    assert_eq!(server.document(&path(&post.id)).await?.0, 404);
    Ok(())
}
