//! What the server says about itself.

use api::instance::{ListRules, ShowInstance, ShowInstanceV1};
use client::Client;
use domain::settings::Settings;

use crate::server::{Server, Test};

#[tokio::test]
async fn both_versions_say_what_the_settings_and_the_counters_say() -> Test {
    let server = Server::start().await?;
    server.staff("boss", "Owner")?;
    server.unconfirmed("new")?;
    server.remote("far", "far.example")?;
    server.remote("farther", "far.example")?;
    let now = server.now();
    server.change(|cx| {
        Settings::set(&mut cx.tx, "site_title", "Teapots")?;
        Settings::set(&mut cx.tx, "registrations_mode", "approved")?;
        Settings::set(&mut cx.tx, "require_invite_text", "true")?;
        Settings::set(&mut cx.tx, "site_contact_username", "boss")?;
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
    server.change(|cx| Settings::set(&mut cx.tx, "site_short_description", "About <teapots>"))?;

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
