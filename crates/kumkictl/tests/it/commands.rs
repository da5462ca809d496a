use api::{Endpoint, for_each_endpoint};
use serde_json::{Value, json};

use crate::{
    kumkictl::{Home, finish},
    server::{Asked, Server, answer, ok},
    things::{admin_account, me},
};

fn usual(asked: &Asked) -> String {
    match asked.target.as_str() {
        "/api/v1/accounts/verify_credentials" => ok(me()),
        "/api/v1/admin/accounts/42/action" => ok("{}"),
        "/api/v2/instance" => ok(json!({ "api_versions": { "mastodon": 12, "kumki": 1 } })),
        "/api/v1/admin/accounts/42" => ok(admin_account("42", "ann")),
        target if target.starts_with("/api/v2/admin/accounts") => ok("[]"),
        _ => answer("404 Not Found", "", json!({ "error": "Record not found" })),
    }
}

#[test]
fn every_endpoint_has_a_command_that_explains_itself() {
    let home = Home::new();
    macro_rules! explain {
        ($($E:ty),* $(,)?) => {$(
            let mut words = <$E>::NAME.to_vec();
            words.push("--help");
            let said = home.run(&words);
            assert_eq!(said.status, 0, "{words:?}: {said:?}");
            assert!(said.stdout.contains(<$E>::PATH), "{words:?}: {said:?}");
            for name in <$E>::path_params() {
                let place = format!("<{}>", name.to_uppercase());
                assert!(said.stdout.contains(&place), "{words:?}: {said:?}");
            }
        )*};
    }
    for_each_endpoint!(explain);
}

#[test]
fn every_group_is_in_the_help() {
    let home = Home::new();

    let said = home.run(&["--help"]);

    let mut groups = Vec::new();
    macro_rules! collect {
        ($($E:ty),* $(,)?) => { $(groups.push(<$E>::NAME[0]);)* };
    }
    for_each_endpoint!(collect);
    for group in groups {
        assert!(said.stdout.contains(&format!("\n  {group} ")), "{group}");
    }
}

#[test]
fn what_is_typed_is_what_is_asked() {
    let server = Server::start(usual);
    let home = Home::signed_in(&server.url);

    let act = ["accounts", "act", "42", "--type", "suspend", "--dry-run"];
    let mut act = act.to_vec();
    act.extend(["--send-email-notification=no", "--text", "true"]);
    let said = home.run(&act);
    assert_eq!((said.status, said.stdout.as_str()), (0, "Done.\n"));
    home.run(&["accounts", "list", "--role-ids", "1", "--role-ids", "-99"]);
    home.run(&["me", "update", "--source-privacy", "private"]);

    let asked = server.asked();
    assert_eq!(asked[1].target, "/api/v2/instance");
    assert!(asked[2].head.contains("authorization: bearer secret"));
    assert!(asked[2].head.contains("user-agent: kumkictl/"));
    let body: Value = serde_json::from_str(&asked[2].body).unwrap();
    assert_eq!(
        body,
        json!({ "type": "suspend", "dry_run": true, "send_email_notification": false, "text": "true" })
    );
    assert_eq!(
        asked[3].target,
        "/api/v2/admin/accounts?role_ids%5B%5D=1&role_ids%5B%5D=-99"
    );
    assert_eq!(asked[4].method, "PATCH");
    assert_eq!(asked[4].body, r#"{"source":{"privacy":"private"}}"#);
}

#[test]
fn a_picture_is_sent_by_its_path() {
    let server = Server::start(|asked| match asked.target.as_str() {
        "/api/v2/media" => ok(json!({
            "id": "7", "type": "image", "url": "https://a.example/cat.png", "preview_url": null,
            "meta": {}, "description": "A cat", "blurhash": null,
        })),
        _ => usual(asked),
    });
    let home = Home::signed_in(&server.url);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cat.png"), "a cat").unwrap();

    let upload = [
        "media",
        "upload",
        "--file",
        "cat.png",
        "--description",
        "A cat",
        "--json",
    ];
    let mut command = home.command(&upload);
    let said = finish(command.current_dir(folder.path()).spawn().unwrap());

    assert_eq!(said.status, 0, "{said:?}");
    assert!(
        said.stdout.contains("https://a.example/cat.png"),
        "{said:?}"
    );
    let asked = server.asked();
    let sent = asked.last().expect("asked");
    assert!(sent.head.contains("multipart/form-data"), "{sent:?}");
    assert!(sent.body.contains("filename=\"cat.png\""), "{sent:?}");
    assert!(sent.body.contains("\r\n\r\na cat\r\n"), "{sent:?}");

    let missing = home.run(&["media", "upload", "--file", "/nowhere/cat.png"]);
    assert_eq!(missing.status, 2);
    assert!(
        missing
            .stderr
            .starts_with("kumkictl: /nowhere/cat.png cannot be read: "),
        "{missing:?}"
    );
    let help = home.run(&["media", "upload", "--help"]);
    assert!(help.stdout.contains("--file <PATH>"), "{help:?}");
}

#[test]
fn a_dry_run_does_nothing_on_a_server_that_has_none() {
    let server = Server::start(|asked| match asked.target.as_str() {
        "/api/v2/instance" => ok(json!({ "api_versions": { "mastodon": 12 } })),
        _ => usual(asked),
    });
    let home = Home::signed_in(&server.url);

    let act = ["accounts", "act", "42", "--type", "suspend", "--dry-run"];
    let said = home.run(&act);

    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("does not know dry_run"), "{said:?}");
    let acted = |it: &Asked| it.target.ends_with("/action");
    assert!(!server.asked().iter().any(acted));
}

#[test]
fn a_command_that_makes_no_sense_asks_nothing() {
    let server = Server::start(usual);
    let home = Home::signed_in(&server.url);
    let before = server.asked().len();

    for words in [
        &["accounts", "act", "42"][..],
        &["accounts", "act", "42", "--type", "explode"],
        &["accounts", "act", "42", "--type", "none", "--dry-run=maybe"],
        &["accounts", "get"],
        &["accounts", "get", ""],
        &["accounts", "dance"],
        &["instance", "rules", "--json", "--csv"],
    ] {
        let said = home.run(words);
        assert_eq!(said.status, 2, "{words:?}: {said:?}");
        assert_eq!(said.stdout, "", "{words:?}");
    }

    assert_eq!(server.asked().len(), before);
}

#[test]
fn the_status_tells_who_failed() {
    let server = Server::start(usual);
    let home = Home::signed_in(&server.url);

    let refused = home.run(&["accounts", "get", "9"]);
    assert_eq!(refused.status, 1);
    assert_eq!(refused.stderr, "kumkictl: Record not found (404)\n");
    assert_eq!(refused.stdout, "");

    let mut unreachable = home.command(&["accounts", "get", "9"]);
    unreachable.env("KUMKICTL_URL", "http://127.0.0.1:9");
    let output = unreachable.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("kumkictl: the request did not go through"));
    assert_eq!(stderr.lines().count(), 1);

    let stranger = Home::new().run(&["accounts", "get", "9"]);
    assert_eq!(stranger.status, 2);
    assert_eq!(
        stranger.stderr,
        "kumkictl: not signed in: run `kumkictl login SERVER`\n"
    );
}

#[test]
fn the_environment_is_enough() {
    let server = Server::start(usual);
    let home = Home::new();

    let mut command = home.command(&["accounts", "get", "42", "--json"]);
    command.env("KUMKICTL_URL", &server.url);
    let output = command.env("KUMKICTL_TOKEN", "other").output().unwrap();

    assert_eq!(output.status.code(), Some(0));
    assert!(
        server.asked()[0]
            .head
            .contains("authorization: bearer other")
    );
    assert!(!home.config().exists());
}

#[test]
fn a_token_does_not_travel_in_the_open() {
    let home = Home::new();

    let said = home.run_with("secret", &["login", "http://social.example", "--token"]);

    assert_eq!(said.status, 2);
    assert!(said.stderr.contains("plain http"), "{said:?}");
}

#[test]
fn shells_can_complete() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let said = home.run(&["completions", shell]);
        assert_eq!(said.status, 0);
        assert!(said.stdout.contains("unsuspend"), "{shell}");
    }
}
