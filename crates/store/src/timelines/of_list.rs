//! What the members of a list post.

use std::{cmp::Reverse, collections::HashMap};

use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool},
};

use super::{ListId, Replies, on_list};
use crate::{
    Result, Tx,
    account_list::Window,
    ids::is_any,
    on,
    schema::statuses,
    statuses::Status,
    visible::{Place, Viewer},
    written::{Written, written},
};

/// Of each member, so many posts are looked for at once at most.
const DEEPEST: i64 = 1000;

/// A page of a list.
///
/// Of each member as many posts are found as a page has room for, by their ids alone, which an index has.
/// Then the newest of all are looked at, as far down as no member may have others: what the page costs
/// grows with the members, and not with what they have ever posted. If that was not enough, it goes on
/// from there.
pub fn list(
    tx: &mut Tx,
    (list_id, owner_id): (i64, i64),
    replies: Replies,
    viewer: Viewer,
    window: Window,
) -> Result<Vec<Status>> {
    let is_upwards = window.min_id.is_some();
    let list = ListId::One { list_id, owner_id };
    let shown = on_list(written("statuses.deleted_at IS NULL"), list, replies);
    let mut page: Vec<Status> = Vec::new();
    let (mut rest, mut depth) = (window, window.limit);
    loop {
        let near = nearest(tx, list_id, rest, depth)?;
        let end = end_of(&near, depth, is_upwards);
        let is_before_end = |id: &i64| match end {
            None => true,
            Some(end) if is_upwards => *id <= end,
            Some(end) => *id >= end,
        };
        let ids: Vec<i64> = near.iter().map(|it| it.1).filter(is_before_end).collect();
        rest.limit = window.limit - page.len() as i64;
        page.extend(those_shown(tx, &ids, &shown, viewer, rest)?);
        let Some(end) = end.filter(|_| (page.len() as i64) < window.limit) else {
            break;
        };
        match is_upwards {
            true => rest.min_id = Some(end),
            false => rest.max_id = Some(end),
        }
        depth = (depth * 4).min(DEEPEST);
    }
    page.sort_unstable_by_key(|it| Reverse(it.id));
    Ok(page)
}

/// So many posts of each member that are nearest to where the window begins, as ids of members and posts.
fn nearest(tx: &mut Tx, list_id: i64, window: Window, depth: i64) -> Result<Vec<(i64, i64)>> {
    let mut of_member = written::<BigInt>("SELECT statuses.id FROM statuses")
        .words(" WHERE statuses.account_id = member.account_id");
    if let Some(id) = window.max_id {
        of_member = of_member.words(" AND statuses.id < ").id(id);
    }
    if let Some(id) = window.min_id.or(window.since_id) {
        of_member = of_member.words(" AND statuses.id > ").id(id);
    }
    of_member = match window.min_id {
        Some(_) => of_member.words(" ORDER BY statuses.id LIMIT "),
        None => of_member.words(" ORDER BY statuses.id DESC LIMIT "),
    };
    let of_member = of_member.id(depth);
    let all = written::<(BigInt, BigInt)>("SELECT member.account_id, near.id");
    let all = match tx {
        // With the account, the index that finds them has all that is asked for.
        Tx::Sqlite(_) => all
            .words(" FROM list_accounts member JOIN statuses near")
            .words(" ON near.account_id = member.account_id AND near.id IN (")
            .append(of_member)
            .words(")"),
        Tx::Postgres(_) => all
            .words(" FROM list_accounts member CROSS JOIN LATERAL (")
            .append(of_member)
            .words(") near"),
    };
    let all = all.words(" WHERE member.list_id = ").id(list_id);
    on!(tx, conn => all.load(conn))
}

/// How far everything is known, if there may be more: where the first of those members ends of whom as
/// many posts were found as were looked for.
fn end_of(near: &[(i64, i64)], depth: i64, is_upwards: bool) -> Option<i64> {
    let mut members: HashMap<i64, (i64, i64)> = HashMap::new();
    for (member, id) in near {
        let (count, last) = members.entry(*member).or_insert((0, *id));
        *count += 1;
        *last = match is_upwards {
            true => *id.max(last),
            false => *id.min(last),
        };
    }
    let ends = members.values().filter(|(count, _)| *count >= depth);
    let ends = ends.map(|(_, last)| *last);
    match is_upwards {
        true => ends.min(),
        false => ends.max(),
    }
}

/// Those of the posts that come first on the list.
fn those_shown(
    tx: &mut Tx,
    ids: &[i64],
    shown: &Written<Bool>,
    viewer: Viewer,
    window: Window,
) -> Result<Vec<Status>> {
    on!(tx, conn => {
        let query = statuses::table
            .filter(is_any(statuses::id, ids))
            .filter(shown.clone())
            .filter(viewer.sees(Place::Home))
            .select(Status::as_select())
            .limit(window.limit)
            .into_boxed();
        let query = match window.min_id {
            Some(_) => query.order(statuses::id.asc()),
            None => query.order(statuses::id.desc()),
        };
        query.load(conn)
    })
}
