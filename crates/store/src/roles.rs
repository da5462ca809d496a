//! What groups of members may do.

use diesel::prelude::*;

use crate::{Result, Tx, action_log::Recorded, on, schema::roles};

/// The role of everybody who has no other.
pub const EVERYBODY: i64 = -99;

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Role {
    pub id: i64,
    pub name: String,
    pub color: String,
    pub highlighted: bool,
    pub position: i32,
    /// Its own bits; those of everybody's role come on top.
    pub permissions: i64,
    pub require_2fa: bool,
    pub collection_limit: i32,
}

/// Highest position first.
pub fn all(tx: &mut Tx) -> Result<Vec<Role>> {
    let query = roles::table.order((roles::position.desc(), roles::id));
    on!(tx, conn => query.select(Role::as_select()).load(conn))
}

pub fn add(tx: &mut Tx, name: &str, position: i32, permissions: i64) -> Result<Role> {
    let values = (
        roles::name.eq(name),
        roles::color.eq(""),
        roles::highlighted.eq(false),
        roles::position.eq(position),
        roles::permissions.eq(permissions),
        roles::require_2fa.eq(false),
        roles::collection_limit.eq(10),
    );
    on!(tx, conn => {
        diesel::insert_into(roles::table)
            .values(values)
            .returning(Role::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Role>> {
    let query = roles::table.find(id);
    on!(tx, conn => query.select(Role::as_select()).first(conn).optional())
}

/// The same, and nobody else changes it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Role>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = roles::table.find(id).select(Role::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// Everything about it becomes what is given.
pub fn set(tx: &mut Tx, role: &Role, _: &Recorded) -> Result<()> {
    let query = diesel::update(roles::table.find(role.id)).set((
        roles::name.eq(&role.name),
        roles::color.eq(&role.color),
        roles::highlighted.eq(role.highlighted),
        roles::position.eq(role.position),
        roles::permissions.eq(role.permissions),
        roles::require_2fa.eq(role.require_2fa),
        roles::collection_limit.eq(role.collection_limit),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Who is in it has none from then on.
pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = diesel::delete(roles::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_require_2fa(tx: &mut Tx, id: i64, require: bool) -> Result<()> {
    let query = diesel::update(roles::table.find(id)).set(roles::require_2fa.eq(require));
    on!(tx, conn => query.execute(conn).map(drop))
}
