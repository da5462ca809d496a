//! Both versions of the account list.

use api::{
    Flag, Open,
    admin::accounts::{
        AccountAction, AccountStatus, ActOnAccount, AdminAccount, ListAccounts, ListAccountsV1,
        Origin,
    },
};
use reqwest::StatusCode;
use serde_json::Value;
use store::{roles::EVERYBODY, users};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

/// A community with somebody in every state, as a moderator finds it.
async fn community(server: &Server) -> Result<Person, Box<dyn std::error::Error>> {
    let moderator = server.staff("mod", "Moderator")?;
    server.member("plain")?;
    server.pending("waiting")?;
    server.unconfirmed("new")?;
    server.remote("far", "far.example")?;
    for (name, action) in [
        ("frozen", AccountAction::Disable),
        ("limited", AccountAction::Silence),
        ("marked", AccountAction::Sensitive),
        ("gone", AccountAction::Suspend),
    ] {
        let member = server.member(name)?;
        moderator
            .client
            .send(&ActOnAccount::new(member.id(), action))
            .await?;
    }
    let far = server.remote("farther", "far.example")?;
    moderator
        .client
        .send(&ActOnAccount::new(
            far.id.to_string(),
            AccountAction::Suspend,
        ))
        .await?;
    Ok(moderator)
}

fn names(accounts: &[AdminAccount]) -> Vec<&str> {
    let mut names: Vec<&str> = accounts.iter().map(|it| it.username.as_str()).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn the_second_version_filters_by_state_and_origin() -> Test {
    let server = Server::start().await?;
    let moderator = community(&server).await?;
    let list = async |origin: Option<Origin>, status: Option<AccountStatus>| {
        let request = ListAccounts {
            origin: origin.map(Open::Known),
            status: status.map(Open::Known),
            ..ListAccounts::default()
        };
        moderator.client.send(&request).await.map(|it| it.items)
    };

    assert_eq!(list(None, None).await?.len(), 10);
    let remote = list(Some(Origin::Remote), None).await?;
    assert_eq!(names(&remote), ["far", "farther"]);
    let active = list(Some(Origin::Local), Some(AccountStatus::Active)).await?;
    assert_eq!(
        names(&active),
        [
            "frozen", "limited", "marked", "mod", "new", "plain", "waiting"
        ]
    );
    for (status, expected) in [
        (AccountStatus::Pending, vec!["waiting"]),
        (AccountStatus::Disabled, vec!["frozen"]),
        (AccountStatus::Silenced, vec!["limited"]),
        (AccountStatus::Sensitized, vec!["marked"]),
        (AccountStatus::Suspended, vec!["farther", "gone"]),
    ] {
        assert_eq!(
            names(&list(None, Some(status)).await?),
            expected,
            "{status:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_first_version_takes_any_text_for_yes_and_the_last_state_counts() -> Test {
    let server = Server::start().await?;
    let moderator = community(&server).await?;
    let list = async |query: &str| -> Result<Vec<String>, Box<dyn std::error::Error>> {
        let url = format!("{}/api/v1/admin/accounts?{query}", server.url);
        let call = server.http.get(url).bearer_auth(&moderator.token);
        let accounts: Vec<AdminAccount> =
            serde_json::from_str(&call.send().await?.error_for_status()?.text().await?)?;
        Ok(names(&accounts).into_iter().map(str::to_owned).collect())
    };

    let by_default = [
        "frozen", "limited", "marked", "mod", "new", "plain", "waiting",
    ];
    assert_eq!(list("").await?, by_default);
    assert_eq!(list("active=True").await?, by_default);
    assert_eq!(list("suspended=").await?, by_default);
    assert_eq!(
        list("sensitized=1").await?,
        by_default,
        "accepted, and without effect"
    );
    assert_eq!(list("suspended=false").await?, ["gone"]);
    assert_eq!(list("pending=1&silenced=0").await?, ["limited"]);
    assert_eq!(list("active=1&disabled=1").await?, ["frozen"]);
    assert_eq!(list("remote=1").await?, ["far"]);
    assert_eq!(list("remote=0&local=1").await?, ["far"]);
    assert_eq!(list("staff=1").await?, ["mod"]);
    assert_eq!(list("by_domain=far.example").await?, ["far"]);
    Ok(())
}

#[tokio::test]
async fn text_filters_look_at_beginnings_in_any_case() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    for name in ["Bob_1", "bobby", "robert"] {
        server.member(name)?;
    }
    server.remote(
        "bob",
        "bücher.example".replace("bücher", "xn--bcher-kva").as_str(),
    )?;
    let list = async |request: ListAccounts| {
        moderator.client.send(&request).await.map(|it| {
            names(&it.items)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
    };
    let username = |text: &str| ListAccounts {
        username: Some(text.into()),
        ..ListAccounts::default()
    };
    let email = |text: &str| ListAccounts {
        email: Some(text.into()),
        ..ListAccounts::default()
    };

    assert_eq!(list(username(" @BOB")).await?, ["Bob_1", "bob", "bobby"]);
    assert_eq!(
        list(username("b%y")).await?,
        ["bobby"],
        "as in Mastodon, % stands for anything"
    );
    assert_eq!(list(username("\\")).await?, Vec::<String>::new());
    assert_eq!(list(email("BOB")).await?, ["Bob_1", "bobby"]);
    assert_eq!(
        list(email("%@mail.example")).await?,
        ["Bob_1", "bobby", "mod", "robert"]
    );
    let blank = ListAccounts {
        username: Some(" ".into()),
        by_domain: Some("".into()),
        ..ListAccounts::default()
    };
    assert_eq!(list(blank).await?.len(), 5);
    for spelling in ["XN--BCHER-KVA.example", "Bücher.Example"] {
        let domain = ListAccounts {
            by_domain: Some(spelling.into()),
            origin: Some(Open::Known(Origin::Local)),
            ..ListAccounts::default()
        };
        let found = list(domain).await?;
        assert_eq!(
            found,
            ["bob"],
            "{spelling}: the domain wins over the origin"
        );
    }
    Ok(())
}

#[tokio::test]
async fn people_are_found_by_address_role_and_inviter() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let admin = server.staff("admin", "Admin")?;
    let ann = server.member("ann")?;
    let now = server.now();
    server.change(|cx| {
        for (id, ip) in [
            (ann.id, "203.0.113.9"),
            (admin.id, "2001:db8::5"),
            (ann.id, "2001:db8:1::1"),
        ] {
            store::user_ips::add(&mut cx.tx, id, ip.parse().expect("an address"), now)?;
        }
        Ok(())
    })?;
    let list = async |request: ListAccounts| {
        moderator.client.send(&request).await.map(|it| {
            names(&it.items)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
    };
    let ip = |text: &str| ListAccounts {
        ip: Some(text.into()),
        ..ListAccounts::default()
    };

    for (text, expected) in [
        ("203.0.113.9", vec!["ann"]),
        ("203.0.113.0/24", vec!["ann"]),
        ("203.0.112.0/24", vec![]),
        ("2001:db8::/32", vec!["admin", "ann"]),
        ("2001:db8::/48", vec!["admin"]),
        ("::ffff:203.0.113.9", vec!["ann"]),
        ("nonsense", vec![]),
    ] {
        assert_eq!(list(ip(text)).await?, expected, "{text}");
    }

    let staff = ListAccounts {
        permissions: Some("staff".into()),
        ..ListAccounts::default()
    };
    assert_eq!(list(staff).await?, ["admin", "mod"]);
    let other = ListAccounts {
        permissions: Some("other".into()),
        ..ListAccounts::default()
    };
    assert_eq!(list(other).await?.len(), 3);
    let role_id = users::find(&mut server.tx()?, admin.id)?
        .expect("added above")
        .role_id
        .expect("an admin");
    let roles = |ids: &[i64]| ListAccounts {
        role_ids: ids.iter().map(i64::to_string).collect(),
        ..ListAccounts::default()
    };
    assert_eq!(list(roles(&[role_id])).await?, ["admin"]);
    assert_eq!(list(roles(&[EVERYBODY, 4711])).await?, Vec::<String>::new());
    let invited = ListAccounts {
        invited_by: Some(ann.id()),
        ..ListAccounts::default()
    };
    assert_eq!(list(invited).await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn pages_follow_each_other_both_ways_and_keep_what_was_asked_for() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    for number in 0..7 {
        server.member(&format!("ann{number}"))?;
    }
    let request = ListAccounts {
        username: Some("ann".into()),
        role_ids: Vec::new(),
        limit: Some("3".into()),
        ..ListAccounts::default()
    };

    let first = moderator.client.send(&request).await?;
    let (newest, oldest) = (&first.items[0].id, &first.items[2].id);
    let base = format!("{}/api/v2/admin/accounts", server.url);
    let next = format!("{base}?limit=3&max_id={oldest}&username=ann");
    let prev = format!("{base}?limit=3&min_id={newest}&username=ann");
    assert_eq!(first.next(), Some(next.as_str()));
    assert_eq!(first.prev(), Some(prev.as_str()));

    let mut pages = moderator.client.pages(&request);
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        seen.extend(page?.items.into_iter().map(|it| it.username));
    }
    assert_eq!(
        seen,
        ["ann6", "ann5", "ann4", "ann3", "ann2", "ann1", "ann0"]
    );

    let above = ListAccounts {
        min_id: Some(oldest.clone()),
        limit: Some("1".into()),
        ..request.clone()
    };
    assert_eq!(
        moderator.client.send(&above).await?.items[0].id,
        first.items[1].id
    );
    let since = ListAccounts {
        since_id: Some(oldest.clone()),
        limit: Some("1".into()),
        ..request.clone()
    };
    assert_eq!(moderator.client.send(&since).await?.items[0].id, *newest);
    let last = ListAccounts {
        max_id: Some(first.items[0].id.clone()),
        limit: Some("200".into()),
        ..request
    };
    let last = moderator.client.send(&last).await?;
    assert_eq!((last.items.len(), last.next()), (6, None));
    Ok(())
}

#[tokio::test]
async fn limits_and_cursors_that_mean_nothing_do_no_harm() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    server.member("ann")?;
    let count = async |query: &str| -> Result<(StatusCode, usize, bool), reqwest::Error> {
        let url = format!("{}/api/v2/admin/accounts?{query}", server.url);
        let call = server.http.get(url).bearer_auth(&moderator.token);
        let answer = call.send().await?;
        let (status, has_links) = (answer.status(), answer.headers().contains_key("link"));
        let items = answer.text().await?;
        let items: Value = serde_json::from_str(&items).unwrap_or_default();
        Ok((status, items.as_array().map_or(0, Vec::len), has_links))
    };

    for (query, expected) in [
        ("limit=1", 1),
        ("limit=-1", 1),
        ("limit=99999999999999999999", 2),
        ("limit=", 2),
        ("limit=2abc", 2),
        ("limit[]=1", 2),
    ] {
        assert_eq!(
            count(query).await?,
            (StatusCode::OK, expected, true),
            "{query}"
        );
    }
    for query in [
        "limit=0",
        "limit=abc",
        "max_id=abc",
        "min_id=x",
        "since_id=99999999999999999999",
        "max_id=0",
    ] {
        assert_eq!(count(query).await?, (StatusCode::OK, 0, false), "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn unknown_words_are_refused_in_mastodons_words() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let origin = ListAccounts {
        origin: Some(Open::Unknown("mars".into())),
        ..ListAccounts::default()
    };
    let status = ListAccounts {
        status: Some(Open::Unknown("happy".into())),
        ..ListAccounts::default()
    };

    assert_eq!(
        refusal(moderator.client.send(&origin).await),
        (400, "Unknown origin: mars".into())
    );
    assert_eq!(
        refusal(moderator.client.send(&status).await),
        (400, "Unknown status: happy".into())
    );
    let first = ListAccountsV1 {
        remote: Flag(true),
        ..ListAccountsV1::default()
    };
    assert!(moderator.client.send(&first).await?.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_account_is_shown_as_mastodon_shows_it() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let url = format!("{}/api/v1/admin/accounts/{}", server.url, moderator.id);

    let body = server
        .http
        .get(url)
        .bearer_auth(&moderator.token)
        .send()
        .await?
        .text()
        .await?;

    let shown: Value = serde_json::from_str(&body)?;
    let keys: Vec<&str> = shown
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let expected = [
        "id",
        "username",
        "domain",
        "created_at",
        "email",
        "ip",
        "confirmed",
        "suspended",
        "silenced",
        "sensitized",
        "disabled",
        "approved",
        "locale",
        "invite_request",
        "ips",
        "account",
        "role",
    ];
    let sorted = |keys: &[&str]| {
        let mut keys: Vec<String> = keys.iter().map(|it| (*it).to_owned()).collect();
        keys.sort();
        keys
    };
    assert_eq!(sorted(&keys), sorted(&expected));
    assert_eq!(shown["role"]["permissions"], "1115420");
    assert_eq!(shown["account"]["roles"][0]["name"], "Moderator");
    assert_eq!(shown["created_at"], "2026-11-22T12:00:00.000Z");
    assert_eq!(shown["account"]["created_at"], "2026-11-22T00:00:00.000Z");
    assert_eq!(shown["id"], shown["account"]["id"]);
    assert_eq!(
        shown["ip"],
        Value::Null,
        "the first request was not over when it was read"
    );
    Ok(())
}
