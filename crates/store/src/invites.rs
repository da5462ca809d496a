//! With which people can sign up.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, update};

use crate::{
    Result, Tx, account_list::Window, action_log::Recorded, on, paged::page, schema::invites,
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Invite {
    pub id: i64,
    /// Who invites.
    pub account_id: i64,
    pub code: String,
    pub comment: String,
    /// Whether who comes with it follows who made it.
    pub autofollow: bool,
    pub max_uses: Option<i32>,
    pub uses: i32,
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Invite {
    /// Whether it has neither ended nor is used up.
    pub fn is_available(&self, now: DateTime<Utc>) -> bool {
        let has_ended = self.expires_at.is_some_and(|it| it <= now);
        let is_used_up = self.max_uses.is_some_and(|it| it <= self.uses);
        !has_ended && !is_used_up
    }
}

/// An invite that is about to be made.
#[derive(Clone, Debug)]
pub struct NewInvite<'a> {
    pub account_id: i64,
    pub code: &'a str,
    pub comment: &'a str,
    pub autofollow: bool,
    pub max_uses: Option<i32>,
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, invite: &NewInvite<'_>) -> Result<Invite> {
    let values = (
        invites::account_id.eq(invite.account_id),
        invites::code.eq(invite.code),
        invites::comment.eq(invite.comment),
        invites::autofollow.eq(invite.autofollow),
        invites::max_uses.eq(invite.max_uses),
        invites::uses.eq(0),
        invites::expires_at.eq(invite.expires_at.map(Time)),
        invites::created_at.eq(Time(invite.created_at)),
    );
    on!(tx, conn => {
        insert_into(invites::table)
            .values(values)
            .returning(Invite::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Invite>> {
    let query = invites::table.find(id);
    on!(tx, conn => query.select(Invite::as_select()).first(conn).optional())
}

pub fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<Invite>> {
    let query = invites::table.filter(invites::code.eq(code));
    on!(tx, conn => query.select(Invite::as_select()).first(conn).optional())
}

/// Which invites are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Who invites.
    pub account_id: Option<i64>,
    /// Those that at that moment have neither ended nor are used up, or the others.
    pub available: Option<(bool, DateTime<Utc>)>,
}

/// Newest first.
pub fn page(tx: &mut Tx, filter: &Filter, window: Window) -> Result<Vec<Invite>> {
    let page: Vec<Invite> = page!(
        tx,
        window,
        invites::id,
        invites::table.select(Invite::as_select()),
        |it| {
            let mut query = it;
            if let Some(id) = filter.account_id {
                query = query.filter(invites::account_id.eq(id));
            }
            if let Some((is_available, now)) = filter.available {
                let has_time = invites::expires_at
                    .is_null()
                    .or(invites::expires_at.gt(Time(now)));
                let has_ended = invites::expires_at.le(Time(now));
                let has_uses = invites::max_uses
                    .is_null()
                    .or(invites::max_uses.gt(invites::uses.nullable()));
                let is_used_up = invites::max_uses.le(invites::uses.nullable());
                query = match is_available {
                    true => query.filter(has_time).filter(has_uses),
                    false => query.filter(has_ended.or(is_used_up)),
                };
            }
            query
        }
    );
    Ok(page)
}

/// Counts somebody who comes with it, if there is room. Whether there was: of two who come together
/// for the last place, one has it.
pub fn count_use(tx: &mut Tx, id: i64) -> Result<bool> {
    let has_room = invites::max_uses
        .is_null()
        .or(invites::max_uses.gt(invites::uses.nullable()));
    let query = update(invites::table.find(id))
        .filter(has_room.assume_not_null())
        .set(invites::uses.eq(invites::uses + 1));
    Ok(on!(tx, conn => query.execute(conn))? > 0)
}

pub fn set_expired(tx: &mut Tx, id: i64, at: DateTime<Utc>, _: &Recorded) -> Result<()> {
    let query = update(invites::table.find(id)).set(invites::expires_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}
