//! How fast the moderators' desk is, with few and with many reports and entries of the log.
//!
//! `cargo bench -p kumki --bench desk`; `docs/performance.md` says what comes out and what it means.

#[expect(dead_code, reason = "no bare handler stands beside these")]
#[path = "../common/all.rs"]
mod common;
mod fill;
#[path = "../common/owner.rs"]
mod owner;
#[path = "../accounts/seed.rs"]
mod seed;

use std::time::Duration;

use anyhow::{Result, ensure};
use axum::Router;
use clap::Parser;
use common::{
    load::{self, Request},
    pair::median,
    process::Server,
    run::{Database, Options, begin, each_database, say, say_result},
};
use mimalloc::MiMalloc;
use owner::OWNER;
use seed::SCOPES;

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ACCOUNTS: u64 = 10_000;
const WARM_UP: Duration = Duration::from_millis(500);

#[derive(Parser)]
struct Arguments {
    /// How many reports there are; the log has twenty entries for each.
    #[arg(long, value_delimiter = ',', default_values_t = [5_000, 500_000])]
    reports: Vec<u64>,
    #[command(flatten)]
    options: Options,
}

/// What is asked for, as a name and a path. `TARGET` and `OWNER` stand for ids of accounts.
const CASES: &[(&str, &str)] = &[
    ("20 open reports", "/api/v1/admin/reports?limit=20"),
    ("100 open reports", "/api/v1/admin/reports?limit=100"),
    (
        "20 of all reports",
        "/api/v1/admin/reports?resolved=true&unresolved=true&limit=20",
    ),
    (
        "reports about one account",
        "/api/v1/admin/reports?resolved=true&unresolved=true&target_account_id=TARGET&limit=20",
    ),
    ("the queue, 40 items", "/api/kumki/v1/admin/queue"),
    ("100 entries of the log", "/api/kumki/v1/admin/acts"),
    (
        "100 by one moderator",
        "/api/kumki/v1/admin/acts?account_id=OWNER",
    ),
    (
        "100 about one account",
        "/api/kumki/v1/admin/acts?target_account_id=TARGET",
    ),
    (
        "100 suspensions",
        "/api/kumki/v1/admin/acts?action=suspend&target_type=Account",
    ),
    (
        "100 before a day",
        "/api/kumki/v1/admin/acts?until=2024-06-01",
    ),
];

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let nothing = |_: &store::Store| Ok(Router::new());
    begin(&arguments.options, nothing, || measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let options = &arguments.options;
    let mut rows = Vec::new();
    each_database(options, "desk", &arguments.reports, |database| {
        measure_database(options, database, &mut rows)
    })?;
    say_result("| engine | reports | what | requests/s | p50 ms | p99 ms | CPU ms |");
    say_result("|---|---|---|---|---|---|---|");
    rows.iter().for_each(|it: &String| say_result(it));
    Ok(())
}

fn measure_database(
    options: &Options,
    database: &Database<'_>,
    rows: &mut Vec<String>,
) -> Result<()> {
    let app = database.app()?;
    let (engine, count) = (app.store.engine(), database.size);
    say(&format!(
        "{engine}: filling a database with {count} reports, unless it is there"
    ));
    seed::fill(&app, ACCOUNTS)?;
    let filled = fill::fill(&app, count)?;
    let token = owner::token(&app, OWNER, SCOPES)?;
    drop(app);

    let server = Server::start("serve", database, "GET /api/v1/instance")?;
    for (name, path) in CASES {
        say(&format!("{engine}, {count} reports: {name}"));
        let path = path
            .replace("TARGET", &filled.target.to_string())
            .replace("OWNER", &filled.owner.to_string());
        let request = Request::new(server.port, &format!("GET {path}"), &token, "");
        let body = request.body()?;
        ensure!(body.len() > 1000, "{name}: next to nothing is shown");
        let figures = ask(options, database, &server, &request)?;
        rows.push(format!("| {engine} | {count} | {name} | {figures} |"));
    }
    Ok(())
}

/// Requests per second, how long they took, and what they cost, as the medians of the rounds.
fn ask(
    options: &Options,
    database: &Database<'_>,
    server: &Server,
    request: &Request,
) -> Result<String> {
    let request = std::slice::from_ref(request);
    load::run(request, WARM_UP)?;
    let of_database = || match database.postgres {
        Some(postgres) => postgres.cpu(),
        None => Ok(None),
    };
    let (mut per_second, mut p50, mut p99) = (Vec::new(), Vec::new(), Vec::new());
    let (mut own, mut databases) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds.max(1) {
        let (before, database_before) = (server.cpu()?, of_database()?);
        let load = load::run(request, Duration::from_secs_f64(options.seconds))?;
        let each = |used: Duration| used.as_secs_f64() * 1000.0 / load.count();
        own.push(each(server.cpu()?.saturating_sub(before)));
        let used = of_database()?.zip(database_before);
        databases.extend(used.map(|(after, before)| each(after.saturating_sub(before))));
        per_second.push(load.per_second());
        p50.push(load.quantile(0.5));
        p99.push(load.quantile(0.99));
    }
    let middle = |values: Vec<f64>| median(values.into_iter());
    let database_cpu = match databases.is_empty() {
        true => String::new(),
        false => format!(" + {:.2}", middle(databases)),
    };
    Ok(format!(
        "{:.0} | {:.1} | {:.1} | {:.2}{database_cpu}",
        middle(per_second),
        middle(p50),
        middle(p99),
        middle(own)
    ))
}
