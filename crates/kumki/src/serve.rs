//! Serving, from the first look at the configuration to the last answer.

use std::net::TcpListener;

use anyhow::{Context, Result};
use domain::{evidence, vapid};
use server::App;
use store::{Lock, Store};
use tokio::{
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    args::Serve,
    config::{self, Config},
    logging, open, site,
};

pub(crate) fn run(args: &Serve) -> Result<()> {
    let config = config::load(args)?;
    logging::start(&config.log)?;
    for warning in config::unknown_variables() {
        tracing::warn!("{warning}");
    }
    let how = "no domain is given: use --domain NAME, KUMKI_DOMAIN, or domain in the file";
    let site = site::read(config.domain.as_deref().context(how)?, config.listen.ip())?;
    let _lock = lock(&config)?;
    let listener = listen(&config)?;
    let store = migrated(&config)?;
    let app = open::app(&config, store, site)?;
    settle(&app)?;
    run_until_stopped(app, listener)
}

/// One process may serve from a SQLite file; PostgreSQL lets any number.
fn lock(config: &Config) -> Result<Option<Lock>> {
    if config.database_url.is_some() {
        config.folder()?;
        return Ok(None);
    }
    let lock = Lock::take(config.folder()?);
    let lock = lock.context("another server is running here, or the folder cannot be used")?;
    Ok(Some(lock))
}

fn listen(config: &Config) -> Result<TcpListener> {
    let listener = TcpListener::bind(config.listen)
        .with_context(|| format!("{} cannot be listened on", config.listen))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn migrated(config: &Config) -> Result<Store> {
    let store = open::store(config)?;
    let done = store
        .migrate()
        .context("the tables cannot be brought up to date")?;
    for name in done {
        tracing::info!(migration = name, "tables brought up to date");
    }
    Ok(store)
}

/// The first time, the data takes the name of the server; from then on they must agree.
fn settle(app: &App) -> Result<()> {
    let mut cx = app.write()?;
    match domain::site::known(&mut cx.tx)? {
        Some(known) => site::compare(&app.site, &known)?,
        None => domain::site::settle(&mut cx)?,
    }
    Ok(app.save(cx)?)
}

fn make_keys(app: &App) -> Result<()> {
    let mut cx = app.write()?;
    vapid::make_missing(&mut cx)?;
    evidence::make_missing(&mut cx)?;
    Ok(app.save(cx)?)
}

/// Until SIGTERM or ctrl-c; what has begun by then is finished.
pub(crate) fn run_until_stopped(app: App, listener: TcpListener) -> Result<()> {
    make_keys(&app)?;
    let runtime = Runtime::new()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (say, stop) = watch::channel(false);
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::spawn(async move {
            let mut is_second = false;
            loop {
                tokio::select! {
                    _ = interrupt.recv() => (),
                    _ = terminate.recv() => (),
                }
                if is_second {
                    std::process::exit(1);
                }
                tracing::info!("stopping; what has begun is finished first");
                is_second = true;
                let _ = say.send(true);
            }
        });
        tracing::info!(
            address = %listener.local_addr()?,
            url = &*app.site.url,
            engine = app.store.engine(),
            "ready"
        );
        server::serve(app, listener, stop).await
    });
    // A job that is still running after all that patience is done after the next start.
    runtime.shutdown_background();
    served.context("the server failed")?;
    tracing::info!("stopped");
    Ok(())
}
