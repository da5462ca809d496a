//! Signing in.

use std::io::{self, BufRead, IsTerminal};

use anyhow::bail;
use api::accounts::VerifyCredentials;
use clap::ArgMatches;
use client::{
    Client,
    oauth::{App, Grant, OUT_OF_BAND, SignIn},
};

use crate::{
    address,
    callback::Callback,
    config::{Config, SignedIn},
    note,
    servers::connect,
};

pub(crate) async fn run(matches: &ArgMatches) -> anyhow::Result<()> {
    let text = |id| matches.get_one::<String>(id).map(String::as_str);
    let url = address::of_server(text("address").unwrap_or_default())?;
    let name = text("name").map_or_else(|| address::short(&url), str::to_owned);
    let mut config = Config::load()?;

    let (token, app) = match matches.get_flag("token") {
        true => (read_token()?, None),
        false => {
            let anonymous = connect(url.as_str(), None)?;
            let scopes = text("scopes").unwrap_or_default();
            let (grant, app) = match matches.get_flag("no-browser") {
                true => by_code(&anonymous, scopes).await?,
                false => by_browser(&anonymous, scopes).await?,
            };
            tell_what_is_missing(&grant, scopes);
            (grant.access_token, Some(app))
        }
    };
    let account = owner(&connect(url.as_str(), Some(&token))?).await?;

    let done = match account.as_str() {
        "" => format!("Signed in to {name}. The token does not say as whom."),
        account => format!("Signed in to {name} as {account}."),
    };
    let url = url.as_str().trim_end_matches('/').to_owned();
    let signed_in = SignedIn {
        url,
        token,
        account,
        app,
    };
    config.servers.insert(name.clone(), signed_in);
    config.current = Some(name);
    config.save()?;
    note::say(&done);
    Ok(())
}

/// The browser brings the code back.
async fn by_browser(client: &Client, scopes: &str) -> anyhow::Result<(Grant, App)> {
    let callback = Callback::listen().await?;
    let sign_in = SignIn::begin(client, "kumkictl", &callback.address(), scopes).await?;
    let address = sign_in.address();
    note::say("Waiting for you to allow access. If no browser opens, open this address here:");
    note::say(&address);
    if open::that_detached(&address).is_err() {
        note::say("No browser opens here; `--no-browser` works from another machine.");
    }
    let code = callback.wait(sign_in.state()).await?;
    let grant = sign_in.finish(client, &code).await?;
    Ok((grant, sign_in.app().clone()))
}

/// The person brings the code back.
async fn by_code(client: &Client, scopes: &str) -> anyhow::Result<(Grant, App)> {
    let sign_in = SignIn::begin(client, "kumkictl", OUT_OF_BAND, scopes).await?;
    note::say("Open this address, allow access, and paste the code here:");
    note::say(&sign_in.address());
    let code = read_line()?;
    let grant = sign_in.finish(client, &code).await?;
    Ok((grant, sign_in.app().clone()))
}

fn read_token() -> anyhow::Result<String> {
    let token = match io::stdin().is_terminal() {
        true => rpassword::prompt_password("Token: ")?.trim().to_owned(),
        false => read_line()?,
    };
    if token.is_empty() {
        bail!("no token was given");
    }
    Ok(token)
}

fn read_line() -> anyhow::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    match line.trim() {
        "" => bail!("stdin ended before anything was given"),
        line => Ok(line.to_owned()),
    }
}

/// Somebody who unticks a scope should learn now, not at the first refusal.
fn tell_what_is_missing(grant: &Grant, scopes: &str) {
    let granted: Vec<&str> = grant.scope.split_whitespace().collect();
    let missing: Vec<&str> = scopes
        .split_whitespace()
        .filter(|it| !granted.is_empty() && !granted.contains(it))
        .collect();
    if !missing.is_empty() {
        note::say(&format!("The server did not grant {}.", missing.join(" ")));
    }
}

/// Empty if the token may not say. A token that is not good is an error.
async fn owner(client: &Client) -> anyhow::Result<String> {
    match client.send(&VerifyCredentials {}).await {
        Ok(me) => Ok(me.account.acct),
        Err(client::Error::Refused { status: 403, body }) => {
            note::say(&format!(
                "The server would not say who you are: {}",
                body.error
            ));
            Ok(String::new())
        }
        Err(error) => Err(error.into()),
    }
}
