//! How long to wait before asking again.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, Method, header};

use crate::answer::Answer;

const MOST_ATTEMPTS: u32 = 4;
const SHORTEST: Duration = Duration::from_millis(100);
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// `None` if the answer is final.
pub(crate) fn wait(method: &Method, answer: &Answer, attempts: u32) -> Option<Duration> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    let first = match answer.status.as_u16() {
        // Whatever was asked for was turned away before anything was done.
        429 => Duration::from_secs(2),
        502..=504 if method == Method::GET => Duration::from_millis(500),
        _ => return None,
    };
    let wait = asked_for(&answer.headers).unwrap_or(first * 2_u32.pow(attempts - 1));
    Some(wait.max(SHORTEST))
}

fn asked_for(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok();
    // By the server's clock, if it shows it: the two may differ by more than the wait.
    let now = text(header::DATE)
        .and_then(|it| DateTime::parse_from_rfc2822(it).ok())
        .map_or_else(|| SystemTime::now().into(), |it| it.to_utc());
    let until = |at: DateTime<Utc>| (at - now).to_std().unwrap_or_default();

    if let Some(after) = text(header::RETRY_AFTER) {
        let at = || DateTime::parse_from_rfc2822(after).ok();
        let seconds = after.parse().ok().map(Duration::from_secs);
        return seconds.or_else(|| Some(until(at()?.to_utc())));
    }
    let reset = text(RESET)?;
    let at = match reset.parse() {
        Ok(seconds) => DateTime::from_timestamp(seconds, 0)?,
        Err(_) => DateTime::parse_from_rfc3339(reset).ok()?.to_utc(),
    };
    Some(until(at))
}
