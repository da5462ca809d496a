//! What decides whether a member is told of what somebody has done.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{exists, not},
    prelude::*,
    select,
};

use crate::{
    Result, Tx,
    accounts::{self, Account},
    ids::is_any,
    on,
    schema::{
        accounts as account, blocks, conversation_mutes, follows, mentions, mutes,
        notification_permissions, statuses, user_domain_blocks, users,
    },
    statuses::Visibility,
    time::Time,
};

/// Somebody who has done something, as a member sees her.
#[derive(Clone, Debug)]
pub struct Sender {
    pub account: Account,
    /// Whether the member is there to be told: neither suspended nor gone.
    pub is_heard: bool,
    pub is_blocked: bool,
    /// Whether the member wants no notifications from her.
    pub is_muted: bool,
    pub is_of_blocked_domain: bool,
    pub is_followed: bool,
    /// Since when she follows the member.
    pub follows_since: Option<DateTime<Utc>>,
    /// Whether the member has let her through, whatever the policy says.
    pub is_let_through: bool,
}

/// None where there is no such account.
pub fn find(tx: &mut Tx, to: i64, from: i64, now: DateTime<Utc>) -> Result<Option<Sender>> {
    let Some(account) = accounts::find(tx, from)? else {
        return Ok(None);
    };
    let recipient = users::table
        .inner_join(account::table.on(account::id.eq(users::account_id)))
        .filter(users::account_id.eq(to))
        .filter(account::suspended_at.is_null())
        .filter(account::purged_at.is_null());
    let block = blocks::table
        .filter(blocks::account_id.eq(to))
        .filter(blocks::target_account_id.eq(from));
    let mute = mutes::table
        .filter(mutes::account_id.eq(to))
        .filter(mutes::target_account_id.eq(from))
        .filter(mutes::hides_notifications)
        .filter(
            mutes::expires_at
                .is_null()
                .or(mutes::expires_at.gt(Time(now))),
        );
    let domain_block = user_domain_blocks::table
        .filter(user_domain_blocks::account_id.eq(to))
        .filter(user_domain_blocks::domain.eq(account.domain.as_deref().unwrap_or_default()));
    let follow = follows::table
        .filter(follows::account_id.eq(to))
        .filter(follows::target_account_id.eq(from));
    let followed_back = follows::table
        .filter(follows::account_id.eq(from))
        .filter(follows::target_account_id.eq(to))
        .select(follows::created_at);
    let permission = notification_permissions::table.find((to, from));
    let query = select((
        exists(recipient),
        exists(block),
        exists(mute),
        exists(domain_block),
        exists(follow),
        followed_back.single_value(),
        exists(permission),
    ));
    let (
        is_heard,
        is_blocked,
        is_muted,
        is_of_blocked_domain,
        is_followed,
        follows_since,
        is_let_through,
    ) = on!(tx, conn => query.first(conn))?;
    Ok(Some(Sender {
        account,
        is_heard,
        is_blocked,
        is_muted,
        is_of_blocked_domain,
        is_followed,
        follows_since,
        is_let_through,
    }))
}

/// Whether a member has muted the conversation that a post belongs to.
pub fn is_conversation_muted(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<bool> {
    let mute = conversation_mutes::table
        .inner_join(
            statuses::table.on(statuses::conversation_id.eq(conversation_mutes::conversation_id)),
        )
        .filter(conversation_mutes::account_id.eq(account_id))
        .filter(statuses::id.eq(status_id));
    let query = select(exists(mute));
    on!(tx, conn => query.get_result(conn))
}

/// Whether a member blocks one of the accounts, or wants no notifications from one of them.
pub fn is_any_unwanted(tx: &mut Tx, to: i64, ids: &[i64], now: DateTime<Utc>) -> Result<bool> {
    let block = blocks::table
        .filter(blocks::account_id.eq(to))
        .filter(is_any(blocks::target_account_id, ids));
    let mute = mutes::table
        .filter(mutes::account_id.eq(to))
        .filter(is_any(mutes::target_account_id, ids))
        .filter(mutes::hides_notifications)
        .filter(
            mutes::expires_at
                .is_null()
                .or(mutes::expires_at.gt(Time(now))),
        );
    let query = select(exists(block).or(exists(mute)));
    on!(tx, conn => query.get_result(conn))
}

/// Whether one of the posts is a message of one account to another.
pub fn is_any_to(tx: &mut Tx, status_ids: &[i64], author: i64, to: i64) -> Result<bool> {
    let message = statuses::table
        .inner_join(mentions::table.on(mentions::status_id.eq(statuses::id)))
        .filter(is_any(statuses::id, status_ids))
        .filter(statuses::account_id.eq(author))
        .filter(statuses::visibility.eq(Visibility::Direct))
        .filter(mentions::account_id.eq(to))
        .filter(not(mentions::is_silent));
    let query = select(exists(message));
    on!(tx, conn => query.get_result(conn))
}
