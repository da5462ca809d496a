//! A list of ids as one value, so that a statement has one text however many they are.
//!
//! Diesel writes `IN (?, ?, …)` for SQLite, and has such a statement prepared anew every time.
//! `json_each` takes the list as it comes, and the statement is kept.

use diesel::{
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Bool, Text},
    sqlite::Sqlite,
};
use serde_json::Value;

/// The ids in a list that was kept as JSON, as numbers or as texts. None where there is no list.
pub(crate) fn listed(list: &Value) -> Option<Vec<i64>> {
    let read = |it: &Value| it.as_i64().or_else(|| it.as_str()?.parse().ok());
    Some(list.as_array()?.iter().filter_map(read).collect())
}

/// Whether a column has one of the ids.
pub(crate) fn is_any<C>(column: C, ids: &[i64]) -> IsAny<C> {
    let texts: Vec<String> = ids.iter().map(i64::to_string).collect();
    IsAny {
        column,
        ids: ids.to_vec(),
        json: format!("[{}]", texts.join(",")),
    }
}

#[derive(Clone, Debug, QueryId)]
pub(crate) struct IsAny<C> {
    column: C,
    ids: Vec<i64>,
    json: String,
}

impl<C: QueryFragment<Sqlite>> QueryFragment<Sqlite> for IsAny<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.json)?;
        out.push_sql("))");
        Ok(())
    }
}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for IsAny<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<BigInt>, _>(&self.ids)?;
        out.push_sql(")");
        Ok(())
    }
}

impl<C: Expression> Expression for IsAny<C> {
    type SqlType = Bool;
}

impl<C: ValidGrouping<()>> ValidGrouping<()> for IsAny<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C, QS> AppearsOnTable<QS> for IsAny<C> where C: AppearsOnTable<QS> {}
impl<C, QS> SelectableExpression<QS> for IsAny<C> where C: SelectableExpression<QS> {}
