//! Where members are told things on their devices.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx, on,
    schema::{access_tokens, push_subscriptions as subscriptions},
    time::Time,
};

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
pub struct Subscription {
    pub id: i64,
    pub account_id: i64,
    pub access_token_id: i64,
    /// The address that is called.
    pub endpoint: String,
    /// Keys of the device, in base64 for addresses, unpadded.
    pub key_p256dh: String,
    pub key_auth: String,
    /// Whether it is RFC 8291 that the device understands, and not the draft before it.
    pub is_standard: bool,
    /// From whom: `all`, `followed`, `follower` or `none`.
    pub policy: String,
    /// For each type of notification, whether it is told.
    pub alerts: Value,
}

#[derive(Clone, Debug)]
pub struct NewSubscription<'a> {
    pub account_id: i64,
    pub access_token_id: i64,
    pub endpoint: &'a str,
    pub key_p256dh: &'a str,
    pub key_auth: &'a str,
    pub is_standard: bool,
    pub policy: &'a str,
    pub alerts: &'a Value,
    pub created_at: DateTime<Utc>,
}

/// In place of what the token was subscribed to before.
pub fn set(tx: &mut Tx, subscription: &NewSubscription<'_>) -> Result<Subscription> {
    let values = (
        subscriptions::account_id.eq(subscription.account_id),
        subscriptions::access_token_id.eq(subscription.access_token_id),
        subscriptions::endpoint.eq(subscription.endpoint),
        subscriptions::key_p256dh.eq(subscription.key_p256dh),
        subscriptions::key_auth.eq(subscription.key_auth),
        subscriptions::is_standard.eq(subscription.is_standard),
        subscriptions::policy.eq(subscription.policy),
        subscriptions::alerts.eq(subscription.alerts),
        subscriptions::created_at.eq(Time(subscription.created_at)),
    );
    remove(tx, subscription.access_token_id)?;
    on!(tx, conn => {
        insert_into(subscriptions::table)
            .values(values)
            .returning(Subscription::as_returning())
            .get_result(conn)
    })
}

pub fn find_of_token(tx: &mut Tx, access_token_id: i64) -> Result<Option<Subscription>> {
    let query = subscriptions::table.filter(subscriptions::access_token_id.eq(access_token_id));
    on!(tx, conn => query.select(Subscription::as_select()).first(conn).optional())
}

/// Those of a member whose tokens are still good.
pub fn live(tx: &mut Tx, account_id: i64) -> Result<Vec<Subscription>> {
    let query = subscriptions::table
        .inner_join(access_tokens::table.on(access_tokens::id.eq(subscriptions::access_token_id)))
        .filter(subscriptions::account_id.eq(account_id))
        .filter(access_tokens::revoked_at.is_null())
        .order(subscriptions::id);
    on!(tx, conn => query.select(Subscription::as_select()).load(conn))
}

/// One whose token is still good.
pub fn find_live(tx: &mut Tx, id: i64) -> Result<Option<Subscription>> {
    let query = subscriptions::table
        .inner_join(access_tokens::table.on(access_tokens::id.eq(subscriptions::access_token_id)))
        .filter(subscriptions::id.eq(id))
        .filter(access_tokens::revoked_at.is_null());
    on!(tx, conn => query.select(Subscription::as_select()).first(conn).optional())
}

pub fn set_choice(tx: &mut Tx, id: i64, policy: &str, alerts: &Value) -> Result<()> {
    let query = update(subscriptions::table.find(id)).set((
        subscriptions::policy.eq(policy),
        subscriptions::alerts.eq(alerts),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What a token is subscribed to, if anything.
pub fn remove(tx: &mut Tx, access_token_id: i64) -> Result<()> {
    let of_token = subscriptions::table.filter(subscriptions::access_token_id.eq(access_token_id));
    on!(tx, conn => delete(of_token).execute(conn).map(drop))
}

/// One that the push service does not know any more.
pub fn remove_gone(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(subscriptions::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// All of an account: there are no more of them than tokens.
pub fn remove_about(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(subscriptions::table.filter(subscriptions::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}
