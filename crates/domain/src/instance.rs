//! What the server says about itself.

mod texts;

use std::collections::HashSet;

use chrono::TimeDelta;
use store::{
    accounts::Account,
    counters::{self, INSTANCES, MEMBERS, STATUSES},
    domain_blocks,
    rules::Rule,
    users,
};

use crate::{
    Context, Error, Permission, Result, roles::Roles, settings::Settings, vapid, visibility,
};

pub use texts::{Terms, Text, extended_description, privacy_policy, terms_of_service};

/// Everything that changes from server to server and from day to day.
#[derive(Clone, Debug)]
pub struct Instance {
    pub settings: Settings,
    pub rules: Vec<Rule>,
    pub contact: Option<Account>,
    /// The key that push services know the server by.
    pub vapid_key: Option<String>,
    pub members: i64,
    pub active_month: i64,
    pub statuses: i64,
    pub instances: i64,
    /// Whether everybody may invite.
    pub invites_enabled: bool,
}

pub fn show(cx: &mut Context) -> Result<Instance> {
    let settings = Settings::load(&mut cx.tx)?;
    let contact = match settings.site_contact_username.as_str() {
        "" => None,
        name => found(visibility::account_named(cx, name, None))?,
    };
    Ok(Instance {
        settings,
        rules: rules(cx)?,
        contact,
        vapid_key: vapid::public_key(&mut cx.tx)?,
        members: counters::get(&mut cx.tx, MEMBERS)?,
        active_month: active_since(cx, TimeDelta::weeks(4))?,
        statuses: counters::get(&mut cx.tx, STATUSES)?,
        instances: counters::get(&mut cx.tx, INSTANCES)?,
        invites_enabled: Roles::load(&mut cx.tx)?
            .power(None)?
            .may(Permission::InviteUsers),
    })
}

/// How many members were here at least once in that time.
pub fn active_since(cx: &mut Context, time: TimeDelta) -> Result<i64> {
    let since = cx.now - time;
    Ok(users::count_active(&mut cx.tx, since)?)
}

pub fn rules(cx: &mut Context) -> Result<Vec<Rule>> {
    Ok(store::rules::all(&mut cx.tx)?)
}

/// The servers that are known and have no rule of their own, if the staff lets that be known.
pub fn peers(cx: &mut Context) -> Result<Vec<String>> {
    if cx.site.limited_federation || !Settings::load(&mut cx.tx)?.peers_api_enabled {
        return Err(Error::NotFound);
    }
    let blocked: HashSet<String> = domain_blocks::domains(&mut cx.tx)?.into_iter().collect();
    let mut domains = store::instances::domains(&mut cx.tx)?;
    domains.retain(|it| !blocked.contains(it));
    Ok(domains)
}

fn found(account: Result<Account>) -> Result<Option<Account>> {
    match account {
        Ok(account) => Ok(Some(account)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
