//! From which day to which day.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::{Error, Result, tags::day_of};

/// How far back it goes where nothing is said.
const USUAL: Days = Days::new(29);
const LONGEST: Months = Months::new(24);

/// Days, since the beginning of 1970 and in UTC. Empty where the end comes before the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub first: i32,
    pub last: i32,
}

impl Window {
    /// The dates as they are written; what time of day it was does not count, nor does the zone. More than
    /// two years before the end is left out.
    pub fn read(start: Option<&str>, end: Option<&str>, now: DateTime<Utc>) -> Result<Self> {
        let last = date(end)?.unwrap_or_else(|| now.date_naive());
        let usual = || last.checked_sub_days(USUAL).unwrap_or(last);
        let first = date(start)?.unwrap_or_else(usual);
        let earliest = last.checked_sub_months(LONGEST).unwrap_or(last);
        Ok(Self {
            first: number(first.max(earliest)),
            last: number(last),
        })
    }

    /// How many days lie between the first and the last.
    fn length(self) -> i32 {
        self.last - self.first
    }

    pub(super) fn days(self) -> RangeInclusive<i32> {
        self.first..=self.last
    }

    /// Without the last one, as most sums are.
    pub(super) fn but_the_last(self) -> RangeInclusive<i32> {
        self.first..=self.last - 1
    }

    /// As long, and ending where this one begins.
    pub(super) fn before(self) -> Self {
        Self {
            first: self.first - self.length(),
            last: self.first,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.last < self.first
    }
}

/// A date that may be left out.
pub(super) fn date(text: Option<&str>) -> Result<Option<NaiveDate>> {
    let given = text.filter(|it| !it.trim().is_empty());
    given.map(read).transpose()
}

/// `2026-06-01`, `20260601`, or either as the beginning of a date with a time.
fn read(text: &str) -> Result<NaiveDate> {
    let text = text.trim();
    let with_time = || {
        let zoned = DateTime::parse_from_rfc3339(text).map(|it| it.naive_local());
        zoned.or_else(|_| text.parse::<NaiveDateTime>()).ok()
    };
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%Y%m%d"))
        .ok()
        .filter(|_| text.len() <= 10)
        .or_else(|| Some(with_time()?.date()));
    // Years that nobody asks about would make days that are no numbers.
    read.filter(|it| (1900..=9999).contains(&chrono::Datelike::year(it)))
        .ok_or_else(|| Error::Unprocessable("Invalid date supplied".into()))
}

fn number(date: NaiveDate) -> i32 {
    day_of(date.and_time(chrono::NaiveTime::MIN).and_utc())
}

/// `2026-06-01`
pub fn in_words(day: i32) -> String {
    let date = DateTime::UNIX_EPOCH + TimeDelta::days(day.into());
    date.date_naive().to_string()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::{Window, in_words};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_348_800, 0).unwrap_or_default()
    }

    fn read(start: &str, end: &str) -> Option<(String, String)> {
        let window = Window::read(Some(start), Some(end), now()).ok()?;
        Some((in_words(window.first), in_words(window.last)))
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (start, end) in [
            ("2026-06-01", "2026-06-30"),
            ("20260601", "20260630"),
            ("2026-06-01T00:00:00Z", "2026-06-30T00:00:00+00:00"),
            ("2026-06-01T01:00:00+05:00", "2026-06-30T23:30:00-08:00"),
            ("2026-06-01T12:00:00", "2026-06-30T06:00:00.123"),
        ] {
            let expected = ("2026-06-01".to_owned(), "2026-06-30".to_owned());
            assert_eq!(read(start, end), Some(expected), "{start}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "foo",
            "2026-13-45",
            "2026",
            "2026-06",
            "1663113600",
            "2026-06-01T25:00:00Z",
            "99999-01-01",
            "-0001-01-01",
        ] {
            assert_eq!(read(text, "2026-06-01"), None, "{text}");
        }
    }

    #[test]
    fn two_years_are_the_most_and_thirty_days_are_usual() {
        let clamped = read("1999-01-01", "2024-02-29").unwrap_or_default();
        assert_eq!(clamped.0, "2022-02-28");
        let usual = Window::read(None, Some(""), now()).map(|it| (it.last - it.first, it.last));
        assert_eq!(usual.ok(), Some((29, 20_779)));
    }
}
