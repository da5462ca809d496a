//! Who sends a request: HTTP signatures, as servers use them.
//!
//! Signed is after the draft that the network settled on (draft-cavage-http-signatures-12, RSA with
//! SHA-256); understood is RFC 9421, too. A signature is read without a key: it says whose key it
//! claims, and whether the request is what was signed; then that key shows whether the claim holds.

mod cavage;
mod digest;
mod keys;
mod rfc9421;

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method};

pub use cavage::sign;
pub use keys::{PrivateKey, PublicKey, Unusable};

/// How long ago something may have been signed. A delivery may wait in a queue for a while.
pub const OLDEST: TimeDelta = TimeDelta::hours(12);
/// How far clocks may be apart.
const SKEW: TimeDelta = TimeDelta::hours(1);

/// What was signed of a request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: &'a Method,
    /// The path, and the query if there is one.
    pub target: &'a str,
    /// `https` or `http`
    pub scheme: &'a str,
    /// The name that this server is called by. A request that was signed for another is none for it.
    pub host: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// Why a request counts as not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Request not signed")]
    Missing,
    #[error("Malformed signature header")]
    Malformed,
    #[error("The signature does not cover what it has to")]
    Incomplete,
    #[error("The request was signed for another server")]
    Elsewhere,
    #[error("The digest does not match the body")]
    Digest,
    #[error("The signature is too old, or from the future")]
    Time,
}

/// Who claims to have signed a request, which is otherwise as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name of the key.
    pub key_id: String,
    signed: Vec<u8>,
    signature: Vec<u8>,
    algorithm: Algorithm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    RsaSha256,
    RsaSha512,
    Ed25519,
    /// Whatever the key is for.
    OfKey,
}

impl Claim {
    /// Looks at everything but the key.
    pub fn read(request: &Request<'_>, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match request.headers.contains_key("signature-input") {
            true => rfc9421::read(request, now),
            false => cavage::read(request, now),
        }
    }

    /// Whether whoever has the private half of this key has signed.
    pub fn holds(&self, key: &PublicKey) -> bool {
        key.verifies(self.algorithm, &self.signed, &self.signature)
    }
}

fn check_time(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    match at < now - OLDEST || at > now + SKEW {
        true => Err(Refusal::Time),
        false => Ok(()),
    }
}

fn check_host(host: &str, request: &Request<'_>) -> Result<(), Refusal> {
    match host.eq_ignore_ascii_case(request.host) {
        true => Ok(()),
        false => Err(Refusal::Elsewhere),
    }
}

/// The text of a header, as it is signed: the values of one that comes several times are one.
fn header(request: &Request<'_>, name: &str) -> Result<String, Refusal> {
    let mut text = String::new();
    for (number, value) in request.headers.get_all(name).iter().enumerate() {
        if number > 0 {
            text.push_str(", ");
        }
        text.push_str(value.to_str().map_err(|_| Refusal::Malformed)?.trim());
    }
    match text.is_empty() && !request.headers.contains_key(name) {
        true => Err(Refusal::Incomplete),
        false => Ok(text),
    }
}

/// The time that a request says in the old way.
fn date(request: &Request<'_>) -> Result<DateTime<Utc>, Refusal> {
    let text = header(request, "date")?;
    let at = DateTime::parse_from_rfc2822(&text).map_err(|_| Refusal::Malformed)?;
    Ok(at.to_utc())
}

#[cfg(test)]
mod tests;
