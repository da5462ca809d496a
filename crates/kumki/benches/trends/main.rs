//! How long it takes to score what trends on a busy day, and what it costs when little has changed.
//!
//! `cargo bench -p kumki --bench trends`; `docs/performance.md` says what comes out and what it means.

#[expect(dead_code, reason = "no server is asked")]
#[path = "../common/all.rs"]
mod common;
mod seed;

use std::{
    process::id,
    time::{Duration, Instant},
};

use anyhow::Result;
use axum::Router;
use clap::Parser;
use common::{
    process::cpu_of,
    run::{Database, Options, begin, each_database, say, say_result},
};
use domain::{
    jobs::Progress,
    trends::{Refreshing, refresh},
};
use mimalloc::MiMalloc;
use server::App;
use store::testing::count;

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
struct Arguments {
    /// How many posts were written on the day.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000_000])]
    posts: Vec<u64>,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let nothing = |_: &store::Store| Ok(Router::new());
    begin(&arguments.options, nothing, || measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let mut rows = Vec::new();
    each_database(&arguments.options, "trends", &arguments.posts, |database| {
        measure_database(database, &mut rows)
    })?;
    say_result(
        "| engine | posts of the day | what | due | in the table then | s | CPU s | longest transaction ms |",
    );
    say_result("|---|---|---|---|---|---|---|---|");
    rows.iter().for_each(|it: &String| say_result(it));
    Ok(())
}

fn measure_database(database: &Database<'_>, rows: &mut Vec<String>) -> Result<()> {
    let app = database.app()?;
    let (engine, posts) = (app.store.engine(), database.size);
    say(&format!(
        "{engine}: {posts} posts of one day, unless they are there"
    ));
    seed::fill(&app, posts)?;
    seed::make_all_due(&app)?;
    let mut row = |what: &str| -> Result<()> {
        say(&format!("{engine}: {what}"));
        let due = count(&mut app.store.read()?, "trends_due")?;
        let cost = refresh_all(&app, database)?;
        let table = count(&mut app.store.read()?, "trends")?;
        rows.push(format!(
            "| {engine} | {posts} | {what} | {due} | {table} | {cost} |"
        ));
        Ok(())
    };
    row("the whole day at once")?;
    row("five minutes later, nothing new")?;
    seed::use_some(&app, posts / 288)?;
    row("five minutes later, as much as in any five minutes")?;
    Ok(())
}

/// Scores and ranks all that is due, one transaction after the other, as the job does.
fn refresh_all(app: &App, database: &Database<'_>) -> Result<String> {
    let of_database = || match database.postgres {
        Some(postgres) => postgres.cpu(),
        None => Ok(None),
    };
    let (cpu, cpu_of_database) = (cpu_of(id())?, of_database()?);
    let started = Instant::now();
    let (mut so_far, mut longest) = (Refreshing::default(), Duration::ZERO);
    loop {
        let begun = Instant::now();
        let mut cx = app.write()?;
        cx.now = seed::evening();
        let progress = refresh(&mut cx, &mut so_far)?;
        cx.tx.save()?;
        longest = longest.max(begun.elapsed());
        if let Progress::Done = progress {
            break;
        }
    }
    let took = started.elapsed();
    let used = cpu_of(id())?.saturating_sub(cpu);
    let of_database = of_database()?.zip(cpu_of_database);
    let of_database = of_database.map(|(after, before)| after.saturating_sub(before));
    let of_database =
        of_database.map_or_else(String::new, |it| format!(" + {:.2}", it.as_secs_f64()));
    Ok(format!(
        "{:.2} | {:.2}{of_database} | {:.1}",
        took.as_secs_f64(),
        used.as_secs_f64(),
        longest.as_secs_f64() * 1000.0,
    ))
}
