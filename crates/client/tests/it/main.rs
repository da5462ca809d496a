#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod oauth;
mod server;

use api::{
    Access, Empty, Endpoint, Page, Upload,
    admin::accounts::{
        AccountAction, AccountStatus, ActOnAccount, DeleteAccount, GetAccount, ListAccounts,
        RejectAccount,
    },
    entities::Rule,
    instance::ListRules,
    media::CreateMedia,
};
use kumki_client::{Client, Error, api};
use server::{Asked, Server, answer};

const OK: &str = "200 OK";

fn client(server: &Server) -> Client {
    Client::new(&server.base, "secret").unwrap()
}

/// What every request of these tests gets that asks for nothing in particular.
fn nothing(_: &str, _: usize, _: &Asked) -> String {
    answer(OK, "", "{}")
}

#[tokio::test]
async fn a_request_carries_token_agent_and_body() {
    let server = Server::start(nothing).await;

    let act = ActOnAccount::new("4/2", AccountAction::Suspend);
    client(&server).send(&act).await.unwrap();

    let asked = &server.asked()[0];
    assert_eq!(asked.method, "POST");
    assert_eq!(asked.target, "/api/v1/admin/accounts/4%2F2/action");
    assert!(asked.head.contains("authorization: bearer secret"));
    assert!(asked.head.contains("user-agent: kumki-client/"));
    assert!(asked.head.contains("content-type: application/json"));
    assert_eq!(
        asked.body,
        r#"{"send_email_notification":true,"type":"suspend"}"#
    );
}

#[tokio::test]
async fn a_file_is_read_and_travels_in_a_form_with_the_other_fields() {
    let media = r#"{"id":"7","type":"image","url":null,"preview_url":null,"meta":null,
        "description":null,"blurhash":null}"#;
    let server = Server::start(move |_, before, _| match before {
        // Asked again: the form is whole the second time, too.
        0 => answer("429 Too Many Requests", "Retry-After: 0\r\n", "{}"),
        _ => answer("202 Accepted", "", media),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cat.png");
    std::fs::write(&path, "a cat").unwrap();
    let request = CreateMedia {
        file: Some(Upload::try_from(path).unwrap()),
        description: Some("A cat".into()),
        ..CreateMedia::default()
    };

    let sent = client(&server).send(&request).await.unwrap();

    assert_eq!((sent.id.as_str(), sent.url), ("7", None));
    let asked = &server.asked()[1];
    assert_eq!(
        (asked.method.as_str(), asked.target.as_str()),
        ("POST", "/api/v2/media")
    );
    assert!(
        asked
            .head
            .contains("content-type: multipart/form-data; boundary=kumki-client-0")
    );
    let expected = "--kumki-client-0\r\n\
        Content-Disposition: form-data; name=\"description\"\r\n\r\nA cat\r\n\
        --kumki-client-0\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\n\
        Content-Type: application/octet-stream\r\n\r\na cat\r\n\
        --kumki-client-0--\r\n";
    assert_eq!(asked.body, expected);

    let missing = CreateMedia {
        file: Some("/nowhere/cat.png".into()),
        ..CreateMedia::default()
    };
    let error = client(&server).send(&missing).await.unwrap_err();
    assert!(matches!(&error, Error::File { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("/nowhere/cat.png cannot be read: "),
        "{error}"
    );
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn lists_travel_as_rails_wants_them() {
    let server = Server::start(|_, _, _| answer(OK, "", "[]")).await;

    let request = ListAccounts {
        role_ids: vec!["1".into(), "2".into()],
        status: Some(AccountStatus::Pending.into()),
        ..ListAccounts::default()
    };
    client(&server).send(&request).await.unwrap();

    assert_eq!(
        server.asked()[0].target,
        "/api/v2/admin/accounts?role_ids%5B%5D=1&role_ids%5B%5D=2&status=pending"
    );
}

#[tokio::test]
async fn an_id_cannot_leave_its_place() {
    let server = Server::start(nothing).await;

    for id in ["", ".", ".."] {
        let error = client(&server).send(&DeleteAccount { id: id.into() }).await;
        assert!(matches!(error, Err(Error::Malformed(_))), "{error:?}");
    }

    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn an_empty_body_is_an_empty_answer() {
    let server = Server::start(|_, before, _| match before {
        0 => answer(OK, "", ""),
        _ => answer("204 No Content", "", ""),
    })
    .await;

    for _ in 0..2 {
        let reject = RejectAccount { id: "1".into() };
        assert_eq!(client(&server).send(&reject).await.unwrap(), Empty {});
    }
}

#[tokio::test]
async fn a_refusal_keeps_its_status_and_its_words() {
    let server = Server::start(|_, before, _| match before {
        0 => answer("404 Not Found", "", r#"{"error":"Record not found"}"#),
        1 => answer(
            "403 Forbidden",
            "Content-Type: text/plain\r\n",
            "Forbidden\n",
        ),
        _ => answer("500 Internal Server Error", "", "<html>"),
    })
    .await;

    let mut refusals = Vec::new();
    for _ in 0..3 {
        let get = GetAccount { id: "1".into() };
        refusals.push(client(&server).send(&get).await.unwrap_err());
    }

    let words: Vec<String> = refusals.iter().map(Error::to_string).collect();
    assert_eq!(
        words,
        [
            "Record not found (404)",
            "Forbidden (403)",
            "Internal Server Error (500)"
        ]
    );
    assert_eq!(refusals[0].status(), Some(404));
}

#[tokio::test]
async fn an_answer_of_another_kind_is_unreadable() {
    let server = Server::start(|_, _, _| answer(OK, "", "<html>")).await;

    let error = client(&server).send(&ListRules {}).await.unwrap_err();

    assert!(matches!(error, Error::Unreadable { status: 200, .. }));
}

#[tokio::test]
async fn pages_are_followed_with_the_filters_of_the_first() {
    let server = Server::start(|_, _, asked| {
        let next = match asked.target.rsplit_once("max_id=") {
            None => 7,
            Some((_, "7")) => 3,
            _ => return answer(OK, "", "[]"),
        };
        rules_page(next, "http://elsewhere.invalid/api/v1/steal")
    })
    .await;

    let client = client(&server);
    let request = Rules {
        by_domain: Some("a.example".into()),
        max_id: None,
    };
    let rules = client.pages(&request).all().await.unwrap();

    assert_eq!(rules.len(), 2);
    let targets: Vec<String> = server.asked().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        [
            "/rules?by_domain=a.example",
            "/rules?by_domain=a.example&max_id=7",
            "/rules?by_domain=a.example&max_id=3",
        ]
    );
}

#[tokio::test]
async fn a_link_that_leads_nowhere_new_ends_the_list() {
    let server = Server::start(|base, _, _| rules_page(7, base)).await;

    let request = Rules::default();
    let rules = client(&server).pages(&request).all().await.unwrap();

    assert_eq!(rules.len(), 2);
}

#[tokio::test]
async fn nothing_follows_an_error() {
    let server = Server::start(|_, _, _| answer("403 Forbidden", "", "{}")).await;

    let (client, request) = (client(&server), Rules::default());
    let mut pages = client.pages(&request);

    assert!(pages.next().await.is_some_and(|it| it.is_err()));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_busy_server_is_asked_again_when_it_says() {
    let server = Server::start(|_, before, _| {
        let busy = |headers| answer("429 Too Many Requests", headers, "{}");
        let date = "Date: Sun, 22 Nov 2026 09:08:07 GMT\r\n";
        match before {
            0 => busy(&format!(
                "{date}X-RateLimit-Reset: 2026-11-22T09:08:07.250000Z\r\n"
            )),
            1 => busy(&format!("{date}X-RateLimit-Reset: 1795338487\r\n")),
            2 => busy("Retry-After: 0\r\n"),
            _ => answer(OK, "", "[]"),
        }
    })
    .await;

    let begun = std::time::Instant::now();
    client(&server).send(&ListRules {}).await.unwrap();

    assert_eq!(server.asked().len(), 4);
    let waited = begun.elapsed().as_millis();
    assert!(waited >= 450, "{waited} ms");
}

#[tokio::test]
async fn a_post_is_repeated_only_if_the_server_said_that_nothing_was_done() {
    let server = Server::start(|_, before, _| match before {
        0 => answer("429 Too Many Requests", "Retry-After: 0\r\n", "{}"),
        1 => answer(OK, "", "{}"),
        _ => answer("502 Bad Gateway", "", "<html>"),
    })
    .await;

    let act = ActOnAccount::new("1", AccountAction::None);
    client(&server).send(&act).await.unwrap();
    assert_eq!(server.asked().len(), 2);

    let error = client(&server).send(&act).await.unwrap_err();
    assert_eq!(error.status(), Some(502));
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn a_dry_run_is_asked_of_servers_only_that_know_what_it_is() {
    let instances = [
        (OK, r#"{"api_versions":{"mastodon":12,"kumki":1}}"#, true),
        (OK, r#"{"api_versions":{"mastodon":12}}"#, false),
        (
            OK,
            r#"{"version":"2.7.2 (compatible; Pleroma 2.9.1)"}"#,
            false,
        ),
        (OK, "<html>", false),
        ("404 Not Found", "", false),
    ];
    for (status, instance, is_kumki) in instances {
        let server = Server::start(move |_, _, asked| match asked.target.as_str() {
            "/api/v2/instance" => answer(status, "", instance),
            _ => answer(OK, "", "{}"),
        })
        .await;
        let client = client(&server);
        let mut act = ActOnAccount::new("1", AccountAction::Suspend);
        act.dry_run = true;

        for _ in 0..2 {
            match client.send(&act).await {
                Ok(_) => assert!(is_kumki, "{instance}"),
                Err(error) => {
                    assert!(!is_kumki, "{instance}");
                    assert!(matches!(error, Error::NotKumki { field: "dry_run" }));
                }
            }
        }

        let targets: Vec<String> = server.asked().into_iter().map(|it| it.target).collect();
        let action = "/api/v1/admin/accounts/1/action";
        match is_kumki {
            true => assert_eq!(targets, ["/api/v2/instance", action, action]),
            false => assert_eq!(targets, ["/api/v2/instance"]),
        }
    }
}

#[tokio::test]
async fn a_server_that_is_broken_for_a_moment_may_still_be_kumki() {
    let server = Server::start(|_, before, _| match before {
        0 => answer("500 Internal Server Error", "", "{}"),
        1 => answer(OK, "", r#"{"api_versions":{"kumki":1}}"#),
        _ => answer(OK, "", "{}"),
    })
    .await;
    let client = client(&server);
    let mut act = ActOnAccount::new("1", AccountAction::Suspend);
    act.dry_run = true;

    let error = client.send(&act).await.unwrap_err();
    assert_eq!(error.status(), Some(500));
    assert_eq!(server.asked().len(), 1);
    client.send(&act).await.unwrap();
}

#[tokio::test]
async fn an_act_that_every_server_knows_is_asked_at_once() {
    let server = Server::start(nothing).await;

    let act = ActOnAccount::new("1", AccountAction::Suspend);
    client(&server).send(&act).await.unwrap();

    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_server_that_asks_for_too_much_patience_has_refused() {
    let server =
        Server::start(|_, _, _| answer("429 Too Many Requests", "Retry-After: 9999\r\n", "{}"))
            .await;

    let error = client(&server).send(&ListRules {}).await.unwrap_err();

    assert_eq!(error.status(), Some(429));
}

#[tokio::test]
async fn a_server_that_restarts_is_asked_again() {
    let server = Server::start(|_, before, _| match before {
        0 => answer("502 Bad Gateway", "", "<html>"),
        _ => answer(OK, "", "[]"),
    })
    .await;

    client(&server).send(&ListRules {}).await.unwrap();

    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_post_is_not_led_elsewhere() {
    let server = Server::start(|_, _, _| answer("301 Moved", "Location: /moved\r\n", "")).await;

    let act = ActOnAccount::new("1", AccountAction::None);
    let error = client(&server).send(&act).await.unwrap_err();

    assert!(matches!(error, Error::Redirected { status: 301, .. }));
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_get_is_led_to_the_same_server_only() {
    let server = Server::start(|_, _, asked| match asked.target.as_str() {
        "/moved" => answer(OK, "", "[]"),
        "/api/v1/instance/rules" => answer("302 Found", "Location: /moved\r\n", ""),
        _ => answer("302 Found", "Location: http://127.0.0.1:9/\r\n", ""),
    })
    .await;

    client(&server).send(&ListRules {}).await.unwrap();
    let get = GetAccount { id: "1".into() };
    let error = client(&server).send(&get).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        "the server points to http://127.0.0.1:9/ (302), which is not followed"
    );
}

#[tokio::test]
async fn a_server_that_leads_in_circles_is_left() {
    let server =
        Server::start(|_, before, _| answer("302 Found", &format!("Location: /{before}\r\n"), ""))
            .await;

    let error = client(&server).send(&ListRules {}).await.unwrap_err();

    assert!(matches!(error, Error::Redirected { .. }));
    assert_eq!(server.asked().len(), 6);
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let endless = "[".repeat(33 << 20);
    let server = Server::start(move |_, _, _| answer(OK, "", &endless)).await;

    let error = client(&server).send(&ListRules {}).await.unwrap_err();

    assert!(matches!(error, Error::TooLarge { .. }));
}

#[test]
fn a_token_does_not_show() {
    let client = Client::new("https://social.example", "secret").unwrap();

    assert!(!format!("{client:?}").contains("secret"));
    assert!(Client::new("https://social.example", "se\ncret").is_err());
    assert!(Client::anonymous("social.example").is_err());
}

/// A list of small things, so that the answers of these tests stay readable.
#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Rules {
    by_domain: Option<String>,
    max_id: Option<String>,
}

impl Endpoint for Rules {
    const METHOD: http::Method = http::Method::GET;
    const PATH: &'static str = "/rules";
    const NAME: &'static [&'static str] = &["rules"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Page<Rule>;
}

fn rules_page(next: u32, link: &str) -> String {
    let link = format!("Link: <{link}?max_id={next}>; rel=\"next\"\r\n");
    answer(OK, &link, r#"[{"id":"1","text":"Be kind."}]"#)
}
