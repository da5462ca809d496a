//! Where a search finds posts that may be what is wanted, newest first.

use diesel::{prelude::*, sql_types::BigInt};

use super::{Filter, Quality, Scope, Wanted, index};
use crate::{
    Result, Tx, on,
    written::{Written, written},
};

/// How many posts a source gives at once.
const BATCH: i64 = 2500;
/// How many of the newest posts PostgreSQL walks through before it asks its index, which cannot give
/// the newest first: of a common word, it would give every post that was ever written with it.
const RECENT: i64 = 10_000;
/// How many of those have to contain the words so that the index is not needed.
const COMMON: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Posts with the words.
    Words,
    /// Posts of an author.
    Author(i64),
    /// What the reader has something to do with.
    Library,
    /// All posts.
    Everything,
}

pub(super) struct Batch {
    pub(super) ids: Vec<i64>,
    /// Whether there are no more.
    pub(super) is_last: bool,
}

impl Source {
    /// In which order to look where. What is rare is found by its words; what is common, where fewer
    /// posts are.
    pub(super) fn of(wanted: &Wanted) -> Vec<Self> {
        let author = wanted.filters.iter().find_map(|it| match it {
            Filter::Is(Quality::Author(id)) => Some(Self::Author(*id)),
            _ => None,
        });
        let words = (!wanted.with.is_empty()).then_some(Self::Words);
        let otherwise = match (author, wanted.scope) {
            (Some(author), _) => author,
            (None, Scope::Library) => Self::Library,
            (None, Scope::All) if words.is_some() => Self::Library,
            (None, Scope::All | Scope::Public) => Self::Everything,
        };
        let is_of_use = words.is_none() || otherwise != Self::Everything;
        words
            .into_iter()
            .chain(is_of_use.then_some(otherwise))
            .collect()
    }

    pub(super) fn newest(self, tx: &mut Tx, wanted: &Wanted, below: i64) -> Result<Batch> {
        let ids = match self {
            Self::Words => return with_words(tx, wanted, below),
            Self::Author(id) => written("SELECT id FROM statuses WHERE reblog_of_id IS NULL")
                .words(" AND account_id = ")
                .id(id)
                .append(window("id", wanted, below)),
            Self::Everything => {
                written("SELECT id FROM statuses WHERE 1 = 1").append(window("id", wanted, below))
            }
            Self::Library => library(wanted, below),
        };
        let ids = on!(tx, conn => ids.load(conn))?;
        Ok(Batch::of(ids))
    }
}

impl Batch {
    fn of(ids: Vec<i64>) -> Self {
        let is_last = (ids.len() as i64) < BATCH;
        Self { ids, is_last }
    }
}

fn with_words(tx: &mut Tx, wanted: &Wanted, below: i64) -> Result<Batch> {
    match tx {
        Tx::Sqlite(conn) => {
            let ids = written::<BigInt>("SELECT rowid FROM status_words WHERE status_words MATCH ")
                .text(index::for_sqlite(&wanted.with))
                .append(window("rowid", wanted, below));
            Ok(Batch::of(ids.load(&mut **conn)?))
        }
        Tx::Postgres(conn) => {
            let words = index::for_postgres(&wanted.with);
            let recent = written::<BigInt>("SELECT status_id FROM (SELECT status_id, words")
                .words(" FROM status_words WHERE status_id > ")
                .id(wanted.above)
                .words(" AND status_id < ")
                .id(below)
                .words(" ORDER BY status_id DESC LIMIT ")
                .id(RECENT)
                .words(") recent WHERE words @@ CAST(")
                .text(&words)
                .words(" AS tsquery) ORDER BY status_id DESC LIMIT ")
                .id(BATCH);
            let ids: Vec<i64> = recent.load(&mut **conn)?;
            if ids.len() >= COMMON {
                let is_last = false;
                return Ok(Batch { ids, is_last });
            }
            // The index is asked first, and the newest of what it gives are taken afterwards; the
            // planner would rather walk through all posts in the hope of finding some soon.
            let indexed = written::<BigInt>("WITH found AS MATERIALIZED (SELECT status_id")
                .words(" FROM status_words WHERE words @@ CAST(")
                .text(words)
                .words(" AS tsquery)) SELECT status_id FROM found WHERE 1 = 1")
                .append(window("status_id", wanted, below));
            Ok(Batch::of(indexed.load(&mut **conn)?))
        }
    }
}

/// What of each kind is the newest, put together.
fn library(wanted: &Wanted, below: i64) -> Written<BigInt> {
    let reader = wanted.reader;
    written("SELECT id FROM (SELECT id FROM (SELECT id FROM statuses")
        .words(" WHERE reblog_of_id IS NULL AND account_id = ")
        .id(reader)
        .append(window("id", wanted, below))
        .words(") own UNION SELECT status_id FROM (SELECT status_id FROM mentions")
        .words(" WHERE NOT is_silent AND account_id = ")
        .id(reader)
        .append(window("status_id", wanted, below))
        .words(") mentioned UNION SELECT status_id FROM (SELECT status_id FROM favourites")
        .words(" WHERE account_id = ")
        .id(reader)
        .append(window("status_id", wanted, below))
        .words(") liked UNION SELECT status_id FROM (SELECT status_id FROM bookmarks")
        .words(" WHERE account_id = ")
        .id(reader)
        .append(window("status_id", wanted, below))
        .words(") put_aside UNION SELECT reblog_of_id FROM (SELECT reblog_of_id FROM statuses")
        .words(" WHERE reblog_of_id IS NOT NULL AND account_id = ")
        .id(reader)
        .append(window("reblog_of_id", wanted, below))
        .words(") boosted UNION SELECT status_id FROM (SELECT polls.status_id FROM poll_votes")
        .words(" JOIN polls ON polls.id = poll_votes.poll_id WHERE poll_votes.account_id = ")
        .id(reader)
        .append(window("status_id", wanted, below))
        .words(") voted) library ORDER BY id DESC LIMIT ")
        .id(BATCH)
}

/// ` AND id > … AND id < … ORDER BY id DESC LIMIT …`
fn window(id: &'static str, wanted: &Wanted, below: i64) -> Written<BigInt> {
    written(" AND ")
        .words(id)
        .words(" > ")
        .id(wanted.above)
        .words(" AND ")
        .words(id)
        .words(" < ")
        .id(below)
        .words(" ORDER BY ")
        .words(id)
        .words(" DESC LIMIT ")
        .id(BATCH)
}
