//! Looking whether everything is well.

mod counts;

use std::{fs, process::ExitCode};

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Context, Permission, members, settings::Settings};
use server::App;
use store::{Store, action_log, health, jobs};

use crate::{
    args::Doctor,
    config::{self, Config},
    open, output, site,
};

/// What is wrong, as far as it goes.
enum Finding {
    Ok(String),
    /// It was wrong, and is not any more.
    Mended(String),
    Warn(String),
    Fail(String),
}

use Finding::{Fail, Mended, Ok as Well, Warn};

impl Finding {
    fn word(&self) -> &'static str {
        match self {
            Well(_) => "ok",
            Mended(_) => "mended",
            Warn(_) => "warn",
            Fail(_) => "fail",
        }
    }

    fn text(&self) -> &str {
        match self {
            Well(text) | Mended(text) | Warn(text) | Fail(text) => text,
        }
    }
}

impl From<Result<Self>> for Finding {
    fn from(found: Result<Self>) -> Self {
        found.unwrap_or_else(|error| Fail(format!("{error:#}")))
    }
}

pub(crate) fn run(args: &Doctor) -> Result<ExitCode> {
    let findings = look(args);
    let rows: Vec<_> = findings
        .iter()
        .map(|(name, it)| {
            [
                it.word().to_owned(),
                (*name).to_owned(),
                it.text().to_owned(),
            ]
        })
        .collect();
    output::print(&output::table(&rows))?;
    let is_ill = findings.iter().any(|(_, it)| matches!(it, Fail(_)));
    Ok(match is_ill {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

type Findings = Vec<(&'static str, Finding)>;

/// Each look needs what the one before it found.
fn look(args: &Doctor) -> Findings {
    let config = match config::load(&args.place) {
        Ok(config) => config,
        Err(error) => return vec![("configuration", Fail(format!("{error:#}")))],
    };
    let mut findings = vec![
        ("configuration", configuration()),
        ("folder", folder(&config).into()),
    ];
    let store = match database(&config) {
        Ok(store) => store,
        Err(error) => {
            findings.push(("database", Fail(format!("{error:#}"))));
            return findings;
        }
    };
    match version(&store) {
        Ok(version) => findings.push(("database", Well(version))),
        Err(error) => findings.push(("database", Fail(format!("{error:#}")))),
    }
    match pending(&store) {
        Ok(finding @ Well(_)) => findings.push(("tables", finding)),
        found => {
            findings.push(("tables", found.into()));
            return findings;
        }
    }
    findings.push(("integrity", damage(&store).into()));
    match app(&config, store) {
        Ok(app) => findings.extend(at_work(args, &config, &app)),
        Err(error) => findings.push(("site", Fail(format!("{error:#}")))),
    }
    findings
}

fn configuration() -> Finding {
    let unknown = config::unknown_variables();
    match unknown.is_empty() {
        true => Well("every key is known".into()),
        false => Warn(unknown.join("; ")),
    }
}

fn folder(config: &Config) -> Result<Finding> {
    let folder = config.folder()?;
    ensure!(folder.is_dir(), "{} is not there", folder.display());
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let written = fs::write(&probe, "").and_then(|()| fs::remove_file(&probe));
    written.with_context(|| format!("{} cannot be written to", folder.display()))?;
    Ok(Well(folder.display().to_string()))
}

/// Looking must not make one.
fn database(config: &Config) -> Result<Store> {
    if config.database_url.is_none() {
        let file = config.folder()?.join("kumki.db");
        ensure!(
            file.exists(),
            "{} is not there; kumki migrate makes it",
            file.display()
        );
    }
    open::store(config)
}

fn version(store: &Store) -> Result<String> {
    let version = health::version(&mut store.read()?)?;
    Ok(format!("{} {version}", store.engine()))
}

fn pending(store: &Store) -> Result<Finding> {
    let pending = store.pending_migrations()?;
    if !pending.is_empty() {
        bail!("kumki migrate has to be run: {}", pending.join(", "));
    }
    Ok(Well("up to date".into()))
}

fn damage(store: &Store) -> Result<Finding> {
    let found = health::damage(&mut store.read()?)?;
    ensure!(found.is_empty(), "{}", found.join("; "));
    Ok(Well("nothing is damaged".into()))
}

fn app(config: &Config, store: Store) -> Result<App> {
    let known = domain::site::known(&mut store.read()?)?;
    let wanted = config.domain.as_deref();
    let wanted = wanted
        .map(|it| site::read(it, config.listen.ip()))
        .transpose()?;
    if let (Some(known), Some(wanted)) = (&known, &wanted) {
        site::compare(wanted, known)?;
    }
    let site = known.or(wanted).unwrap_or_else(site::provisional);
    open::app(config, store, site)
}

fn at_work(args: &Doctor, config: &Config, app: &App) -> Findings {
    vec![
        ("site", in_context(app, |cx| name(config, cx))),
        ("clock", in_context(app, clock)),
        ("counters", counts::look(app, args.repair).into()),
        ("jobs", in_context(app, work)),
        ("media", media(app)),
        ("mail", mail(app)),
        ("owner", in_context(app, owner)),
        ("source", in_context(app, source)),
    ]
}

fn in_context(app: &App, look: impl FnOnce(&mut Context) -> Result<Finding>) -> Finding {
    let found = app.read().map_err(anyhow::Error::from);
    found.and_then(|mut cx| look(&mut cx)).into()
}

fn name(config: &Config, cx: &mut Context) -> Result<Finding> {
    if domain::site::known(&mut cx.tx)?.is_some() {
        return Ok(Well(cx.site.url.to_string()));
    }
    Ok(match config.domain {
        Some(_) => Well(format!("{}, once kumki serve has run", cx.site.url)),
        None => Warn("no domain is given, and kumki serve has not run yet".into()),
    })
}

/// Whether it is about as late as elsewhere, and not earlier than it was.
fn clock(cx: &mut Context) -> Result<Finding> {
    let now = cx.now;
    let newest = action_log::newest(&mut cx.tx, 1)?.pop();
    let is_back = |it: DateTime<Utc>| it > now + TimeDelta::minutes(1);
    if newest.is_some_and(|it| is_back(it.created_at)) || now.timestamp() < 1_750_000_000 {
        bail!("it is {now}, which is earlier than what the log says");
    }
    let elsewhere = health::clock(&mut cx.tx)?.unwrap_or(now);
    let apart = (elsewhere - now).abs();
    if apart > TimeDelta::seconds(30) {
        let apart = apart.num_seconds();
        return Ok(Warn(format!(
            "the clock of the database is {apart} seconds off"
        )));
    }
    Ok(Well(now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)))
}

fn work(cx: &mut Context) -> Result<Finding> {
    let late = cx.now - TimeDelta::minutes(5);
    let jobs = jobs::list(&mut cx.tx, 1000)?;
    let given_up = jobs.iter().filter(|it| it.run_at.is_none()).count();
    let is_late = |it: &&jobs::Job| it.run_at.is_some_and(|at| at < late);
    let overdue = jobs.iter().filter(is_late).count();
    Ok(match (given_up, overdue) {
        (0, 0) => Well(format!("{} to do", jobs.len())),
        (0, _) => Warn(format!("{overdue} overdue; is kumki serve running?")),
        _ => Warn(format!(
            "{given_up} given up, {overdue} overdue; see kumki jobs list"
        )),
    })
}

/// Whether files can be put away and taken back.
fn media(app: &App) -> Finding {
    match app.options.media.check() {
        Ok(text) => Well(text),
        Err(trouble) => Fail(trouble.to_string()),
    }
}

fn mail(app: &App) -> Finding {
    match app.postman.check() {
        Ok(text) => Well(text),
        Err(trouble) => Fail(format!("{:#}", anyhow::Error::from(trouble))),
    }
}

fn owner(cx: &mut Context) -> Result<Finding> {
    let owners = members::who_may(cx, Permission::Administrator)?;
    Ok(match owners.len() {
        0 => Warn(
            "nobody owns this server: kumki accounts create NAME --role Owner --confirmed --approved"
                .into(),
        ),
        count => Well(format!("{count} with every permission")),
    })
}

fn source(cx: &mut Context) -> Result<Finding> {
    let settings = Settings::load(&mut cx.tx)?;
    Ok(match settings.source_url.is_empty() {
        true => Warn(
            "the licence wants members to find the source code: kumki settings set source_url URL"
                .into(),
        ),
        false => Well(settings.source_url),
    })
}
