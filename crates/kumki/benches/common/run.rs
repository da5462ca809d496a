//! The program that measures, and the same program once more as one of the servers.

use std::{
    env, fs,
    net::Ipv4Addr,
    path::{Path, PathBuf},
};

use anyhow::Result;
use axum::Router;
use clap::{Args, Subcommand, ValueEnum};
use domain::Site;
use server::{App, Options as Settings, mail::Postman};
use store::Store;
use tokio::{net::TcpListener, runtime::Runtime, sync::watch};

use super::{SITE, postgres::Postgres};

#[derive(Args)]
pub(crate) struct Options {
    #[arg(long, value_enum, default_value_t = Engine::Both)]
    engine: Engine,
    /// How long each case is asked for, in each round.
    #[arg(long, default_value_t = 2.0)]
    pub(crate) seconds: f64,
    /// How often the two servers take turns.
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
    /// A PostgreSQL that runs already, without a database: `postgres://user@host:port`.
    #[arg(long)]
    postgres: Option<String>,
    /// Where everything is that is kept from one run to the next.
    #[arg(long, default_value_os_t = usual_folder())]
    folder: PathBuf,
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
#[derive(Clone, Subcommand)]
#[command(hide = true)]
enum Role {
    Serve { database: String, port: u16 },
    Bare { database: String, port: u16 },
}

fn usual_folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target =
        target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"));
    target.join("bench")
}

/// Measures, or is what is measured.
pub(crate) fn begin(
    options: &Options,
    bare: fn(&Store) -> Result<Router>,
    measure: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let folder = &options.folder;
    match &options.role {
        Some(Role::Serve { database, port }) => {
            Runtime::new()?.block_on(serve(folder, database, *port))
        }
        Some(Role::Bare { database, port }) => Runtime::new()?.block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await?;
            Ok(axum::serve(listener, bare(&open(database)?)?).await?)
        }),
        None if options.bench => measure(),
        None => Ok(()),
    }
}

async fn serve(folder: &Path, database: &str, port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let (_running, stop) = watch::channel(false);
    let app = app(folder, database)?;
    app.store.migrate()?;
    Ok(server::serve(app, listener, stop).await?)
}

fn open(database: &str) -> Result<Store> {
    Ok(match database.starts_with("postgres://") {
        true => Store::connect(database)?,
        false => Store::open(Path::new(database))?,
    })
}

fn app(folder: &Path, database: &str) -> Result<App> {
    let site = Site::new("kumki.example", SITE);
    let postman = Postman::files(folder.join("mail"), "kumki@kumki.example")?;
    let settings = Settings {
        rate_limits: false,
        // Other servers are on this machine, too.
        allowed_networks: vec!["127.0.0.0/8".parse()?],
        ..Settings::new(folder)
    };
    Ok(App::new(open(database)?, site, settings, postman))
}

/// One database, of one size, on one engine.
pub(crate) struct Database<'a> {
    pub(crate) size: u64,
    pub(crate) address: String,
    pub(crate) folder: PathBuf,
    /// Where it is, unless it is SQLite's.
    pub(crate) postgres: Option<&'a Postgres>,
}

impl Database<'_> {
    pub(crate) fn app(&self) -> Result<App> {
        app(&self.folder, &self.address)
    }
}

/// Each size, on each engine that is wanted. Databases are made where they are not there.
pub(crate) fn each_database(
    options: &Options,
    kind: &str,
    sizes: &[u64],
    mut measure: impl FnMut(&Database<'_>) -> Result<()>,
) -> Result<()> {
    fs::create_dir_all(&options.folder)?;
    let folder = options.folder.canonicalize()?;
    if options.engine != Engine::Postgres {
        for size in sizes {
            let file = folder.join(format!("{kind}-{size}.db"));
            measure(&Database {
                size: *size,
                address: file.display().to_string(),
                folder: folder.clone(),
                postgres: None,
            })?;
        }
    }
    if options.engine != Engine::Sqlite {
        let postgres = match &options.postgres {
            Some(url) => Postgres::at(url.trim_end_matches('/').to_owned()),
            None => Postgres::start(&folder.join("postgres"))?,
        };
        for size in sizes {
            measure(&Database {
                size: *size,
                address: postgres.database(&format!("kumki_{kind}_{size}"))?,
                folder: folder.clone(),
                postgres: Some(&postgres),
            })?;
        }
    }
    Ok(())
}

pub(crate) fn say_result(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "the tables alone go to stdout")]
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}
