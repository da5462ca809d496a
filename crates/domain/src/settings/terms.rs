use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What members agree to in law, by the day from which it holds: `{"2026-12-01": "# Terms …"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "BTreeMap<String, String>",
    into = "BTreeMap<String, String>"
)]
pub struct Terms(BTreeMap<NaiveDate, String>);

impl Terms {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What holds on that day; before anything does, what will be first.
    pub fn on(&self, day: NaiveDate) -> Option<(NaiveDate, &str)> {
        let current = self.0.range(..=day).next_back();
        let found = current.or_else(|| self.0.first_key_value());
        found.map(|(from, text)| (*from, text.as_str()))
    }

    /// What holds from that day.
    pub fn from(&self, day: NaiveDate) -> Option<&str> {
        self.0.get(&day).map(String::as_str)
    }

    /// The first day on which something else holds than what held from that day.
    pub fn next(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.0.keys().find(|it| **it > day).copied()
    }
}

impl TryFrom<BTreeMap<String, String>> for Terms {
    type Error = chrono::ParseError;

    fn try_from(texts: BTreeMap<String, String>) -> Result<Self, Self::Error> {
        let texts = texts
            .into_iter()
            .map(|(day, text)| Ok((day.parse()?, text)));
        texts.collect::<Result<_, _>>().map(Self)
    }
}

impl From<Terms> for BTreeMap<String, String> {
    fn from(terms: Terms) -> Self {
        let texts = terms.0.into_iter();
        texts.map(|(day, text)| (day.to_string(), text)).collect()
    }
}
