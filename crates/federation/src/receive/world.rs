//! What is known, and what would have to be asked for.

use std::collections::HashSet;

use domain::{Context, Error};
use store::{
    accounts::{self, Account},
    statuses::{self, Status},
};

use crate::{json::is_web, names};

/// What has to be fetched before an activity can be applied.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// An account, by its name in federation.
    Person(String),
    /// A post, likewise. One that is known is looked at again.
    Post(String),
}

impl Need {
    pub fn uri(&self) -> &str {
        match self {
            Self::Person(uri) | Self::Post(uri) => uri,
        }
    }
}

/// Why an activity was not applied.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Not before this is there. Nothing of the transaction may be saved.
    #[error("{} is missing", .0.uri())]
    Missing(Need),
    /// Nobody here wants it. What was done so far may be saved.
    #[error("{0}")]
    Ignored(&'static str),
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// What was found out about other servers while an activity was applied.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// What could not be had.
    pub absent: HashSet<String>,
    /// What was just fetched, and need not be again.
    pub fresh: HashSet<String>,
    /// Whether what was answered to a post is left alone.
    pub is_without_replies: bool,
}

impl World {
    /// An account, of this server or another. None if it cannot be had.
    pub(super) fn person(&self, cx: &mut Context, uri: &str) -> Result<Option<Account>, Stop> {
        if let Some(account) = known_person(cx, uri)? {
            return Ok(Some(account));
        }
        match self.may_fetch(cx, uri) {
            true => Err(Stop::Missing(Need::Person(uri.to_owned()))),
            false => Ok(None),
        }
    }

    /// A post, of this server or another. None if it cannot be had.
    pub(super) fn post(&self, cx: &mut Context, uri: &str) -> Result<Option<Status>, Stop> {
        if let Some(status) = known_post(cx, uri)? {
            return Ok(Some(status));
        }
        match self.may_fetch(cx, uri) && !domain::arrivals::is_gone(cx, uri)? {
            true => Err(Stop::Missing(Need::Post(uri.to_owned()))),
            false => Ok(None),
        }
    }

    /// Whether it is known as it is now: it was just looked at, or is of this server.
    pub(super) fn was_asked(&self, cx: &Context, uri: &str) -> bool {
        let is_known = self.absent.contains(uri) || self.fresh.contains(uri);
        is_known || names::is_own(&cx.site, uri)
    }

    fn may_fetch(&self, cx: &Context, uri: &str) -> bool {
        is_web(uri) && !self.was_asked(cx, uri)
    }
}

/// An account that is known by that name.
pub(crate) fn known_person(cx: &mut Context, uri: &str) -> Result<Option<Account>, Stop> {
    if let Some(username) = names::account(&cx.site, uri) {
        let found = accounts::find_by_handle(&mut cx.tx, username, None)?;
        return Ok(found.filter(|it| it.id > 0));
    }
    let found = accounts::find_by_uri(&mut cx.tx, uri)?;
    Ok(found.filter(|it| !it.is_local()))
}

/// A post that is known by that name, and is there.
pub(crate) fn known_post(cx: &mut Context, uri: &str) -> Result<Option<Status>, Stop> {
    let found = match names::status_of(&cx.site, uri) {
        Some(id) => {
            let found = statuses::find(&mut cx.tx, id)?;
            found.filter(|it| it.is_local)
        }
        None => statuses::find_by_uri(&mut cx.tx, uri)?,
    };
    Ok(found.filter(|it| it.deleted_at.is_none()))
}
