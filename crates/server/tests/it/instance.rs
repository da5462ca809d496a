//! What the server says about itself.

use api::{
    apps::CreateApp,
    instance::{
        ListLanguages, ListPeers, ListRules, ListTranslationLanguages, ShowActivity,
        ShowDomainBlocks, ShowExtendedDescription, ShowInstance, ShowInstanceV1, ShowPrivacyPolicy,
        ShowTermsOfService, ShowTermsOfServiceFrom,
    },
    preferences::ShowPreferences,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use client::Client;
use domain::{settings::Settings, vapid};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
    statuses::says,
};

#[tokio::test]
async fn both_versions_say_what_the_settings_and_the_counters_say() -> Test {
    let server = Server::start().await?;
    server.staff("boss", "Owner")?;
    server.unconfirmed("new")?;
    server.remote("far", "far.example")?;
    server.remote("farther", "far.example")?;
    let now = server.now();
    server.change(|cx| {
        Settings::set(cx, "site_title", "Teapots")?;
        Settings::set(cx, "registrations_mode", "approved")?;
        Settings::set(cx, "require_invite_text", "true")?;
        Settings::set(cx, "site_contact_username", "boss")?;
        Ok(store::rules::add(&mut cx.tx, "Be kind.", "Really.", now)?)
    })?;
    let stranger = Client::anonymous(&server.url)?;

    let two = stranger.send(&ShowInstance {}).await?;
    assert_eq!(
        (two.title.as_str(), two.domain.as_str()),
        ("Teapots", &server.url["http://".len()..])
    );
    assert!(
        two.version.starts_with("4.7.0 (compatible; Kumki "),
        "{}",
        two.version
    );
    assert!(two.registrations.enabled && two.registrations.approval_required);
    assert_eq!(two.registrations.reason_required, Some(true));
    assert_eq!(two.contact.account.expect("named above").username, "boss");
    assert!(two.api_versions.is_some_and(|it| it.mastodon.is_some()));
    assert_eq!(two.rules[0].hint, "Really.");

    let one = stranger.send(&ShowInstanceV1 {}).await?;
    assert_eq!((one.stats.user_count, one.stats.domain_count), (1, 1));
    assert_eq!((one.registrations, one.approval_required), (true, true));
    assert_eq!(stranger.send(&ListRules {}).await?, two.rules);
    Ok(())
}

#[tokio::test]
async fn the_configuration_says_what_the_rules_check() -> Test {
    let server = Server::start().await?;
    server.change(|cx| Settings::set(cx, "status_page_url", "https://status.example"))?;
    let stranger = Client::anonymous(&server.url)?;

    let shown = stranger.send(&ShowInstance {}).await?.configuration;
    let legacy = stranger.send(&ShowInstanceV1 {}).await?;

    let port = server.url.rsplit(':').next().unwrap_or_default();
    assert_eq!(shown.urls.streaming, format!("ws://localhost:{port}"));
    assert_eq!(legacy.urls.streaming_api, shown.urls.streaming);
    assert_eq!(shown.urls.status.as_deref(), Some("https://status.example"));
    assert_eq!(shown.urls.about, Some(format!("{}/about", server.url)));
    assert_eq!(shown.urls.terms_of_service, None);
    let (statuses, polls) = (&shown.statuses, &shown.polls);
    assert_eq!(
        (statuses.max_characters, statuses.max_media_attachments),
        (500, 4)
    );
    assert_eq!(statuses.characters_reserved_per_url, 23);
    assert_eq!(
        (polls.max_options, polls.max_characters_per_option),
        (4, 50)
    );
    assert_eq!(
        (polls.min_expiration, polls.max_expiration),
        (300, 2_629_746)
    );
    let accounts = &shown.accounts;
    assert_eq!(
        (accounts.max_featured_tags, accounts.max_pinned_statuses),
        (10, 5)
    );
    assert_eq!(shown.media_attachments.description_limit, 1500);
    let access = shown.timelines_access.expect("it is said");
    assert_eq!(access.live_feeds.local, "public");
    assert_eq!(
        (&legacy.configuration.polls, &legacy.configuration.statuses),
        (polls, statuses)
    );
    Ok(())
}

#[tokio::test]
async fn the_key_for_push_messages_is_made_once_and_only_half_of_it_is_shown() -> Test {
    let server = Server::start().await?;
    let stranger = Client::anonymous(&server.url)?;
    assert_eq!(
        stranger
            .send(&ShowInstance {})
            .await?
            .configuration
            .vapid
            .public_key,
        None
    );

    server.change(vapid::make_missing)?;
    let shown = stranger.send(&ShowInstance {}).await?;
    server.change(vapid::make_missing)?;

    let key = shown
        .configuration
        .vapid
        .public_key
        .clone()
        .expect("it was made");
    let point = URL_SAFE_NO_PAD.decode(&key)?;
    assert_eq!((point.len(), point[0]), (65, 4));
    let again = stranger.send(&ShowInstance {}).await?;
    assert_eq!(
        again.configuration.vapid.public_key.as_deref(),
        Some(key.as_str())
    );
    let app = CreateApp {
        client_name: "app".into(),
        redirect_uris: vec!["urn:ietf:wg:oauth:2.0:oob".into()],
        scopes: None,
        website: None,
    };
    let app = stranger.send(&app).await?.application;
    assert_eq!(app.vapid_key, Some(key));
    let private = vapid::private_key(&mut server.tx()?)?.expect("it was made");
    let private = URL_SAFE_NO_PAD.encode(private.as_pkcs8());
    let settings = Settings::load(&mut server.tx()?)?;
    for text in [serde_json::to_string(&shown)?, format!("{settings:?}")] {
        assert!(!text.contains(&private[private.len() / 2..]), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn peers_are_listed_unless_the_staff_keeps_them_secret() -> Test {
    let server = Server::start().await?;
    server.remote("ann", "b.example")?;
    server.remote("bob", "a.example")?;
    let stranger = Client::anonymous(&server.url)?;

    assert_eq!(
        stranger.send(&ListPeers {}).await?,
        ["a.example", "b.example"]
    );
    server.change(|cx| Settings::set(cx, "peers_api_enabled", "false"))?;
    assert_eq!(refusal(stranger.send(&ListPeers {}).await).0, 404);
    Ok(())
}

#[tokio::test]
async fn activity_is_counted_by_the_week() -> Test {
    let server = Server::start().await?;
    let (ann, _) = (server.member("ann")?, server.member("bob")?);
    server.unconfirmed("new")?;
    server.pending("waits")?;
    ann.post(says("One")).await?;
    ann.post(says("Two")).await?;
    let stranger = Client::anonymous(&server.url)?;
    let numbers = async || -> Result<Vec<[String; 3]>, client::Error> {
        let weeks = stranger.send(&ShowActivity {}).await?.into_iter();
        Ok(weeks
            .map(|it| [it.statuses, it.logins, it.registrations])
            .collect())
    };

    let weeks = stranger.send(&ShowActivity {}).await?;
    assert_eq!(weeks.len(), 12);
    // The clock says Sunday, 22 November 2026, at noon.
    assert_eq!(
        (weeks[0].week.as_str(), weeks[1].week.as_str()),
        ("1794787200", "1794182400")
    );
    assert_eq!(numbers().await?[0], ["2", "1", "2"]);

    server.advance(TimeDelta::days(8));
    for _ in 0..3 {
        ann.client.send(&ShowPreferences {}).await?;
        server.advance(TimeDelta::days(1));
    }
    let later = numbers().await?;
    assert_eq!(later[0], ["0", "1", "0"]);
    assert_eq!(later[1], ["0", "0", "0"]);
    assert_eq!(later[2], ["2", "1", "2"]);

    server.change(|cx| Settings::set(cx, "activity_api_enabled", "false"))?;
    assert_eq!(refusal(stranger.send(&ShowActivity {}).await).0, 404);
    Ok(())
}

#[tokio::test]
async fn blocked_servers_are_shown_to_whom_the_staff_shows_them() -> Test {
    let server = Server::start().await?;
    let (ann, pending) = (server.member("ann")?, server.pending("pending")?);
    let stranger = Client::anonymous(&server.url)?;
    let statuses = async || {
        let mut statuses = Vec::new();
        for client in [&stranger, &pending.client, &ann.client] {
            let answer = client.send(&ShowDomainBlocks {}).await;
            statuses.push(answer.map_or_else(|it| it.status().unwrap_or_default(), |_| 200));
        }
        statuses
    };

    assert_eq!(statuses().await, [404, 404, 404]);
    server.change(|cx| Settings::set(cx, "show_domain_blocks", "users"))?;
    assert_eq!(statuses().await, [404, 404, 200]);
    server.change(|cx| Settings::set(cx, "show_domain_blocks", "all"))?;
    assert_eq!(statuses().await, [200, 200, 200]);
    Ok(())
}

#[tokio::test]
async fn the_staff_writes_texts_in_markdown() -> Test {
    let server = Server::start().await?;
    let stranger = Client::anonymous(&server.url)?;
    let empty = stranger.send(&ShowExtendedDescription {}).await?;
    assert_eq!((empty.updated_at, empty.content.as_str()), (None, ""));
    let default = stranger.send(&ShowPrivacyPolicy {}).await?.content;
    let domain = &server.url["http://".len()..];
    assert!(
        default.contains(&format!("what {domain} keeps")),
        "{default}"
    );

    server.change(|cx| {
        Settings::set(
            cx,
            "site_extended_description",
            "# Hi\n\n<script>x</script>\n\n*there*",
        )?;
        Settings::set(cx, "site_terms", "%{domain} keeps nothing.")
    })?;

    let description = stranger.send(&ShowExtendedDescription {}).await?;
    assert_eq!(
        description.content.replace('\n', ""),
        "<h1>Hi</h1><p><em>there</em></p>"
    );
    assert_eq!(description.updated_at.map(|it| it.0), Some(server.now()));
    let policy = stranger.send(&ShowPrivacyPolicy {}).await?;
    assert_eq!(policy.content, format!("<p>{domain} keeps nothing.</p>\n"));
    assert_eq!(policy.updated_at.map(|it| it.0), Some(server.now()));
    for (path, words) in [
        ("/about", "<h1>Hi</h1>"),
        ("/privacy-policy", "keeps nothing."),
    ] {
        let page = server
            .http
            .get(format!("{}{path}", server.url))
            .send()
            .await?;
        assert!(page.text().await?.contains(words), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_terms_of_service_are_those_of_the_day() -> Test {
    let server = Server::start().await?;
    let stranger = Client::anonymous(&server.url)?;
    let from = |date: &str| ShowTermsOfServiceFrom { date: date.into() };
    let none = stranger.send(&ShowTermsOfService {}).await;
    assert_eq!(refusal(none), (404, "Record not found".into()));
    let page = format!("{}/terms-of-service", server.url);
    assert_eq!(server.http.get(&page).send().await?.status(), 404);

    let wrong = server.change(|cx| Settings::set(cx, "terms_of_service", r#"{"soon": "x"}"#));
    assert!(wrong.is_err());
    let terms = r#"{"2026-11-23": "new", "2026-01-01": "old", "2025-01-01": "oldest"}"#;
    server.change(|cx| Settings::set(cx, "terms_of_service", terms))?;

    let current = stranger.send(&ShowTermsOfService {}).await?;
    assert_eq!(
        (current.content.as_str(), current.effective),
        ("<p>old</p>\n", true)
    );
    assert_eq!(current.effective_date, "2026-01-01");
    assert_eq!(current.succeeded_by.as_deref(), Some("2026-11-23"));
    let coming = stranger.send(&from("2026-11-23")).await?;
    assert_eq!(
        (coming.content.as_str(), coming.effective),
        ("<p>new</p>\n", false)
    );
    assert_eq!(coming.succeeded_by, None);
    for date in ["2026-11-22", "x", "2026-13-01"] {
        let answer = stranger.send(&from(date)).await;
        assert_eq!(
            answer.map_err(|it| it.status()).err(),
            Some(Some(404)),
            "{date}"
        );
    }
    server.advance(TimeDelta::days(1));
    assert_eq!(
        stranger.send(&ShowTermsOfService {}).await?,
        stranger.send(&from("2026-11-23")).await?
    );
    assert!(
        server
            .http
            .get(&page)
            .send()
            .await?
            .text()
            .await?
            .contains("<p>new</p>")
    );
    let urls = stranger.send(&ShowInstance {}).await?.configuration.urls;
    assert_eq!(urls.terms_of_service, Some(page));
    Ok(())
}

#[tokio::test]
async fn languages_have_codes_and_names_and_nothing_is_translated() -> Test {
    let server = Server::start().await?;
    let stranger = Client::anonymous(&server.url)?;

    let languages = stranger.send(&ListLanguages {}).await?;

    let german = languages.iter().find(|it| it.code == "de");
    assert_eq!(german.map(|it| it.name.as_str()), Some("German"));
    let translations = stranger.send(&ListTranslationLanguages {}).await?;
    assert_eq!(serde_json::to_string(&translations)?, "{}");
    Ok(())
}

#[tokio::test]
async fn the_openapi_document_is_served() -> Test {
    let server = Server::start().await?;

    let answer = server
        .http
        .get(format!("{}/api/openapi.json", server.url))
        .send()
        .await?;

    assert_eq!(
        answer.headers()["content-type"],
        "application/json; charset=utf-8"
    );
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let document: serde_json::Value = serde_json::from_str(&answer.text().await?)?;
    assert_eq!(document, api::openapi::document());
    Ok(())
}

#[tokio::test]
async fn who_comes_with_a_browser_is_told_what_this_is() -> Test {
    let server = Server::start().await?;
    server.change(|cx| Settings::set(cx, "site_short_description", "About <teapots>"))?;

    let page = server.http.get(format!("{}/", server.url)).send().await?;

    assert_eq!(page.status(), 200);
    assert!(page.text().await?.contains("About &#60;teapots&#62;"));
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_is_said_in_json() -> Test {
    let server = Server::start().await?;

    for path in [
        "/api/v1/nothing",
        "/nowhere",
        "/api/v1/admin/accounts/1/nothing",
    ] {
        let answer = server
            .http
            .get(format!("{}{path}", server.url))
            .send()
            .await?;
        assert_eq!(answer.status(), 404);
        assert_eq!(answer.text().await?, r#"{"error":"Not Found"}"#);
    }
    Ok(())
}

#[tokio::test]
async fn the_openapi_document_is_valid() -> Test {
    let python = std::env::var("TEST_PYTHON");
    let python =
        python.map_err(|_| "TEST_PYTHON is not set: run the tests with `cargo xtask test`")?;
    let server = Server::start().await?;
    let file = server.folder.path().join("openapi.json");
    std::fs::write(&file, api::openapi::document().to_string())?;

    let checked = std::process::Command::new(python)
        .args(["-m", "openapi_spec_validator", "--schema", "3.1"])
        .arg(&file)
        .output()?;

    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(
        checked.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    Ok(())
}
