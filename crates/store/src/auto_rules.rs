//! What moderators have decided beforehand about posts and newcomers.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::{Value, json};

use crate::{
    Result, Tx,
    action_log::Recorded,
    counters::{self, AUTO_RULE_CHANGES},
    ids, on,
    schema::auto_rules as rules,
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = rules)]
pub struct AutoRule {
    pub id: i64,
    pub name: String,
    /// `post` or `sign_up`
    pub subject: String,
    pub conditions: Value,
    outcomes: Value,
    /// Of the reports that it makes.
    pub report_category: String,
    /// For how many seconds it limits accounts; for ever if not given.
    pub limit_for: Option<i64>,
    /// Words for members whom it limits.
    pub text: String,
    exempt_accounts: Value,
    /// Whether it only notes what it would have done.
    pub is_shadow: bool,
    pub is_enabled: bool,
    pub expires_at: Option<DateTime<Utc>>,
    pub hits: i64,
    pub last_hit_at: Option<DateTime<Utc>>,
    /// Who has made it, or changed it last.
    pub account_id: Option<i64>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl AutoRule {
    /// One that is nowhere kept.
    pub fn tried(subject: &str, conditions: Value, exempt_accounts: &[i64]) -> Self {
        Self {
            id: 0,
            name: String::new(),
            subject: subject.to_owned(),
            conditions,
            outcomes: json!([]),
            report_category: String::new(),
            limit_for: None,
            text: String::new(),
            exempt_accounts: json!(exempt_accounts),
            is_shadow: true,
            is_enabled: true,
            expires_at: None,
            hits: 0,
            last_hit_at: None,
            account_id: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    pub fn outcomes(&self) -> Vec<&str> {
        let outcomes = self.outcomes.as_array().into_iter().flatten();
        outcomes.filter_map(Value::as_str).collect()
    }

    /// The accounts that it never applies to.
    pub fn exempt_accounts(&self) -> Vec<i64> {
        ids::listed(&self.exempt_accounts).unwrap_or_default()
    }
}

/// What somebody decides about a rule.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    pub name: &'a str,
    pub conditions: &'a Value,
    pub outcomes: &'a [&'static str],
    pub report_category: &'a str,
    pub limit_for: Option<i64>,
    pub text: &'a str,
    pub exempt_accounts: &'a [i64],
    pub is_shadow: bool,
    pub is_enabled: bool,
    pub expires_at: Option<DateTime<Utc>>,
    /// Who decides.
    pub account_id: Option<i64>,
}

/// The columns of what somebody decides.
macro_rules! terms {
    ($it:expr) => {
        (
            rules::name.eq($it.name),
            rules::conditions.eq($it.conditions),
            rules::outcomes.eq(json!($it.outcomes)),
            rules::report_category.eq($it.report_category),
            rules::limit_for.eq($it.limit_for),
            rules::text.eq($it.text),
            rules::exempt_accounts.eq(json!($it.exempt_accounts)),
            rules::is_shadow.eq($it.is_shadow),
            rules::is_enabled.eq($it.is_enabled),
            rules::expires_at.eq($it.expires_at.map(Time)),
            rules::account_id.eq($it.account_id),
        )
    };
}

pub fn add(tx: &mut Tx, subject: &str, terms: &Terms<'_>, at: DateTime<Utc>) -> Result<AutoRule> {
    counters::change(tx, AUTO_RULE_CHANGES, 1)?;
    let values = (
        rules::subject.eq(subject),
        terms!(terms),
        rules::created_at.eq(Time(at)),
        rules::updated_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(rules::table)
            .values(values)
            .returning(AutoRule::as_returning())
            .get_result(conn)
    })
}

pub fn set(
    tx: &mut Tx,
    id: i64,
    terms: &Terms<'_>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<AutoRule> {
    counters::change(tx, AUTO_RULE_CHANGES, 1)?;
    let query = update(rules::table.find(id)).set((terms!(terms), rules::updated_at.eq(Time(at))));
    on!(tx, conn => query.returning(AutoRule::as_returning()).get_result(conn))
}

/// What it has done stays, and so does what is known of it.
pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    counters::change(tx, AUTO_RULE_CHANGES, 1)?;
    let query = delete(rules::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// In the order in which they were made.
pub fn all(tx: &mut Tx) -> Result<Vec<AutoRule>> {
    let query = rules::table.order(rules::id);
    on!(tx, conn => query.select(AutoRule::as_select()).load(conn))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<AutoRule>> {
    let query = rules::table.find(id);
    on!(tx, conn => query.select(AutoRule::as_select()).first(conn).optional())
}

/// The same, and nobody else changes it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<AutoRule>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = rules::table.find(id).select(AutoRule::as_select());
            Ok(query.for_update().first(&mut **conn).optional()?)
        }
    }
}

/// Counts a match. That is no change of the rule.
pub fn count_hit(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(rules::table.find(id)).set((
        rules::hits.eq(rules::hits + 1),
        rules::last_hit_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
