use chrono::{DateTime, Utc};
use store::Tx;

use crate::{Caller, Chance, Error, Event, Ids, Member, Moderator, Permission, Result};

/// What every operation works with: one transaction, one caller, one moment.
pub struct Context {
    pub tx: Tx,
    pub caller: Caller,
    /// Whole milliseconds.
    pub now: DateTime<Utc>,
    pub chance: Chance,
    pub ids: Ids,
    pub site: Site,
    /// What those are told who are connected, once all of this is saved.
    pub events: Vec<Event>,
}

/// What the server is called, and where it is reached.
#[derive(Clone, Debug)]
pub struct Site {
    /// The part behind the `@` of its members: lower case, IDNA-ASCII, with a port if there is one.
    pub domain: std::sync::Arc<str>,
    /// `https://domain`, without a slash at the end; `http` only on loopback.
    pub url: std::sync::Arc<str>,
    /// Where files are given out, without a slash at the end.
    pub media_url: std::sync::Arc<str>,
}

impl Site {
    /// A site that gives out its files itself.
    pub fn new(domain: &str, url: &str) -> Self {
        Self {
            domain: domain.into(),
            url: url.into(),
            media_url: format!("{url}/media").into(),
        }
    }

    /// The address of a file.
    pub fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.media_url)
    }

    /// The address of a page of this server. The path starts with a slash.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

impl Context {
    pub fn new_id(&self) -> i64 {
        self.ids.at(self.now)
    }

    /// Who acts, if the role allows it. Every act of moderation begins with this.
    pub fn moderator(&self, needed: Permission) -> Result<Moderator> {
        let moderator = match &self.caller {
            Caller::System => Moderator::system(),
            Caller::Member(member) => Moderator::from(&**member),
            Caller::Stranger | Caller::Application { .. } => return Err(Error::NotPermitted),
        };
        moderator.may(needed)?;
        Ok(moderator)
    }

    /// Who calls, if it is a member.
    pub fn member(&self) -> Result<&Member> {
        match &self.caller {
            Caller::Member(member) => Ok(member),
            _ => Err(Error::NotPermitted),
        }
    }
}
