//! How long it takes until a big server is cut off, and whether anybody has to wait meanwhile.
//!
//! `cargo bench -p kumki --bench suspension`; `docs/performance.md` says what comes out and what it means.

#[expect(dead_code, reason = "no bare handler stands beside these")]
#[path = "../common/all.rs"]
mod common;
#[path = "../common/owner.rs"]
mod owner;
mod seed;

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use clap::Parser;
use common::{
    load::Request,
    process::Server,
    run::{Database, Options, begin, each_database, say, say_result},
};
use mimalloc::MiMalloc;
use owner::OWNER;
use seed::{DOMAIN, SCOPES};
use serde_json::Value;
use store::{Store, testing::count};

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const PATIENCE: Duration = Duration::from_secs(600);

#[derive(Parser)]
struct Arguments {
    /// How many accounts of the server are known; each has ten posts.
    #[arg(long, value_delimiter = ',', default_values_t = [100_000])]
    accounts: Vec<u64>,
    #[command(flatten)]
    options: Options,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let nothing = |_: &Store| Ok(Router::new());
    begin(&arguments.options, nothing, || {
        let mut rows = Vec::new();
        let sizes = &arguments.accounts;
        each_database(&arguments.options, "suspension", sizes, |database| {
            measure(database, &mut rows)
        })?;
        say_result(
            "| engine | accounts | decision | preview ms | answered after ms | gone from the timeline after s \
             | all done after s | CPU s | posts of members meanwhile: p50 ms | p99 ms | slowest ms |",
        );
        say_result("|---|---|---|---|---|---|---|---|---|---|---|");
        rows.iter().for_each(|it: &String| say_result(it));
        Ok(())
    })
}

fn measure(database: &Database<'_>, rows: &mut Vec<String>) -> Result<()> {
    let app = database.app()?;
    let (engine, size) = (app.store.engine(), database.size);
    say(&format!("{engine}: {size} accounts, unless they are there"));
    seed::fill(&app, size)?;
    let token = owner::token(&app, OWNER, SCOPES)?;
    let server = Server::start("serve", database, "GET /api/v1/instance")?;
    let bench = Bench {
        server: &server,
        store: &app.store,
        token: &token,
    };

    say(&format!("{engine}: suspending"));
    let path = "POST /api/v1/admin/domain_blocks";
    let body = |more: &str| format!("{{\"domain\":\"{DOMAIN}\",\"severity\":\"suspend\"{more}}}");
    let preview = bench.admin(path, &body(",\"dry_run\":true"));
    let started = Instant::now();
    preview.body()?;
    let preview = milliseconds(started.elapsed());
    let decision = bench.admin(path, &body(""));
    let (answer, took) = bench.decide(&decision, &|it| !it.contains(DOMAIN))?;
    rows.push(format!(
        "| {engine} | {size} | suspend | {preview:.0} | {took}"
    ));
    let block: Value = serde_json::from_slice(&answer)?;
    let id = block["id"].as_str().context("a block has an id")?;
    ensure!(
        bench.hidden()? == i64::try_from(size)?,
        "not all are hidden"
    );

    say(&format!("{engine}: taking it back"));
    let path = format!("DELETE /api/v1/admin/domain_blocks/{id}");
    let decision = bench.admin(&path, "");
    let (_, took) = bench.decide(&decision, &|it| it.contains(DOMAIN))?;
    rows.push(format!("| {engine} | {size} | take back | – | {took}"));
    ensure!(bench.hidden()? == 0, "some are still hidden");
    Ok(())
}

struct Bench<'a> {
    server: &'a Server,
    store: &'a Store,
    token: &'a str,
}

impl Bench<'_> {
    fn admin(&self, line: &str, body: &str) -> Request {
        Request::new(self.server.port, line, self.token, body)
    }

    fn hidden(&self) -> Result<i64> {
        let hidden = format!("accounts WHERE domain = '{DOMAIN}' AND suspended_at IS NOT NULL");
        Ok(count(&mut self.store.read()?, &hidden)?)
    }

    fn is_busy(&self) -> Result<bool> {
        let jobs = "jobs WHERE name IN ('apply_domain_block', 'lift_domain_block')";
        Ok(count(&mut self.store.read()?, jobs)? > 0)
    }

    /// Decides, and waits until all of it is done. `shows` is what the public timeline is like once the
    /// decision can be seen there.
    fn decide(&self, request: &Request, shows: &dyn Fn(&str) -> bool) -> Result<(Vec<u8>, String)> {
        let timeline = Request::new(
            self.server.port,
            "GET /api/v1/timelines/public?remote=true",
            self.token,
            "",
        );
        let before = self.server.cpu()?;
        let (done, mut posts) = self.meanwhile(|| {
            let started = Instant::now();
            let answer = request.body()?;
            let answered = started.elapsed();
            let mut shown = None;
            while self.is_busy()? || shown.is_none() {
                ensure!(started.elapsed() < PATIENCE, "it does not end");
                let page = timeline.body()?;
                if shown.is_none() && shows(str::from_utf8(&page)?) {
                    shown = Some(started.elapsed());
                }
                sleep(Duration::from_millis(20));
            }
            let shown = shown.unwrap_or_default();
            Ok((answer, answered, shown, started.elapsed()))
        })?;
        let cpu = self.server.cpu()?.saturating_sub(before);
        let (answer, answered, shown, all) = done;
        posts.sort_unstable();
        let part = |part: f64| {
            let index = (posts.len() as f64 * part) as usize;
            let took = posts.get(index).or(posts.last());
            took.copied().map_or(f64::NAN, milliseconds)
        };
        let line = format!(
            "{:.1} | {:.2} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} |",
            milliseconds(answered),
            shown.as_secs_f64(),
            all.as_secs_f64(),
            cpu.as_secs_f64(),
            part(0.5),
            part(0.99),
            part(1.0),
        );
        Ok((answer, line))
    }

    /// How long it takes a member to post while something happens; she posts thirty times a second.
    fn meanwhile<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<(T, Vec<Duration>)> {
        let body = "{\"status\":\"Hello, world\"}";
        let request = Request::new(self.server.port, "POST /api/v1/statuses", self.token, body);
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                let mut took = Vec::new();
                while !is_over.load(Ordering::Relaxed) {
                    let started = Instant::now();
                    request.body()?;
                    took.push(started.elapsed());
                    sleep(Duration::from_millis(33));
                }
                Ok(took)
            });
            let done = work();
            is_over.store(true, Ordering::Relaxed);
            let took: Result<Vec<Duration>> = other.join().ok().context("no panic")?;
            Ok((done?, took?))
        })
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
