//! What the owners of struck accounts answer, and what came of it.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, update};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, ids::is_any, on, paged::page,
    schema::appeals, time::Time,
};

/// At most one for each strike, ever.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Appeal {
    pub id: i64,
    pub strike_id: i64,
    /// Who appeals.
    pub account_id: i64,
    pub text: String,
    pub approved_at: Option<DateTime<Utc>>,
    pub approved_by_account_id: Option<i64>,
    pub rejected_at: Option<DateTime<Utc>>,
    pub rejected_by_account_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// How far it got. A decision is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Approved,
    Rejected,
}

impl State {
    /// Mastodon's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

impl Appeal {
    pub fn state(&self) -> State {
        match (self.approved_at, self.rejected_at) {
            (Some(_), _) => State::Approved,
            (None, Some(_)) => State::Rejected,
            (None, None) => State::Pending,
        }
    }

    /// When it was decided.
    pub fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.approved_at.or(self.rejected_at)
    }
}

/// Fails as a duplicate when the strike was appealed already.
pub fn add(
    tx: &mut Tx,
    strike_id: i64,
    account_id: i64,
    text: &str,
    at: DateTime<Utc>,
) -> Result<Appeal> {
    let values = (
        appeals::strike_id.eq(strike_id),
        appeals::account_id.eq(account_id),
        appeals::text.eq(text),
        appeals::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(appeals::table)
            .values(values)
            .returning(Appeal::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Appeal>> {
    let query = appeals::table.find(id);
    on!(tx, conn => query.select(Appeal::as_select()).first(conn).optional())
}

/// The same, and nobody else decides it before this transaction is over.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Appeal>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = appeals::table.find(id).select(Appeal::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// Those of some strikes, in no particular order.
pub fn of_strikes(tx: &mut Tx, strike_ids: &[i64]) -> Result<Vec<Appeal>> {
    let query = appeals::table.filter(is_any(appeals::strike_id, strike_ids));
    on!(tx, conn => query.select(Appeal::as_select()).load(conn))
}

/// Which appeals are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub state: Option<State>,
    /// Who has appealed.
    pub account_id: Option<i64>,
}

/// Newest first.
pub fn page(tx: &mut Tx, filter: Filter, window: Window) -> Result<Vec<Appeal>> {
    let page: Vec<Appeal> = page!(
        tx,
        window,
        appeals::id,
        appeals::table.select(Appeal::as_select()),
        |it| {
            let mut query = it;
            query = match filter.state {
                Some(State::Pending) => query
                    .filter(appeals::approved_at.is_null())
                    .filter(appeals::rejected_at.is_null()),
                Some(State::Approved) => query.filter(appeals::approved_at.is_not_null()),
                Some(State::Rejected) => query.filter(appeals::rejected_at.is_not_null()),
                None => query,
            };
            if let Some(id) = filter.account_id {
                query = query.filter(appeals::account_id.eq(id));
            }
            query
        }
    );
    Ok(page)
}

pub fn set_approved(
    tx: &mut Tx,
    id: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(appeals::table.find(id)).set((
        appeals::approved_at.eq(Time(at)),
        appeals::approved_by_account_id.eq(by),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_rejected(
    tx: &mut Tx,
    id: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
    _: &Recorded,
) -> Result<()> {
    let query = update(appeals::table.find(id)).set((
        appeals::rejected_at.eq(Time(at)),
        appeals::rejected_by_account_id.eq(by),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
