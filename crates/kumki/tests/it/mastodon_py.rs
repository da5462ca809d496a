//! Mastodon.py, as it comes from its package index, against this server.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use serde_json::json;
use store::{
    accounts::{self, NewAccount},
    instances, presets, reports,
};

use crate::{
    place::{PASSWORD, Place},
    programs::Community,
    trending::let_all_trend,
};

const DOMAIN: &str = "remote.example";

#[test]
fn mastodon_py_keeps_lists_filters_and_tags() -> Result<()> {
    let community = Community::of(&["ann"])?;
    community.python("lists.py", &community.given(&[])?)
}

#[test]
fn mastodon_py_sends_pictures_and_films() -> Result<()> {
    let community = Community::of(&["ann"])?;
    community.python("media.py", &community.given(&[])?)
}

#[test]
fn mastodon_py_can_do_all_that_members_decide_about_each_other() -> Result<()> {
    among_three("people.py")
}

#[test]
fn mastodon_py_writes_posts_and_does_with_them_what_can_be_done() -> Result<()> {
    among_three("posts.py")
}

#[test]
fn mastodon_py_reads_timelines_both_ways() -> Result<()> {
    among_three("timelines.py")
}

#[test]
fn mastodon_py_reads_notifications_and_decides_what_is_one() -> Result<()> {
    among_three("notices.py")
}

#[test]
fn mastodon_py_searches() -> Result<()> {
    among_three("search.py")
}

#[test]
fn mastodon_py_hears_on_streams_what_happens() -> Result<()> {
    among_three("streaming.py")
}

#[test]
fn mastodon_py_reports_and_works_on_reports() -> Result<()> {
    let community = Community::of(&["ann", "bob"])?;
    community.place.add("mira", Some("Owner"))?;
    community.python("reports.py", &community.given(&["ann", "bob", "mira"])?)
}

#[test]
fn mastodon_py_decides_about_other_servers() -> Result<()> {
    let community = Community::of(&["ann"])?;
    community.place.add("mira", Some("Owner"))?;
    community.python("servers.py", &community.given(&["ann", "mira"])?)
}

#[test]
fn mastodon_py_keeps_the_gates() -> Result<()> {
    let community = Community::of(&["ann"])?;
    community.place.add("mira", Some("Owner"))?;
    community.python("gates.py", &community.given(&["ann", "mira"])?)
}

#[test]
fn mastodon_py_decides_about_what_trends() -> Result<()> {
    let community = Community::of(&["ann"])?;
    community.place.add("mira", Some("Owner"))?;
    let_all_trend(&community.place)?;
    community.python("trends.py", &community.given(&["ann", "mira"])?)
}

#[test]
fn mastodon_py_reads_the_numbers_of_the_server() -> Result<()> {
    let community = Community::of(&["ann"])?;
    community.place.add("mira", Some("Owner"))?;
    community.python(
        "statistics_of_server.py",
        &community.given(&["ann", "mira"])?,
    )
}

fn among_three(script: &str) -> Result<()> {
    let names = ["ann", "bob", "carl"];
    let community = Community::of(&names)?;
    community.python(script, &community.given(&names)?)
}

#[test]
fn mastodon_py_finds_what_it_expects() -> Result<()> {
    let community = Community::of(&["ann"])?;
    let place = &community.place;
    place.must(&["settings", "set", "registrations_mode", "approved"])?;
    place.add("mira", Some("Owner"))?;
    let create = ["accounts", "create", "pen", "--email", "pen@mail.example"];
    place.must(&[&create[..], &["--password", PASSWORD, "--confirmed"]].concat())?;
    let world = populate(place)?;
    let given = json!({
        "url": community.url,
        "password": PASSWORD,
        "mail": place.folder().join("mail"),
        "remote": world.remote.to_string(),
        "report": world.report.to_string(),
        "preset": world.preset.to_string(),
    });

    community.python("accounts.py", &given)
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
