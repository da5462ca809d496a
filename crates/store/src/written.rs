//! SQL that is written out, where the query builder would only obscure it.
//!
//! A statement, or a condition inside one, is put together from words and values. Values are bound,
//! never pasted, and the words are the same for both databases. Unlike Diesel's own `sql`, what is
//! written so stays prepared.

use std::marker::PhantomData;

use chrono::{DateTime, Utc};
use diesel::{
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{Array, BigInt, HasSqlType, Text},
    sqlite::Sqlite,
};
use serde_json::Value;

use crate::{
    time::{Instant, Time},
    visible::Sees,
};

/// Words and values that amount to `ST`: the columns of a statement, or the type of a condition.
#[derive(Clone, Debug)]
pub(crate) struct Written<ST> {
    parts: Vec<Part>,
    answers: PhantomData<ST>,
}

#[derive(Clone, Debug)]
enum Part {
    Words(&'static str),
    Id(i64),
    Text(String),
    Time(Time),
    /// As a list for `IN`, in parentheses.
    Ids(Vec<i64>, String),
    /// The same for texts.
    Texts(Vec<String>, String),
    /// As a table.
    Readers(Vec<i64>, String),
    Sees(Sees),
}

pub(crate) fn written<ST>(words: &'static str) -> Written<ST> {
    Written {
        parts: vec![Part::Words(words)],
        answers: PhantomData,
    }
}

impl<ST> Written<ST> {
    pub(crate) fn words(self, words: &'static str) -> Self {
        self.and(Part::Words(words))
    }

    pub(crate) fn id(self, id: i64) -> Self {
        self.and(Part::Id(id))
    }

    pub(crate) fn text(self, text: impl Into<String>) -> Self {
        self.and(Part::Text(text.into()))
    }

    pub(crate) fn time(self, at: DateTime<Utc>) -> Self {
        self.and(Part::Time(Time(at)))
    }

    /// `IN (…)`: whether what stands before it is one of the ids.
    pub(crate) fn any_of(self, ids: &[i64]) -> Self {
        self.and(Part::Ids(ids.to_vec(), json(ids)))
    }

    /// A table named `reader`, whose column `value` holds the ids.
    pub(crate) fn readers(self, ids: &[i64]) -> Self {
        self.and(Part::Readers(ids.to_vec(), json(ids)))
    }

    /// The same for texts.
    pub(crate) fn any_text(self, texts: &[String]) -> Self {
        let json = Value::from(texts).to_string();
        self.and(Part::Texts(texts.to_vec(), json))
    }

    /// Whether the row of `statuses` at hand may be seen.
    pub(crate) fn sees(self, sees: Sees) -> Self {
        self.and(Part::Sees(sees))
    }

    pub(crate) fn append<Other>(mut self, other: Written<Other>) -> Self {
        self.parts.extend(other.parts);
        self
    }

    fn and(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }
}

fn json(ids: &[i64]) -> String {
    let texts: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", texts.join(","))
}

/// What both databases write alike. Whether the part was one of those.
fn write_alike<'b, DB>(part: &'b Part, mut out: AstPass<'_, 'b, DB>) -> QueryResult<bool>
where
    DB: Backend + HasSqlType<Instant>,
    i64: ToSql<BigInt, DB>,
    Time: ToSql<Instant, DB>,
    String: ToSql<Text, DB>,
{
    match part {
        Part::Words(words) => out.push_sql(words),
        Part::Id(id) => out.push_bind_param::<BigInt, _>(id)?,
        Part::Text(text) => out.push_bind_param::<Text, _>(text)?,
        Part::Time(at) => out.push_bind_param::<Instant, _>(at)?,
        Part::Sees(sees) => sees.walk_ast(out)?,
        Part::Ids(..) | Part::Texts(..) | Part::Readers(..) => return Ok(false),
    }
    Ok(true)
}

impl<ST> QueryFragment<Sqlite> for Written<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        for part in &self.parts {
            if write_alike(part, out.reborrow())? {
                continue;
            }
            match part {
                Part::Ids(_, json) | Part::Texts(_, json) => {
                    out.push_sql(" IN (SELECT value FROM json_each(");
                    out.push_bind_param::<Text, _>(json)?;
                    out.push_sql("))");
                }
                Part::Readers(_, json) => {
                    out.push_sql("json_each(");
                    out.push_bind_param::<Text, _>(json)?;
                    out.push_sql(") reader");
                }
                _ => (),
            }
        }
        Ok(())
    }
}

impl<ST> QueryFragment<Pg> for Written<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for part in &self.parts {
            if write_alike(part, out.reborrow())? {
                continue;
            }
            match part {
                Part::Ids(ids, _) => {
                    out.push_sql(" = ANY(");
                    out.push_bind_param::<Array<BigInt>, _>(ids)?;
                    out.push_sql(")");
                }
                Part::Texts(texts, _) => {
                    out.push_sql(" = ANY(");
                    out.push_bind_param::<Array<Text>, _>(texts)?;
                    out.push_sql(")");
                }
                Part::Readers(ids, _) => {
                    out.push_sql("unnest(");
                    out.push_bind_param::<Array<BigInt>, _>(ids)?;
                    out.push_sql("::bigint[]) reader (value)");
                }
                _ => (),
            }
        }
        Ok(())
    }
}

/// Diesel knows it by its text alone.
impl<ST> QueryId for Written<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for Written<ST> {
    type SqlType = ST;
}

impl<ST, Conn> RunQueryDsl<Conn> for Written<ST> {}

impl<ST> Expression for Written<ST>
where
    ST: diesel::sql_types::SqlType + diesel::expression::TypedExpressionType,
{
    type SqlType = ST;
}

impl<ST> ValidGrouping<()> for Written<ST> {
    type IsAggregate = is_aggregate::No;
}

impl<ST, QS> AppearsOnTable<QS> for Written<ST> where Self: Expression {}
impl<ST, QS> SelectableExpression<QS> for Written<ST> where Self: Expression {}
