//! The numbers that rows keep about other rows, and what counting those gives.
//!
//! What is never taken back is not here: how much tags were used from day to day, what happened in a
//! week, what a severance has cost. Nobody could count it anew.

use diesel::{prelude::*, sql_types::BigInt};

use crate::{
    Result, Tx, on,
    written::{Written, written},
};

/// A number that every row of a table keeps.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// What is counted, and whose it is, for people.
    pub name: &'static str,
    pub of: &'static str,
    table: &'static Table,
    column: &'static str,
    /// Counts what belongs to the row `own`.
    counting: &'static str,
}

#[derive(Debug, PartialEq, Eq)]
struct Table {
    /// Each row is called `own`, and that with its numbers `kept`. Ends in a condition or in `WHERE`.
    rows: &'static str,
    /// Makes sure that the row with the numbers is there, and keeps others from changing it.
    hold: (&'static str, &'static str),
    update: &'static str,
    key: &'static str,
    /// For numbers that are nothing: takes the row away.
    clear: Option<&'static str>,
}

/// Of this server: what others say of theirs is not counted here.
const ACCOUNTS: Table = Table {
    rows: " FROM accounts own LEFT JOIN account_stats kept ON kept.account_id = own.id \
        WHERE own.domain IS NULL AND",
    hold: (
        "INSERT INTO account_stats (account_id, followers_count, following_count, statuses_count) \
         VALUES (",
        ", 0, 0, 0) ON CONFLICT (account_id) DO UPDATE SET account_id = excluded.account_id",
    ),
    update: "UPDATE account_stats SET ",
    key: "account_id",
    clear: None,
};

const POSTS: Table = Table {
    rows: " FROM statuses own LEFT JOIN status_stats kept ON kept.status_id = own.id \
        WHERE own.reblog_of_id IS NULL AND",
    hold: (
        "INSERT INTO status_stats \
         (status_id, replies_count, reblogs_count, favourites_count, quotes_count) VALUES (",
        ", 0, 0, 0, 0) ON CONFLICT (status_id) DO UPDATE SET status_id = excluded.status_id",
    ),
    update: "UPDATE status_stats SET ",
    key: "status_id",
    clear: None,
};

const POLLS: Table = Table {
    rows: " FROM polls own JOIN polls kept ON kept.id = own.id WHERE",
    hold: ("UPDATE polls SET id = id WHERE id = ", ""),
    update: "UPDATE polls SET ",
    key: "id",
    clear: None,
};

const FEATURED_TAGS: Table = Table {
    rows: " FROM featured_tags own JOIN featured_tags kept ON kept.id = own.id WHERE",
    hold: ("UPDATE featured_tags SET id = id WHERE id = ", ""),
    update: "UPDATE featured_tags SET ",
    key: "id",
    clear: None,
};

const REQUESTS: Table = Table {
    rows: " FROM notification_requests own JOIN notification_requests kept ON kept.id = own.id WHERE",
    hold: ("UPDATE notification_requests SET id = id WHERE id = ", ""),
    update: "UPDATE notification_requests SET ",
    key: "id",
    clear: Some("DELETE FROM notification_requests WHERE notifications_count <= 0 AND id = "),
};

const fn of_account(name: &'static str, column: &'static str, counting: &'static str) -> Kept {
    Kept {
        name,
        of: "account",
        table: &ACCOUNTS,
        column,
        counting,
    }
}

const fn of_post(name: &'static str, column: &'static str, counting: &'static str) -> Kept {
    Kept {
        name,
        of: "post",
        table: &POSTS,
        column,
        counting,
    }
}

/// All of them but the tallies of polls, which are no columns.
#[rustfmt::skip]
pub const ALL: &[Kept] = &[
    of_account("followers", "followers_count",
        "SELECT count(*) FROM follows WHERE follows.target_account_id = own.id"),
    of_account("follows", "following_count",
        "SELECT count(*) FROM follows WHERE follows.account_id = own.id"),
    of_account("posts", "statuses_count",
        "SELECT count(*) FROM statuses post WHERE post.account_id = own.id AND post.deleted_at IS NULL"),
    of_post("replies", "replies_count",
        "SELECT count(*) FROM statuses post WHERE post.in_reply_to_id = own.id \
         AND post.deleted_at IS NULL AND post.held_at IS NULL AND post.visibility IN ('public', 'unlisted')"),
    of_post("boosts", "reblogs_count",
        "SELECT count(*) FROM statuses post WHERE post.reblog_of_id = own.id AND post.deleted_at IS NULL"),
    of_post("favourites", "favourites_count",
        "SELECT count(*) FROM favourites WHERE favourites.status_id = own.id"),
    of_post("quotes", "quotes_count",
        "SELECT count(*) FROM statuses post WHERE post.quote_of_id = own.id \
         AND post.quote_state = 'accepted' AND post.deleted_at IS NULL AND post.held_at IS NULL \
         AND post.visibility IN ('public', 'unlisted')"),
    Kept {
        name: "voters", of: "poll", table: &POLLS, column: "voters_count",
        counting: "SELECT count(DISTINCT vote.account_id) FROM poll_votes vote WHERE vote.poll_id = own.id",
    },
    Kept {
        name: "posts", of: "featured tag", table: &FEATURED_TAGS, column: "statuses_count",
        counting: "SELECT count(*) FROM statuses post WHERE post.account_id = own.account_id \
            AND post.deleted_at IS NULL AND post.held_at IS NULL \
            AND post.visibility IN ('public', 'unlisted') \
            AND EXISTS (SELECT 1 FROM status_tags tagged \
              WHERE tagged.tag_id = own.tag_id AND tagged.status_id = post.id)",
    },
    Kept {
        name: "notifications", of: "request", table: &REQUESTS, column: "notifications_count",
        counting: "SELECT count(*) FROM notifications told WHERE told.account_id = own.account_id \
            AND told.from_account_id = own.from_account_id AND told.is_filtered \
            AND told.created_at >= own.created_at",
    },
];

/// What a row says, and what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Row {
    pub id: i64,
    pub kept: i64,
    pub counted: i64,
}

type Columns = (BigInt, BigInt, BigInt);

impl Kept {
    fn rows(&'static self) -> Written<Columns> {
        written("SELECT own.id, coalesce(kept.")
            .words(self.column)
            .words(", 0), (")
            .words(self.counting)
            .words(")")
            .words(self.table.rows)
    }
}

/// Some of the rows after that id, lowest id first.
pub fn some(tx: &mut Tx, kept: &'static Kept, after: i64, limit: i64) -> Result<Vec<Row>> {
    let rows = kept.rows().words(" own.id > ").id(after);
    let rows = rows.words(" ORDER BY own.id LIMIT ").id(limit);
    on!(tx, conn => rows.load(conn))
}

/// Counts anew what one row keeps. Nobody changes it meanwhile.
pub fn mend(tx: &mut Tx, kept: &'static Kept, id: i64) -> Result<()> {
    let table = kept.table;
    let (before, after) = table.hold;
    let hold = written::<()>(before).id(id).words(after);
    on!(&mut *tx, conn => hold.execute(conn))?;
    let row = kept.rows().words(" own.id = ").id(id);
    let row: Option<Row> = on!(&mut *tx, conn => row.load(conn).map(|mut rows| rows.pop()))?;
    let Some(row) = row else {
        return Ok(());
    };
    let set = written::<()>(table.update).words(kept.column).words(" = ");
    let set = set.id(row.counted).words(" WHERE ").words(table.key);
    let set = set.words(" = ").id(id);
    on!(&mut *tx, conn => set.execute(conn))?;
    match table.clear {
        Some(words) => {
            let clear = written::<()>(words).id(id);
            on!(tx, conn => clear.execute(conn).map(drop))
        }
        None => Ok(()),
    }
}
