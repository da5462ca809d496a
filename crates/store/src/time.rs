//! Points in time: `TIMESTAMPTZ` in PostgreSQL, and in SQLite a text that sorts as the times do.
//!
//! Diesel has a column type for each of the two; [`Instant`] stands for both.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    backend::Backend,
    deserialize::{self, FromSql},
    expression::AsExpression,
    pg::Pg,
    query_builder::QueryId,
    serialize::{self, Output, ToSql},
    sql_types::{SqlType, Timestamptz, TimestamptzSqlite},
    sqlite::Sqlite,
};

#[derive(QueryId, SqlType)]
#[diesel(
    postgres_type(oid = 1184, array_oid = 1185),
    sqlite_type(name = "Text")
)]
pub struct Instant;

/// A time on its way into a statement. On its way out it is a `DateTime<Utc>` at once.
#[derive(AsExpression, Clone, Copy, Debug)]
#[diesel(sql_type = Instant)]
pub(crate) struct Time(pub(crate) DateTime<Utc>);

macro_rules! stored_as {
    ($type:ty, $db:ty) => {
        impl ToSql<Instant, $db> for Time {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $db>) -> serialize::Result {
                ToSql::<$type, $db>::to_sql(&self.0, out)
            }
        }
    };
}
stored_as!(Timestamptz, Pg);
stored_as!(TimestamptzSqlite, Sqlite);

impl FromSql<Instant, Pg> for DateTime<Utc> {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Timestamptz, Pg>::from_sql(value)
    }
}

impl FromSql<Instant, Sqlite> for DateTime<Utc> {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        match read(value.read_text()) {
            Some(at) => Ok(at),
            None => FromSql::<TimestamptzSqlite, Sqlite>::from_sql(value),
        }
    }
}

/// `2026-11-22 09:08:07.123+00:00`, and nothing else: that is how times are written here.
///
/// Diesel tries one format after the other, which is a third of what making a row takes.
fn read(text: &str) -> Option<DateTime<Utc>> {
    let moment = text.as_bytes().strip_suffix(b"+00:00")?;
    let number = |from: usize, to: usize| {
        moment.get(from..to)?.iter().try_fold(0_u32, |number, it| {
            let digit = it.is_ascii_digit().then(|| u32::from(it - b'0'))?;
            Some(number * 10 + digit)
        })
    };
    let milli = match moment.len() {
        19 => 0,
        23 => number(20, 23)?,
        _ => return None,
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?;
    let at = day.and_hms_milli_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?, milli)?;
    Some(at.and_utc())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::read;

    #[test]
    fn times_are_read_as_they_are_written() {
        for milli in [0, 7, 120, 999] {
            let at = DateTime::<Utc>::from_timestamp_millis(1_795_348_800_000 + milli);
            let text = at.expect("in range").format("%F %T%.f%:z").to_string();

            assert_eq!(read(&text), at, "{text}");
        }
        assert_eq!(read("2026-11-22 09:08:07"), None);
        assert_eq!(read("2026-11-22 09:08:07.123456+00:00"), None);
    }
}
