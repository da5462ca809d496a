//! A small community with work waiting for its moderators, to try things out on.

mod bonds;
mod marks;
mod news;
mod people;
mod pictures;
mod posts;
mod story;
mod timeline;
mod trouble;

use std::{
    fs,
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
};

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, NaiveTime, Utc};
use domain::{Chance, Context, Ids, Site, media::Made};
use server::App;
use store::{Lock, Store};

use crate::{
    args::Demo,
    config::{Config, Log},
    logging, open, output, serve, tokens,
};

/// Everybody's: there is nothing to keep secret.
const PASSWORD: &str = "trunks and tusks";
/// In whose name things are tried out.
const ADMIN: &str = "jonas";
const SCOPES: &str = "read write admin:read admin:write";
/// Says that a folder may be thrown away.
const MARKER: &str = "kumki-demo";

const FIRST_PORT: u16 = 3000;
const LAST_PORT: u16 = 3019;

pub(crate) fn run(args: &Demo) -> Result<()> {
    logging::start(&Log::default())?;
    let _lock = Lock::take(&args.data).context("a demo is running here already")?;
    claim(&args.data, args.fresh)?;
    let store = Store::open(&args.data.join("kumki.db"))?;
    store.migrate()?;
    let known = domain::site::known(&mut store.read()?)?;

    let listener = listen(args.listen, known.as_ref())?;
    let address = listener.local_addr()?;
    let url = format!("http://localhost:{}", address.port());
    let name = known.as_ref().map(|it| &*it.domain);
    let site = Site::new(name.unwrap_or(&url["http://".len()..]), &url);
    let config = Config {
        data: Some(args.data.clone()),
        listen: address,
        ..Config::default()
    };
    let app = open::app(&config, store, site)?;
    if known.is_none() {
        let kept = Kept {
            emojis: news::keep_emojis(&app)?,
            pictures: pictures::keep(&app)?,
        };
        build(&app.store, &app.site, app.now(), args.seed, &kept)?;
    }
    greet(args, &app)?;
    serve::run_until_stopped(app, listener)
}

/// Makes sure that the folder holds a demo or nothing at all; what else is there is not ours.
fn claim(folder: &Path, is_fresh: bool) -> Result<()> {
    let marker = folder.join(MARKER);
    ensure!(
        marker.exists() || !folder.join("kumki.db").exists(),
        "{} has data that no demo made; choose another folder",
        folder.display()
    );
    fs::write(
        &marker,
        "kumki demo --fresh throws this folder's data away\n",
    )?;
    if !is_fresh {
        return Ok(());
    }
    for name in ["kumki.db", "kumki.db-wal", "kumki.db-shm"] {
        gone(fs::remove_file(folder.join(name)))?;
    }
    for name in ["media", "mail"] {
        gone(fs::remove_dir_all(folder.join(name)))?;
    }
    Ok(())
}

fn gone(removed: std::io::Result<()>) -> Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).context("the old demo cannot be removed")
        }
        _ => Ok(()),
    }
}

/// Where it was asked to; or where it was before; or at the first port that is free.
fn listen(wanted: Option<SocketAddr>, known: Option<&Site>) -> Result<TcpListener> {
    let port_before = known.and_then(|it| it.domain.rsplit_once(':')?.1.parse().ok());
    let listener = match (wanted, port_before) {
        (Some(address), _) => TcpListener::bind(address)
            .with_context(|| format!("{address} cannot be listened on"))?,
        (None, Some(port)) => TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| {
            format!("port {port}, where this demo was before, cannot be used: give another with --listen")
        })?,
        (None, None) => first_free()?,
    };
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn first_free() -> Result<TcpListener> {
    for port in FIRST_PORT..=LAST_PORT {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => (),
            bound => return bound.context("no port can be listened on"),
        }
    }
    bail!("all ports from {FIRST_PORT} to {LAST_PORT} are in use: give another with --listen")
}

/// What is in files before anybody tells of it.
struct Kept {
    emojis: Vec<news::Emoji>,
    /// Those of all posts, in their order.
    pictures: Vec<Made>,
}

/// The same for the same site, day and seed.
fn build(store: &Store, site: &Site, now: DateTime<Utc>, seed: u64, kept: &Kept) -> Result<()> {
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let mut chance = Chance::seeded(seed);
    let timeline = timeline::make(midnight, &mut chance);
    let cx = Context::new(store.write()?, midnight, chance, Ids::new(0), site.clone());
    story::tell(cx, timeline, kept)
}

fn greet(args: &Demo, app: &App) -> Result<()> {
    let mut cx = open::as_operator(app)?;
    let token = tokens::give(&mut cx, ADMIN, "Kumki demo", SCOPES)?;
    let instance = domain::instance::show(&mut cx)?;
    cx.tx.save()?;
    let url = &app.site.url;
    Ok(output::print(&format!(
        "{title}: {members} members at {url}, kept in {folder}

E-mail     {ADMIN}@{mail}
Password   {PASSWORD}
Token      {token}

To try, in another terminal:
  export KUMKICTL_URL={url} KUMKICTL_TOKEN={token}
  cargo install --locked --path crates/kumkictl    # where the source of Kumki is

  Who waits to be let in?
    curl -H \"Authorization: Bearer $KUMKICTL_TOKEN\" \"{url}/api/v2/admin/accounts?status=pending\"
  Let somebody in:
    kumkictl accounts list --status pending
    kumkictl accounts approve ID
  Limit somebody who was reported, after a look at what would happen:
    kumkictl accounts list --username gadget
    kumkictl accounts act ID --type silence --text \"Please stop advertising.\" --dry-run
",
        title = instance.settings.site_title,
        members = instance.members,
        folder = args.data.display(),
        mail = people::MAIL,
    ))?)
}

#[cfg(test)]
mod tests;
