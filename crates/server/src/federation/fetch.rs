//! Asking other servers for accounts and posts.

use std::sync::Arc;

use axum::http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION},
};
use domain::{Error as Rule, arrivals, servers};
use federation::{Need, Person, Stop, World, keep, names, parse, signature::sign};
use serde_json::Value;
use store::accounts::{self, Account};
use url::Url;

use super::keys;
use crate::{
    App, Error, bridge,
    outgoing::{Answer, Call, Trouble},
};

/// How large a document may be.
pub(super) const LARGEST: usize = 1 << 20;
/// How many times an address leads to another.
const MOST_REDIRECTS: usize = 3;
/// How much is asked for because of one activity.
const MOST_FETCHES: usize = 30;

/// Why something cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Missed {
    /// It is not there, or nobody here wants it.
    #[error("{0}")]
    Never(String),
    /// It may be there another time.
    #[error("{0}")]
    NotNow(String),
    #[error(transparent)]
    Broken(#[from] Error),
}

impl From<Rule> for Missed {
    fn from(error: Rule) -> Self {
        Self::Broken(error.into())
    }
}

impl From<store::Error> for Missed {
    fn from(error: store::Error) -> Self {
        Self::Broken(error.into())
    }
}

fn never(text: impl Into<String>) -> Missed {
    Missed::Never(text.into())
}

/// What is asked for to understand one thing that was received or looked for.
pub(crate) struct Errands<'a> {
    pub(super) app: &'a App,
    pub(crate) world: World,
    left: usize,
}

impl<'a> Errands<'a> {
    pub(crate) fn new(app: &'a App) -> Self {
        Self {
            app,
            world: World::default(),
            left: MOST_FETCHES,
        }
    }

    /// Gets what is missing. What cannot be had counts as absent from then on; what may be had another
    /// time too, if this is the last time.
    pub(crate) fn get(&mut self, need: &Need, is_last: bool) -> Result<(), Missed> {
        let uri = need.uri().to_owned();
        let got = match need {
            Need::Person(uri) => self.person(uri).map(drop),
            Need::Post(uri) => self.post(uri, is_last).map(drop),
        };
        match got {
            Ok(()) => {
                self.world.fresh.insert(uri);
                Ok(())
            }
            Err(Missed::NotNow(why)) if !is_last => Err(Missed::NotNow(why)),
            Err(Missed::Never(why) | Missed::NotNow(why)) => {
                tracing::debug!("{uri} cannot be had: {why}");
                self.world.absent.insert(uri);
                Ok(())
            }
            Err(broken) => Err(broken),
        }
    }

    /// Gets to know an account, or what has become of it.
    pub(crate) fn person(&mut self, uri: &str) -> Result<Account, Missed> {
        let document = self.document(uri)?;
        self.look_where_it_leads(&document)?;
        self.met(&document)
    }

    /// Only who is known can say the same as somebody who goes on as her. Where that one leads is
    /// another matter, and so is whether she can be had.
    fn look_where_it_leads(&mut self, document: &Value) -> Result<(), Missed> {
        let person = Person::read(document).map_err(|it| never(it.0))?;
        let Some(uri) = person.moved_to() else {
            return Ok(());
        };
        if names::is_own(&self.app.site, uri) {
            return Ok(());
        }
        match self.document(uri).and_then(|it| self.met(&it)) {
            Err(Missed::Broken(error)) => Err(Missed::Broken(error)),
            _ => Ok(()),
        }
    }

    fn met(&mut self, document: &Value) -> Result<Account, Missed> {
        let person = Person::read(document).map_err(|it| never(it.0))?;
        let domain = self.domain_of(&person)?;
        let profile = person.profile(&domain);
        let mut cx = self.app.write()?;
        match arrivals::meet(&mut cx, &profile) {
            Ok(account) => {
                self.app.save(cx)?;
                Ok(account)
            }
            Err(Rule::NotPermitted) => Err(never("nothing is heard from there")),
            Err(Rule::Duplicate) => {
                drop(cx);
                self.met_meanwhile(&profile.uri)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Somebody else was quicker to get to know an account.
    fn met_meanwhile(&self, uri: &str) -> Result<Account, Missed> {
        let found = accounts::find_by_uri(&mut self.app.read()?.tx, uri)?;
        found.ok_or_else(|| Missed::NotNow("somebody else has met it".into()))
    }

    /// Which domain stands behind the @: the one that WebFinger names, if that one agrees.
    fn domain_of(&mut self, person: &Person<'_>) -> Result<String, Missed> {
        let (host, username) = (&person.host, person.username.to_lowercase());
        let Some((domain, uri)) = self.finger(&username, host)? else {
            // It shows its accounts, but nobody has told it of handles.
            return Ok(host.clone());
        };
        if uri != person.uri {
            return Err(never("its handle belongs to somebody else"));
        }
        if domain == *host {
            return Ok(domain);
        }
        match self.finger(&username, &domain)? {
            Some((same, uri)) if same == domain && uri == person.uri => Ok(domain),
            _ => Err(never("another domain does not know it")),
        }
    }

    /// Looks a handle up. The domain that it has in truth, and the account that it stands for.
    fn finger(&mut self, username: &str, host: &str) -> Result<Option<(String, String)>, Missed> {
        let resource = format!("acct:{username}@{host}");
        let address = format!("https://{host}/.well-known/webfinger");
        let mut url = Url::parse(&address).map_err(|_| never("no such host can be"))?;
        url.query_pairs_mut().append_pair("resource", &resource);
        let answer = match self.ask(url, "application/jrd+json, application/json") {
            Err(Missed::Never(_)) => return Ok(None),
            answer => answer?,
        };
        let Some(document) = parse(&answer.body) else {
            return Ok(None);
        };
        let subject = document["subject"].as_str().unwrap_or(&resource);
        let domain = subject
            .trim_start_matches("acct:")
            .rsplit_once('@')
            .map(|(_, it)| it.to_lowercase());
        let links = document["links"].as_array().into_iter().flatten();
        let link = links.into_iter().find(|it| {
            let kind = it["type"].as_str().unwrap_or_default();
            it["rel"] == "self" && (kind.contains("activity+json") || kind.contains("ld+json"))
        });
        let uri = link.and_then(|it| it["href"].as_str()).map(str::to_owned);
        Ok(domain.zip(uri))
    }

    /// Finds the account that a handle stands for.
    pub(crate) fn person_called(
        &mut self,
        username: &str,
        domain: &str,
    ) -> Result<Account, Missed> {
        let found = self.finger(username, domain)?;
        let (_, uri) = found.ok_or_else(|| never("nobody there is called so"))?;
        self.person(&uri)
    }

    /// Gets a post, with what it answers as far as that can be had.
    pub(crate) fn post(&mut self, uri: &str, is_last: bool) -> Result<i64, Missed> {
        let document = self.document(uri)?;
        loop {
            let mut cx = self.app.write()?;
            match keep(&mut cx, &self.world, &document) {
                Ok(status) => {
                    self.app.save(cx)?;
                    return Ok(status.id);
                }
                Err(Stop::Missing(need)) => {
                    drop(cx);
                    self.get(&need, is_last)?;
                }
                Err(Stop::Ignored(why)) => return Err(never(why)),
                Err(Stop::Failed(Rule::Duplicate)) => {
                    return Err(Missed::NotNow("somebody else has fetched it".into()));
                }
                Err(Stop::Failed(error)) => return Err(error.into()),
            }
        }
    }

    /// The account that a key says it belongs to, which has to say the same.
    pub(crate) fn owner_of_key(&mut self, address: &str) -> Result<String, Missed> {
        let (document, from) = self.shown(address)?;
        let owner = document["owner"]
            .as_str()
            .or_else(|| document["controller"].as_str())
            .or_else(|| document["publicKey"]["owner"].as_str())
            .or_else(|| document["id"].as_str());
        let owner = owner.ok_or_else(|| never("the key belongs to nobody"))?;
        let named = Url::parse(owner).map_err(|_| never("the key belongs to nobody"))?;
        match named.origin() == from.origin() {
            true => Ok(owner.to_owned()),
            false => Err(never("the key belongs to another server")),
        }
    }

    /// A document of another server about something that is its own.
    pub(crate) fn document(&mut self, uri: &str) -> Result<Value, Missed> {
        let (document, from) = self.shown(uri)?;
        let id = document["id"].as_str().unwrap_or_default().to_owned();
        if id == uri || id == from.as_str() {
            return Ok(document);
        }
        // A page for people leads to the thing itself, if it is on the same server.
        let named = Url::parse(&id).map_err(|_| never("the document has no name"))?;
        if named.origin() != from.origin() {
            return Err(never("the document belongs to another server"));
        }
        let (document, from) = self.shown(&id)?;
        match document["id"].as_str() == Some(&id) && named.origin() == from.origin() {
            true => Ok(document),
            false => Err(never("the document is called otherwise")),
        }
    }

    fn shown(&mut self, uri: &str) -> Result<(Value, Url), Missed> {
        let accepted = "application/activity+json, application/ld+json; \
                        profile=\"https://www.w3.org/ns/activitystreams\"";
        let url = Url::parse(uri).map_err(|_| never("it is no address"))?;
        let answer = self.ask(url, accepted)?;
        let kind = answer.headers.get(CONTENT_TYPE);
        let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
        // What people have uploaded somewhere must not pass for what the server says.
        let is_document = kind.starts_with("application/activity+json")
            || (kind.starts_with("application/ld+json") && kind.contains("activitystreams"));
        if !is_document {
            return Err(never("it is no document for servers"));
        }
        let document = parse(&answer.body).ok_or_else(|| never("it is no JSON"))?;
        Ok((document, answer.url))
    }

    /// Asks in the name of this server, at each address anew: a signature is for one.
    fn ask(&mut self, mut url: Url, accepted: &'static str) -> Result<Answer, Missed> {
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.call(&url, accepted)?;
            let is_elsewhere = answer.status.is_redirection();
            let next = answer.headers.get(LOCATION).filter(|_| is_elsewhere);
            let next = next.and_then(|it| it.to_str().ok());
            match next {
                Some(next) => url = url.join(next).map_err(|_| never("it leads nowhere"))?,
                None => return judged(answer.status).map(|()| answer),
            }
        }
        Err(never("it leads from place to place"))
    }

    fn call(&mut self, url: &Url, accepted: &'static str) -> Result<Answer, Missed> {
        self.left = self
            .left
            .checked_sub(1)
            .ok_or_else(|| never("enough was asked for"))?;
        if names::is_own(&self.app.site, url.as_str()) {
            return Err(never("it is a thing of this server"));
        }
        let host = url.host_str().unwrap_or_default();
        if !servers::is_allowed(&mut self.app.read()?, host)? {
            return Err(never("nothing is heard from there"));
        }
        let key = keys::of(self.app, None)?;
        let signed = sign(
            &key.private,
            &key.id,
            &Method::GET,
            url,
            None,
            self.app.now(),
        );
        // What names no server cannot be signed for.
        let mut headers = signed.map_err(|it| never(it.to_string()))?;
        headers.insert(ACCEPT, HeaderValue::from_static(accepted));
        let call = Call {
            method: Method::GET,
            url: url.clone(),
            headers,
            body: Vec::new(),
            redirects: 0,
            most_bytes: LARGEST,
        };
        let outgoing = Arc::clone(&self.app.outgoing);
        match bridge::wait(async move { outgoing.send(call).await }) {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(trouble)) => Err(reason(&trouble)),
            Err(error) => Err(Missed::NotNow(error.to_string())),
        }
    }
}

pub(super) fn reason(trouble: &Trouble) -> Missed {
    match trouble.is_final() {
        true => Missed::Never(trouble.to_string()),
        false => Missed::NotNow(trouble.to_string()),
    }
}

/// What is there is answered with a 200, and nothing else is.
pub(super) fn judged(status: StatusCode) -> Result<(), Missed> {
    let text = || format!("the server says {status}");
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::TOO_MANY_REQUESTS => Err(Missed::NotNow(text())),
        _ if status.is_server_error() => Err(Missed::NotNow(text())),
        _ => Err(never(text())),
    }
}
