//! How fast lists of posts are, beside a handler that does nothing but read them, and how fast a post
//! reaches those who follow.
//!
//! `cargo bench -p kumki --bench posts`; `docs/performance.md` says what comes out and what it means.

mod bare;
mod cases;
#[path = "../common/all.rs"]
mod common;
mod seed;
mod show;
mod star;
mod streams;
mod world;
mod write;

use anyhow::{Result, ensure};
use cases::{CASES, Case};
use clap::Parser;
use common::{
    load::Request,
    pair::{Pair, Rounds, same},
    run::{Database, Options, begin, each_database, say, say_result},
};
use mimalloc::MiMalloc;
use world::World;

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
struct Arguments {
    /// How many posts there are.
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 5_000_000])]
    posts: Vec<u64>,
    /// Only fill the databases.
    #[arg(long)]
    only_fill: bool,
    /// Only measure what has this in its name.
    #[arg(long, default_value = "")]
    only: String,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    begin(&arguments.options, bare::router, || measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let mut tables = Tables::default();
    each_database(&arguments.options, "posts", &arguments.posts, |database| {
        measure_database(arguments, database, &mut tables)
    })?;
    if !arguments.only_fill {
        tables.print();
    }
    Ok(())
}

fn measure_database(
    arguments: &Arguments,
    database: &Database<'_>,
    tables: &mut Tables,
) -> Result<()> {
    let world = World::of(database.size)?;
    let app = database.app()?;
    let engine = app.store.engine();
    let start = format!("| {engine} | {} |", database.size);
    say(&format!("{start} filled, unless it is already"));
    seed::fill(&app, &world)?;
    if arguments.only_fill {
        return Ok(());
    }
    let pair = Pair::start(database, "GET /home")?;
    let wanted = |name: &str| name.contains(&arguments.only);
    for case in CASES.iter().filter(|it| wanted(it.name)) {
        say(&format!("{start} {}", case.name));
        let rounds = measure_case(&pair, case, &world, &arguments.options)?;
        tables.add(&format!("{start} {} |", case.name), &rounds);
    }
    if wanted("posting") {
        say(&format!("{start} posting"));
        let rounds = write::measure(&pair, &app.store, &arguments.options)?;
        write::tidy(&app.store)?;
        tables.add(&format!("{start} posting |"), &rounds);
    }
    if wanted("star") {
        say(&format!("{start} a post for 10,000 followers"));
        let row = star::measure(&pair, &app.store)?;
        tables.stars.push(format!("{start} {row}"));
    }
    if wanted("streams") {
        say(&format!("{start} 1,000 streams"));
        // Servers that have had other work keep memory, which streams would get.
        let pair = Pair::start(database, "GET /home")?;
        let row = streams::measure(&pair, &app.store)?;
        tables.streams.push(format!("{start} {row}"));
    }
    Ok(())
}

fn measure_case(pair: &Pair<'_>, case: &Case, world: &World, options: &Options) -> Result<Rounds> {
    let token = world::token(world::READER);
    let of_server = Request::new(pair.server.port, &case.line(world), &token, "");
    let of_bare = Request::new(pair.bare.port, &case.bare_line(world), "", "");
    let body = same(case.name, &of_server, &of_bare)?;
    let shown = case.count(&body)?;
    ensure!(
        shown >= case.least,
        "{}: {shown} shown, and not {}",
        case.name,
        case.least
    );
    pair.measure(&[of_server], &[of_bare], options, &|| Ok(()))
}

#[derive(Default)]
struct Tables {
    pages: Vec<String>,
    stars: Vec<String>,
    streams: Vec<String>,
}

impl Tables {
    fn add(&mut self, start: &str, rounds: &Rounds) {
        let (server, bare) = (rounds.of_server(), rounds.of_bare());
        self.pages.push(format!(
            "{start} {} | {} | {} | {} | {} | {} | {} | {:.2} |",
            server.per_second,
            server.p50,
            server.p99,
            server.cpu,
            bare.per_second,
            bare.p99,
            bare.cpu,
            rounds.ratio(),
        ));
    }

    fn print(&self) {
        print(
            "| engine | posts | what | requests/s | p50 ms | p99 ms | CPU ms | bare: requests/s | p99 ms | CPU ms | ratio |",
            &self.pages,
        );
        print(star::HEAD, &self.stars);
        print(streams::HEAD, &self.streams);
    }
}

fn print(head: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    say_result(&format!("\n{head}"));
    say_result(&format!(
        "|{}",
        "---|".repeat(head.matches('|').count() - 1)
    ));
    rows.iter().for_each(|it| say_result(it));
}
