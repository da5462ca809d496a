//! Which posts somebody may see where: the conditions of every list, page and stream of posts.
//!
//! A condition is a piece of SQL about the table `statuses`, in the place of a filter. It asks for the
//! state of the post and of its author, for who the post is meant for, and for what reader and author have decided
//! about each other, each by a look into an index.

use chrono::{DateTime, Utc};
use diesel::{
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{BigInt, Bool, HasSqlType},
};

use crate::{
    schema::statuses,
    time::{Instant, Time},
};

/// Who looks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Viewer {
    /// None is somebody without an account.
    pub account_id: Option<i64>,
    pub now: DateTime<Utc>,
}

/// Where posts are looked at, which decides how far limited authors and those whom the reader does
/// not want to meet are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Asked for by its id, on the author's profile, or among what the reader has put aside.
    Alone,
    /// In a thread, among search results, or in bulk: limited authors only before their followers.
    Thread,
    /// Among the posts of people whom the reader did not choose: limited authors never.
    Public,
    /// Among the posts of people whom the reader follows.
    Home,
}

impl Viewer {
    /// Whether a post may be seen there, as a condition.
    pub(crate) fn sees(self, place: Place) -> Sees {
        Sees {
            reader: self.account_id.map_or(Reader::Nobody, Reader::Member),
            now: Time(self.now),
            place,
        }
    }
}

/// The same condition for each member in a table named `reader`, whose column is `value`.
pub(crate) fn each_sees(place: Place, now: DateTime<Utc>) -> Sees {
    Sees {
        reader: Reader::Each,
        now: Time(now),
        place,
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Sees {
    reader: Reader,
    now: Time,
    place: Place,
}

#[derive(Clone, Copy, Debug)]
enum Reader {
    /// Somebody without an account.
    Nobody,
    Member(i64),
    /// Whoever stands in the row at hand of a table named `reader`.
    Each,
}

impl Reader {
    /// The id of the account, in the place of a value.
    fn write<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend,
        i64: ToSql<BigInt, DB>,
    {
        match self {
            Self::Nobody => out.push_sql("NULL"),
            Self::Member(id) => out.push_bind_param::<BigInt, _>(id)?,
            Self::Each => out.push_sql("reader.value"),
        }
        Ok(())
    }
}

/// The table of the post itself, and that of the post that it boosts.
const POST: &str = "statuses";
const BOOSTED: &str = "boosted";

impl Sees {
    fn write<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Instant>,
        i64: ToSql<BigInt, DB>,
        Time: ToSql<Instant, DB>,
    {
        out.push_sql("(");
        self.one(out.reborrow(), POST)?;
        out.push_sql(
            " AND (statuses.reblog_of_id IS NULL OR EXISTS (SELECT 1 FROM statuses boosted",
        );
        out.push_sql(" WHERE boosted.id = statuses.reblog_of_id AND ");
        self.one(out.reborrow(), BOOSTED)?;
        out.push_sql(")))");
        Ok(())
    }

    fn one<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>, post: &'static str) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Instant>,
        i64: ToSql<BigInt, DB>,
        Time: ToSql<Instant, DB>,
    {
        push(&mut out, &[post, ".deleted_at IS NULL"]);
        self.unless_held(&mut out, post)?;
        self.author(out.reborrow(), post)?;
        self.audience(out.reborrow(), post)?;
        match self.has_taste() {
            true => self.taste(out, post),
            false => Ok(()),
        }
    }

    /// A post that waits for a moderator is there for its author alone.
    fn unless_held<'b, DB>(
        &'b self,
        out: &mut AstPass<'_, 'b, DB>,
        post: &'static str,
    ) -> QueryResult<()>
    where
        DB: Backend,
        i64: ToSql<BigInt, DB>,
    {
        if let Reader::Nobody = self.reader {
            push(out, &[" AND ", post, ".held_at IS NULL"]);
            return Ok(());
        }
        push(
            out,
            &[
                " AND (",
                post,
                ".held_at IS NULL OR ",
                post,
                ".account_id = ",
            ],
        );
        self.reader.write(out)?;
        out.push_sql(")");
        Ok(())
    }

    /// Whether it counts what reader and author have decided about each other.
    fn has_taste(&self) -> bool {
        match (self.reader, self.place) {
            (Reader::Nobody, _) | (_, Place::Alone) => false,
            (_, Place::Thread | Place::Public | Place::Home) => true,
        }
    }

    /// The author is neither suspended nor gone, and not limited where that counts. Nor has the reader
    /// blocked the author's server, where that does.
    ///
    /// Every post has an author, so it is enough that there is none of the others. Said the other way
    /// round, SQLite would join posts and authors, and read all authors before the first post.
    fn author<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>, post: &'static str) -> QueryResult<()>
    where
        DB: Backend,
        i64: ToSql<BigInt, DB>,
    {
        push(
            &mut out,
            &[
                " AND NOT EXISTS (SELECT 1 FROM accounts author WHERE author.id = ",
                post,
                ".account_id AND (author.suspended_at IS NOT NULL OR author.purged_at IS NOT NULL",
            ],
        );
        match (self.place, self.reader) {
            (Place::Alone | Place::Home, _) => (),
            (Place::Public, _) | (Place::Thread, Reader::Nobody) => {
                out.push_sql(" OR author.silenced_at IS NOT NULL");
            }
            (Place::Thread, Reader::Member(_) | Reader::Each) => {
                out.push_sql(" OR (author.silenced_at IS NOT NULL AND author.id <> ");
                self.reader.write(&mut out)?;
                out.push_sql(" AND NOT EXISTS (SELECT 1 FROM follows WHERE follows.account_id = ");
                self.reader.write(&mut out)?;
                out.push_sql(" AND follows.target_account_id = author.id))");
            }
        }
        if self.has_taste() {
            out.push_sql(" OR EXISTS (SELECT 1 FROM user_domain_blocks blocked");
            out.push_sql(" WHERE blocked.domain = author.domain AND blocked.account_id = ");
            self.reader.write(&mut out)?;
            out.push_sql(")");
        }
        out.push_sql("))");
        Ok(())
    }

    /// The post is meant for the reader. Whom the author has blocked sees what names her, no more; where
    /// taste counts, that is asked there.
    ///
    /// What is true of most posts, and needs no look elsewhere, comes first.
    fn audience<'b, DB>(
        &'b self,
        mut out: AstPass<'_, 'b, DB>,
        post: &'static str,
    ) -> QueryResult<()>
    where
        DB: Backend,
        i64: ToSql<BigInt, DB>,
    {
        let for_all = [post, ".visibility IN ('public', 'unlisted')"];
        if let Reader::Nobody = self.reader {
            out.push_sql(" AND ");
            push(&mut out, &for_all);
            return Ok(());
        }
        out.push_sql(" AND ((");
        push(&mut out, &for_all);
        self.unless_blocked(&mut out, post)?;
        push(&mut out, &[") OR ", post, ".account_id = "]);
        self.reader.write(&mut out)?;
        push(
            &mut out,
            &[
                " OR (",
                post,
                ".visibility = 'private' AND EXISTS (SELECT 1 FROM follows WHERE follows.account_id = ",
            ],
        );
        self.reader.write(&mut out)?;
        push(
            &mut out,
            &[" AND follows.target_account_id = ", post, ".account_id)"],
        );
        self.unless_blocked(&mut out, post)?;
        push(
            &mut out,
            &[
                ") OR EXISTS (SELECT 1 FROM mentions WHERE mentions.status_id = ",
                post,
                ".id AND mentions.account_id = ",
            ],
        );
        self.reader.write(&mut out)?;
        out.push_sql("))");
        Ok(())
    }

    fn unless_blocked<'b, DB>(
        &'b self,
        out: &mut AstPass<'_, 'b, DB>,
        post: &'static str,
    ) -> QueryResult<()>
    where
        DB: Backend,
        i64: ToSql<BigInt, DB>,
    {
        match self.has_taste() {
            true => Ok(()),
            false => self.not_blocked(out, post),
        }
    }

    /// The author has not blocked the reader.
    fn not_blocked<'b, DB>(
        &'b self,
        out: &mut AstPass<'_, 'b, DB>,
        post: &'static str,
    ) -> QueryResult<()>
    where
        DB: Backend,
        i64: ToSql<BigInt, DB>,
    {
        push(
            out,
            &[
                " AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.account_id = ",
                post,
                ".account_id AND blocks.target_account_id = ",
            ],
        );
        self.reader.write(out)?;
        out.push_sql(")");
        Ok(())
    }

    /// The reader has neither blocked nor muted the author, and the author has not blocked the reader.
    fn taste<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>, post: &'static str) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Instant>,
        i64: ToSql<BigInt, DB>,
        Time: ToSql<Instant, DB>,
    {
        out.push_sql(" AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.account_id = ");
        self.reader.write(&mut out)?;
        push(
            &mut out,
            &[" AND blocks.target_account_id = ", post, ".account_id)"],
        );
        self.not_blocked(&mut out, post)?;
        out.push_sql(" AND NOT EXISTS (SELECT 1 FROM mutes WHERE mutes.account_id = ");
        self.reader.write(&mut out)?;
        push(
            &mut out,
            &[" AND mutes.target_account_id = ", post, ".account_id"],
        );
        out.push_sql(" AND (mutes.expires_at IS NULL OR mutes.expires_at > ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql("))");
        Ok(())
    }
}

fn push<DB: Backend>(out: &mut AstPass<'_, '_, DB>, pieces: &[&str]) {
    for piece in pieces {
        out.push_sql(piece);
    }
}

impl<DB> QueryFragment<DB> for Sees
where
    DB: Backend + HasSqlType<Instant>,
    i64: ToSql<BigInt, DB>,
    Time: ToSql<Instant, DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.write(out)
    }
}

/// The text depends on the place, so that Diesel knows a statement by its text alone.
impl QueryId for Sees {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Sees {
    type SqlType = Bool;
}

impl ValidGrouping<()> for Sees {
    type IsAggregate = is_aggregate::No;
}

impl<QS> AppearsOnTable<QS> for Sees where statuses::id: AppearsOnTable<QS> {}
impl<QS> SelectableExpression<QS> for Sees where statuses::id: SelectableExpression<QS> {}
