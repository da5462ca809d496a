//! Values that are text on the wire and something narrower here.

use std::fmt;

use chrono::{DateTime, Datelike, SecondsFormat, Timelike, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;

/// One of the words of `T`, or another that this version does not know.
///
/// Servers add words, and callers send wrong ones; neither may make a whole message unreadable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open<T> {
    /// A word of the list.
    Known(T),
    /// Any other text.
    Unknown(String),
}

impl<T> Open<T> {
    /// The word, if it is one of the list.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(it) => Some(it),
            Self::Unknown(_) => None,
        }
    }
}

impl<T: Serialize> Open<T> {
    /// The word as it travels, whether it is one of the list or not.
    pub fn to_text(&self) -> String {
        match self {
            Self::Known(it) => serde_json::to_value(it).map(text_of).unwrap_or_default(),
            Self::Unknown(text) => text.clone(),
        }
    }
}

impl<T> Default for Open<T> {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl<T> From<T> for Open<T> {
    fn from(it: T) -> Self {
        Self::Known(it)
    }
}

impl<T: Serialize> Serialize for Open<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(it) => it.serialize(serializer),
            Self::Unknown(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Open<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(match T::deserialize(&value) {
            Ok(it) => Self::Known(it),
            Err(_) => Self::Unknown(text_of(value)),
        })
    }
}

impl<T: JsonSchema> JsonSchema for Open<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

fn text_of(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A switch that is on when it is there: any text that is not blank, also `false`, turns it on.
///
/// Only the first version of the account list reads its filters like this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Flag(pub bool);

impl Flag {
    /// For `skip_serializing_if`: sending `false` would turn it on.
    pub fn is_off(&self) -> bool {
        !self.0
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::Null => false,
            Value::Bool(it) => it,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        }))
    }
}

/// A number. Read from a text, too: the same id is a number on some servers and a text on others.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Number(pub i64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
        number
            .map(Self)
            .ok_or_else(|| D::Error::custom("this is no number"))
    }
}

/// A point in time: UTC with milliseconds, `2026-11-22T09:08:07.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub DateTime<Utc>);

impl Timestamp {
    /// The same as chrono's, with half the instructions: pages of accounts are full of these.
    fn write<T>(self, use_it: impl FnOnce(&str) -> T) -> T {
        let at = self.0.naive_utc();
        let Ok(year @ 0..=9999) = u32::try_from(at.year()) else {
            return use_it(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true));
        };
        let mut text = *b"0000-00-00T00:00:00.000Z";
        for (place, number) in [
            (0..4, year),
            (5..7, at.month()),
            (8..10, at.day()),
            (11..13, at.hour()),
            (14..16, at.minute()),
            (17..19, at.second()),
            (20..23, at.nanosecond() / 1_000_000),
        ] {
            write_digits(&mut text[place], number);
        }
        use_it(str::from_utf8(&text).unwrap_or_default())
    }
}

/// As many of the last digits as there is room for.
fn write_digits(room: &mut [u8], mut number: u32) {
    for digit in room.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(|text| f.write_str(text))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(|text| serializer.serialize_str(text))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let at = DateTime::parse_from_rfc3339(&text).map_err(D::Error::custom)?;
        Ok(Self(at.to_utc()))
    }
}

impl JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, SecondsFormat, Utc};

    use super::Timestamp;

    #[test]
    fn times_are_written_as_chrono_does() {
        let seconds = [
            0,
            951_782_399,
            1_795_348_799,
            -1,
            253_402_300_799,
            253_402_300_800,
        ];
        for (second, milli) in seconds.iter().zip([0, 7, 120, 999, 1, 0]) {
            let at = DateTime::<Utc>::from_timestamp(*second, milli * 1_000_000).expect("in range");
            let text = at.to_rfc3339_opts(SecondsFormat::Millis, true);

            assert_eq!(Timestamp(at).to_string(), text);
            let json = serde_json::to_string(&Timestamp(at)).expect("a text");
            assert_eq!(json, format!("\"{text}\""));
        }
    }
}
