//! How fast pages of accounts are, beside a handler that does nothing but read them.
//!
//! `cargo bench -p kumki --bench accounts`; `docs/performance.md` says what comes out and what it means.

mod bare;
mod cases;
mod load;
mod postgres;
mod process;
mod seed;

use std::{
    env, fs,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Result, bail, ensure};
use cases::{CASES, Case, SIZES};
use clap::{Parser, Subcommand, ValueEnum};
use domain::Site;
use load::{Load, Request};
use mimalloc::MiMalloc;
use postgres::Postgres;
use process::Server;
use server::{App, Options, mail::Postman};
use store::Store;
use tokio::{net::TcpListener, runtime::Runtime, sync::watch};

/// As in the program that is measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const SITE: &str = "https://kumki.example";
const WARM_UP: Duration = Duration::from_millis(500);
const STARTS: usize = 7;

#[derive(Parser)]
struct Arguments {
    /// How many accounts there are.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 1_000_000])]
    accounts: Vec<u64>,
    #[arg(long, value_enum, default_value_t = Engine::Both)]
    engine: Engine,
    /// How long each case is asked for, in each round.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// How often the two servers take turns.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// A PostgreSQL that runs already, without a database: `postgres://user@host:port`.
    #[arg(long)]
    postgres: Option<String>,
    /// Cargo says so when it is to be a benchmark, and not when it is to be a test.
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    role: Option<Role>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
    Both,
}

/// What this program is when it starts itself.
#[derive(Subcommand)]
#[command(hide = true)]
enum Role {
    Serve { database: String, port: u16 },
    Bare { database: String, port: u16 },
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    match &arguments.role {
        Some(Role::Serve { database, port }) => Runtime::new()?.block_on(serve(database, *port)),
        Some(Role::Bare { database, port }) => Runtime::new()?.block_on(bare(database, *port)),
        None if arguments.bench => measure(&arguments),
        None => Ok(()),
    }
}

async fn serve(database: &str, port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let (_running, stop) = watch::channel(false);
    let app = app(database)?;
    app.store.migrate()?;
    Ok(server::serve(app, listener, stop).await?)
}

async fn bare(database: &str, port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    Ok(axum::serve(listener, bare::router(&open(database)?)).await?)
}

fn open(database: &str) -> Result<Store> {
    Ok(match database.starts_with("postgres://") {
        true => Store::connect(database)?,
        false => Store::open(Path::new(database))?,
    })
}

fn app(database: &str) -> Result<App> {
    let site = Site::new("kumki.example", SITE);
    let postman = Postman::files(folder().join("mail"), "kumki@kumki.example")?;
    let options = Options {
        rate_limits: false,
        ..Options::new(&folder())
    };
    Ok(App::new(open(database)?, site, options, postman))
}

/// What is kept from one run to the next.
fn folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target =
        target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"));
    target.join("bench")
}

fn measure(arguments: &Arguments) -> Result<()> {
    fs::create_dir_all(folder())?;
    let folder = folder().canonicalize()?;
    let size = fs::metadata(env::current_exe()?)?.len() as f64 / f64::from(1 << 20);
    let mut table = Table::default();
    if arguments.engine != Engine::Postgres {
        for count in &arguments.accounts {
            let file = folder.join(format!("accounts-{count}.db"));
            measure_database(
                arguments,
                *count,
                &file.display().to_string(),
                None,
                &mut table,
            )?;
        }
    }
    if arguments.engine != Engine::Sqlite {
        let postgres = match &arguments.postgres {
            Some(url) => Postgres::at(url.trim_end_matches('/').to_owned()),
            None => Postgres::start(&folder.join("postgres"))?,
        };
        for count in &arguments.accounts {
            let address = postgres.database(&format!("kumki_bench_{count}"))?;
            measure_database(arguments, *count, &address, Some(&postgres), &mut table)?;
        }
    }
    table.print();
    say_result(&format!(
        "\nThis program, which has the server in it: {size:.1} MiB"
    ));
    Ok(())
}

fn measure_database(
    arguments: &Arguments,
    count: u64,
    database: &str,
    postgres: Option<&Postgres>,
    table: &mut Table,
) -> Result<()> {
    let app = app(database)?;
    let engine = app.store.engine();
    say(&format!(
        "{engine}: filling a database with {count} accounts, unless it is there"
    ));
    seed::fill(&app, count)?;
    let token = seed::token(&app)?;
    drop(app);

    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..STARTS {
        let server = Server::start("serve", database, "/api/v1/instance")?;
        starts.push(server.first_answer.as_secs_f64() * 1000.0);
        memory.push(server.resident_memory()?);
    }
    table.starts.push(format!(
        "| {engine} | {count} | {:.0} ms | {:.1} MiB |",
        median(&mut starts),
        median(&mut memory)
    ));

    let bare_first = CASES[0].bare_path(SIZES[0]);
    let both = Both {
        server: Server::start("serve", database, "/api/v1/instance")?,
        bare: Server::start("bare", database, &bare_first)?,
        postgres,
        token,
    };
    for case in CASES {
        for size in SIZES {
            say(&format!(
                "{engine}, {count} accounts: {}, {size} on a page",
                case.name
            ));
            let rounds = both.measure(case, size, arguments)?;
            table
                .pages
                .push(rounds.row(&format!("| {engine} | {count} | {} | {size} |", case.name)));
        }
    }
    Ok(())
}

/// The server, and beside it the bare handler.
struct Both<'a> {
    server: Server,
    bare: Server,
    postgres: Option<&'a Postgres>,
    token: String,
}

impl Both<'_> {
    fn measure(&self, case: &Case, size: i64, arguments: &Arguments) -> Result<Rounds> {
        let of_server = Request::new(self.server.port, &case.path(size), &self.token);
        let of_bare = Request::new(self.bare.port, &case.bare_path(size), "");
        // The first request of the day is followed by a note that the owner was here.
        of_server.body()?;
        let body = of_server.body()?;
        if let Some(at) = difference(&body, &of_bare.body()?) {
            bail!("{}: the two answers differ at {at}", case.name);
        }
        let shown = body
            .windows(13)
            .filter(|it| it == b"\"sensitized\":")
            .count();
        ensure!(
            shown as i64 == size,
            "{}: {shown} on a page of {size}",
            case.name
        );

        load::run(&of_server, WARM_UP)?;
        load::run(&of_bare, WARM_UP)?;
        let time = Duration::from_secs_f64(arguments.seconds);
        let mut rounds = Rounds::default();
        for _ in 0..arguments.rounds.max(1) {
            let server = self.cost(&self.server, &of_server, time)?;
            let bare = self.cost(&self.bare, &of_bare, time)?;
            rounds.0.push((server, bare));
        }
        Ok(rounds)
    }

    fn cost(&self, server: &Server, request: &Request, time: Duration) -> Result<Cost> {
        let of_database = || match self.postgres {
            Some(postgres) => postgres.cpu(),
            None => Ok(None),
        };
        let (cpu, database_cpu) = (server.cpu()?, of_database()?);
        let load = load::run(request, time)?;
        let each = |used: Duration| used.as_secs_f64() * 1000.0 / load.count();
        let cpu = each(server.cpu()?.saturating_sub(cpu));
        let used = of_database()?.zip(database_cpu);
        let database_cpu = used.map(|(after, before)| each(after.saturating_sub(before)));
        Ok(Cost {
            load,
            cpu,
            database_cpu,
        })
    }
}

/// One case in one round; CPU times in milliseconds per request.
struct Cost {
    load: Load,
    cpu: f64,
    database_cpu: Option<f64>,
}

#[derive(Default)]
struct Rounds(Vec<(Cost, Cost)>);

impl Rounds {
    fn row(&self, start: &str) -> String {
        let of = |value: &dyn Fn(&(Cost, Cost)) -> f64| {
            median(&mut self.0.iter().map(value).collect::<Vec<_>>())
        };
        let database = |cost: &Cost| cost.database_cpu.unwrap_or(f64::NAN);
        let plus = |cpu: f64| match cpu.is_nan() {
            true => String::new(),
            false => format!(" + {cpu:.2}"),
        };
        format!(
            "{start} {:.0} | {:.1} | {:.1} | {:.2}{} | {:.0} | {:.2}{} | {:.2} |",
            of(&|(it, _)| it.load.per_second()),
            of(&|(it, _)| it.load.quantile(0.5)),
            of(&|(it, _)| it.load.quantile(0.99)),
            of(&|(it, _)| it.cpu),
            plus(of(&|(it, _)| database(it))),
            of(&|(_, it)| it.load.per_second()),
            of(&|(_, it)| it.cpu),
            plus(of(&|(_, it)| database(it))),
            of(&|(server, bare)| server.load.per_second() / bare.load.per_second()),
        )
    }
}

/// Where two texts differ, and what one of them says there.
fn difference(one: &[u8], other: &[u8]) -> Option<String> {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = &one[same..one.len().min(same + 60)];
    (one != other).then(|| format!("{same}: {}", String::from_utf8_lossy(rest)))
}

#[derive(Default)]
struct Table {
    pages: Vec<String>,
    starts: Vec<String>,
}

impl Table {
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

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn say_result(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "the table alone goes to stdout")]
fn say(line: &str) {
    eprintln!("{line}");
}
