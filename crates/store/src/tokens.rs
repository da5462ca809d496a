//! Access tokens and the codes that they are given for. Only hashes are kept.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    accounts::Account,
    on,
    schema::{access_tokens, accounts, authorization_codes, users},
    time::Time,
    users::User,
};

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = access_tokens)]
pub struct Token {
    pub id: i64,
    pub application_id: i64,
    /// `None` for a token of the application itself.
    pub account_id: Option<i64>,
    /// Separated by spaces.
    pub scopes: String,
    pub created_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A token that is about to be given.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    pub token_hash: &'a str,
    pub application_id: i64,
    pub account_id: Option<i64>,
    pub scopes: &'a str,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, token: &NewToken<'_>) -> Result<Token> {
    let values = (
        access_tokens::token_hash.eq(token.token_hash),
        access_tokens::application_id.eq(token.application_id),
        access_tokens::account_id.eq(token.account_id),
        access_tokens::scopes.eq(token.scopes),
        access_tokens::created_at.eq(Time(token.created_at)),
    );
    on!(tx, conn => {
        insert_into(access_tokens::table)
            .values(values)
            .returning(Token::as_returning())
            .get_result(conn)
    })
}

/// Revoked ones too.
pub fn find(tx: &mut Tx, hash: &str) -> Result<Option<Token>> {
    let query = access_tokens::table.filter(access_tokens::token_hash.eq(hash));
    on!(tx, conn => query.select(Token::as_select()).first(conn).optional())
}

/// A token, revoked ones too, with the account and the user that it was given for.
pub type Held = (Token, Option<Account>, Option<User>);

/// All that has to be known about a caller, in one statement: every request asks for it.
pub fn find_held(tx: &mut Tx, hash: &str) -> Result<Option<Held>> {
    let query = access_tokens::table
        .left_join(accounts::table.on(access_tokens::account_id.eq(accounts::id.nullable())))
        .left_join(users::table.on(access_tokens::account_id.eq(users::account_id.nullable())))
        .filter(access_tokens::token_hash.eq(hash));
    on!(tx, conn => {
        let columns = (
            Token::as_select(),
            Option::<Account>::as_select(),
            Option::<User>::as_select(),
        );
        query.select(columns).first(conn).optional()
    })
}

/// The live tokens that an application has from a member.
pub fn given(tx: &mut Tx, application_id: i64, account_id: i64) -> Result<Vec<Token>> {
    let query = access_tokens::table
        .filter(access_tokens::application_id.eq(application_id))
        .filter(access_tokens::account_id.eq(account_id))
        .filter(access_tokens::revoked_at.is_null());
    on!(tx, conn => query.select(Token::as_select()).load(conn))
}

pub fn count_live(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = access_tokens::table
        .filter(access_tokens::account_id.eq(account_id))
        .filter(access_tokens::revoked_at.is_null())
        .count();
    on!(tx, conn => query.get_result(conn))
}

pub fn set_used(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(access_tokens::table.find(id)).set(access_tokens::used_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Revoking again keeps the first time.
pub fn revoke(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let live = access_tokens::table
        .find(id)
        .filter(access_tokens::revoked_at.is_null());
    let query = update(live).set(access_tokens::revoked_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn revoke_all(tx: &mut Tx, account_id: i64, at: DateTime<Utc>) -> Result<usize> {
    let live = access_tokens::table
        .filter(access_tokens::account_id.eq(account_id))
        .filter(access_tokens::revoked_at.is_null());
    let query = update(live).set(access_tokens::revoked_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn))
}

/// What a member has consented to, to be exchanged for a token.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = authorization_codes)]
pub struct Code {
    pub code_hash: String,
    pub application_id: i64,
    pub account_id: i64,
    pub redirect_uri: String,
    pub scopes: String,
    pub code_challenge: Option<String>,
    pub expires_at: DateTime<Utc>,
}

pub fn add_code(tx: &mut Tx, code: &Code) -> Result<()> {
    let query = insert_into(authorization_codes::table).values((
        authorization_codes::code_hash.eq(&code.code_hash),
        authorization_codes::application_id.eq(code.application_id),
        authorization_codes::account_id.eq(code.account_id),
        authorization_codes::redirect_uri.eq(&code.redirect_uri),
        authorization_codes::scopes.eq(&code.scopes),
        authorization_codes::code_challenge.eq(&code.code_challenge),
        authorization_codes::expires_at.eq(Time(code.expires_at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The code, which is good once: whoever takes it is the only one who has it.
pub fn take_code(tx: &mut Tx, hash: &str) -> Result<Option<Code>> {
    on!(tx, conn => {
        delete(authorization_codes::table.find(hash))
            .returning(Code::as_returning())
            .get_result(conn)
            .optional()
    })
}

pub fn remove_expired_codes(tx: &mut Tx, now: DateTime<Utc>) -> Result<usize> {
    let expired = authorization_codes::table.filter(authorization_codes::expires_at.le(Time(now)));
    on!(tx, conn => delete(expired).execute(conn))
}
