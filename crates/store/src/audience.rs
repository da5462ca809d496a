//! Who of other servers hears what happens here.
//!
//! Follows that come from other servers have a name that was given to them there (`follows.uri`), and
//! an index of their own: so whether anybody elsewhere follows costs a look, however many do here.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text},
};

use crate::{
    Result, Tx, on,
    schema::relays,
    statuses::Status,
    written::{Written, written},
};

/// Somewhere to say something: the domain of a server, and an inbox there.
pub type Recipient = (String, String);

/// The relays that take part carry this word.
pub const ACCEPTED: &str = "accepted";

/// A batch of the followers of an account elsewhere, as follow, domain and inbox. Inboxes that are for
/// a whole server come again with each of its followers.
pub fn followers(
    tx: &mut Tx,
    of: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String, String)>> {
    let query = written::<(BigInt, Text, Text)>("SELECT follow.id, account.domain,")
        .words(" coalesce(actor.shared_inbox, actor.inbox) FROM follows follow")
        .words(" JOIN accounts account ON account.id = follow.account_id")
        .words(" JOIN actors actor ON actor.account_id = follow.account_id")
        .words(" WHERE follow.uri IS NOT NULL AND follow.target_account_id = ")
        .id(of)
        .words(" AND account.domain IS NOT NULL AND account.suspended_at IS NULL AND follow.id > ")
        .id(after)
        .words(" ORDER BY follow.id LIMIT ")
        .id(limit);
    on!(tx, conn => query.load(conn))
}

/// The servers of some accounts. Those of this one are left out.
pub fn servers_of(tx: &mut Tx, account_ids: &[i64]) -> Result<Vec<Recipient>> {
    reached(tx, account_ids, "coalesce(actor.shared_inbox, actor.inbox)")
}

/// The inbox of one account, for what is only between the two.
pub fn inbox_of(tx: &mut Tx, account_id: i64) -> Result<Option<Recipient>> {
    Ok(reached(tx, &[account_id], "actor.inbox")?.pop())
}

fn reached(tx: &mut Tx, account_ids: &[i64], inbox: &'static str) -> Result<Vec<Recipient>> {
    let query = written::<(Text, Text)>("SELECT DISTINCT account.domain, ")
        .words(inbox)
        .words(" FROM actors actor JOIN accounts account ON account.id = actor.account_id")
        .words(" WHERE account.domain IS NOT NULL AND actor.account_id")
        .any_of(account_ids);
    on!(tx, conn => query.load(conn))
}

/// A batch of all servers that are known, by their domains, each with an inbox if one is known.
pub fn servers(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<(String, Option<String>)>> {
    let query = written::<(Text, Nullable<Text>)>("SELECT server.domain,")
        .words(" (SELECT coalesce(actor.shared_inbox, actor.inbox) FROM accounts account")
        .words(" JOIN actors actor ON actor.account_id = account.id")
        .words(" WHERE account.domain = server.domain LIMIT 1)")
        .words(" FROM instances server WHERE server.domain > ")
        .text(after)
        .words(" ORDER BY server.domain LIMIT ")
        .id(limit);
    on!(tx, conn => query.load(conn))
}

/// The inboxes of the relays that take part.
pub fn relays(tx: &mut Tx) -> Result<Vec<String>> {
    let query = relays::table
        .filter(relays::state.eq(ACCEPTED))
        .order(relays::id)
        .select(relays::inbox);
    on!(tx, conn => query.load(conn))
}

/// Whether what an account does is heard elsewhere: by followers or, if it is public, by relays.
pub fn is_heard(tx: &mut Tx, account_id: i64, is_public: bool) -> Result<bool> {
    let heard = written::<Bool>("SELECT ").append(is_followed(account_id));
    let heard = match is_public {
        true => heard.words(" OR EXISTS (SELECT 1 FROM relays WHERE state = 'accepted')"),
        false => heard,
    };
    on!(tx, conn => heard.get_result(conn))
}

/// Whether anybody elsewhere may know a post, apart from followers of its author and relays: she is
/// named in it, or has written what it answers, quotes or boosts, or has answered it or passed it on.
pub fn is_known(tx: &mut Tx, status: &Status) -> Result<bool> {
    let id = status.id;
    let known = written::<Bool>("SELECT EXISTS (SELECT 1 FROM mentions")
        .words(" JOIN accounts account ON account.id = mentions.account_id")
        .words(" WHERE account.domain IS NOT NULL AND mentions.status_id = ")
        .id(id)
        .words(") OR EXISTS (SELECT 1 FROM statuses WHERE NOT is_local AND reblog_of_id = ")
        .id(id)
        .words(") OR EXISTS (SELECT 1 FROM statuses WHERE NOT is_local AND in_reply_to_id = ")
        .id(id)
        .words(")");
    let others = [
        status.in_reply_to_id,
        status.reblog_of_id,
        status.quote_of_id,
    ];
    let known = others.into_iter().flatten().fold(known, |known, other| {
        known
            .words(" OR EXISTS (SELECT 1 FROM statuses WHERE NOT is_local AND id = ")
            .id(other)
            .words(")")
    });
    on!(tx, conn => known.get_result(conn))
}

fn is_followed(account_id: i64) -> Written<Bool> {
    written("EXISTS (SELECT 1 FROM follows WHERE uri IS NOT NULL AND target_account_id = ")
        .id(account_id)
        .words(")")
}

/// Some of the accounts elsewhere that a post concerns: named, answered, boosted or quoted by it, or
/// known to have answered it, passed it on, or voted in its poll.
pub fn concerned(tx: &mut Tx, status: &Status, limit: i64) -> Result<Vec<i64>> {
    let id = status.id;
    let mut people = written::<BigInt>("SELECT account.id FROM accounts account")
        .words(" WHERE account.domain IS NOT NULL AND account.id IN (")
        .words("SELECT account_id FROM mentions WHERE status_id = ")
        .id(id);
    let others = [
        status.in_reply_to_id,
        status.reblog_of_id,
        status.quote_of_id,
    ];
    for other in others.into_iter().flatten() {
        people = people
            .words(" UNION SELECT account_id FROM statuses WHERE id = ")
            .id(other);
    }
    let people = people
        .words(" UNION SELECT account_id FROM (SELECT account_id FROM statuses")
        .words(" WHERE NOT is_local AND reblog_of_id = ")
        .id(id)
        .words(" LIMIT ")
        .id(limit)
        .words(") boost UNION SELECT account_id FROM (SELECT account_id FROM statuses")
        .words(" WHERE NOT is_local AND in_reply_to_id = ")
        .id(id)
        .words(" LIMIT ")
        .id(limit)
        .words(") answer UNION SELECT vote.account_id FROM polls")
        .words(" JOIN poll_votes vote ON vote.poll_id = polls.id WHERE polls.status_id = ")
        .id(id)
        .words(")");
    on!(tx, conn => people.load(conn))
}

/// Those elsewhere with whom an account has had to do since some time, followers apart: whom it has
/// named in its latest posts, whom it follows or wants to since then, and who has reported it.
pub fn acquainted(
    tx: &mut Tx,
    account_id: i64,
    since: DateTime<Utc>,
    since_status: i64,
    posts: i64,
) -> Result<Vec<i64>> {
    let people = written::<BigInt>("SELECT account.id FROM accounts account")
        .words(" WHERE account.domain IS NOT NULL AND account.id IN (")
        .words("SELECT mention.account_id FROM mentions mention WHERE mention.status_id IN (")
        .words("SELECT id FROM statuses WHERE account_id = ")
        .id(account_id)
        .words(" AND id >= ")
        .id(since_status)
        .words(" ORDER BY id DESC LIMIT ")
        .id(posts)
        .words(") UNION SELECT target_account_id FROM follows WHERE account_id = ")
        .id(account_id)
        .words(" AND created_at >= ")
        .time(since)
        .words(" UNION SELECT target_account_id FROM follow_requests WHERE account_id = ")
        .id(account_id)
        .words(" AND created_at >= ")
        .time(since)
        .words(" UNION SELECT account_id FROM reports WHERE target_account_id = ")
        .id(account_id)
        .words(")");
    on!(tx, conn => people.load(conn))
}
