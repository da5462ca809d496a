//! Dates in a search, as ids: posts are sorted by ids, which begin with a time.

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::Ids;

/// The first id of a time, and the first after it.
pub(super) fn span(text: &str) -> Option<(i64, i64)> {
    let (start, end) = times(text)?;
    Some((id_at(start), id_at(end)))
}

/// A year, a month, a day, a moment, or milliseconds since 1970; in UTC where nothing else is said.
fn times(text: &str) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let is_number = text.bytes().all(|it| it.is_ascii_digit());
    if is_number && text.len() != 4 {
        let moment = DateTime::from_timestamp_millis(text.parse().ok()?)?;
        return Some((moment, next_moment(moment)?));
    }
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let months = |first: NaiveDate, months| first.checked_add_months(Months::new(months));
    let (first, after) = match text.len() {
        4 => {
            let first = day(&format!("{text}-01-01"))?;
            (first, months(first, 12)?)
        }
        7 => {
            let first = day(&format!("{text}-01"))?;
            (first, months(first, 1)?)
        }
        10 => {
            let first = day(text)?;
            (first, first.succ_opt()?)
        }
        _ => {
            let moment = moment(text)?;
            return Some((moment, next_moment(moment)?));
        }
    };
    let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0).map(|it| it.and_utc());
    Some((midnight(first)?, midnight(after)?))
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    let with_zone = DateTime::parse_from_rfc3339(text).map(|it| it.to_utc());
    with_zone
        .or_else(|_| text.parse::<NaiveDateTime>().map(|it| it.and_utc()))
        .ok()
}

fn next_moment(moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
    moment.checked_add_signed(TimeDelta::milliseconds(1))
}

/// Nothing is older than 1970, and ids end in the year 6429.
fn id_at(time: DateTime<Utc>) -> i64 {
    let last = DateTime::from_timestamp_millis(i64::MAX >> 16).unwrap_or(DateTime::UNIX_EPOCH);
    Ids::first_at(time.clamp(DateTime::UNIX_EPOCH, last))
}

#[cfg(test)]
mod tests {
    use super::times;

    #[test]
    fn dates_are_as_long_as_they_say() {
        for (text, start, end) in [
            (
                "2026",
                "2026-01-01T00:00:00+00:00",
                "2027-01-01T00:00:00+00:00",
            ),
            (
                "2026-12",
                "2026-12-01T00:00:00+00:00",
                "2027-01-01T00:00:00+00:00",
            ),
            (
                "2028-02-29",
                "2028-02-29T00:00:00+00:00",
                "2028-03-01T00:00:00+00:00",
            ),
            (
                "2026-11-22T09:08:07+02:00",
                "2026-11-22T07:08:07+00:00",
                "2026-11-22T07:08:07.001+00:00",
            ),
            (
                "2026-11-22T09:08:07",
                "2026-11-22T09:08:07+00:00",
                "2026-11-22T09:08:07.001+00:00",
            ),
            (
                "1700000000000",
                "2023-11-14T22:13:20+00:00",
                "2023-11-14T22:13:20.001+00:00",
            ),
        ] {
            let found = times(text).map(|(start, end)| (start.to_rfc3339(), end.to_rfc3339()));
            assert_eq!(found, Some((start.into(), end.into())), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        let wrong = [
            "",
            "x",
            "2026-13",
            "2026-02-30",
            "26-1-1",
            "99999999999999999999",
            "yesterday",
            "２０２６",
            "-2026",
            "9223372036854775807",
            "äöüß",
        ];
        for text in wrong {
            assert_eq!(times(text), None, "{text}");
        }
    }

    #[test]
    fn every_date_has_ids() {
        for text in ["0001", "1969", "9999", "9999-12-31"] {
            let span = super::span(text);
            assert!(
                span.is_none_or(|(start, end)| 0 <= start && start <= end),
                "{text}"
            );
        }
    }
}
