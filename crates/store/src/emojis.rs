//! Small pictures that short codes stand for, of this server and of others.

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::not,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    insert_into,
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, Bool, Text},
    sqlite::Sqlite,
    update,
};
use serde_json::Value;

use crate::{Result, Tx, action_log::Recorded, on, schema::custom_emojis, time::Time};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = custom_emojis)]
pub struct Emoji {
    pub id: i64,
    /// Without colons.
    pub shortcode: String,
    /// None for emoji of this server.
    pub domain: Option<String>,
    pub file: String,
    /// The same, not animated.
    pub static_file: String,
    pub category: Option<String>,
    pub is_disabled: bool,
    pub visible_in_picker: bool,
    /// Where its picture is, for those of other servers. It has no file until that was fetched.
    pub remote_url: Option<String>,
    pub updated_at: DateTime<Utc>,
}

/// An emoji of this server that is about to exist.
#[derive(Clone, Debug)]
pub struct NewEmoji<'a> {
    pub shortcode: &'a str,
    pub file: &'a str,
    pub static_file: &'a str,
    pub category: Option<&'a str>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, emoji: &NewEmoji<'_>) -> Result<Emoji> {
    let values = (
        custom_emojis::shortcode.eq(emoji.shortcode),
        custom_emojis::domain.eq(None::<String>),
        custom_emojis::file.eq(emoji.file),
        custom_emojis::static_file.eq(emoji.static_file),
        custom_emojis::category.eq(emoji.category),
        custom_emojis::is_disabled.eq(false),
        custom_emojis::visible_in_picker.eq(true),
        custom_emojis::created_at.eq(Time(emoji.created_at)),
        custom_emojis::updated_at.eq(Time(emoji.created_at)),
    );
    on!(tx, conn => {
        insert_into(custom_emojis::table)
            .values(values)
            .returning(Emoji::as_returning())
            .get_result(conn)
    })
}

/// An emoji of another server, as that one describes it.
#[derive(Clone, Debug)]
pub struct Remote<'a> {
    pub shortcode: &'a str,
    pub domain: &'a str,
    pub uri: Option<&'a str>,
    pub url: &'a str,
    pub updated_at: DateTime<Utc>,
}

/// Adds an emoji whose picture is still to be fetched. None if somebody else has just done so.
pub fn add_remote(tx: &mut Tx, emoji: &Remote<'_>, at: DateTime<Utc>) -> Result<Option<i64>> {
    let values = (
        custom_emojis::shortcode.eq(emoji.shortcode),
        custom_emojis::domain.eq(emoji.domain),
        custom_emojis::file.eq(""),
        custom_emojis::static_file.eq(""),
        custom_emojis::is_disabled.eq(false),
        custom_emojis::visible_in_picker.eq(true),
        custom_emojis::uri.eq(emoji.uri),
        custom_emojis::remote_url.eq(emoji.url),
        custom_emojis::created_at.eq(Time(at)),
        custom_emojis::updated_at.eq(Time(emoji.updated_at)),
    );
    on!(tx, conn => {
        insert_into(custom_emojis::table)
            .values(values)
            .on_conflict_do_nothing()
            .returning(custom_emojis::id)
            .get_result(conn)
            .optional()
    })
}

/// What its server says of it now. Its files stay until others were fetched.
pub fn set_remote(tx: &mut Tx, id: i64, emoji: &Remote<'_>) -> Result<()> {
    let query = update(custom_emojis::table.find(id)).set((
        custom_emojis::uri.eq(emoji.uri),
        custom_emojis::remote_url.eq(emoji.url),
        custom_emojis::updated_at.eq(Time(emoji.updated_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Its picture was fetched.
pub fn set_files(tx: &mut Tx, id: i64, file: &str, static_file: &str) -> Result<()> {
    let query = update(custom_emojis::table.find(id)).set((
        custom_emojis::file.eq(file),
        custom_emojis::static_file.eq(static_file),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Emoji>> {
    let query = custom_emojis::table.find(id);
    on!(tx, conn => query.select(Emoji::as_select()).first(conn).optional())
}

/// Those of the short codes that are known of a server, in no particular order.
pub fn known(tx: &mut Tx, shortcodes: &[&str], domain: &str) -> Result<Vec<Emoji>> {
    let query = custom_emojis::table.filter(Named::new(shortcodes, &[domain]));
    on!(tx, conn => query.select(Emoji::as_select()).load(conn))
}

/// All of this server, in no particular order.
pub fn local(tx: &mut Tx) -> Result<Vec<Emoji>> {
    let query = custom_emojis::table.filter(custom_emojis::domain.is_null());
    on!(tx, conn => query.select(Emoji::as_select()).load(conn))
}

pub fn find_local(tx: &mut Tx, shortcode: &str) -> Result<Option<Emoji>> {
    let query = custom_emojis::table.filter(Named::new(&[shortcode], &[""]));
    on!(tx, conn => query.select(Emoji::as_select()).first(conn).optional())
}

/// Those of the short codes that work on one of the servers, in no particular order. The domain of
/// this one is empty.
pub fn usable(tx: &mut Tx, shortcodes: &[&str], domains: &[&str]) -> Result<Vec<Emoji>> {
    let query = custom_emojis::table
        .filter(Named::new(shortcodes, domains))
        .filter(not(custom_emojis::is_disabled))
        .filter(custom_emojis::file.ne(""));
    on!(tx, conn => query.select(Emoji::as_select()).load(conn))
}

pub fn set_disabled(
    tx: &mut Tx,
    id: i64,
    disabled: bool,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(custom_emojis::table.find(id)).set((
        custom_emojis::is_disabled.eq(disabled),
        custom_emojis::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Where members find it, and whether they are offered it.
pub fn set_listing(
    tx: &mut Tx,
    id: i64,
    category: Option<&str>,
    visible_in_picker: bool,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(custom_emojis::table.find(id)).set((
        custom_emojis::category.eq(category),
        custom_emojis::visible_in_picker.eq(visible_in_picker),
        custom_emojis::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(custom_emojis::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Some emoji of another server.
pub fn some_of(tx: &mut Tx, domain: &str, limit: i64) -> Result<Vec<Emoji>> {
    let query = custom_emojis::table
        .filter(custom_emojis::domain.eq(domain))
        .order(custom_emojis::id)
        .limit(limit);
    on!(tx, conn => query.select(Emoji::as_select()).load(conn))
}

/// Whether an emoji has one of the short codes and comes from one of the servers.
///
/// Both lists are one value each, so that the statement stays the same and is kept, and the words are
/// those of the index.
#[derive(Clone, Debug, QueryId)]
struct Named {
    shortcodes: Vec<String>,
    domains: Vec<String>,
    /// For SQLite, which has no lists.
    json: [String; 2],
}

impl Named {
    fn new(shortcodes: &[&str], domains: &[&str]) -> Self {
        let owned = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
        Self {
            shortcodes: owned(shortcodes),
            domains: owned(domains),
            json: [shortcodes, domains].map(|it| Value::from(it).to_string()),
        }
    }
}

impl QueryFragment<Sqlite> for Named {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("shortcode IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.json[0])?;
        out.push_sql(")) AND coalesce(domain, '') IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.json[1])?;
        out.push_sql("))");
        Ok(())
    }
}

impl QueryFragment<Pg> for Named {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("shortcode = ANY(");
        out.push_bind_param::<Array<Text>, _>(&self.shortcodes)?;
        out.push_sql(") AND coalesce(domain, '') = ANY(");
        out.push_bind_param::<Array<Text>, _>(&self.domains)?;
        out.push_sql(")");
        Ok(())
    }
}

impl Expression for Named {
    type SqlType = Bool;
}

impl ValidGrouping<()> for Named {
    type IsAggregate = is_aggregate::No;
}

impl AppearsOnTable<custom_emojis::table> for Named {}
impl SelectableExpression<custom_emojis::table> for Named {}
