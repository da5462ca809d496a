use std::sync::Arc;

use chrono::{DateTime, Utc};
use store::Tx;

use crate::{
    Caller, Chance, Error, Event, Ids, Member, Moderator, Permission, Result,
    acts::Done,
    auto_rules::Remembered,
    gates::{Hit, MailHosts},
};

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
    /// What the acts have in common that are done as one.
    pub batch: Option<i64>,
    /// What the acts so far amount to.
    pub done: Done,
    /// What DNS says of the address that this is about, if it was asked.
    pub mail: Option<MailHosts>,
    /// Rules that have stopped somebody, to be counted whatever becomes of this.
    pub hits: Vec<Hit>,
    /// The automatic rules, as this process has them in memory.
    pub auto_rules: Arc<Remembered>,
}

/// What the server is called, and where it is reached.
#[derive(Clone, Debug)]
pub struct Site {
    /// The part behind the `@` of its members: lower case, IDNA-ASCII, with a port if there is one.
    pub domain: Arc<str>,
    /// `https://domain`, without a slash at the end; `http` only on loopback.
    pub url: Arc<str>,
    /// Where files are given out, without a slash at the end.
    pub media_url: Arc<str>,
    /// Whether there is no exchange but with servers that are allowed by name.
    pub limited_federation: bool,
    /// For how many days files of other servers are kept; for ever if not given.
    pub keep_remote_days: Option<u16>,
}

impl Site {
    /// A site that gives out its files itself, and is open to all servers.
    pub fn new(domain: &str, url: &str) -> Self {
        Self {
            domain: domain.into(),
            url: url.into(),
            media_url: format!("{url}/media").into(),
            limited_federation: false,
            keep_remote_days: None,
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
    /// A unit of work that the server itself does.
    pub fn new(tx: Tx, now: DateTime<Utc>, chance: Chance, ids: Ids, site: Site) -> Self {
        Self {
            tx,
            caller: Caller::System,
            now,
            chance,
            ids,
            site,
            events: Vec::new(),
            batch: None,
            done: Done::default(),
            mail: None,
            hits: Vec::new(),
            auto_rules: Arc::default(),
        }
    }

    pub fn new_id(&self) -> i64 {
        self.ids.at(self.now)
    }

    /// Who acts, if the role allows it. Every act of moderation begins with this.
    pub fn moderator(&self, needed: Permission) -> Result<Moderator> {
        let moderator = match &self.caller {
            Caller::System => Moderator::system(),
            Caller::Member(member) => Moderator::from(&**member),
            Caller::Stranger | Caller::Application { .. } | Caller::Visitor { .. } => {
                return Err(Error::NotPermitted);
            }
        };
        moderator.may(needed)?;
        Ok(moderator)
    }

    /// The same, where any one of these is enough.
    pub fn moderator_of_any(&self, needed: &[Permission]) -> Result<Moderator> {
        let found = needed.iter().find_map(|it| self.moderator(*it).ok());
        found.ok_or(Error::NotPermitted)
    }

    /// Does something that leaves nothing behind when it fails, though the rest goes on.
    pub fn part<T>(&mut self, deed: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let (events, done) = (self.events.len(), self.done);
        self.tx.begin_part()?;
        match deed(self) {
            Ok(it) => {
                self.tx.keep_part()?;
                Ok(it)
            }
            Err(error) => {
                self.tx.undo_part()?;
                self.events.truncate(events);
                self.done = done;
                Err(error)
            }
        }
    }

    /// Does something as the server itself, whoever calls.
    pub(crate) fn as_system<T>(&mut self, deed: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let caller = std::mem::replace(&mut self.caller, Caller::System);
        let done = deed(self);
        self.caller = caller;
        done
    }

    /// Who calls, if it is a member.
    pub fn member(&self) -> Result<&Member> {
        match &self.caller {
            Caller::Member(member) => Ok(member),
            _ => Err(Error::NotPermitted),
        }
    }
}
