//! Finding accounts, posts and hashtags with one text.

use api::{
    accounts::UpdateCredentials,
    admin::accounts::{AccountAction, ActOnAccount},
    entities,
    search::Search,
    statuses::{BookmarkStatus, BoostStatus, DeleteStatus, FavouriteStatus, NewPoll, PostStatus},
};
use client::Client;
use serde_json::{from_value, json};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

fn q(text: &str) -> Search {
    Search {
        q: text.into(),
        ..Search::default()
    }
}

fn posts(text: &str) -> Search {
    Search {
        r#type: Some("statuses".into()),
        ..q(text)
    }
}

impl Person {
    async fn finds(&self, text: &str) -> Result<Vec<String>, client::Error> {
        let found = self.client.send(&posts(text)).await?;
        Ok(found.statuses.into_iter().map(|it| it.id).collect())
    }

    async fn wants_to_be_found(&self) -> Result<(), client::Error> {
        let request = UpdateCredentials {
            indexable: Some(true),
            ..UpdateCredentials::default()
        };
        self.client.send(&request).await.map(drop)
    }
}

fn names(found: &entities::Search) -> (Vec<&str>, usize, Vec<&str>) {
    let accounts = found.accounts.iter().map(|it| it.acct.as_str());
    let tags = found.hashtags.iter().map(|it| it.name.as_str());
    (accounts.collect(), found.statuses.len(), tags.collect())
}

#[tokio::test]
async fn one_text_finds_accounts_posts_and_hashtags() -> Test {
    let server = Server::start().await?;
    let (ann, cat) = (server.member("ann")?, server.member("cat")?);
    ann.post(says("A cat, and #catnip")).await?;

    let found = ann.client.send(&q("cat")).await?;
    assert_eq!(names(&found), (vec!["cat"], 1, vec!["catnip"]));
    for (kind, expected) in [
        ("accounts", (vec!["cat"], 0, vec![])),
        ("statuses", (vec![], 1, vec![])),
        ("hashtags", (vec![], 0, vec!["catnip"])),
        ("nothing", (vec![], 0, vec![])),
    ] {
        let only = Search {
            r#type: Some(kind.into()),
            ..q("cat")
        };
        assert_eq!(names(&ann.client.send(&only).await?), expected, "{kind}");
    }
    let none = Search {
        limit: Some("0".into()),
        ..q("cat")
    };
    assert_eq!(names(&ann.client.send(&none).await?), (vec![], 0, vec![]));
    let found = cat.client.send(&q("#catnip")).await?;
    assert_eq!(
        names(&found),
        (vec![], 0, vec!["catnip"]),
        "not hers to find"
    );
    Ok(())
}

#[tokio::test]
async fn strangers_find_people_and_hashtags_from_the_beginning_of_the_list() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    ann.wants_to_be_found().await?;
    ann.post(says("Hello #annual")).await?;
    let stranger = Client::anonymous(&server.url)?;

    let found = stranger.send(&q("ann")).await?;
    assert_eq!(names(&found), (vec!["ann"], 0, vec!["annual"]));
    assert_eq!(names(&stranger.send(&q("hello")).await?).1, 0);
    for (further, text) in [
        (
            json!({ "offset": "20" }),
            "Search queries pagination is not supported without authentication",
        ),
        (
            json!({ "resolve": true }),
            "Search queries that resolve remote resources are not supported without authentication",
        ),
    ] {
        let mut fields = json!({ "q": "ann", "type": "accounts" });
        if let (Some(fields), Some(further)) = (fields.as_object_mut(), further.as_object()) {
            fields.extend(further.clone());
        }
        let request: Search = from_value(fields)?;
        assert_eq!(refusal(stranger.send(&request).await), (401, text.into()));
        assert!(ann.client.send(&request).await.is_ok());
    }
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_or_finds_nothing() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    ann.post(says("Hello")).await?;

    let missing = "param is missing or the value is empty or invalid: q";
    for text in ["", "  "] {
        let refused = refusal(ann.client.send(&q(text)).await);
        assert_eq!(refused, (400, missing.into()));
    }
    let negative = "Pagination values for `offset` and `limit` must be positive";
    for field in ["limit", "offset"] {
        let request: Search = from_value(json!({ "q": "x", field: "-1" }))?;
        assert_eq!(
            refusal(ann.client.send(&request).await),
            (400, negative.into())
        );
    }
    let of_nobody: Search = from_value(json!({ "q": "hello", "account_id": "4711" }))?;
    assert_eq!(refusal(ann.client.send(&of_nobody).await).0, 404);
    let old = server.http.get(format!("{}/api/v1/search?q=x", server.url));
    assert_eq!(old.bearer_auth(&ann.token).send().await?.status(), 404);
    for text in [
        "\"",
        "-",
        "--",
        "hello before:never",
        "from:@@@",
        "from:nobody hello",
        "has:everything",
        "' OR 1=1 --",
        "hello AND",
        "NEAR(hello, 2)",
        "words : hello",
        "%",
        "*",
        "\u{202e}",
        "🏳️‍🌈",
    ] {
        let found = ann.client.send(&q(text)).await?;
        assert!(found.statuses.is_empty(), "{text}");
    }
    let long = "hello ".repeat(500);
    for text in [
        &long,
        "hello*) & (",
        "'hello' <-> \\",
        "\"hello",
        "hello\u{200d}",
    ] {
        assert_eq!(ann.finds(text).await?.len(), 1, "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn members_find_what_they_have_to_do_with() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = async |text: &str| ann.post(says(text)).await.map(|it| it.id);
    let nothing = post("needle unknown").await?;
    let liked = post("needle liked").await?;
    let kept = post("needle kept").await?;
    let boosted = post("needle boosted").await?;
    let naming = post("needle for @bob").await?;
    let (id, visibility) = (liked.clone(), None);
    bob.client.send(&FavouriteStatus { id }).await?;
    bob.client
        .send(&BookmarkStatus { id: kept.clone() })
        .await?;
    let id = boosted.clone();
    bob.client.send(&BoostStatus { id, visibility }).await?;
    let own = bob.post(to("needle of mine", "private")).await?.id;
    ann.post(to("needle secret", "private")).await?;

    let library = [&own, &naming, &boosted, &kept, &liked].map(Clone::clone);
    assert_eq!(bob.finds("needle").await?, library);
    assert_eq!(bob.finds("needle in:public").await?, [] as [String; 0]);
    ann.wants_to_be_found().await?;
    let all = [&own, &naming, &boosted, &kept, &liked, &nothing].map(Clone::clone);
    assert_eq!(bob.finds("needle").await?, all);
    assert_eq!(bob.finds("needle in:library").await?, library);
    assert_eq!(bob.finds("needle in:public").await?, all[1..]);
    assert_eq!(bob.finds("in:library").await?, library);
    Ok(())
}

#[tokio::test]
async fn posts_are_found_by_all_that_they_say_and_not_by_what_they_said() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let poll = PostStatus {
        poll: Some(NewPoll {
            options: vec!["Espresso".into(), "抹茶".into()],
            expires_in: 600,
            ..NewPoll::default()
        }),
        spoiler_text: Some("Beverages".into()),
        ..says("Which <b>one</b> & why? https://tea.example/Oolong")
    };
    let id = ann.post(poll).await?.id;

    for text in [
        "which",
        "ONE",
        "beverages",
        "espresso",
        "抹茶",
        "抹",
        "oolong",
        "tea.example",
        "has:poll which",
        "\"b & why\"",
        "has:link",
        "is:sensitive",
        "language:en which",
    ] {
        let expected: &[String] = match text {
            "language:en which" => &[],
            _ => std::slice::from_ref(&id),
        };
        assert_eq!(ann.finds(text).await?, expected, "{text}");
    }
    let delete = DeleteStatus {
        id,
        delete_media: None,
    };
    ann.client.send(&delete).await?;
    assert!(ann.finds("which").await?.is_empty());
    server.work_off()?;
    assert!(ann.finds("which").await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn qualities_narrow_a_search() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.wants_to_be_found().await?;
    bob.wants_to_be_found().await?;
    let old = ann.post(says("tea one")).await?;
    server.advance(chrono::TimeDelta::days(2));
    let answer = PostStatus {
        in_reply_to_id: Some(old.id.clone()),
        language: Some("ja".into()),
        ..says("tea two")
    };
    let new = bob.post(answer).await?.id;
    let old = old.id;
    let day = |days: i64| (server.now() - chrono::TimeDelta::days(days)).format("%Y-%m-%d");
    let (today, then) = (day(0), day(2));

    for (narrowed, by_old, by_new) in [
        ("from:ann".to_owned(), true, false),
        ("-from:ann".into(), false, true),
        ("from:me".into(), true, false),
        ("from:@bob".into(), false, true),
        ("is:reply".into(), false, true),
        ("-is:reply".into(), true, false),
        ("language:ja".into(), false, true),
        ("one".into(), true, false),
        ("-one".into(), false, true),
        ("\"tea two\"".into(), false, true),
        (format!("before:{today}"), true, false),
        (format!("after:{then}"), false, true),
        (format!("during:{today}"), false, true),
        (format!("-during:{today}"), true, false),
    ] {
        let mut expected = Vec::new();
        expected.extend(by_new.then(|| new.clone()));
        expected.extend(by_old.then(|| old.clone()));
        let text = format!("tea {narrowed}");
        assert_eq!(ann.finds(&text).await?, expected, "{text}");
    }
    let narrowed = |field: &str, value: &str| -> Result<Search, serde_json::Error> {
        from_value(json!({ "q": "tea", "type": "statuses", field: value }))
    };
    for (field, value, expected) in [
        ("account_id", ann.id(), &old),
        ("max_id", new.clone(), &old),
        ("min_id", old.clone(), &new),
        ("limit", "1".into(), &new),
        ("offset", "1".into(), &old),
    ] {
        let found = ann.client.send(&narrowed(field, &value)?).await?.statuses;
        let ids: Vec<&String> = found.iter().map(|it| &it.id).collect();
        assert_eq!(ids, [expected], "{field}");
    }
    Ok(())
}

#[tokio::test]
async fn who_must_not_see_a_post_does_not_find_it() -> Test {
    let server = Server::start().await?;
    let (moderator, ann) = (server.staff("mod", "Moderator")?, server.member("ann")?);
    let (fan, eve) = (server.member("fan")?, server.member("eve")?);
    server.follow(&fan, &ann)?;
    ann.wants_to_be_found().await?;
    let id = ann.post(says("needle")).await?.id;
    for text in ["private", "direct", "unlisted"] {
        ann.post(to(&format!("needle {text}"), text)).await?;
    }
    let act = async |action| {
        let act = ActOnAccount::new(ann.id(), action);
        moderator.client.send(&act).await.map(drop)
    };

    assert_eq!(eve.finds("needle").await?, std::slice::from_ref(&id));
    act(AccountAction::Silence).await?;
    assert!(eve.finds("needle").await?.is_empty());
    assert_eq!(fan.finds("needle").await?, std::slice::from_ref(&id));
    act(AccountAction::Suspend).await?;
    assert!(fan.finds("needle").await?.is_empty());
    let handle = fan.client.send(&q("@ann")).await?.accounts;
    assert_eq!(handle.len(), 1, "the whole handle finds her");
    assert_eq!(handle[0].suspended, Some(true));
    assert!(fan.client.send(&q("an")).await?.accounts.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_address_finds_what_is_behind_it() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let far = server.remote("zoe", "far.example")?;
    let post = ann.post(says("Hello")).await?;
    let secret = ann.post(to("Psst", "private")).await?;
    let url = |path: &str| format!("{}{path}", server.url);
    let id = &post.id;

    for address in [
        url(&format!("/@ann/{id}")),
        url(&format!("/users/ann/statuses/{id}?x#y")),
        url(&format!("/@Ann/{id}/")),
    ] {
        let found = eve.client.send(&q(&address)).await?;
        assert_eq!(names(&found), (vec![], 1, vec![]), "{address}");
        assert_eq!(&found.statuses[0].id, id);
    }
    for (address, acct) in [
        (url("/@ann"), "ann"),
        (url("/users/ann"), "ann"),
        (url("/@zoe@far.example"), "zoe@far.example"),
        (far.uri.clone(), "zoe@far.example"),
    ] {
        let found = eve.client.send(&q(&address)).await?;
        assert_eq!(names(&found), (vec![acct], 0, vec![]), "{address}");
    }
    for address in [
        url(&format!("/@eve/{id}")),
        url(&format!("/@ann/{}", secret.id)),
        url("/@nobody"),
        url("/tags/x"),
        "https://far.example/nothing".into(),
        "https://".into(),
    ] {
        let found = eve.client.send(&q(&address)).await?;
        assert_eq!(names(&found), (vec![], 0, vec![]), "{address}");
    }
    let as_tag = Search {
        r#type: Some("hashtags".into()),
        ..q(&url("/@ann"))
    };
    assert_eq!(names(&eve.client.send(&as_tag).await?), (vec![], 0, vec![]));
    Ok(())
}

#[tokio::test]
async fn hashtags_are_found_by_their_beginning_the_last_used_first() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for text in ["#Rusty #rust", "#rustic", "#RustFest", "#other"] {
        ann.post(says(text)).await?;
        server.advance(chrono::TimeDelta::minutes(1));
    }
    let found = async |request: Search| -> Result<Vec<String>, client::Error> {
        let found = ann.client.send(&request).await?.hashtags;
        Ok(found.into_iter().map(|it| it.name).collect())
    };

    assert_eq!(
        found(q("#rus")).await?,
        ["RustFest", "rustic", "rust", "Rusty"]
    );
    assert_eq!(
        found(q("RUST")).await?,
        ["rust", "RustFest", "rustic", "Rusty"]
    );
    let second: Search =
        from_value(json!({ "q": "rust", "type": "hashtags", "offset": "1", "limit": "2" }))?;
    assert_eq!(found(second).await?, ["RustFest", "rustic"]);

    let mut tx = server.tx()?;
    store::testing::execute(
        &mut tx,
        "UPDATE tags SET listable = FALSE WHERE name LIKE 'rusti%'",
    )?;
    tx.save()?;
    assert_eq!(found(q("rus")).await?, ["RustFest", "rust", "Rusty"]);
    assert_eq!(found(q("rustic")).await?, ["rustic"], "by its whole name");
    let reviewed: Search = from_value(json!({ "q": "rust", "exclude_unreviewed": true }))?;
    assert_eq!(found(reviewed).await?, ["rust"]);
    Ok(())
}
