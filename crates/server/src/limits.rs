//! Slowing down who calls too often, with the windows and numbers that clients of Mastodon know.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, HeaderValue, Method};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::secrets;

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// IPv6 is cut to the network that one customer usually has.
    Ip(IpAddr),
    Member(i64),
    Token(i64),
    /// What somebody tries to sign in with, as a hash: it may be long.
    Text(String),
}

impl Key {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(secrets::hash(&text.trim().to_lowercase()))
    }

    pub(crate) fn ip(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(_) => Self::Ip(ip),
            IpAddr::V6(ip) => {
                let network = u128::from(ip) & !u128::from(u64::MAX);
                Self::Ip(IpAddr::V6(network.into()))
            }
        }
    }
}

/// So many in so many seconds. Windows begin at multiples of their length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rule {
    name: &'static str,
    limit: u32,
    seconds: u32,
}

const fn rule(name: &'static str, limit: u32, minutes: u32) -> Rule {
    Rule {
        name,
        limit,
        seconds: minutes * 60,
    }
}

const BY_MEMBER: Rule = rule("member", 1500, 5);
const BY_TOKEN: Rule = rule("token", 300, 5);
const BY_STRANGER: Rule = rule("stranger", 300, 5);
const PAGING: Rule = rule("paging", 300, 15);
pub(crate) const SIGN_UP: Rule = rule("sign_up", 5, 30);
/// Each may take a hundred megabytes.
const NEW_MEDIA: Rule = rule("new_media", 30, 30);
const NEW_APP: Rule = rule("new_app", 5, 10);
/// Mastodon has none: it gives the same token again, where we can only make another.
pub(crate) const NEW_TOKEN: Rule = rule("new_token", 300, 5);
/// Each has to be asked for at another server.
pub(crate) const NEW_KEYS: Rule = rule("new_keys", 3000, 5);
pub(crate) const SIGN_IN: Rule = rule("sign_in", 25, 5);
pub(crate) const SIGN_IN_AS: Rule = rule("sign_in_as", 25, 60);
pub(crate) const CONFIRMATION: Rule = rule("confirmation", 5, 30);

/// What counts for one request to the API.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) is_paged: bool,
    pub(crate) ip: IpAddr,
    pub(crate) member: Option<i64>,
    pub(crate) token: Option<i64>,
}

impl Call<'_> {
    fn rules(&self) -> Vec<(Rule, Key)> {
        let ip = || Key::ip(self.ip);
        let mut rules = Vec::with_capacity(3);
        match self.member {
            Some(id) => rules.push((BY_MEMBER, Key::Member(id))),
            None => rules.push((BY_STRANGER, ip())),
        }
        if let Some(id) = self.token {
            rules.push((BY_TOKEN, Key::Token(id)));
        }
        if self.is_paged {
            rules.push((PAGING, self.member.map_or_else(ip, Key::Member)));
        }
        match (self.method.as_str(), self.path.trim_end_matches('/')) {
            ("POST", "/api/v1/accounts") => rules.push((SIGN_UP, ip())),
            ("POST", "/api/v1/media" | "/api/v2/media") => {
                rules.push((NEW_MEDIA, self.member.map_or_else(ip, Key::Member)));
            }
            ("POST", "/api/v1/apps") => rules.push((NEW_APP, ip())),
            ("POST", "/api/v1/emails/confirmations") => {
                rules.push((CONFIRMATION, self.member.map_or_else(ip, Key::Member)));
            }
            _ => (),
        }
        rules
    }
}

/// How near a caller is to being refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    limit: u32,
    remaining: u32,
    reset: DateTime<Utc>,
    pub(crate) is_exceeded: bool,
}

impl Allowance {
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let reset = self.reset.to_rfc3339_opts(SecondsFormat::Micros, true);
        let mut set = |name, text: &str| {
            if let Ok(value) = HeaderValue::from_str(text) {
                headers.insert(name, value);
            }
        };
        set("x-ratelimit-limit", &self.limit.to_string());
        set("x-ratelimit-remaining", &self.remaining.to_string());
        set("x-ratelimit-reset", &reset);
    }
}

const SHARDS: usize = 16;
/// A shard forgets windows that are over when it holds this many.
const SHARD_SIZE: usize = 10_000;

/// How often everybody has called.
#[derive(Default)]
pub(crate) struct Limits {
    shards: [Mutex<HashMap<(Rule, Key), Count>>; SHARDS],
}

#[derive(Clone, Copy)]
struct Count {
    window: i64,
    calls: u32,
}

impl Limits {
    /// Counts a call, and tells of the limit that is nearest.
    pub(crate) fn count(&self, call: &Call<'_>, now: DateTime<Utc>) -> Option<Allowance> {
        let allowances = call
            .rules()
            .into_iter()
            .map(|(rule, key)| self.add(rule, key, now));
        allowances.min_by_key(|it| (!it.is_exceeded, it.remaining))
    }

    pub(crate) fn add(&self, rule: Rule, key: Key, now: DateTime<Utc>) -> Allowance {
        let seconds = i64::from(rule.seconds);
        let window = now.timestamp() / seconds;
        let entry = (rule, key);
        let mut hasher = DefaultHasher::new();
        entry.hash(&mut hasher);
        let shard = usize::try_from(hasher.finish() % SHARDS as u64).unwrap_or_default();
        // A count is right even if somebody panicked next to it.
        let mut counts = self.shards[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= SHARD_SIZE {
            counts.retain(|(rule, _), it| it.window == now.timestamp() / i64::from(rule.seconds));
        }
        let count = counts.entry(entry).or_insert(Count { window, calls: 0 });
        if count.window != window {
            *count = Count { window, calls: 0 };
        }
        count.calls = count.calls.saturating_add(1);
        let left = TimeDelta::seconds(seconds - now.timestamp() % seconds);
        Allowance {
            limit: rule.limit,
            remaining: rule.limit.saturating_sub(count.calls),
            reset: now + left,
            is_exceeded: count.calls > rule.limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Key, Limits, SIGN_UP};

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_348_800, 0).expect("in range")
    }

    #[test]
    fn the_one_call_too_many_is_refused_until_the_window_ends() {
        let limits = Limits::default();
        let key = || Key::ip(IpAddr::from([203, 0, 113, 9]));

        for _ in 0..5 {
            assert!(!limits.add(SIGN_UP, key(), noon()).is_exceeded);
        }
        assert!(limits.add(SIGN_UP, key(), noon()).is_exceeded);
        let other = Key::ip(IpAddr::from([203, 0, 113, 10]));
        assert!(!limits.add(SIGN_UP, other, noon()).is_exceeded);
        assert!(
            !limits
                .add(SIGN_UP, key(), noon() + TimeDelta::minutes(30))
                .is_exceeded
        );
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one() {
        let ip = |text: &str| Key::ip(text.parse().expect("an address"));

        assert_eq!(ip("2001:db8::1"), ip("2001:db8::ffff"));
        assert_ne!(ip("2001:db8::1"), ip("2001:db8:0:1::1"));
    }
}
