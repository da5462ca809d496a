//! A small community with work waiting for its moderators, to try things out on.

mod news;
mod people;
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
use domain::{Caller, Chance, Context, Ids, Site};
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
        let emojis = news::keep_emojis(&app)?;
        build(&app.store, &app.site, app.now(), args.seed, &emojis)?;
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

/// The same for the same site, day and seed.
fn build(
    store: &Store,
    site: &Site,
    now: DateTime<Utc>,
    seed: u64,
    emojis: &[news::Emoji],
) -> Result<()> {
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let mut chance = Chance::seeded(seed);
    let timeline = timeline::make(midnight, &mut chance);
    let cx = Context {
        tx: store.write()?,
        caller: Caller::System,
        now: midnight,
        chance,
        ids: Ids::new(0),
        site: site.clone(),
        events: Vec::new(),
        batch: None,
        done: domain::acts::Done::default(),
    };
    story::tell(cx, timeline, emojis)
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
mod tests {
    use std::fmt::Write;

    use anyhow::Result;
    use chrono::{DateTime, TimeDelta, Utc};
    use domain::{Site, settings::Settings};
    use store::{
        Store, Tx,
        account_list::{self, Filter, Window},
        accounts, action_log, announcements, emojis, instances, jobs, reports, rules, strikes,
        testing, user_ips, users,
    };

    use super::{build, news::Emoji};

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_348_800, 0).expect("in range")
    }

    fn built(now: DateTime<Utc>, seed: u64) -> Result<Store> {
        let store = testing::store()?;
        let site = Site::new("localhost:3000", "http://localhost:3000");
        build(&store, &site, now, seed, &emojis())?;
        Ok(store)
    }

    /// As if their pictures were in files.
    fn emojis() -> Vec<Emoji> {
        let emoji = |shortcode: &'static str| Emoji {
            shortcode,
            category: None,
            file: format!("emojis/{shortcode}.png"),
            still: format!("emojis/{shortcode}.png"),
        };
        ["kumki", "hello", "peanut"].map(emoji).into()
    }

    fn ids(tx: &mut Tx) -> Result<Vec<i64>> {
        let window = Window {
            max_id: None,
            since_id: None,
            min_id: None,
            limit: 1000,
        };
        Ok(account_list::page(tx, &Filter::default(), window)?)
    }

    /// Every row that the demo makes, as text.
    fn everything(store: &Store) -> Result<String> {
        let mut tx = store.read()?;
        let tx = &mut tx;
        let ids = ids(tx)?;
        let mut all_accounts = accounts::find_many(tx, &ids)?;
        all_accounts.sort_by_key(|it| it.id);
        let mut all_users = users::find_many(tx, &ids)?;
        all_users.sort_by_key(|it| it.account_id);
        let mut sights = user_ips::of_many(tx, &ids)?;
        sights.sort_by_key(|it| (it.account_id, it.ip, it.used_at));

        let mut text = String::new();
        writeln!(text, "{all_accounts:#?}{all_users:#?}{sights:#?}")?;
        writeln!(text, "{:#?}", action_log::newest(tx, 1000)?)?;
        writeln!(text, "{:#?}{:#?}", rules::all(tx)?, Settings::load(tx)?)?;
        writeln!(text, "{:#?}", announcements::all(tx)?)?;
        writeln!(text, "{:#?}", emojis::local(tx)?)?;
        writeln!(text, "{:#?}", jobs::list(tx, 1000)?)?;
        for id in ids {
            writeln!(text, "{:#?}", strikes::against(tx, id)?)?;
            writeln!(text, "{:#?}", reports::unresolved_about(tx, id)?)?;
        }
        Ok(text)
    }

    #[test]
    fn one_day_and_one_seed_make_one_community() -> Result<()> {
        let first = everything(&built(noon(), 1)?)?;

        let same_day = noon() + TimeDelta::hours(5);
        assert!(first == everything(&built(same_day, 1)?)?);
        assert!(first != everything(&built(noon(), 2)?)?);
        Ok(())
    }

    #[test]
    fn nothing_is_out_of_step() -> Result<()> {
        let store = built(noon(), 1)?;
        let mut tx = store.read()?;

        assert_eq!(instances::recount(&mut tx)?, 3);
        let members = users::recount_members(&mut tx)?;
        let counted = store::counters::get(&mut tx, store::counters::MEMBERS)?;
        assert_eq!(members, counted);
        assert!(jobs::list(&mut tx, 1000)?.is_empty());
        Ok(())
    }
}
