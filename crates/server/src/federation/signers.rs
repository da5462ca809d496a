//! Finding out who has signed a request.

use axum::http::{HeaderMap, Method};
use chrono::TimeDelta;
use domain::{Context, Site, servers};
use federation::signature::{Claim, PublicKey, Refusal, Request};
use store::{
    accounts::{self, Account},
    actors::{self, Actor},
};
use url::Url;

use super::fetch::{Errands, Missed};
use crate::{App, Error};

/// How old what is known of a key must be before it is asked for again because it does not fit.
const KEY_HOLDS: TimeDelta = TimeDelta::minutes(5);

/// Why a request is not taken.
#[derive(Debug)]
pub(crate) enum Rejected {
    Unsigned(Refusal),
    /// Nothing is heard from the server that the key belongs to.
    Unheard {
        key_id: String,
    },
    /// The key is known, and has not signed this.
    False {
        key_id: String,
    },
}

impl Rejected {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Unsigned(refusal) => refusal.to_string(),
            Self::Unheard { key_id } => format!("Public key not found for key {key_id}"),
            Self::False { key_id } => format!("Verification failed for {key_id}"),
        }
    }
}

/// What is known about who has signed a request.
#[derive(Debug)]
pub(crate) enum Signer {
    Known(Box<Sender>),
    /// The key has to be asked for.
    Unknown {
        key_id: String,
    },
    Rejected(Rejected),
}

#[derive(Debug)]
pub(crate) struct Sender {
    pub(crate) account: Account,
    /// Where she is reached.
    pub(crate) inbox: String,
}

/// The parts of a request that are signed.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) method: &'a Method,
    pub(crate) target: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl<'a> Parts<'a> {
    fn request(self, site: &'a Site) -> Request<'a> {
        let (scheme, host) = site.url.split_once("://").unwrap_or(("https", &site.url));
        Request {
            method: self.method,
            target: self.target,
            scheme,
            host,
            headers: self.headers,
            body: self.body,
        }
    }
}

/// Looks at what is known here; asks nobody.
pub(crate) fn look(cx: &mut Context, parts: Parts<'_>) -> Result<Signer, Error> {
    let claim = match Claim::read(&parts.request(&cx.site.clone()), cx.now) {
        Ok(claim) => claim,
        Err(refusal) => return Ok(Signer::Rejected(Rejected::Unsigned(refusal))),
    };
    let key_id = claim.key_id.clone();
    let host = Url::parse(&key_id).ok();
    let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
    if host.is_empty() || !servers::is_allowed(cx, host)? {
        return Ok(Signer::Rejected(Rejected::Unheard { key_id }));
    }
    let Some(actor) = actors::find_by_key(&mut cx.tx, &key_id)? else {
        return Ok(Signer::Unknown { key_id });
    };
    if holds(&claim, &actor) {
        let account = accounts::find(&mut cx.tx, actor.account_id)?;
        return Ok(match account {
            Some(account) if is_heard(cx, &account, host)? => {
                let inbox = actor.inbox;
                Signer::Known(Box::new(Sender { account, inbox }))
            }
            Some(_) => Signer::Rejected(Rejected::Unheard { key_id }),
            None => Signer::Unknown { key_id },
        });
    }
    Ok(match actor.fetched_at < cx.now - KEY_HOLDS {
        true => Signer::Unknown { key_id },
        false => Signer::Rejected(Rejected::False { key_id }),
    })
}

/// Where an account lives may be blocked under another name than that of its key, which is heard.
fn is_heard(cx: &mut Context, account: &Account, key_host: &str) -> Result<bool, Error> {
    let domain = account.domain.as_deref().unwrap_or_default();
    Ok(domain == key_host || servers::is_allowed(cx, domain)?)
}

fn holds(claim: &Claim, actor: &Actor) -> bool {
    PublicKey::from_pem(&actor.public_key).is_ok_and(|key| claim.holds(&key))
}

/// The same, and asks for the key where that is needed. No transaction may be open.
pub(crate) fn find(app: &App, parts: Parts<'_>) -> Result<Result<Account, Rejected>, Missed> {
    let signer = look(&mut app.read()?, parts)?;
    match signer {
        Signer::Known(sender) => Ok(Ok(sender.account)),
        Signer::Rejected(rejected) => Ok(Err(rejected)),
        Signer::Unknown { key_id } => ask(app, parts, &key_id),
    }
}

/// Asks for a key, and looks again. No transaction may be open.
pub(crate) fn ask(
    app: &App,
    parts: Parts<'_>,
    key_id: &str,
) -> Result<Result<Account, Rejected>, Missed> {
    fetch_key(app, key_id)?;
    Ok(match look(&mut app.read()?, parts)? {
        Signer::Known(sender) => Ok(sender.account),
        Signer::Rejected(rejected) => Err(rejected),
        // It was asked for just now, and is somebody else's.
        Signer::Unknown { key_id } => Err(Rejected::False { key_id }),
    })
}

/// Gets to know whoever owns a key. Some show the key in the account, some beside it.
fn fetch_key(app: &App, key_id: &str) -> Result<(), Missed> {
    let mut errands = Errands::new(app);
    let address = key_id.split('#').next().unwrap_or(key_id);
    let known = actors::find_by_key(&mut app.read()?.tx, key_id)?;
    if let Some(actor) = known
        && let Some(account) = accounts::find(&mut app.read()?.tx, actor.account_id)?
    {
        return errands.person(&account.uri).map(drop);
    }
    let owner = errands.owner_of_key(address)?;
    errands.person(&owner).map(drop)
}
