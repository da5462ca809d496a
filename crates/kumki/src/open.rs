//! From the configuration to what the commands work with.

use std::net::{IpAddr, Ipv4Addr};

use anyhow::{Context as _, Result};
use domain::{Caller, Context, Site};
use server::{App, Dns, mail::Postman};
use store::Store;

use crate::{
    args::Place,
    config::{self, Config},
    site,
};

/// The database, as it is.
pub(crate) fn store(config: &Config) -> Result<Store> {
    match &config.database_url {
        Some(url) => {
            let url = url.reveal();
            let is_right = ["postgres://", "postgresql://"]
                .iter()
                .any(|it| url.starts_with(it));
            anyhow::ensure!(is_right, "the database URL does not start with postgres://");
            Store::connect(url).context("the PostgreSQL database cannot be reached")
        }
        None => {
            let file = config.folder()?.join("kumki.db");
            let opened = Store::open(&file);
            opened.with_context(|| format!("{} cannot be opened", file.display()))
        }
    }
}

pub(crate) fn postman(config: &Config, site: &Site) -> Result<Postman> {
    let host = site.domain.split(':').next().unwrap_or(&site.domain);
    let host = match host.parse::<IpAddr>().is_ok() || host.starts_with('[') {
        true => "localhost",
        false => host,
    };
    let default = format!("Kumki <notifications@{host}>");
    let from = config.mail.from.as_deref().unwrap_or(&default);
    let postman = match &config.mail.smtp_url {
        Some(url) => Postman::smtp(url.reveal(), from),
        None => Postman::files(config.data.clone().unwrap_or_default().join("mail"), from),
    };
    postman.context("letters cannot be sent like this: see [mail]")
}

pub(crate) fn app(config: &Config, store: Store, site: Site) -> Result<App> {
    let postman = postman(config, &site)?;
    let site = config.place(site);
    let mut options = config.options()?;
    if config.mail.ask_dns && site.url.starts_with("https://") {
        options.dns = Dns::System;
    }
    Ok(App::new(store, site, options, postman))
}

/// For the commands that change something while a server may be running.
pub(crate) fn for_command(place: &Place) -> Result<App> {
    let config = config::load(place)?;
    let store = store(&config)?;
    store
        .migrate()
        .context("the tables cannot be brought up to date")?;
    let site = match domain::site::known(&mut store.read()?)? {
        Some(known) => known,
        None => wanted(&config)?,
    };
    app(&config, store, site)
}

/// What the data will belong to, as far as that is known. Serving decides.
fn wanted(config: &Config) -> Result<Site> {
    match &config.domain {
        Some(domain) => site::read(domain, IpAddr::V4(Ipv4Addr::LOCALHOST)),
        None => Ok(site::provisional()),
    }
}

/// Work that changes something, on the operator's word.
pub(crate) fn as_operator(app: &App) -> Result<Context> {
    let mut cx = app.write()?;
    cx.caller = Caller::System;
    Ok(cx)
}
