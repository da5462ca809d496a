//! Follows that a suspension has put aside, until it is lifted or becomes final.

use chrono::{DateTime, Utc};
use diesel::{
    delete, insert_into,
    prelude::*,
    sql_types::{BigInt, Text},
};
use serde_json::Value;

use crate::{
    Result, Tx, accounts,
    activity_names::Named,
    ids::is_any,
    on,
    schema::{follows, follows_aside as aside},
    time::Time,
    written::{Written, written},
};

/// A follow as it was.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = aside)]
pub struct Aside {
    /// Who followed.
    pub account_id: i64,
    /// Whom.
    pub target_account_id: i64,
    /// Which of the two was suspended.
    pub suspended_account_id: i64,
    /// The id that the follow had, and has again.
    pub follow_id: i64,
    pub uri: Option<String>,
    shows_reblogs: bool,
    notifies: bool,
    languages: Option<Value>,
    created_at: DateTime<Utc>,
}

/// Which follows of the suspended accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those by which they follow others.
    Theirs,
    /// Those by which others follow them.
    Others,
}

/// Puts some follows of the accounts aside; who followed whom.
pub fn put(tx: &mut Tx, ids: &[i64], side: Side, limit: i64) -> Result<Vec<(i64, i64)>> {
    let some: Vec<i64> = match side {
        Side::Theirs => {
            let query = follows::table.filter(is_any(follows::account_id, ids));
            on!(&mut *tx, conn => query.select(follows::id).limit(limit).load(conn))?
        }
        Side::Others => {
            let query = follows::table.filter(is_any(follows::target_account_id, ids));
            on!(&mut *tx, conn => query.select(follows::id).limit(limit).load(conn))?
        }
    };
    let query = delete(follows::table.filter(is_any(follows::id, &some))).returning((
        follows::account_id,
        follows::target_account_id,
        // Which of them it is that was suspended is seen below.
        follows::account_id,
        follows::id,
        follows::uri,
        follows::shows_reblogs,
        follows::notifies,
        follows::languages,
        follows::created_at,
    ));
    let taken: Vec<Aside> = on!(&mut *tx, conn => query.load(conn))?;
    for it in &taken {
        let suspended = match side {
            Side::Theirs => it.account_id,
            Side::Others => it.target_account_id,
        };
        add(tx, it, suspended)?;
        count(tx, it, -1)?;
    }
    Ok(taken.iter().map(Aside::pair).collect())
}

impl Aside {
    fn pair(&self) -> (i64, i64) {
        (self.account_id, self.target_account_id)
    }

    /// What it is called between its servers. Whoever was suspended is of the other one.
    pub fn into_named(self) -> Named {
        Named {
            id: self.follow_id,
            is_ours: self.suspended_account_id == self.target_account_id,
            uri: self.uri,
        }
    }
}

fn add(tx: &mut Tx, it: &Aside, suspended_account_id: i64) -> Result<()> {
    let values = (
        aside::account_id.eq(it.account_id),
        aside::target_account_id.eq(it.target_account_id),
        aside::suspended_account_id.eq(suspended_account_id),
        aside::follow_id.eq(it.follow_id),
        aside::uri.eq(&it.uri),
        aside::shows_reblogs.eq(it.shows_reblogs),
        aside::notifies.eq(it.notifies),
        aside::languages.eq(&it.languages),
        aside::created_at.eq(Time(it.created_at)),
    );
    on!(tx, conn => {
        insert_into(aside::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn)
            .map(drop)
    })
}

/// Always in the order of the ids, so that no two transactions wait for each other.
fn count(tx: &mut Tx, it: &Aside, by: i64) -> Result<()> {
    let mut changes = [(it.account_id, 0, by), (it.target_account_id, by, 0)];
    changes.sort_unstable();
    for (id, followers, following) in changes {
        accounts::change_counts(tx, id, followers, following)?;
    }
    Ok(())
}

/// Takes some that were put aside for the accounts, which are neither aside nor follows any more.
pub fn take(tx: &mut Tx, suspended: &[i64], limit: i64) -> Result<Vec<Aside>> {
    let query = aside::table
        .filter(is_any(aside::suspended_account_id, suspended))
        .order((aside::account_id, aside::target_account_id))
        .limit(limit);
    let some = on!(&mut *tx, conn => query.select(Aside::as_select()).load(conn))?;
    let mut taken = Vec::with_capacity(some.len());
    for it in some {
        if remove(tx, it.account_id, it.target_account_id)? {
            taken.push(it);
        }
    }
    Ok(taken)
}

/// Makes it a follow again, if there is none meanwhile.
pub fn bring_back(tx: &mut Tx, it: &Aside) -> Result<()> {
    let values = (
        follows::id.eq(it.follow_id),
        follows::account_id.eq(it.account_id),
        follows::target_account_id.eq(it.target_account_id),
        follows::uri.eq(&it.uri),
        follows::shows_reblogs.eq(it.shows_reblogs),
        follows::notifies.eq(it.notifies),
        follows::languages.eq(&it.languages),
        follows::created_at.eq(Time(it.created_at)),
    );
    let added = on!(&mut *tx, conn => {
        insert_into(follows::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn)
    })?;
    match added {
        0 => Ok(()),
        _ => count(tx, it, 1),
    }
}

/// What a follow that was put aside is called between its servers.
pub fn named(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<Option<Named>> {
    let query = aside::table.find((account_id, target_account_id));
    let found = on!(tx, conn => query.select(Aside::as_select()).first(conn).optional())?;
    Ok(found.map(Aside::into_named))
}

/// Forgets one. Whether there was one.
pub fn remove(tx: &mut Tx, account_id: i64, target_account_id: i64) -> Result<bool> {
    let query = delete(aside::table.find((account_id, target_account_id)));
    on!(tx, conn => query.execute(conn).map(|it| it > 0))
}

/// Forgets those between an account and a domain that it wants nothing to do with.
pub fn remove_with_domain(tx: &mut Tx, account_id: i64, domain: &str) -> Result<()> {
    let of_domain = || {
        written::<BigInt>("(SELECT id FROM accounts WHERE domain = ")
            .text(domain)
            .words(")")
    };
    let query: Written<Text> = written("DELETE FROM follows_aside WHERE (account_id = ")
        .id(account_id)
        .words(" AND target_account_id IN ")
        .append(of_domain())
        .words(") OR (target_account_id = ")
        .id(account_id)
        .words(" AND account_id IN ")
        .append(of_domain())
        .words(")");
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Forgets those of an account, whichever side it is on.
pub fn remove_about(tx: &mut Tx, id: i64) -> Result<()> {
    let either = aside::account_id.eq(id).or(aside::target_account_id.eq(id));
    let query = delete(aside::table.filter(either));
    on!(tx, conn => query.execute(conn).map(drop))
}
