//! Choosing between servers, and leaving them.

use std::env;

use anyhow::{Context, bail};
use clap::ArgMatches;
use client::{Client, oauth};

use crate::{
    address,
    answer::Answer,
    command_line::SERVER,
    config::{Config, SignedIn},
    json::Json,
    note,
    view::View,
};

/// For the server that is to be asked: the one named, or that of the environment, or the one in use.
pub(crate) fn client(matches: &ArgMatches) -> anyhow::Result<Client> {
    let name = matches.get_one::<String>(SERVER).map(String::as_str);
    let set = |name| env::var(name).ok().filter(|it| !it.is_empty());
    match (name, set("KUMKICTL_URL"), set("KUMKICTL_TOKEN")) {
        (None, Some(url), token) => connect(address::of_server(&url)?.as_str(), token.as_deref()),
        (None, None, Some(_)) => bail!("KUMKICTL_TOKEN is set, but not KUMKICTL_URL"),
        _ => {
            let config = Config::load()?;
            let (_, server) = config.find(name)?;
            connect(
                address::of_server(&server.url)?.as_str(),
                Some(&server.token),
            )
        }
    }
}

pub(crate) fn connect(url: &str, token: Option<&str>) -> anyhow::Result<Client> {
    let builder = Client::builder(url).user_agent(concat!("kumkictl/", env!("CARGO_PKG_VERSION")));
    let builder = match token {
        Some(token) => builder.token(token),
        None => builder,
    };
    Ok(builder.build()?)
}

pub(crate) fn list(view: &View) -> anyhow::Result<()> {
    let config = Config::load()?;
    let row = |(name, server): (&String, &SignedIn)| {
        let is_current = config.current.as_ref() == Some(name);
        let mark = if is_current { "*" } else { "" };
        let facts = [
            ("in use", mark),
            ("name", name),
            ("account", &server.account),
            ("url", &server.url),
        ];
        let facts = facts.map(|(name, text)| (name.to_owned(), Json::Text(text.to_owned())));
        Json::Object(facts.into())
    };
    view.show(&Answer {
        entity: String::new(),
        body: Json::List(config.servers.iter().map(row).collect()),
        has_more: false,
    })
}

pub(crate) fn use_by_default(matches: &ArgMatches) -> anyhow::Result<()> {
    let mut config = Config::load()?;
    let name = matches.get_one::<String>("name").map(String::as_str);
    let (name, server) = config.find(name)?;
    note::say(&format!("Using {name} ({}).", server.url));
    config.current = Some(name.to_owned());
    config.save()
}

pub(crate) async fn log_out(matches: &ArgMatches) -> anyhow::Result<()> {
    let mut config = Config::load()?;
    let name = matches
        .get_one::<String>("name")
        .or(matches.get_one(SERVER));
    let (name, server) = config.find(name.map(String::as_str))?;
    let name = name.to_owned();
    if !matches.get_flag("forget") {
        revoke(server)
            .await
            .context("the token was not revoked; `--forget` only forgets it")?;
    }
    config.servers.remove(&name);
    if config.current.as_ref() == Some(&name) {
        config.current = None;
    }
    config.save()?;
    note::say(&format!("Signed out of {name}."));
    Ok(())
}

/// Only the application that got a token can revoke it.
async fn revoke(server: &SignedIn) -> anyhow::Result<()> {
    let Some(app) = &server.app else {
        note::say("The token was made elsewhere: it is forgotten here, and stays good.");
        return Ok(());
    };
    let anonymous = connect(&server.url, None)?;
    Ok(oauth::revoke(&anonymous, app, &server.token).await?)
}
