//! The people behind accounts of this server.

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::not, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx,
    action_log::Recorded,
    ids::is_any,
    on,
    schema::{accounts, users},
    time::Time,
};

#[derive(Clone, Debug, Queryable, Selectable)]
pub struct User {
    pub account_id: i64,
    /// In lower case.
    pub email: String,
    /// The address to use once it is confirmed.
    pub unconfirmed_email: Option<String>,
    pub password_hash: String,
    pub role_id: Option<i64>,
    pub locale: Option<String>,
    pub approved: bool,
    pub disabled: bool,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub confirmation_hash: Option<String>,
    pub confirmation_sent_at: Option<DateTime<Utc>>,
    pub second_factor_at: Option<DateTime<Utc>>,
    pub invite_request: Option<String>,
    pub application_id: Option<i64>,
    pub invited_by_account_id: Option<i64>,
    /// What the member chose, by name.
    pub settings: Value,
    pub seen_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The invite that the member came with.
    pub invite_id: Option<i64>,
}

/// What is shown of a user, to moderators at most. Pages of people are full of these, and the rest of
/// a user is twice as much to read.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Outline {
    pub account_id: i64,
    pub email: String,
    pub role_id: Option<i64>,
    pub locale: Option<String>,
    pub approved: bool,
    pub disabled: bool,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub invite_request: Option<String>,
    pub application_id: Option<i64>,
    pub invited_by_account_id: Option<i64>,
}

/// A user who is about to exist.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    pub account_id: i64,
    /// In lower case.
    pub email: &'a str,
    pub password_hash: &'a str,
    pub role_id: Option<i64>,
    pub locale: Option<&'a str>,
    pub approved: bool,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub invite_request: Option<&'a str>,
    pub application_id: Option<i64>,
    pub invited_by_account_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, user: &NewUser<'_>) -> Result<User> {
    let values = (
        users::account_id.eq(user.account_id),
        users::email.eq(user.email),
        users::password_hash.eq(user.password_hash),
        users::role_id.eq(user.role_id),
        users::locale.eq(user.locale),
        users::approved.eq(user.approved),
        users::disabled.eq(false),
        users::confirmed_at.eq(user.confirmed_at.map(Time)),
        users::invite_request.eq(user.invite_request),
        users::application_id.eq(user.application_id),
        users::invited_by_account_id.eq(user.invited_by_account_id),
        users::settings.eq(Value::Object(serde_json::Map::new())),
        users::created_at.eq(Time(user.created_at)),
    );
    on!(tx, conn => {
        insert_into(users::table)
            .values(values)
            .returning(User::as_returning())
            .get_result(conn)
    })
}

pub fn find(tx: &mut Tx, account_id: i64) -> Result<Option<User>> {
    let query = users::table.find(account_id);
    on!(tx, conn => query.select(User::as_select()).first(conn).optional())
}

/// Those who have signed up last, the newest first.
pub fn newest(tx: &mut Tx, limit: i64) -> Result<Vec<User>> {
    let query = users::table.order(users::account_id.desc()).limit(limit);
    on!(tx, conn => query.select(User::as_select()).load(conn))
}

/// In no particular order; accounts without a user are left out.
pub fn find_many(tx: &mut Tx, account_ids: &[i64]) -> Result<Vec<User>> {
    let query = users::table.filter(is_any(users::account_id, account_ids));
    on!(tx, conn => query.select(User::as_select()).load(conn))
}

/// The address in lower case.
/// The same, as far as they are shown.
pub fn outlines(tx: &mut Tx, account_ids: &[i64]) -> Result<Vec<Outline>> {
    let query = users::table.filter(is_any(users::account_id, account_ids));
    on!(tx, conn => query.select(Outline::as_select()).load(conn))
}

pub fn find_by_email(tx: &mut Tx, email: &str) -> Result<Option<User>> {
    let query = users::table.filter(users::email.eq(email));
    on!(tx, conn => query.select(User::as_select()).first(conn).optional())
}

pub fn find_by_confirmation(tx: &mut Tx, hash: &str) -> Result<Option<User>> {
    let query = users::table.filter(users::confirmation_hash.eq(hash));
    on!(tx, conn => query.select(User::as_select()).first(conn).optional())
}

/// Users in one of the roles who can be told something: confirmed, approved, not frozen or suspended.
pub fn with_roles(tx: &mut Tx, role_ids: &[i64], or_none: bool) -> Result<Vec<User>> {
    on!(tx, conn => {
        let in_role = users::role_id.eq_any(role_ids).assume_not_null();
        let mut query = users::table
            .inner_join(accounts::table.on(accounts::id.eq(users::account_id)))
            .filter(users::approved.and(not(users::disabled)).and(users::confirmed_at.is_not_null()))
            .filter(accounts::suspended_at.is_null())
            .select(User::as_select())
            .into_boxed();
        query = match or_none {
            true => query.filter(users::role_id.is_null().or(in_role)),
            false => query.filter(in_role),
        };
        query.order(users::account_id).load(conn)
    })
}

pub fn set_approved(tx: &mut Tx, account_id: i64, _: &Recorded) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::approved.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Approved by the rules of the server and not by a person: no act of moderation.
pub fn set_approved_by_rule(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::approved.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The same, back again, for somebody who has never been in.
pub fn set_pending_by_rule(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::approved.eq(false));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_disabled(tx: &mut Tx, account_id: i64, disabled: bool, _: &Recorded) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::disabled.eq(disabled));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// A confirmation was sent, or is about to be: this link is good from now on, and no earlier one.
pub fn set_confirmation(
    tx: &mut Tx,
    account_id: i64,
    hash: &str,
    sent_at: DateTime<Utc>,
) -> Result<()> {
    let query = update(users::table.find(account_id)).set((
        users::confirmation_hash.eq(hash),
        users::confirmation_sent_at.eq(Time(sent_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The address is the member's; the link that showed it is used up.
pub fn set_confirmed(tx: &mut Tx, account_id: i64, email: &str, at: DateTime<Utc>) -> Result<()> {
    let query = update(users::table.find(account_id)).set((
        users::email.eq(email),
        users::unconfirmed_email.eq(None::<String>),
        users::confirmed_at.eq(Time(at)),
        users::confirmation_hash.eq(None::<String>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// For somebody who never confirmed the address before. A link that went to another one is not good
/// for this one.
pub fn set_email(tx: &mut Tx, account_id: i64, email: &str) -> Result<()> {
    let query = update(users::table.find(account_id)).set((
        users::email.eq(email),
        users::confirmation_hash.eq(None::<String>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The address to use once it is confirmed. A link that went to another one is not good for it.
pub fn set_unconfirmed_email(
    tx: &mut Tx,
    account_id: i64,
    email: &str,
    _: &Recorded,
) -> Result<()> {
    let query = update(users::table.find(account_id)).set((
        users::unconfirmed_email.eq(email),
        users::confirmation_hash.eq(None::<String>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// As a moderator's act. A link to choose a password that was sent before is not good any more.
pub fn set_password_by(
    tx: &mut Tx,
    account_id: i64,
    password_hash: &str,
    _: &Recorded,
) -> Result<()> {
    set_password(tx, account_id, password_hash)
}

/// As the member's own choice; the link that allowed it is used up.
pub fn set_password(tx: &mut Tx, account_id: i64, password_hash: &str) -> Result<()> {
    let query = update(users::table.find(account_id)).set((
        users::password_hash.eq(password_hash),
        users::password_reset_hash.eq(None::<String>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// This link to choose a password is good from now on, and no earlier one.
pub fn set_password_reset(
    tx: &mut Tx,
    account_id: i64,
    hash: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    let query = update(users::table.find(account_id)).set((
        users::password_reset_hash.eq(hash),
        users::password_reset_sent_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Who has a link to choose a password that was sent after then.
pub fn find_by_password_reset(
    tx: &mut Tx,
    hash: &str,
    after: DateTime<Utc>,
) -> Result<Option<User>> {
    let query = users::table
        .filter(users::password_reset_hash.eq(hash))
        .filter(users::password_reset_sent_at.gt(Time(after)));
    on!(tx, conn => query.select(User::as_select()).first(conn).optional())
}

pub fn set_second_factor(
    tx: &mut Tx,
    account_id: i64,
    at: Option<DateTime<Utc>>,
    _: &Recorded,
) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::second_factor_at.eq(at.map(Time)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_settings(tx: &mut Tx, account_id: i64, settings: &Value) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::settings.eq(settings));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_role(tx: &mut Tx, account_id: i64, role_id: Option<i64>, _: &Recorded) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::role_id.eq(role_id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_invite(tx: &mut Tx, account_id: i64, invite_id: i64) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::invite_id.eq(invite_id));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn set_seen(tx: &mut Tx, account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(users::table.find(account_id)).set(users::seen_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The same, if the member was not seen since then. Whether she was not: of two requests that come
/// together, only one is told so.
pub fn set_seen_anew(
    tx: &mut Tx,
    account_id: i64,
    at: DateTime<Utc>,
    since: DateTime<Utc>,
) -> Result<bool> {
    let is_unseen = users::seen_at.is_null().or(users::seen_at.lt(Time(since)));
    let query = update(users::table.find(account_id))
        .filter(is_unseen.assume_not_null())
        .set(users::seen_at.eq(Time(at)));
    Ok(on!(tx, conn => query.execute(conn))? > 0)
}

/// Seen since then.
pub fn count_active(tx: &mut Tx, since: DateTime<Utc>) -> Result<i64> {
    let query = users::table.filter(users::seen_at.ge(Time(since))).count();
    on!(tx, conn => query.get_result(conn))
}

/// Never confirmed, and last asked to before then.
pub fn unconfirmed_since(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<Vec<i64>> {
    let query = users::table
        .filter(users::confirmed_at.is_null())
        .filter(users::confirmation_sent_at.lt(Time(before)))
        .select(users::account_id)
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

pub fn remove(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(users::table.find(account_id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// How many members there are: confirmed and not suspended. Counts them one by one.
pub fn recount_members(tx: &mut Tx) -> Result<i64> {
    let query = users::table
        .inner_join(accounts::table.on(accounts::id.eq(users::account_id)))
        .filter(
            users::confirmed_at
                .is_not_null()
                .and(accounts::suspended_at.is_null()),
        )
        .count();
    on!(tx, conn => query.get_result(conn))
}
