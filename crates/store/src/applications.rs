//! Programs that act for members.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*};
use serde_json::Value;

use crate::{Result, Tx, ids::is_any, on, schema::applications, time::Time};

#[derive(Clone, Debug, Queryable, Selectable)]
pub struct Application {
    pub id: i64,
    pub name: String,
    pub website: Option<String>,
    /// A list of texts.
    pub redirect_uris: Value,
    /// Separated by spaces.
    pub scopes: String,
    pub client_id: String,
    pub client_secret_hash: String,
    pub created_at: DateTime<Utc>,
}

impl Application {
    pub fn redirect_uris(&self) -> impl Iterator<Item = &str> {
        let uris = self.redirect_uris.as_array().map(Vec::as_slice);
        uris.unwrap_or_default().iter().filter_map(Value::as_str)
    }
}

/// An application that is about to be registered.
#[derive(Clone, Debug)]
pub struct NewApplication<'a> {
    pub name: &'a str,
    pub website: Option<&'a str>,
    pub redirect_uris: &'a [String],
    pub scopes: &'a str,
    pub client_id: &'a str,
    pub client_secret_hash: &'a str,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, application: &NewApplication<'_>) -> Result<Application> {
    let values = (
        applications::name.eq(application.name),
        applications::website.eq(application.website),
        applications::redirect_uris.eq(Value::from(application.redirect_uris)),
        applications::scopes.eq(application.scopes),
        applications::client_id.eq(application.client_id),
        applications::client_secret_hash.eq(application.client_secret_hash),
        applications::created_at.eq(Time(application.created_at)),
    );
    on!(tx, conn => {
        insert_into(applications::table)
            .values(values)
            .returning(Application::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Application>> {
    let query = applications::table.find(id);
    on!(tx, conn => query.select(Application::as_select()).first(conn).optional())
}

pub fn find_by_client_id(tx: &mut Tx, client_id: &str) -> Result<Option<Application>> {
    let query = applications::table.filter(applications::client_id.eq(client_id));
    on!(tx, conn => query.select(Application::as_select()).first(conn).optional())
}

/// Oldest first: nothing keeps two from having one name.
pub fn named(tx: &mut Tx, name: &str) -> Result<Vec<Application>> {
    let query = applications::table
        .filter(applications::name.eq(name))
        .order(applications::id);
    on!(tx, conn => query.select(Application::as_select()).load(conn))
}

/// In no particular order; ids of nothing are left out.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Application>> {
    let query = applications::table.filter(is_any(applications::id, ids));
    on!(tx, conn => query.select(Application::as_select()).load(conn))
}
