//! How many of those who joined in a period were seen in it or later.
//!
//! Only when somebody was seen last is known, so whoever comes back today counts for all periods in between.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};
use store::tallies::{self, Kind, NO_DAY};

use super::window::date;
use crate::{Context, Permission, Result, tags::day_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    Day,
    Month,
}

impl Frequency {
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Day => Kind::Cohorts,
            Self::Month => Kind::CohortMonths,
        }
    }

    /// As it is kept: days, or months since 1970.
    fn number(self, date: NaiveDate) -> i32 {
        match self {
            Self::Day => day_of(date.and_time(NaiveTime::MIN).and_utc()),
            Self::Month => {
                let month = i32::try_from(date.month0()).unwrap_or_default();
                (date.year() - 1970) * 12 + month
            }
        }
    }

    fn begin_of(self, number: i32) -> NaiveDate {
        let epoch = DateTime::UNIX_EPOCH.date_naive();
        let count = u32::try_from(number).unwrap_or_default();
        let begin = match self {
            Self::Day => epoch.checked_add_days(Days::new(count.into())),
            Self::Month => epoch.checked_add_months(Months::new(count)),
        };
        begin.unwrap_or(epoch)
    }
}

/// Those who joined in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    pub begin: NaiveDate,
    /// Each period from that one on: when it begins, how many were seen in it or later, and which part that is.
    pub periods: Vec<(NaiveDate, i64, f64)>,
}

/// Dates as they are written; none is today, or some time before.
pub fn retention(
    cx: &mut Context,
    start: Option<&str>,
    end: Option<&str>,
    frequency: Frequency,
) -> Result<Vec<Cohort>> {
    cx.moderator(Permission::ViewDashboard)?;
    let (first, last) = periods(start, end, frequency, cx.now)?;
    let scopes: Vec<String> = (first..=last).map(|it| it.to_string()).collect();
    let mut cells: BTreeMap<i32, BTreeMap<i32, i64>> = BTreeMap::new();
    for (scope, seen, amount) in tallies::by_scope(&mut cx.tx, frequency.kind(), &scopes)? {
        let cohort: i32 = scope.parse().unwrap_or(NO_DAY);
        cells.entry(cohort).or_default().insert(seen, amount);
    }
    let none = BTreeMap::new();
    let cohort = |begin| {
        let seen = cells.get(&begin).unwrap_or(&none);
        let size: i64 = seen.values().sum();
        let period = |period| {
            let value: i64 = seen.range(period..).map(|(_, amount)| amount).sum();
            let rate = value as f64 / size.max(1) as f64;
            (frequency.begin_of(period), value, rate)
        };
        Cohort {
            begin: frequency.begin_of(begin),
            periods: (begin..=last).map(period).collect(),
        }
    };
    Ok((first..=last).map(cohort).collect())
}

/// The first and the last, as they are kept; 31 days or 12 months lie between them at most.
fn periods(
    start: Option<&str>,
    end: Option<&str>,
    frequency: Frequency,
    now: DateTime<Utc>,
) -> Result<(i32, i32)> {
    let last = date(end)?.unwrap_or_else(|| now.date_naive());
    let (usual, earliest) = match frequency {
        Frequency::Day => (
            last.checked_sub_days(Days::new(29)),
            last.checked_sub_days(Days::new(31)),
        ),
        Frequency::Month => (
            last.checked_sub_months(Months::new(6)),
            last.checked_sub_months(Months::new(12)),
        ),
    };
    let first = date(start)?.or(usual).unwrap_or(last);
    let first = first.max(earliest.unwrap_or(first));
    Ok((frequency.number(first), frequency.number(last)))
}
