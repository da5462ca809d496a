//! Looking for people and posts of other servers that nobody here knows yet.

use chrono::TimeDelta;
use domain::{jobs::Job, search::is_address};
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
    let text = text.trim();
    let asked = match is_address(text) {
        true => address(app, text),
        false => handle(app, text),
    };
    match asked {
        Ok(()) => Ok(()),
        Err(Missed::Never(why) | Missed::NotNow(why)) => {
            tracing::debug!("{text} is not found: {why}");
            Ok(())
        }
        Err(Missed::Broken(error)) => Err(error),
    }
}

fn address(app: &App, text: &str) -> Result<(), Missed> {
    if names::is_own(&app.site, text) {
        return Ok(());
    }
    let mut cx = app.read()?;
    if statuses::find_by_address(&mut cx.tx, text)?.is_some() {
        return Ok(());
    }
    if let Some(account) = accounts::find_by_address(&mut cx.tx, text)? {
        drop(cx);
        return refresh(app, account.id, &account.uri);
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
fn handle(app: &App, text: &str) -> Result<(), Missed> {
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
        Some(account) => refresh(app, account.id, &account.uri),
        None => meet(app, Errands::new(app).person_called(username, &domain)),
    }
}

fn refresh(app: &App, account_id: i64, uri: &str) -> Result<(), Missed> {
    let known = actors::find(&mut app.read()?.tx, account_id)?;
    match known.is_some_and(|it| it.fetched_at > app.now() - STALE) {
        true => Ok(()),
        false => meet(app, Errands::new(app).person(uri)),
    }
}

/// Somebody is looked at, perhaps for the first time: so her profile is to be whole.
fn meet(app: &App, met: Result<Account, Missed>) -> Result<(), Missed> {
    let account_id = met?.id;
    let mut cx = app.write()?;
    Job::FetchPins { account_id }.leave(&mut cx)?;
    Ok(app.save(cx)?)
}
