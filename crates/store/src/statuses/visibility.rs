//! Who a post is meant for.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    serialize::{self, Output, ToSql},
    sql_types::Text,
};
use serde::{Deserialize, Serialize};

/// Who a post is meant for.
#[derive(AsExpression, Clone, Copy, Debug, Deserialize, FromSqlRow, PartialEq, Eq, Serialize)]
#[diesel(sql_type = Text)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    Public,
    /// Everybody, but not on public timelines.
    Unlisted,
    /// Followers and who is mentioned.
    Private,
    /// Who is mentioned.
    Direct,
}

impl Visibility {
    pub const ALL: [Self; 4] = [Self::Public, Self::Unlisted, Self::Private, Self::Direct];

    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Private => "private",
            Self::Direct => "direct",
        }
    }

    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether anybody may see it.
    pub fn is_for_all(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}

impl<DB: Backend> ToSql<Text, DB> for Visibility
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.word().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Visibility
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let word = String::from_sql(value)?;
        Self::named(&word).ok_or_else(|| format!("{word:?} is no visibility").into())
    }
}
