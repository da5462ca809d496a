//! Posts that quote others.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    prelude::*,
    serialize::{self, Output, ToSql},
    sql_types::{Bool, Text},
    update,
};

use crate::{
    Result, Tx,
    account_list::Window,
    blocks, mutes, on,
    paged::page,
    schema::statuses,
    statuses::Status,
    user_domain_blocks,
    visible::{Place, Viewer},
    written::written,
};

/// What the author of a quoted post says to that.
#[derive(AsExpression, Clone, Copy, Debug, FromSqlRow, PartialEq, Eq)]
#[diesel(sql_type = Text)]
pub enum QuoteState {
    Accepted,
    Revoked,
}

impl QuoteState {
    const ALL: [Self; 2] = [Self::Accepted, Self::Revoked];

    /// Mastodon's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
        }
    }
}

impl<DB: Backend> ToSql<Text, DB> for QuoteState
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.word().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for QuoteState
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let word = String::from_sql(value)?;
        let state = Self::ALL.into_iter().find(|it| it.word() == word);
        state.ok_or_else(|| format!("{word:?} is no state of a quote").into())
    }
}

pub fn set_state(tx: &mut Tx, quoting_id: i64, state: QuoteState) -> Result<Status> {
    let query = update(statuses::table.find(quoting_id)).set(statuses::quote_state.eq(state));
    on!(tx, conn => query.returning(Status::as_returning()).get_result(conn))
}

/// A page of the posts that quote a post, as far as the viewer may see them in a thread.
pub fn seen(tx: &mut Tx, of: i64, viewer: Viewer, window: Window) -> Result<Vec<Status>> {
    let page: Vec<Status> = page!(
        tx,
        window,
        statuses::id,
        statuses::table
            .filter(statuses::quote_of_id.eq(of))
            .filter(statuses::quote_state.eq(QuoteState::Accepted))
            .filter(viewer.sees(Place::Thread))
            .select(Status::as_select())
    );
    Ok(page)
}

/// The same for the author of the quoted post, who may object to all of them.
pub fn all(tx: &mut Tx, of: i64, window: Window) -> Result<Vec<Status>> {
    let is_there = || {
        written::<Bool>("statuses.deleted_at IS NULL AND statuses.held_at IS NULL")
            .words(" AND EXISTS (SELECT 1 FROM accounts author")
            .words(" WHERE author.id = statuses.account_id")
            .words(" AND author.suspended_at IS NULL AND author.purged_at IS NULL)")
    };
    let page: Vec<Status> = page!(
        tx,
        window,
        statuses::id,
        statuses::table
            .filter(statuses::quote_of_id.eq(of))
            .filter(statuses::quote_state.eq(QuoteState::Accepted))
            .filter(is_there())
            .select(Status::as_select())
    );
    Ok(page)
}

/// The members who quote a post, a batch at a time, as ids of the quoting posts and of members.
pub fn quoters(tx: &mut Tx, of: i64, after: i64, limit: i64) -> Result<Vec<(i64, i64)>> {
    let query = statuses::table
        .filter(statuses::quote_of_id.eq(of))
        .filter(statuses::quote_state.eq(QuoteState::Accepted))
        .filter(statuses::deleted_at.is_null())
        .filter(statuses::is_local)
        .filter(statuses::id.gt(after))
        .order(statuses::id)
        .select((statuses::id, statuses::account_id))
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// Why somebody would rather not see what an account says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aversion {
    Blocked,
    BlockedDomain,
    Muted,
}

/// Which of the authors the viewer would rather not see, and why; the strongest reason first.
pub fn averse_to(tx: &mut Tx, viewer: Viewer, author_ids: &[i64]) -> Result<Vec<(i64, Aversion)>> {
    let Some(reader) = viewer.account_id else {
        return Ok(Vec::new());
    };
    let blocked = blocks::among(tx, reader, author_ids)?;
    let of_domain = user_domain_blocks::among(tx, reader, author_ids)?;
    let muted = mutes::among(tx, reader, author_ids, viewer.now)?;
    let muted = muted.into_iter().map(|it| it.target_account_id).collect();
    let because = |ids: Vec<i64>, why| ids.into_iter().map(move |id| (id, why));
    Ok(because(blocked, Aversion::Blocked)
        .chain(because(of_domain, Aversion::BlockedDomain))
        .chain(because(muted, Aversion::Muted))
        .collect())
}
