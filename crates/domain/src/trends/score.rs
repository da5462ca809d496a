//! How much something trends, as numbers. Mastodon's formulas.

use chrono::{DateTime, TimeDelta, Utc};

/// Fewer accounts, or fewer boosts and favourites, are nothing.
const LEAST: i64 = 5;
/// How long a peak is remembered.
pub(super) const MEMORY: TimeDelta = TimeDelta::days(2);
/// In how many hours it counts half.
pub(super) const TAG_HALF_LIFE: f64 = 4.0;
pub(super) const LINK_HALF_LIFE: f64 = 8.0;
const STATUS_HALF_LIFE: f64 = 1.0;
/// What is less does not trend.
pub(super) const LEAST_OF_THINGS: f64 = 1.0;
pub(super) const LEAST_OF_STATUSES: f64 = 0.3;

/// How many more accounts have used something today than yesterday.
pub(super) fn of_days(yesterday: i64, today: i64) -> f64 {
    let expected = yesterday.max(1);
    surprise(expected, today)
}

/// How many more boosts and favourites a post has than the one that it may have from its author.
pub(super) fn of_status(interactions: i64, age: TimeDelta) -> f64 {
    decayed(surprise(1, interactions), age, STATUS_HALF_LIFE)
}

fn surprise(expected: i64, observed: i64) -> f64 {
    if expected > observed || observed < LEAST {
        return 0.0;
    }
    let more = (observed - expected) as f64;
    more * more / expected as f64
}

/// What counts is the highest score of late, and how long ago that was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peak {
    pub(super) score: f64,
    pub(super) at: DateTime<Utc>,
}

impl Peak {
    /// The peak so far, or the score of this moment if that is higher.
    pub(super) fn with(before: Option<Self>, score: f64, now: DateTime<Utc>) -> Self {
        let remembered = before.filter(|it| it.is_remembered(now));
        let fresh = Self { score, at: now };
        remembered.filter(|it| it.score >= score).unwrap_or(fresh)
    }

    pub(super) fn is_remembered(&self, now: DateTime<Utc>) -> bool {
        self.score > 0.0 && now - self.at <= MEMORY
    }

    pub(super) fn decayed(&self, now: DateTime<Utc>, half_life: f64) -> f64 {
        decayed(self.score, now - self.at, half_life)
    }
}

fn decayed(score: f64, age: TimeDelta, half_life: f64) -> f64 {
    let hours = age.num_milliseconds().max(0) as f64 / 3_600_000.0;
    score * 0.5_f64.powf(hours / half_life)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Peak, TAG_HALF_LIFE, of_days, of_status};

    fn hour(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_348_800, 0).unwrap_or_default() + TimeDelta::hours(hour)
    }

    #[test]
    fn what_is_used_by_more_than_yesterday_trends() {
        for (yesterday, today, score) in [
            (2, 16, 98.0),
            (0, 13, 144.0),
            (5, 6, 0.2),
            (5, 5, 0.0),
            (0, 4, 0.0),
            (9, 6, 0.0),
        ] {
            assert_eq!(
                of_days(yesterday, today),
                score,
                "{yesterday}, then {today}"
            );
        }
    }

    #[test]
    fn a_peak_fades_and_is_forgotten_after_two_days() {
        let peak = Peak::with(None, of_days(0, 13), hour(0));

        for (hours, score) in [(0, 144.0), (8, 36.0), (28, 1.125)] {
            let later = Peak::with(Some(peak), 0.0, hour(hours));
            assert_eq!(later.decayed(hour(hours), TAG_HALF_LIFE), score, "{hours}");
        }
        assert!(peak.decayed(hour(30), TAG_HALF_LIFE) < 1.0);
        let higher = Peak::with(Some(peak), 200.0, hour(8));
        assert_eq!((higher.score, higher.at), (200.0, hour(8)));
        let forgotten = Peak::with(Some(peak), 5.0, hour(49));
        assert_eq!((forgotten.score, forgotten.at), (5.0, hour(49)));
    }

    #[test]
    fn a_post_fades_by_half_in_an_hour() {
        for (interactions, hours, score) in [
            (11, 2, 25.0),
            (5, 5, 0.5),
            (5, 6, 0.25),
            (4, 0, 0.0),
            (0, 0, 0.0),
        ] {
            let age = TimeDelta::hours(hours);
            assert_eq!(
                of_status(interactions, age),
                score,
                "{interactions}, {hours}"
            );
        }
    }
}
