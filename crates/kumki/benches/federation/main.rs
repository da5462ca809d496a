//! How fast a post reaches many servers, and how fast theirs are taken in.
//!
//! `cargo bench -p kumki --bench federation`; `docs/performance.md` says what comes out and what it means.

#[expect(dead_code, reason = "no bare handler stands beside these")]
#[path = "../common/all.rs"]
mod common;
mod once;
#[expect(dead_code, reason = "nobody moderates here")]
#[path = "../common/owner.rs"]
mod owner;
mod peers;
mod receive;
mod seed;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use axum::Router;
use clap::Parser;
use common::{
    load::Request,
    pair::median,
    process::Server,
    run::{Database, Options, begin, each_database, say, say_result},
};
use mimalloc::MiMalloc;
use peers::Peers;
use seed::{SCOPES, STAR};

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How often something is posted.
const POSTS: u64 = 5;
const PATIENCE: Duration = Duration::from_secs(300);

#[derive(Parser)]
struct Arguments {
    /// How many follow from elsewhere.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000])]
    followers: Vec<u64>,
    /// On how many servers.
    #[arg(long, default_value_t = 2_000)]
    servers: u64,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let nothing = |_: &store::Store| Ok(Router::new());
    begin(&arguments.options, nothing, || measure(&arguments))
}

fn measure(arguments: &Arguments) -> Result<()> {
    let (mut rows, mut received) = (Vec::new(), Vec::new());
    let peers = Peers::start()?;
    let kind = format!("federation_{}", arguments.servers);
    each_database(
        &arguments.options,
        &kind,
        &arguments.followers,
        |database| {
            measure_database(arguments.servers, database, &peers, &mut rows)?;
            received.push(receive::measure(database)?);
            Ok(())
        },
    )?;
    say_result(
        "| engine | followers | servers | request ms | all have it after s | deliveries/s | CPU ms each |",
    );
    say_result("|---|---|---|---|---|---|---|");
    rows.iter().for_each(|it: &String| say_result(it));
    receive::HEAD.into_iter().for_each(say_result);
    received.iter().for_each(|it: &String| say_result(it));
    Ok(())
}

fn measure_database(
    servers: u64,
    database: &Database<'_>,
    peers: &Peers,
    rows: &mut Vec<String>,
) -> Result<()> {
    let app = database.app()?;
    let (engine, followers) = (app.store.engine(), database.size);
    say(&format!(
        "{engine}: {followers} followers on {servers} servers, unless they are there"
    ));
    seed::fill(&app, followers, servers)?;
    let token = owner::token(&app, STAR, SCOPES)?;
    drop(app);

    let server = Server::start("serve", database, "GET /api/v1/instance")?;
    // The first post also makes the key.
    post(&server, &token, 0, servers, peers)?;
    let (mut asked, mut told, mut used) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=POSTS {
        say(&format!("{engine}: post {number}"));
        let before = server.cpu()?;
        let (request, all) = post(&server, &token, number, servers, peers)?;
        let cpu = server.cpu()?.saturating_sub(before);
        asked.push(request.as_secs_f64() * 1000.0);
        told.push(all.as_secs_f64());
        used.push(cpu.as_secs_f64() * 1000.0 / servers as f64);
    }
    let middle = |values: Vec<f64>| median(values.into_iter());
    let all = middle(told);
    rows.push(format!(
        "| {engine} | {followers} | {servers} | {:.1} | {all:.2} | {:.0} | {:.2} |",
        middle(asked),
        servers as f64 / all,
        middle(used),
    ));
    Ok(())
}

/// How long the request took, and how long it was until every server had the post.
fn post(
    server: &Server,
    token: &str,
    number: u64,
    servers: u64,
    peers: &Peers,
) -> Result<(Duration, Duration)> {
    peers.forget();
    let body = format!("{{\"status\":\"Hello, world {number}\"}}");
    let request = Request::new(server.port, "POST /api/v1/statuses", token, &body);
    let started = Instant::now();
    request.body()?;
    let request = started.elapsed();
    match peers.wait_for(servers, PATIENCE) {
        true => Ok((request, started.elapsed())),
        false => bail!("only {} of {servers} servers have heard", peers.heard()),
    }
}
