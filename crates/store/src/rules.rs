//! What members agree to.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, update};
use serde_json::Value;

use crate::{Result, Tx, action_log::Recorded, ids::is_any, on, schema::rules, time::Time};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Rule {
    pub id: i64,
    pub text: String,
    pub hint: String,
    pub priority: i32,
    /// `{"de": {"text": …, "hint": …}}`
    pub translations: Value,
}

/// In the order that people read them.
pub fn all(tx: &mut Tx) -> Result<Vec<Rule>> {
    let query = rules::table
        .filter(rules::deleted_at.is_null())
        .order((rules::priority, rules::id));
    on!(tx, conn => query.select(Rule::as_select()).load(conn))
}

/// Unless it was given up.
pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Rule>> {
    let query = rules::table.find(id).filter(rules::deleted_at.is_null());
    on!(tx, conn => query.select(Rule::as_select()).first(conn).optional())
}

/// In the order that people read them, those that were given up too.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Rule>> {
    let query = rules::table
        .filter(is_any(rules::id, ids))
        .order((rules::priority, rules::id));
    on!(tx, conn => query.select(Rule::as_select()).load(conn))
}

/// How many of them exist, or have existed.
pub fn count(tx: &mut Tx, ids: &[i64]) -> Result<i64> {
    let query = rules::table.filter(is_any(rules::id, ids)).count();
    on!(tx, conn => query.get_result(conn))
}

pub fn add(tx: &mut Tx, text: &str, hint: &str, at: DateTime<Utc>) -> Result<Rule> {
    let values = (
        rules::text.eq(text),
        rules::hint.eq(hint),
        rules::priority.eq(0),
        rules::translations.eq(Value::Object(serde_json::Map::new())),
        rules::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(rules::table)
            .values(values)
            .returning(Rule::as_returning())
            .get_result(conn)
    })
}

/// Everything about it becomes what is given.
pub fn set(tx: &mut Tx, rule: &Rule, _: &Recorded) -> Result<()> {
    let query = update(rules::table.find(rule.id)).set((
        rules::text.eq(&rule.text),
        rules::hint.eq(&rule.hint),
        rules::priority.eq(rule.priority),
        rules::translations.eq(&rule.translations),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_deleted(tx: &mut Tx, id: i64, at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let query = update(rules::table.find(id)).set(rules::deleted_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}
