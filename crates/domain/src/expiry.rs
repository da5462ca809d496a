//! When something ends that somebody has decided.

use chrono::{DateTime, TimeDelta, Utc};

use crate::Violation;

/// A number of seconds from now. What is no number counts as 0, as it does in Mastodon; never, if there is nothing in it.
pub(crate) fn in_seconds(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    const CENTURY: i64 = 100 * 366 * 24 * 60 * 60;
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = digits
        .bytes()
        .map_while(|it| it.is_ascii_digit().then(|| i64::from(it - b'0')))
        .fold(0_i64, |number, digit| (number * 10 + digit).min(CENTURY));
    Some(now + TimeDelta::seconds(sign * number))
}

/// Whether it has not ended yet.
pub(crate) fn is_alive(expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    expires_at.is_none_or(|it| it > now)
}

/// What is wrong with an end, if anything is.
pub(crate) fn violation(
    expires_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<Violation> {
    let message = "must be in the future";
    let wrong = || Violation::new("expires_at", "Expires at", "ERR_INVALID", message);
    (!is_alive(expires_at, now)).then(wrong)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::in_seconds;

    #[test]
    fn an_end_is_so_many_seconds_away() {
        let now = DateTime::from_timestamp(1_795_348_800, 0).expect("in range");

        assert_eq!(in_seconds("", now), None);
        assert_eq!(in_seconds(" ", now), None);
        for (text, seconds) in [("60", 60), ("+60s", 60), ("-5", -5), ("soon", 0)] {
            assert_eq!(
                in_seconds(text, now),
                Some(now + TimeDelta::seconds(seconds))
            );
        }
        let far = in_seconds(&"9".repeat(50), now).expect("some time");
        assert!(far > now + TimeDelta::days(36_500));
    }
}
