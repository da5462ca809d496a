//! The pages in a real browser. One Chromium visits them all, once; each test reads what it found.

use std::{
    env, fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    sync::LazyLock,
};

use api::{
    Open,
    accounts::UpdateCredentials,
    admin::accounts::{AccountAction, ActOnAccount},
    entities::Category,
    reports::CreateReport,
    statuses::{NewPoll, PinStatus, PostStatus},
};
use domain::{confirmation, settings::Settings};
use serde_json::{Value, json};
use store::{
    accounts::{self, NewAccount},
    users::{self, NewUser},
};

use crate::{
    people::{HASHED, PASSWORD, Person},
    reports::about,
    server::Server,
    statuses::says,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/pages.py");
const SITE: &str = "Tusk & <Trunk>";
const HOSTILE_NAME: &str = "<b onerror=x>Eve</b>\"'&amp;";
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
    server.change(|cx| Settings::set(cx, "registrations_mode", "approved"))?;
    server.member("ann")?;
    add_hostile(&server)?;
    let post = add_public(&server).await?;
    let hostile_post = add_hostile_posts(&server).await?;
    let strike = add_struck(&server).await?;
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
        "post": post,
        "hostile_post": hostile_post,
        "hostile_name": HOSTILE_NAME,
        "strike": strike,
        "struck_email": "mallory@mail.example",
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

/// People with profiles and posts of every kind. The path of a post with a thread.
async fn add_public(server: &Server) -> Result<String> {
    let (dora, bob) = (server.member("dora")?, server.member("bob")?);
    let change = UpdateCredentials {
        display_name: Some("Dora Döring".into()),
        note: Some("Tea, and https://tea.example/a/long/way/to/go/for/a/cup too.".into()),
        fields_attributes: Some(json!([{ "name": "Where", "value": "https://dora.example" }])),
        ..UpdateCredentials::default()
    };
    dora.client.send(&change).await?;
    let root = bob.post(says("What do you drink?")).await?;
    let poll = PostStatus {
        in_reply_to_id: Some(root.id.clone()),
        poll: Some(NewPoll {
            options: vec!["Green".into(), "Black".into()],
            expires_in: 600,
            ..NewPoll::default()
        }),
        ..says("#tea, of course")
    };
    let post = dora.post(poll).await?;
    let warned = PostStatus {
        in_reply_to_id: Some(post.id.clone()),
        spoiler_text: Some("Coffee".into()),
        ..says("Words behind the warning")
    };
    bob.post(warned).await?;
    let picture = PostStatus {
        in_reply_to_id: Some(post.id.clone()),
        sensitive: Some(true),
        quoted_status_id: Some(root.id),
        ..says("Look at this #tea")
    };
    let picture = dora.post(picture).await?;
    add_picture(server, &dora, &picture.id)?;
    let pin = PinStatus {
        id: dora.post(says("Hello, I am Dora")).await?.id,
    };
    dora.client.send(&pin).await?;

    let moderator = server.staff("moderator", "Moderator")?;
    for (name, action) in [
        ("limited", AccountAction::Silence),
        ("suspended", AccountAction::Suspend),
    ] {
        let person = server.member(name)?;
        person.post(says("Hello")).await?;
        let act = ActOnAccount::new(person.id(), action);
        moderator.client.send(&act).await?;
    }
    server.remote("zoe", "far.example")?;
    Ok(format!("/@dora/{}", post.id))
}

/// Somebody who was limited for a post. The path of the page that says so.
async fn add_struck(server: &Server) -> Result<String> {
    let (mallory, moderator) = (server.member("mallory")?, server.staff("mo", "Moderator")?);
    let post = mallory
        .post(says("Buy teapots at https://shop.example"))
        .await?;
    let request = CreateReport {
        status_ids: vec![post.id],
        category: Some(Open::Known(Category::Spam)),
        ..about(&mallory)
    };
    let report = moderator.client.send(&request).await?;
    let silence = ActOnAccount {
        report_id: Some(report.id),
        text: Some("Please stop advertising.".into()),
        ..ActOnAccount::new(mallory.id(), AccountAction::Silence)
    };
    moderator.client.send(&silence).await?;
    Ok(format!(
        "/disputes/strikes/{}",
        mallory.last_strike().await?.id
    ))
}

fn add_picture(server: &Server, author: &Person, status_id: &str) -> Result<()> {
    for name in ["files", "previews"] {
        let folder = server.folder.path().join("media").join(name);
        fs::create_dir_all(&folder)?;
        fs::copy(
            concat!(env!("CARGO_MANIFEST_DIR"), "/assets/avatar.png"),
            folder.join("teapot.png"),
        )?;
    }
    let sql = format!(
        "INSERT INTO media_attachments (id, account_id, status_id, position, kind, state, file, preview, \
         content_type, size, description, meta, created_at, updated_at) \
         SELECT 1, {}, id, 0, 'image', 'ready', 'files/teapot.png', 'previews/teapot.png', 'image/png', \
         1, 'A teapot', '{{}}', created_at, created_at FROM statuses WHERE id = {status_id}",
        author.id
    );
    let mut tx = server.tx()?;
    store::testing::execute(&mut tx, &sql)?;
    Ok(tx.save()?)
}

/// Somebody who tries to get markup into every text. The path of a post.
async fn add_hostile_posts(server: &Server) -> Result<String> {
    let eve = server.member("eve")?;
    let markup = "<script>document.title='x'</script><b>x</b><a href=\"javascript:x\">x</a>";
    let change = UpdateCredentials {
        display_name: Some(HOSTILE_NAME.into()),
        note: Some(markup.into()),
        fields_attributes: Some(json!([{ "name": markup, "value": markup }])),
        ..UpdateCredentials::default()
    };
    eve.client.send(&change).await?;
    let poll = PostStatus {
        spoiler_text: Some(markup.into()),
        poll: Some(NewPoll {
            options: vec!["<b>x</b>".into(), "<script>x</script>".into()],
            expires_in: 600,
            ..NewPoll::default()
        }),
        ..says(&format!("{markup} \u{202e}{}", "W".repeat(100)))
    };
    let post = eve.post(poll).await?;
    Ok(format!("/@eve/{}", post.id))
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
fn somebody_joins_on_a_page() {
    is_well("join");
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
fn profiles_posts_and_tags_are_there_for_everybody() {
    is_well("public");
}

#[test]
fn texts_of_members_stay_texts_on_public_pages() {
    is_well("hostile_public");
}

#[test]
fn a_member_reads_what_was_done_about_her_and_appeals() {
    is_well("strikes");
}

#[test]
fn a_member_names_another_account_and_leads_there_and_comes_back() {
    is_well("migration");
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
