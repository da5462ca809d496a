use std::{io::Read, process::Stdio};

use serde_json::{Value, json};

use crate::{
    kumkictl::Home,
    server::{Asked, Server, answer, ok},
    things::{account, admin_account, me},
};

fn usual(asked: &Asked) -> String {
    match asked.target.as_str() {
        "/api/v1/accounts/verify_credentials" => ok(me()),
        "/api/v2/admin/accounts" => page(&["9", "8"], Some("8")),
        "/api/v2/admin/accounts?max_id=8" => page(&["7"], None),
        "/api/v2/admin/accounts?username=nobody" => ok("[]"),
        "/api/v1/admin/accounts/7" => ok(admin_account("7", "ann")),
        "/api/v1/admin/accounts/7/action" => ok(json!({
            "would_be": admin_account("7", "ann"),
            "effects": { "reports_resolved": 2, "emails_blocked": 0 },
        })),
        "/api/v2/instance" => ok(json!({ "api_versions": { "kumki": 1 } })),
        "/api/v1/instance/rules" => ok(json!([
            { "id": "1", "text": "Be kind, \"please\".", "hint": "" },
            { "id": "2", "text": "=HYPERLINK()", "hint": "" },
        ])),
        "/api/v1/accounts/5" => ok(hostile()),
        _ => answer("404 Not Found", "", "{}"),
    }
}

fn page(ids: &[&str], max_id: Option<&str>) -> String {
    let accounts: Vec<Value> = ids.iter().map(|id| admin_account(id, "ann")).collect();
    let link = max_id
        .map(|id| format!("Link: <https://elsewhere.invalid/api?max_id={id}>; rel=\"next\"\r\n"));
    answer("200 OK", &link.unwrap_or_default(), Value::from(accounts))
}

/// Clears the screen, hides what follows, and turns text around.
fn hostile() -> Value {
    let mut account = account("5", "eve");
    account["display_name"] = "\u{1b}[2JAdmin\u{202e}\n\u{9b}8m\u{7}\u{0}!".into();
    account
}

fn run(args: &[&str]) -> String {
    let server = Server::start(usual);
    let said = Home::signed_in(&server.url).run(args);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.stderr, "");
    said.stdout
}

#[test]
fn people_get_a_table() {
    assert_eq!(
        run(&["accounts", "list"]),
        "\
id  account  e-mail            role       state            created
9   ann      ann@mail.example  Moderator  limited, frozen  2026-11-22
8   ann      ann@mail.example  Moderator  limited, frozen  2026-11-22
"
    );
    assert_eq!(
        run(&["accounts", "list", "--username", "nobody"]),
        "Nothing found.\n"
    );
}

#[test]
fn one_thing_is_shown_fact_by_fact() {
    let text = run(&["accounts", "get", "7"]);

    assert!(text.starts_with("id         7\naccount    ann\n"), "{text}");
    assert!(text.contains("\nseen at    192.0.2.7\n"), "{text}");
    assert!(!text.contains("invited by"), "{text}");
}

#[test]
fn a_thing_without_columns_is_shown_by_its_shape() {
    assert_eq!(
        run(&["instance", "rules"]),
        "id  text\n1   Be kind, \"please\".\n2   =HYPERLINK()\n"
    );
}

#[test]
fn scripts_get_json_in_the_order_of_the_contract() {
    let text = run(&["accounts", "get", "7", "--json"]);

    assert!(
        text.starts_with("{\n  \"id\": \"7\",\n  \"username\": \"ann\","),
        "{text}"
    );
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["email"], "ann@mail.example");
}

#[test]
fn all_pages_are_one_list() {
    let read: Value = serde_json::from_str(&run(&["--json", "accounts", "list", "--all"])).unwrap();

    let ids = read.as_array().unwrap().iter().map(|it| &it["id"]);
    assert_eq!(ids.collect::<Vec<_>>(), ["9", "8", "7"]);
}

#[test]
fn a_spreadsheet_gets_values_and_no_formulas() {
    assert_eq!(
        run(&["instance", "rules", "--csv"]),
        "id,text\n1,\"Be kind, \"\"please\"\".\"\n2,'=HYPERLINK()\n"
    );
}

#[test]
fn a_dry_run_says_what_would_be() {
    let text = run(&["accounts", "act", "7", "--type", "suspend", "--dry-run"]);

    assert!(
        text.starts_with("Nothing was changed.\n\nIt would be:\nid "),
        "{text}"
    );
    assert!(text.contains("\nstate      limited, frozen\n"), "{text}");
    assert!(
        text.ends_with("\n\nBesides:\nreports resolved: 2\n"),
        "{text}"
    );
}

#[test]
fn what_was_done_to_many_is_a_row_for_each_and_no_dry_run() {
    let done = || {
        ok(json!({
            "id": "9",
            "items": [
                { "id": "1", "done": true },
                { "id": "2", "done": false, "error": "Record not found" },
            ],
            "effects": { "reports_resolved": 3 },
        }))
    };
    let server = Server::start(move |asked| match asked.target.contains("/batches") {
        true => done(),
        false => usual(asked),
    });
    let args = [
        "batches", "run", "--type", "silence", "--ids", "1", "--ids", "2",
    ];

    let text = Home::signed_in(&server.url).run(&args).stdout;

    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    assert_eq!(lines[0], "id                        9", "{text}");
    assert!(lines.contains(&"effects reports resolved  3"), "{text}");
    let rows = [
        "",
        "id  done  error",
        "1   yes",
        "2   no    Record not found",
    ];
    assert!(lines.ends_with(&rows), "{text}");
}

#[test]
fn a_name_cannot_take_over_the_terminal() {
    let text = run(&["people", "get", "5"]);

    assert!(text.contains("[2JAdmin 8m!\n"), "{text:?}");
    assert!(text.chars().all(|it| it == '\n' || !it.is_control()));
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn an_error_cannot_take_over_the_terminal() {
    let server = Server::start(|asked| match asked.target.as_str() {
        "/api/v1/accounts/verify_credentials" => ok(me()),
        _ => answer(
            "403 Forbidden",
            "",
            json!({ "error": "No\u{1b}[2J\nreally" }),
        ),
    });

    let said = Home::signed_in(&server.url).run(&["accounts", "list"]);

    assert_eq!(said.stderr, "kumkictl: No[2J really (403)\n");
}

#[test]
fn whoever_stops_reading_has_what_it_wanted() {
    let server = Server::start(usual);
    let home = Home::signed_in(&server.url);

    let mut child = home.command(&["accounts", "list"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    let mut pipe = child.stderr.take().unwrap();
    pipe.read_to_string(&mut stderr).unwrap();

    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(stderr, "");
    let help = home.command(&["--help"]).stdout(Stdio::null()).status();
    assert!(help.unwrap().success());
}
