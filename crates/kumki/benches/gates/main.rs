//! What it costs to decide about a newcomer, and to let a request in, with few rules and with many.
//!
//! `cargo bench -p kumki --bench gates`; `docs/performance.md` says what comes out and what it means.

#[expect(dead_code, reason = "no bare handler stands beside these")]
#[path = "../common/all.rs"]
mod common;
mod fill;

use std::{
    net::{IpAddr, Ipv4Addr},
    process::id,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use axum::Router;
use clap::Parser;
use common::{
    load::{self, Request},
    pair::median,
    process::{Server, cpu_of},
    rows::mix,
    run::{Database, Options, begin, each_database, say, say_result},
};
use domain::{
    gates::{self, Applicant, Invited, MailHosts, Verdict},
    settings::RegistrationsMode,
};
use mimalloc::MiMalloc;
use server::App;

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How many newcomers are decided about in a round.
const NEWCOMERS: u64 = 5_000;

#[derive(Parser)]
struct Arguments {
    /// How many rules there are for addresses; there are five times as many for domains of e-mail.
    #[arg(long, value_delimiter = ',', default_values_t = [10, 10_000])]
    rules: Vec<u64>,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let nothing = |_: &store::Store| Ok(Router::new());
    begin(&arguments.options, nothing, || measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let options = &arguments.options;
    let mut rows = Vec::new();
    each_database(options, "gates", &arguments.rules, |database| {
        measure_database(options, database, &mut rows)
    })?;
    say_result(
        "| engine | IP blocks | e-mail domains | a newcomer: ms | CPU ms | a request: CPU ms |",
    );
    say_result("|---|---|---|---|---|---|");
    rows.iter().for_each(|it: &String| say_result(it));
    Ok(())
}

fn measure_database(
    options: &Options,
    database: &Database<'_>,
    rows: &mut Vec<String>,
) -> Result<()> {
    let app = database.app()?;
    let (engine, rules) = (app.store.engine(), database.size);
    say(&format!(
        "{engine}: {rules} rules for addresses, unless they are there"
    ));
    fill::fill(&app, rules)?;
    let rounds = 0..options.rounds.max(1);
    let costs: Result<Vec<Cost>> = rounds.map(|_| decide(&app, rules, database)).collect();
    let costs = costs?;
    drop(app);
    let request = let_in(options, database)?;
    let own = median(costs.iter().map(|it| it.cpu));
    let of_database = match database.postgres {
        Some(_) => format!(
            " + {:.3}",
            median(costs.iter().filter_map(|it| it.cpu_of_database))
        ),
        None => String::new(),
    };
    rows.push(format!(
        "| {engine} | {rules} | {} | {:.3} | {own:.3}{of_database} | {request:.3} |",
        rules * fill::DOMAINS_PER_NETWORK,
        median(costs.iter().map(|it| it.time)),
    ));
    Ok(())
}

/// What it took to decide about a newcomer, in milliseconds.
struct Cost {
    time: f64,
    cpu: f64,
    /// That of PostgreSQL.
    cpu_of_database: Option<f64>,
}

/// Decides about many newcomers, one transaction each: one in four meets a rule for her address, and one
/// in four another for the host that takes in her mail.
fn decide(app: &App, rules: u64, database: &Database<'_>) -> Result<Cost> {
    let of_database = || match database.postgres {
        Some(postgres) => postgres.cpu(),
        None => Ok(None),
    };
    let (cpu, cpu_of_database) = (cpu_of(id())?, of_database()?);
    let started = Instant::now();
    let mut stopped = 0;
    for number in 0..NEWCOMERS {
        let chosen = mix(number, 1) % rules;
        let ip = match number % 4 {
            0 => fill::address_in(chosen),
            _ => IpAddr::V4(Ipv4Addr::from(u32::try_from(number)? | 0xC612_0000)),
        };
        let host = match number % 4 {
            1 => format!("mx.{}", fill::domain(chosen)),
            _ => format!("mx.mail{number}.example"),
        };
        let domain = format!("mail{number}.example");
        let mut cx = app.read()?;
        cx.mail = Some(MailHosts {
            domain: domain.clone(),
            exchanges: vec![host],
            is_reachable: true,
        });
        let applicant = Applicant {
            mode: RegistrationsMode::Open,
            invited: Invited::No,
            ips: &[ip],
            username: Some("somebody"),
            email: Some(&format!("somebody@{domain}")),
        };
        let (verdict, _) = gates::judge(&mut cx, &applicant)?;
        stopped += u64::from(verdict != Verdict::AtOnce);
    }
    ensure!(stopped == NEWCOMERS / 2, "{stopped} were stopped");
    let count = NEWCOMERS as f64;
    let time = each(started.elapsed(), count);
    let used_by_database = of_database()?.zip(cpu_of_database);
    Ok(Cost {
        time,
        cpu: each(cpu_of(id())?.saturating_sub(cpu), count),
        cpu_of_database: used_by_database
            .map(|(after, before)| each(after.saturating_sub(before), count)),
    })
}

/// What a request costs that any rule may shut out.
fn let_in(options: &Options, database: &Database<'_>) -> Result<f64> {
    let server = Server::start("serve", database, "GET /api/v1/instance")?;
    let request = [Request::new(server.port, "GET /health", "", "")];
    load::run(&request, Duration::from_millis(500))?;
    let mut used = Vec::new();
    for _ in 0..options.rounds.max(1) {
        let before = server.cpu()?;
        let load = load::run(&request, Duration::from_secs_f64(options.seconds))?;
        used.push(each(server.cpu()?.saturating_sub(before), load.count()));
    }
    Ok(median(used.into_iter()))
}

fn each(time: Duration, count: f64) -> f64 {
    time.as_secs_f64() * 1000.0 / count
}
