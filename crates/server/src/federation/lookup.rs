//! Looking for people and posts of other servers that nobody here knows yet.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{aliases, jobs::Job, search::is_address};
use federation::names;
use store::{
    accounts::{self, Account},
    actors, statuses,
};

use super::fetch::{Errands, Missed};
use crate::{App, Error};

/// After that, what is known of somebody is asked for anew.
const STALE: TimeDelta = TimeDelta::days(1);

/// Asks for what an address or a handle stands for, so that it is found afterwards. What cannot be had
/// is just not there.
pub(crate) fn look_up(app: &App, text: &str) -> Result<(), Error> {
    match ask(app, text, app.now() - STALE) {
        Err(Missed::Never(_) | Missed::NotNow(_)) | Ok(()) => Ok(()),
        Err(Missed::Broken(error)) => Err(error),
    }
}

/// The same for an account about which something is decided: whatever is known of it is asked for anew,
/// and what cannot be had is refused.
pub(crate) fn look_up_anew(app: &App, text: &str) -> Result<(), Error> {
    match ask(app, text, app.now()) {
        Ok(()) => Ok(()),
        Err(Missed::Never(_) | Missed::NotNow(_)) => Err(aliases::nobody().into()),
        Err(Missed::Broken(error)) => Err(error),
    }
}

/// What was asked for since then is not asked for again.
fn ask(app: &App, text: &str, since: DateTime<Utc>) -> Result<(), Missed> {
    let text = text.trim();
    let asked = match is_address(text) {
        true => address(app, text, since),
        false => handle(app, text, since),
    };
    if let Err(Missed::Never(why) | Missed::NotNow(why)) = &asked {
        tracing::debug!("{text} is not found: {why}");
    }
    asked
}

fn address(app: &App, text: &str, since: DateTime<Utc>) -> Result<(), Missed> {
    if names::is_own(&app.site, text) {
        return Ok(());
    }
    let mut cx = app.read()?;
    if statuses::find_by_address(&mut cx.tx, text)?.is_some() {
        return Ok(());
    }
    if let Some(account) = accounts::find_by_address(&mut cx.tx, text)? {
        drop(cx);
        return refresh(app, &account, since);
    }
    drop(cx);
    let mut errands = Errands::new(app);
    let document = errands.document(text)?;
    let uri = document["id"].as_str().unwrap_or(text).to_owned();
    match federation::Person::read(&document) {
        Ok(_) => meet(app, errands.person(&uri)),
        Err(_) => errands.post(&uri, true).map(drop),
    }
}

/// `@name@domain`, or without the first @.
fn handle(app: &App, text: &str, since: DateTime<Utc>) -> Result<(), Missed> {
    let Some((username, domain)) = text.trim_start_matches('@').split_once('@') else {
        return Ok(());
    };
    let domain = domain::emails::domain_to_ascii(domain);
    let is_name = |it: &str| !it.is_empty() && !it.contains([' ', '/', '@', '?', '#', '\\']);
    if !is_name(username) || !is_name(&domain) || *domain == *app.site.domain {
        return Ok(());
    }
    let found = accounts::find_by_handle(&mut app.read()?.tx, username, Some(&domain))?;
    match found {
        Some(account) => refresh(app, &account, since),
        None => meet(app, Errands::new(app).person_called(username, &domain)),
    }
}

fn refresh(app: &App, account: &Account, since: DateTime<Utc>) -> Result<(), Missed> {
    let known = actors::find(&mut app.read()?.tx, account.id)?;
    match known.is_some_and(|it| it.fetched_at > since) {
        true => Ok(()),
        false => meet(app, Errands::new(app).person(&account.uri)),
    }
}

/// Somebody is looked at, perhaps for the first time: so her profile is to be whole.
fn meet(app: &App, met: Result<Account, Missed>) -> Result<(), Missed> {
    let account_id = met?.id;
    let mut cx = app.write()?;
    Job::FetchPins { account_id }.leave(&mut cx)?;
    Ok(app.save(cx)?)
}
