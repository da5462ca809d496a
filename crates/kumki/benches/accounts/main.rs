//! How fast pages of accounts are, beside a handler that does nothing but read them.
//!
//! `cargo bench -p kumki --bench accounts`; `docs/performance.md` says what comes out and what it means.

mod bare;
mod cases;
#[path = "../common/all.rs"]
mod common;
#[path = "../common/owner.rs"]
mod owner;
mod seed;

use std::{env, fs};

use anyhow::{Result, ensure};
use cases::{CASES, Case, SIZES};
use clap::Parser;
use common::{
    load::Request,
    pair::{Pair, Rounds, median, same},
    process::Server,
    run::{Database, Options, begin, each_database, say, say_result},
};
use mimalloc::MiMalloc;
use owner::OWNER;
use seed::SCOPES;

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const STARTS: usize = 7;

#[derive(Parser)]
struct Arguments {
    /// How many accounts there are.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 1_000_000])]
    accounts: Vec<u64>,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    begin(&arguments.options, bare::router, || measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let size = fs::metadata(env::current_exe()?)?.len() as f64 / f64::from(1 << 20);
    let options = &arguments.options;
    let mut table = Table::default();
    each_database(options, "accounts", &arguments.accounts, |database| {
        measure_database(options, database, &mut table)
    })?;
    table.print();
    say_result(&format!(
        "\nThis program, which has the server in it: {size:.1} MiB"
    ));
    Ok(())
}

fn measure_database(options: &Options, database: &Database<'_>, table: &mut Table) -> Result<()> {
    let app = database.app()?;
    let (engine, count) = (app.store.engine(), database.size);
    say(&format!(
        "{engine}: filling a database with {count} accounts, unless it is there"
    ));
    seed::fill(&app, count)?;
    let token = owner::token(&app, OWNER, SCOPES)?;
    drop(app);

    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..STARTS {
        let server = Server::start("serve", database, "GET /api/v1/instance")?;
        starts.push(server.first_answer.as_secs_f64() * 1000.0);
        memory.push(server.memory("VmRSS")?);
    }
    table.starts.push(format!(
        "| {engine} | {count} | {:.0} ms | {:.1} MiB |",
        median(starts.into_iter()),
        median(memory.into_iter())
    ));

    let bare_first = format!("GET {}", CASES[0].bare_path(SIZES[0]));
    let pair = Pair::start(database, &bare_first)?;
    for case in CASES {
        for size in SIZES {
            say(&format!(
                "{engine}, {count} accounts: {}, {size} on a page",
                case.name
            ));
            let rounds = measure_case(&pair, case, size, &token, options)?;
            table.add(
                &format!("| {engine} | {count} | {} | {size} |", case.name),
                &rounds,
            );
        }
    }
    Ok(())
}

fn measure_case(
    pair: &Pair<'_>,
    case: &Case,
    size: i64,
    token: &str,
    options: &Options,
) -> Result<Rounds> {
    let of_server = Request::new(pair.server.port, &case.path(size), token, "");
    let bare_line = format!("GET {}", case.bare_path(size));
    let of_bare = Request::new(pair.bare.port, &bare_line, "", "");
    let body = same(case.name, &of_server, &of_bare)?;
    let shown = body
        .windows(13)
        .filter(|it| it == b"\"sensitized\":")
        .count();
    ensure!(
        shown as i64 == size,
        "{}: {shown} on a page of {size}",
        case.name
    );
    pair.measure(&[of_server], &[of_bare], options, &|| Ok(()))
}

#[derive(Default)]
struct Table {
    pages: Vec<String>,
    starts: Vec<String>,
}

impl Table {
    fn add(&mut self, start: &str, rounds: &Rounds) {
        let (server, bare) = (rounds.of_server(), rounds.of_bare());
        self.pages.push(format!(
            "{start} {} | {} | {} | {} | {} | {} | {:.2} |",
            server.per_second,
            server.p50,
            server.p99,
            server.cpu,
            bare.per_second,
            bare.cpu,
            rounds.ratio(),
        ));
    }

    fn print(&self) {
        say_result(
            "| engine | accounts | filter | page | requests/s | p50 ms | p99 ms | CPU ms | bare: requests/s | CPU ms | ratio |",
        );
        say_result("|---|---|---|---|---|---|---|---|---|---|---|");
        self.pages.iter().for_each(|it| say_result(it));
        say_result("\n| engine | accounts | first answer after | resident memory then |");
        say_result("|---|---|---|---|");
        self.starts.iter().for_each(|it| say_result(it));
    }
}
