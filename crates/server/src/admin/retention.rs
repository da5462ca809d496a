use std::net::IpAddr;

use api::admin::retention::{Cohort, CohortPeriod, GetRetention};
use domain::{
    Context,
    numbers::{self, Frequency},
};

use crate::{Error, route::Answer};

impl Answer for GetRetention {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Cohort>, Error> {
        let frequency = match self.frequency.as_deref() {
            Some("month") => Frequency::Month,
            _ => Frequency::Day,
        };
        let (start, end) = (self.start_at.as_deref(), self.end_at.as_deref());
        let cohorts = numbers::retention(cx, start, end, frequency)?;
        let begin = |date| format!("{date}T00:00:00+00:00");
        let shown = cohorts.into_iter().map(|cohort| Cohort {
            period: begin(cohort.begin),
            frequency: frequency.word().to_owned(),
            data: cohort
                .periods
                .into_iter()
                .map(|(date, value, rate)| CohortPeriod {
                    date: begin(date),
                    rate,
                    value: value.to_string(),
                })
                .collect(),
        });
        Ok(shown.collect())
    }
}
