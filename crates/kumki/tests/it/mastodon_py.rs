//! Mastodon.py, as it comes from its package index, against this server.

use std::{
    env,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use store::{
    accounts::{self, NewAccount},
    instances, presets, reports,
};

use crate::{
    place::{PASSWORD, Place},
    running::Running,
};

const DOMAIN: &str = "remote.example";

/// A server, and its address.
fn serve(place: &Place) -> Result<(Running, String)> {
    // Programs follow the addresses that the server tells them, so it must know its port.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let (listen, domain) = (format!("127.0.0.1:{port}"), format!("localhost:{port}"));
    let server = place.command(&["serve", "--listen", &listen, "--domain", &domain]);
    Ok((Running::start(server)?, format!("http://{domain}")))
}

#[test]
fn mastodon_py_keeps_lists_filters_and_tags() -> Result<()> {
    let place = Place::new()?;
    let (server, url) = serve(&place)?;
    place.add("ann", None)?;
    let given = json!({ "url": url, "password": PASSWORD });

    run("lists.py", &given, &server)
}

#[test]
fn mastodon_py_sends_pictures_and_films() -> Result<()> {
    let place = Place::new()?;
    let (server, url) = serve(&place)?;
    place.add("ann", None)?;
    let given = json!({ "url": url, "password": PASSWORD });

    run("media.py", &given, &server)
}

fn run(script: &str, given: &Value, server: &Running) -> Result<()> {
    let python = env::var("TEST_PYTHON").context(
        "TEST_PYTHON names no Python that has Mastodon.py; `cargo xtask test` sees to it",
    )?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mastodon_py");
    let ran = Command::new(python)
        .arg(folder.join(script))
        .arg(given.to_string())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .output()?;

    let said = String::from_utf8_lossy(&ran.stderr);
    ensure!(ran.status.success(), "{said}\n{}", server.log());
    Ok(())
}

#[test]
fn mastodon_py_can_do_all_that_members_decide_about_each_other() -> Result<()> {
    let place = Place::new()?;
    let (server, url) = serve(&place)?;
    let mut tokens = Map::new();
    for name in ["ann", "bob", "carl"] {
        place.add(name, None)?;
        tokens.insert(name.to_owned(), place.token(name)?.into());
    }

    run(
        "people.py",
        &json!({ "url": url, "tokens": tokens }),
        &server,
    )
}

#[test]
fn mastodon_py_finds_what_it_expects() -> Result<()> {
    let place = Place::new()?;
    let (server, url) = serve(&place)?;
    place.must(&["settings", "set", "registrations_mode", "approved"])?;
    place.add("mira", Some("Owner"))?;
    place.add("ann", None)?;
    let create = ["accounts", "create", "pen", "--email", "pen@mail.example"];
    place.must(&[&create[..], &["--password", PASSWORD, "--confirmed"]].concat())?;
    let world = populate(&place)?;
    let given = json!({
        "url": url,
        "password": PASSWORD,
        "mail": place.folder().join("mail"),
        "remote": world.remote.to_string(),
        "report": world.report.to_string(),
        "preset": world.preset.to_string(),
    });

    run("accounts.py", &given, &server)
}

struct World {
    remote: i64,
    report: i64,
    preset: i64,
}

/// What nobody can make by the API yet.
fn populate(place: &Place) -> Result<World> {
    let at = DateTime::<Utc>::from_timestamp(1_700_000_000, 0).context("in range")?;
    let mut tx = place.store()?.write()?;
    instances::meet(&mut tx, DOMAIN, at)?;
    let account = NewAccount {
        id: at.timestamp_millis() << 16,
        username: "rob",
        domain: Some(DOMAIN),
        uri: "https://remote.example/users/rob",
        url: "https://remote.example/@rob",
        display_name: "Rob",
        note: "",
        kind: "Person",
        created_at: at,
    };
    let remote = accounts::add(&mut tx, &account)?.id;
    let ann = accounts::find_by_handle(&mut tx, "ann", None)?.context("made above")?;
    let report = reports::add(
        &mut tx,
        &reports::NewReport::new(remote, ann.id, "spam", "Buy this", at),
    )?
    .id;
    let preset = presets::add(&mut tx, "Advertising", "No advertising.", at)?.id;
    tx.save()?;
    Ok(World {
        remote,
        report,
        preset,
    })
}
