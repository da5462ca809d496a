//! toot, a client for the terminal, as it comes from its package index, against this server.

use std::process::Stdio;

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::{
    place::{PASSWORD, said},
    programs::{Community, picture, python},
    wait_for,
};

/// Somebody who uses toot.
struct Member<'a> {
    community: &'a Community,
    name: &'static str,
}

impl<'a> Member<'a> {
    /// Signs in with a password, as people do who write scripts.
    fn new(community: &'a Community, name: &'static str) -> Result<Self> {
        let member = Self { community, name };
        let email = format!("{name}@mail.example");
        let place = ["login_cli", "--instance", &community.url];
        member.toot(&[&place[..], &["--email", &email, "--password", PASSWORD]].concat())?;
        Ok(member)
    }

    /// What the program prints, without colours.
    fn toot(&self, args: &[&str]) -> Result<String> {
        let mut toot = python()?;
        toot.args(["-m", "toot", "--no-color"]).args(args);
        toot.env("XDG_CONFIG_HOME", self.home("config"));
        toot.env("XDG_CACHE_HOME", self.home("cache"));
        let said = said(toot.stdin(Stdio::null()))?;
        let log = self.community.server.log();
        ensure!(said.code == Some(0), "{args:?}: {said:?}\n{log}");
        Ok(said.out)
    }

    fn json(&self, args: &[&str]) -> Result<Value> {
        let answer = self.toot(&[args, &["--json"]].concat())?;
        Ok(serde_json::from_str(&answer)?)
    }

    /// Posts, and tells the id.
    fn post(&self, args: &[&str]) -> Result<String> {
        Ok(text(&self.json(&[&["post"], args].concat())?["id"]))
    }

    /// Asks until the words are in what is printed: followers get posts a moment later.
    fn sees(&self, args: &[&str], words: &str) -> Result<String> {
        wait_for(&format!("{args:?} says {words:?}"), || {
            Ok(Some(self.toot(args)?).filter(|it| it.contains(words)))
        })
    }

    fn home(&self, kind: &str) -> std::path::PathBuf {
        let folder = self.community.place.folder();
        folder.join(format!("{}-{kind}", self.name))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

const HOME: [&str; 4] = ["timelines", "home", "--no-pager", "--no-clear"];

fn two(community: &Community) -> Result<(Member<'_>, Member<'_>)> {
    let (ann, bob) = (
        Member::new(community, "ann")?,
        Member::new(community, "bob")?,
    );
    bob.toot(&["follow", "ann"])?;
    Ok((ann, bob))
}

#[test]
fn toot_posts_pictures_and_others_read_them() -> Result<()> {
    let community = Community::of(&["ann", "bob"])?;
    let (ann, bob) = two(&community)?;
    let large = community.place.folder().join("large.png");
    image::RgbImage::new(2400, 1600).save(&large)?;

    for (words, file) in [("Small", picture()), ("Large", large)] {
        let file = file.to_string_lossy().into_owned();
        let with = ["--media", &file, "--description", "An elephant"];
        let shown = ann.toot(&[&["post", words], &with[..]].concat())?;
        assert!(shown.contains("Toot posted: http"), "{shown}");
        let timeline = bob.sees(&HOME, words)?;
        assert!(timeline.contains("Media:"), "{timeline}");
        let newest = &bob.json(&["timelines", "account", "ann"])?[0];
        let picture = &newest["media_attachments"][0];
        assert_eq!(picture["description"], "An elephant");
        assert!(
            timeline.contains(&text(&picture["url"])[..60]),
            "{timeline}"
        );
    }
    Ok(())
}

#[test]
fn toot_reads_all_timelines() -> Result<()> {
    let community = Community::of(&["ann", "bob"])?;
    let (ann, bob) = two(&community)?;
    bob.toot(&["lists", "create", "Friends"])?;
    bob.toot(&["lists", "add", "Friends", "ann"])?;
    assert!(
        bob.toot(&["lists", "accounts", "Friends"])?
            .contains("@ann")
    );
    assert!(bob.toot(&["lists", "list"])?.contains("Friends"));

    ann.post(&["Good morning #Tea"])?;

    bob.sees(&HOME, "Good morning")?;
    for timeline in [
        &["public"][..],
        &["public", "--local"],
        &["tag", "tea"],
        &["list", "Friends"],
        &["account", "ann"],
    ] {
        let asked = [&["timelines"], timeline, &["--no-pager", "--no-clear"]].concat();
        bob.sees(&asked, "Good morning")?;
    }
    let remote = bob.toot(&["timelines", "public", "--remote", "--no-pager"])?;
    assert!(remote.contains("No statuses found"), "{remote}");
    bob.toot(&["tags", "follow", "tea"])?;
    assert!(bob.toot(&["tags", "followed"])?.contains("#Tea"));
    Ok(())
}

#[test]
fn toot_answers_likes_boosts_and_keeps() -> Result<()> {
    let community = Community::of(&["ann", "bob"])?;
    let (ann, bob) = two(&community)?;
    let post = ann.post(&["Who comes?"])?;

    bob.post(&["@ann Me", "--reply-to", &post])?;
    for deed in ["favourite", "reblog", "bookmark"] {
        bob.toot(&[deed, &post])?;
    }
    ann.toot(&["pin", &post])?;

    let thread = ann.toot(&["thread", &post])?;
    assert!(
        thread.contains("Who comes?") && thread.contains("Me"),
        "{thread}"
    );
    let notices = ann.toot(&["notifications"])?;
    for words in ["mentioned you", "favourited", "boosted", "now follows you"] {
        assert!(notices.contains(words), "{words}: {notices}");
    }
    assert!(bob.toot(&["bookmarks"])?.contains("Who comes?"));
    assert!(ann.toot(&["reblogged-by", &post])?.contains("bob"));
    let shown = bob.json(&["status", &post])?;
    assert_eq!(
        (&shown["favourites_count"], &shown["favourited"]),
        (&1.into(), &true.into())
    );

    for deed in ["unfavourite", "unreblog", "unbookmark"] {
        bob.toot(&[deed, &post])?;
    }
    ann.toot(&["delete", &post])?;
    let left = ann.json(&["timelines", "account", "ann"])?;
    assert_eq!(left.as_array().map(Vec::len), Some(0));
    Ok(())
}

#[test]
fn toot_votes_and_posts_later() -> Result<()> {
    let community = Community::of(&["ann", "bob"])?;
    let (ann, bob) = two(&community)?;

    let options = ["--poll-option", "Green", "--poll-option", "Black"];
    let post = ann.json(&[&["post", "Which?"], &options[..]].concat())?;
    let poll = text(&post["poll"]["id"]);
    let voted = bob.toot(&["polls", "vote", &poll, "1"])?;
    assert!(
        voted.contains("You voted!") && voted.contains("Your vote"),
        "{voted}"
    );
    let shown = ann.json(&["polls", "show", &poll])?;
    assert_eq!(shown["options"][1]["votes_count"], 1);

    let later = ann.toot(&["post", "Later", "--scheduled-in", "10 minutes"])?;
    assert!(later.contains("Toot scheduled for"), "{later}");
    let posts = ann.json(&["timelines", "account", "ann"])?;
    assert_eq!(posts.as_array().map(Vec::len), Some(1), "{posts}");
    Ok(())
}

#[test]
fn toot_finds_people_and_posts() -> Result<()> {
    let community = Community::of(&["ann", "bob"])?;
    let (ann, bob) = two(&community)?;
    ann.toot(&["update-account", "--display-name", "Ann, the Gardener"])?;
    ann.post(&["Roses need water"])?;

    assert!(bob.toot(&["search", "gardener"])?.contains("@ann"));
    assert!(ann.toot(&["search", "roses"])?.contains("/@ann/"));
    assert!(bob.toot(&["whois", "ann"])?.contains("Gardener"));
    assert!(bob.toot(&["following", "bob"])?.contains("@ann"));
    assert!(bob.toot(&["instance"])?.contains("compatible; Kumki"));
    bob.toot(&["unfollow", "ann"])?;
    bob.toot(&["block", "ann"])?;
    assert!(bob.toot(&["blocked"])?.contains("@ann"));
    Ok(())
}
