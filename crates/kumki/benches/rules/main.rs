//! What automatic rules cost: posting with many of them beside posting with none, on the same server.
//!
//! `cargo bench -p kumki --bench rules -- --rules 1000`; `docs/performance.md` says what comes out.

#[expect(dead_code, reason = "no bare handler stands beside these")]
#[path = "../common/all.rs"]
mod common;
#[expect(dead_code, reason = "nobody here owns the server")]
#[path = "../common/owner.rs"]
mod owner;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use axum::Router;
use clap::Parser;
use common::{
    load::{self, Load, Request},
    pair::median,
    process::Server,
    run::{Database, Options, begin, each_database, say, say_result},
};
use domain::auto_rules::{
    self, Conditions, Dear, Facts, Finder, Subject, Wanted, WantedConditions,
};
use mimalloc::MiMalloc;
use serde_json::json;
use server::App;
use store::{Store, auto_rules::AutoRule};

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const POSTER: &str = "poster";
const WARM_UP: Duration = Duration::from_millis(500);
/// Longer than most posts.
const TEXT: &str = "the heron stands in the brook below the willow and waits for nothing at all; \
                    then it sees a fish, and the fish sees the heron, and neither of them moves. \
                    more about herons at https://herons.example/brook and on #birds, @owner says";

#[derive(Parser)]
struct Arguments {
    /// How many rules there are.
    #[arg(long, default_value_t = 1000)]
    rules: usize,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let nothing = |_: &Store| Ok(Router::new());
    begin(&arguments.options, nothing, || measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let (took, compiled) = alone(arguments.rules)?;
    say_result(&format!(
        "{} rules: compiled in {compiled:.0} ms, a post looked at in {took:.4} ms",
        arguments.rules
    ));
    let mut rows = Vec::new();
    each_database(&arguments.options, "rules", &[0], |database| {
        measure_database(arguments, database, &mut rows)
    })?;
    say_result(
        "| engine | rules | posts/s | p50 ms | p99 ms | CPU ms | CPU with rules / without |",
    );
    say_result("|---|---|---|---|---|---|---|");
    rows.iter().for_each(|it: &String| say_result(it));
    Ok(())
}

/// Each looks for something else, in one of the ways that there are; none of them finds it.
fn conditions(number: usize) -> Conditions {
    let mut wanted = Conditions::default();
    match number % 5 {
        0 => wanted.words = vec![format!("casino{number}"), format!("win prize {number}")],
        1 => wanted.pattern = Some(format!(r"pills-{number}\s+(now|today)\b")),
        2 => wanted.link_hosts = vec![format!("spam{number}.example")],
        3 => {
            wanted.words = vec!["heron".into()];
            wanted.mentions_at_least = Some(number as i64 % 50 + 5);
        }
        _ => {
            wanted.pattern = Some(format!(r"\+\d+ {number}"));
            wanted.account_younger_than = Some(60);
        }
    }
    wanted
}

/// What it takes to make rules ready, and to look at one post, both in milliseconds.
fn alone(rules: usize) -> Result<(f64, f64)> {
    let kept: Vec<AutoRule> = (0..rules)
        .map(|number| AutoRule::tried("post", json!(conditions(number)), &[]))
        .collect();
    let started = Instant::now();
    let finder = Finder::new(Subject::Post, &kept)?;
    let compiled = started.elapsed();
    let facts = Facts {
        text: TEXT.into(),
        hosts: vec!["herons.example".into()],
        has_link: true,
        age: 1_000_000,
        mentions: 1,
        ..Facts::default()
    };
    let now = std::time::SystemTime::now().into();
    let mut found = 0;
    let times = 10_000;
    let started = Instant::now();
    for _ in 0..times {
        found += finder.meeting(&facts, now, |_| Ok(Dear::default()))?.len();
    }
    ensure!(found == 0, "they look for something else");
    let each = started.elapsed() / times;
    Ok((milliseconds(each), milliseconds(compiled)))
}

fn measure_database(
    arguments: &Arguments,
    database: &Database<'_>,
    rows: &mut Vec<String>,
) -> Result<()> {
    let app = database.app()?;
    let engine = app.store.engine();
    say(&format!("{engine}: a member and {} rules", arguments.rules));
    app.store.migrate()?;
    let token = poster(&app)?;
    let ids = make_rules(&app, arguments.rules)?;
    let server = Server::start("serve", database, "GET /api/v1/instance")?;
    let body = json!({ "status": TEXT }).to_string();
    let post = Request::new(server.port, "POST /api/v1/statuses", &token, &body);

    let time = Duration::from_secs_f64(arguments.options.seconds);
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..arguments.options.rounds.max(1) {
        for (is_enabled, turns) in [(false, &mut without), (true, &mut with)] {
            switch(&app, &ids, is_enabled)?;
            load::run(std::slice::from_ref(&post), WARM_UP)?;
            let before = server.cpu()?;
            let load = load::run(std::slice::from_ref(&post), time)?;
            let used = server.cpu()?.saturating_sub(before);
            turns.push((milliseconds(used) / load.count(), load));
        }
    }
    let cpu = |turns: &[(f64, Load)]| median(turns.iter().map(|(cpu, _)| *cpu));
    let ratio = cpu(&with) / cpu(&without);
    for (rules, turns, ratio) in [(0, without, None), (ids.len(), with, Some(ratio))] {
        let of = |value: &dyn Fn(&Load) -> f64| median(turns.iter().map(|(_, it)| value(it)));
        let ratio = ratio.map_or("–".into(), |it| format!("{it:.2}"));
        rows.push(format!(
            "| {engine} | {rules} | {:.0} | {:.1} | {:.1} | {:.2} | {ratio} |",
            of(&Load::per_second),
            of(&|it| it.quantile(0.5)),
            of(&|it| it.quantile(0.99)),
            cpu(&turns),
        ));
    }
    Ok(())
}

/// The token of a member who is no moderator: rules apply to her.
fn poster(app: &App) -> Result<String> {
    let mut cx = app.write()?;
    if !owner::is_there(&mut cx, POSTER)? {
        owner::add_member(&mut cx, POSTER)?;
    }
    cx.tx.save()?;
    owner::token(app, POSTER, "read write")
}

fn make_rules(app: &App, rules: usize) -> Result<Vec<i64>> {
    let mut cx = app.write()?;
    cx.caller = domain::Caller::System;
    let mut ids: Vec<i64> = auto_rules::list(&mut cx)?.iter().map(|it| it.id).collect();
    for number in ids.len()..rules {
        let wanted = conditions(number);
        let wanted = Wanted {
            name: Some(format!("Rule {number}")),
            outcomes: Some(vec!["flag".into()]),
            conditions: WantedConditions {
                words: Some(wanted.words),
                pattern: wanted.pattern,
                link_hosts: Some(wanted.link_hosts),
                mentions_at_least: wanted.mentions_at_least,
                account_younger_than: wanted.account_younger_than,
                ..WantedConditions::default()
            },
            ..Wanted::default()
        };
        ids.push(auto_rules::create(&mut cx, "post", wanted)?.id);
    }
    ids.truncate(rules);
    cx.tx.save()?;
    Ok(ids)
}

fn switch(app: &App, ids: &[i64], is_enabled: bool) -> Result<()> {
    let mut tx = app.store.write()?;
    let is_enabled = if is_enabled { "TRUE" } else { "FALSE" };
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let change = format!(
        "UPDATE auto_rules SET is_enabled = {is_enabled} WHERE id IN ({})",
        ids.join(",")
    );
    store::testing::execute(&mut tx, &change)?;
    store::counters::change(&mut tx, store::counters::AUTO_RULE_CHANGES, 1)?;
    Ok(tx.save()?)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
