//! The walk-through in `docs/moderating.md`: its commands, in their order, against a server.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use chrono::{TimeDelta, Utc};
use client::Client;
use serde_json::Value;

use crate::programs::Community;

const HEADING: &str = "## A spam wave, step by step";

#[tokio::test]
async fn the_commands_of_the_spam_wave_do_what_the_page_says() -> Result<()> {
    let community = Community::of(&["ann", "buyone", "buytwo", "buythree", "nextwave"])?;
    let place = &community.place;
    place.add("mira", Some("Owner"))?;
    let moderator = Moderator::new(&community.url, &place.token("mira")?)?;
    let mut known = BTreeMap::new();
    for (word, name) in [("ONE", "buyone"), ("TWO", "buytwo"), ("THREE", "buythree")] {
        known.insert(word, moderator.id_of(name)?);
    }
    // To the second, as people write it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the server that runs beside has a real clock"
    )]
    let next_week = (Utc::now() + TimeDelta::weeks(1)).format("%Y-%m-%dT%H:%M:%SZ");
    known.insert("NEXT-WEEK", next_week.to_string());
    let report = api::reports::CreateReport {
        account_id: known["TWO"].clone(),
        ..api::reports::CreateReport::default()
    };
    let ann = Client::new(&community.url, &place.token("ann")?)?;
    known.insert("REPORT", ann.send(&report).await?.id);

    for command in commands()? {
        if command == "appeals list" {
            appeal(&community).await?;
        }
        if command.starts_with("held-posts list") {
            let posts = next_wave(&community).await?;
            for (word, id) in ["POST-ONE", "POST-TWO", "POST-THREE"]
                .into_iter()
                .zip(posts)
            {
                known.insert(word, id);
            }
        }
        let answer = moderator.run(&filled(&command, &known))?;
        let is_dry = command.ends_with("--dry-run");
        match command.split(' ').next().unwrap_or_default() {
            "automatic-rules" if command.contains(" create ") => {
                known.insert("RULE", text(&answer["id"]));
            }
            "held-posts" if command.contains(" list ") => {
                ensure!(answer.as_array().map_or(0, Vec::len) == 3, "{answer}");
            }
            "batches" if command.contains("reject_held") => {
                ensure!(moderator.held()? == 0, "all are decided about");
            }
            "batches" if command.contains("batches run") && !is_dry => {
                known.insert("BATCH", text(&answer["id"]));
                ensure!(moderator.limited()? == 3, "all are limited");
                ensure!(moderator.open_reports()? == 0, "the report is resolved");
            }
            "batches" if is_dry => ensure!(moderator.limited()? == 0, "nothing was done yet"),
            "appeals" if command == "appeals list" => {
                known.insert("APPEAL", text(&answer[0]["id"]));
            }
            _ => (),
        }
    }

    ensure!(moderator.limited()? == 0, "all of it is taken back");
    Ok(())
}

/// The member who was reported writes back.
async fn appeal(community: &Community) -> Result<()> {
    let two = Client::new(&community.url, &community.place.token("buytwo")?)?;
    let strikes = two.send(&api::strikes::ListStrikes::default()).await?;
    let appeal = api::strikes::AppealStrike {
        id: strikes.items[0].id.clone(),
        text: "It is my own shop.".into(),
    };
    two.send(&appeal).await?;
    Ok(())
}

/// A new account writes to somebody whom it does not know, three times. The ids of the posts.
async fn next_wave(community: &Community) -> Result<Vec<String>> {
    let account = Client::new(&community.url, &community.place.token("nextwave")?)?;
    let mut posts = Vec::new();
    for number in 1..=3 {
        let post = api::statuses::PostStatus {
            status: Some(format!("@ann free followers, offer {number}")),
            ..api::statuses::PostStatus::default()
        };
        let status = account.send(&post).await?.status();
        posts.push(status.context("a post that is there")?.id);
    }
    Ok(posts)
}

/// What the page has people type, without the name of the program.
fn commands() -> Result<Vec<String>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/moderating.md");
    let page = fs::read_to_string(page)?;
    let (_, after) = page
        .split_once(HEADING)
        .context("the walk-through is there")?;
    let section = after.split("\n## ").next().unwrap_or_default();
    let lines = section
        .lines()
        .filter_map(|it| it.strip_prefix("$ kumkictl "));
    let commands: Vec<String> = lines.map(str::to_owned).collect();
    ensure!(commands.len() > 8, "{commands:?}");
    Ok(commands)
}

/// The words of a command, with what is known in the place of capitals.
fn filled(command: &str, known: &BTreeMap<&str, String>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (number, part) in command.split('"').enumerate() {
        // What stands between quotation marks is one word.
        match number % 2 {
            1 => words.push(part.to_owned()),
            _ => words.extend(part.split_whitespace().map(str::to_owned)),
        }
    }
    words
        .into_iter()
        .map(|it| known.get(&*it).cloned().unwrap_or(it))
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Somebody with `kumkictl` and a token.
struct Moderator {
    program: PathBuf,
    url: String,
    token: String,
}

impl Moderator {
    fn new(url: &str, token: &str) -> Result<Self> {
        let kumki = Path::new(env!("CARGO_BIN_EXE_kumki"));
        // Tests of this package alone do not build the other.
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "kumkictl"])
            .status()?;
        ensure!(built.success(), "kumkictl cannot be built");
        Ok(Self {
            program: kumki.with_file_name("kumkictl"),
            url: url.into(),
            token: token.into(),
        })
    }

    fn run(&self, words: &[String]) -> Result<Value> {
        let ran = Command::new(&self.program)
            .args(words)
            .arg("--json")
            .env("KUMKICTL_URL", &self.url)
            .env("KUMKICTL_TOKEN", &self.token)
            .stdin(Stdio::null())
            .output()?;
        let said = String::from_utf8_lossy(&ran.stderr);
        ensure!(ran.status.success(), "{words:?}: {said}");
        Ok(serde_json::from_slice(&ran.stdout)?)
    }

    fn ask(&self, command: &str) -> Result<Value> {
        self.run(&filled(command, &BTreeMap::new()))
    }

    fn id_of(&self, name: &str) -> Result<String> {
        let found = self.ask(&format!("accounts list --username {name}"))?;
        Ok(text(&found[0]["id"]))
    }

    fn limited(&self) -> Result<usize> {
        let found = self.ask("accounts list --status silenced")?;
        Ok(found.as_array().map_or(0, Vec::len))
    }

    fn held(&self) -> Result<usize> {
        let found = self.ask("held-posts list")?;
        Ok(found.as_array().map_or(0, Vec::len))
    }

    fn open_reports(&self) -> Result<usize> {
        let found = self.ask("reports list")?;
        Ok(found.as_array().map_or(0, Vec::len))
    }
}
