//! Names that newcomers may not have, or not without a look at them.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, sql_types::Bool, update};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, on, paged::page,
    schema::username_blocks as blocks, time::Time, written::written,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = blocks)]
pub struct UsernameBlock {
    pub id: i64,
    /// As it was written.
    pub username: String,
    /// As it is compared.
    pub folded: String,
    /// `equals` or `contains`
    pub comparison: String,
    /// Whether newcomers wait until somebody has looked at them; otherwise they are refused.
    pub allow_with_approval: bool,
    pub created_at: DateTime<Utc>,
}

/// What somebody decides about a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub username: String,
    pub folded: String,
    pub comparison: String,
    pub allow_with_approval: bool,
}

pub fn add(tx: &mut Tx, terms: &Terms, at: DateTime<Utc>) -> Result<UsernameBlock> {
    let values = (
        blocks::username.eq(&terms.username),
        blocks::folded.eq(&terms.folded),
        blocks::comparison.eq(&terms.comparison),
        blocks::allow_with_approval.eq(terms.allow_with_approval),
        blocks::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(blocks::table)
            .values(values)
            .returning(UsernameBlock::as_returning())
            .get_result(conn)
    })
}

pub fn set(tx: &mut Tx, id: i64, terms: &Terms, _: &Recorded) -> Result<UsernameBlock> {
    let query = update(blocks::table.find(id)).set((
        blocks::username.eq(&terms.username),
        blocks::folded.eq(&terms.folded),
        blocks::comparison.eq(&terms.comparison),
        blocks::allow_with_approval.eq(terms.allow_with_approval),
    ));
    on!(tx, conn => query.returning(UsernameBlock::as_returning()).get_result(conn))
}

pub fn remove(tx: &mut Tx, id: i64, _: &Recorded) -> Result<()> {
    let query = delete(blocks::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<UsernameBlock>> {
    let query = blocks::table.find(id);
    on!(tx, conn => query.select(UsernameBlock::as_select()).first(conn).optional())
}

/// For a rule that is about to be changed: whoever else is about to do so waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<UsernameBlock>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = blocks::table.find(id);
            let query = query.select(UsernameBlock::as_select()).for_update();
            Ok(query.first(&mut **conn).optional()?)
        }
    }
}

/// The rules that compare with any of these texts, oldest first.
pub fn of_any(tx: &mut Tx, folded: &[String]) -> Result<Vec<UsernameBlock>> {
    let is_one = written::<Bool>("username_blocks.folded").any_text(folded);
    let query = blocks::table.filter(is_one);
    let mut found: Vec<UsernameBlock> =
        on!(tx, conn => query.select(UsernameBlock::as_select()).load(conn))?;
    found.sort_unstable_by_key(|it| it.id);
    Ok(found)
}

/// Newest first.
pub fn page(tx: &mut Tx, window: Window) -> Result<Vec<UsernameBlock>> {
    Ok(page!(
        tx,
        window,
        blocks::id,
        blocks::table.select(UsernameBlock::as_select())
    ))
}
