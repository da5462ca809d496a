//! The pages in a real browser. One Chromium visits them all, once; each test reads what it found.

use std::{
    env,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    sync::LazyLock,
};

use domain::{confirmation, settings::Settings};
use serde_json::{Value, json};
use store::{
    accounts::{self, NewAccount},
    users::{self, NewUser},
};

use crate::{
    people::{HASHED, PASSWORD},
    server::Server,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/pages.py");
const SITE: &str = "Tusk & <Trunk>";
const HOSTILE_HANDLE: &str = "<img src=x onerror=alert(1)>";

static FOUND: LazyLock<std::result::Result<Value, String>> =
    LazyLock::new(|| visit().map_err(|error| error.to_string()));

/// Fails with what is wrong with this, as the browser saw it.
#[track_caller]
fn is_well(behaviour: &str) {
    let found = FOUND.as_ref().unwrap_or_else(|error| panic!("{error}"));
    let problems = found[behaviour].as_array();
    let problems = problems.unwrap_or_else(|| panic!("the browser did not look at {behaviour}"));
    let texts: Vec<&str> = problems.iter().filter_map(Value::as_str).collect();
    assert!(texts.is_empty(), "{}", texts.join("\n"));
}

fn given(name: &str) -> Result<String> {
    let missing = || format!("{name} is not set: run the tests with `cargo xtask test`");
    Ok(env::var(name).map_err(|_| missing())?)
}

#[tokio::main]
async fn visit() -> Result<Value> {
    let python = given("TEST_PYTHON")?;
    for name in ["TEST_CHROMIUM", "TEST_CHROMEDRIVER", "TEST_AXE"] {
        given(name)?;
    }
    let server = Server::start().await?;
    server.change(|cx| Settings::set(cx, "site_title", SITE))?;
    server.member("ann")?;
    add_hostile(&server)?;
    let newcomer = server.unconfirmed("newcomer")?;
    let secret = server.change(|cx| confirmation::begin(cx, newcomer.id))?;
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let input = json!({
        "url": server.url,
        "site": SITE,
        "email": "ann@mail.example",
        "password": PASSWORD,
        "hostile_email": "hostile@mail.example",
        "hostile_handle": HOSTILE_HANDLE,
        "confirmation": secret,
        "pictures": target.ok_or("no target folder")?.join("browser"),
    });

    tokio::task::spawn_blocking(move || run(&python, &input).map_err(|it| it.to_string()))
        .await?
        .map_err(Into::into)
}

fn run(python: &str, input: &Value) -> Result<Value> {
    let mut script = Command::new(python);
    script.arg(SCRIPT).stdin(Stdio::piped());
    let mut running = script
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdin = running.stdin.take();
    stdin
        .ok_or("piped above")?
        .write_all(input.to_string().as_bytes())?;
    let done = running.wait_with_output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

/// A member whose name no rule would let pass.
fn add_hostile(server: &Server) -> Result<()> {
    server.change(|cx| {
        let account = NewAccount {
            id: cx.new_id(),
            username: HOSTILE_HANDLE,
            domain: None,
            uri: "https://hostile.example/",
            url: "https://hostile.example/",
            display_name: "",
            note: "",
            kind: "Person",
            created_at: cx.now,
        };
        let account = accounts::add(&mut cx.tx, &account)?;
        let user = NewUser {
            account_id: account.id,
            email: "hostile@mail.example",
            password_hash: &HASHED.to_text(),
            role_id: None,
            locale: None,
            approved: true,
            confirmed_at: Some(cx.now),
            invite_request: None,
            application_id: None,
            invited_by_account_id: None,
            created_at: cx.now,
        };
        users::add(&mut cx.tx, &user)?;
        Ok(())
    })
}

#[test]
fn a_member_allows_a_program_and_the_browser_goes_there() {
    is_well("allow");
}

#[test]
fn after_a_wrong_password_only_the_password_has_to_be_typed_again() {
    is_well("wrong_password");
}

#[test]
fn the_code_on_the_page_is_good_for_a_token() {
    is_well("code_by_hand");
}

#[test]
fn a_program_is_told_when_it_is_denied() {
    is_well("deny");
}

#[test]
fn who_signs_out_is_asked_for_the_password_again() {
    is_well("sign_out");
}

#[test]
fn an_address_is_confirmed_with_a_button() {
    is_well("confirmation");
}

#[test]
fn the_keyboard_is_enough() {
    is_well("keyboard");
}

#[test]
fn names_are_shown_as_text() {
    is_well("hostile");
}

#[test]
fn the_pages_need_no_script() {
    is_well("script");
}

#[test]
fn the_browser_has_nothing_to_complain_about() {
    is_well("console");
}

#[test]
fn every_page_has_a_language_a_title_a_heading_and_labels() {
    is_well("said");
}

#[test]
fn the_focus_is_always_seen() {
    is_well("focus");
}

#[test]
fn nobody_scrolls_sideways_in_a_narrow_window_or_with_large_letters() {
    is_well("narrow");
}

#[test]
fn axe_finds_no_barrier_by_day_or_night() {
    is_well("axe");
}
