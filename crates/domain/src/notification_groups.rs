//! Notifications of one type about one thing, taken together.
//!
//! A group has a key: the type, the post if there is one, and the hour in which it began. What happens
//! within twelve hours of that belongs to it.

use std::collections::HashMap;

use store::{
    account_list::Window,
    notification_groups::{self as groups, Member},
    notifications::{self, Filter, Notification},
};

use crate::{
    Context, Error, Result,
    notifications::{About, Kind, unread, widened},
    visibility,
};

/// How many hours a group spans.
const LONGEST: i64 = 12;
/// How many of those who are behind a group are named.
const SAMPLE: i64 = 8;
/// How many notifications are looked at in one statement.
const MOST_AT_ONCE: i64 = 1000;
const UNGROUPED: &str = "ungrouped-";

/// The key of the group that something belongs to which happens now.
pub(crate) fn key(cx: &mut Context, kind: Kind, to: i64, about: About) -> Result<Option<String>> {
    let begin = match (kind, about.status_id) {
        (Kind::Favourite | Kind::Reblog, Some(id)) => format!("{}-{id}-", kind.word()),
        (Kind::Follow | Kind::AdminSignUp, _) => format!("{}-", kind.word()),
        _ => return Ok(None),
    };
    // Until 2084, all of them have six digits, and so are in the order of their texts.
    let hour = cx.now.timestamp() / 3600;
    let key = |hour: i64| format!("{begin}{hour}");
    let last = groups::last_between(&mut cx.tx, to, &key(hour - LONGEST + 1), &key(hour))?;
    Ok(Some(last.unwrap_or_else(|| key(hour))))
}

/// What a notification is shown under.
pub fn key_of(notification: &Notification) -> String {
    match &notification.group_key {
        Some(key) => key.clone(),
        None => format!("{UNGROUPED}{}", notification.id),
    }
}

/// Some notifications that are shown as one.
#[derive(Clone, Debug)]
pub struct Group {
    pub key: String,
    /// The newest of those on the page.
    pub newest: Notification,
    /// The oldest of those on the page.
    pub oldest_id: i64,
    /// The newest of all.
    pub most_recent_id: i64,
    /// How many there are in all.
    pub count: i64,
    /// Some of those who are behind it, the latest first.
    pub sample: Vec<i64>,
}

impl Group {
    fn of(notification: Notification, key: String) -> Self {
        Self {
            key,
            oldest_id: notification.id,
            most_recent_id: notification.id,
            count: 1,
            sample: vec![notification.from_account_id],
            newest: notification,
        }
    }

    fn is_whole(&self) -> bool {
        self.newest.group_key.as_ref() != Some(&self.key)
    }
}

/// A page of groups, newest first. Only types that are named are taken together, or all if none is.
pub fn list(
    cx: &mut Context,
    filter: &Filter,
    grouped: &[String],
    window: Window,
) -> Result<Vec<Group>> {
    let mut page = walk(cx, filter, grouped, window)?;
    page.sort_by_key(|it| std::cmp::Reverse(it.newest.id));
    complete(cx, &mut page)?;
    Ok(page)
}

/// Goes through notifications until there are enough groups. What comes twice is looked at twice, but in
/// few statements, however long a group is.
fn walk(
    cx: &mut Context,
    filter: &Filter,
    grouped: &[String],
    window: Window,
) -> Result<Vec<Group>> {
    let account_id = cx.member()?.account.id;
    let viewer = visibility::viewer(cx);
    let filter = widened(filter);
    let enough = usize::try_from(window.limit).unwrap_or_default();
    let is_upwards = window.min_id.is_some();
    let mut found: Vec<Group> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut part = window;
    loop {
        let mut rows = notifications::page(&mut cx.tx, account_id, &filter, viewer, part)?;
        if is_upwards {
            rows.reverse();
        }
        let is_end = (rows.len() as i64) < part.limit;
        if let Some(last) = rows.last() {
            match is_upwards {
                true => part.min_id = Some(last.id),
                false => part.max_id = Some(last.id),
            }
        }
        for row in rows {
            let is_taken_together = grouped.is_empty() || grouped.contains(&row.kind);
            let key = match &row.group_key {
                Some(key) if is_taken_together => key.clone(),
                _ => format!("{UNGROUPED}{}", row.id),
            };
            if let Some(place) = places.get(&key) {
                match is_upwards {
                    true => found[*place].newest = row,
                    false => found[*place].oldest_id = row.id,
                }
                continue;
            }
            places.insert(key.clone(), found.len());
            found.push(Group::of(row, key));
            if found.len() >= enough {
                return Ok(found);
            }
        }
        if is_end {
            return Ok(found);
        }
        part.limit = (part.limit * 2).min(MOST_AT_ONCE);
    }
}

/// Adds what is not on the page.
fn complete(cx: &mut Context, page: &mut [Group]) -> Result<()> {
    let account_id = cx.member()?.account.id;
    let keys = page.iter().filter(|it| !it.is_whole());
    let keys: Vec<String> = keys.map(|it| it.key.clone()).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let mut members: HashMap<String, Vec<Member>> = HashMap::new();
    for member in groups::newest(&mut cx.tx, account_id, &keys, SAMPLE)? {
        let of_group = members.entry(member.group_key.clone()).or_default();
        of_group.push(member);
    }
    for group in page {
        if let Some(members) = members.get(&group.key)
            && let Some(newest) = members.first()
        {
            group.most_recent_id = newest.notification_id;
            group.count = newest.count;
            group.sample = members.iter().map(|it| it.from_account_id).collect();
        }
    }
    Ok(())
}

/// How many groups the caller has not read yet, so many at most.
pub fn count_unread(
    cx: &mut Context,
    filter: &Filter,
    grouped: &[String],
    most: i64,
) -> Result<i64> {
    let window = unread(cx, most)?;
    Ok(walk(cx, filter, grouped, window)?.len() as i64)
}

pub fn get(cx: &mut Context, key: &str) -> Result<Group> {
    let newest = page_of(cx, key, FIRST)?.into_iter().next();
    let mut group = Group::of(newest.ok_or(Error::NotFound)?, key.to_owned());
    complete(cx, std::slice::from_mut(&mut group))?;
    Ok(group)
}

const FIRST: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 1,
};

/// Who is behind a group, as the ids of notifications and of accounts.
pub fn accounts(cx: &mut Context, key: &str, window: Window) -> Result<Vec<(i64, i64)>> {
    let page = page_of(cx, key, window)?;
    Ok(page.iter().map(|it| (it.id, it.from_account_id)).collect())
}

fn page_of(cx: &mut Context, key: &str, window: Window) -> Result<Vec<Notification>> {
    let account_id = cx.member()?.account.id;
    let viewer = visibility::viewer(cx);
    let tx = &mut cx.tx;
    Ok(match alone(key) {
        Some(id) => notifications::find(tx, account_id, id, viewer)?
            .into_iter()
            .collect(),
        None => groups::page(tx, account_id, key, viewer, window)?,
    })
}

/// Takes a group away, as far as it is there.
pub fn dismiss(cx: &mut Context, key: &str) -> Result<()> {
    let account_id = cx.member()?.account.id;
    match alone(key) {
        Some(id) => notifications::remove(&mut cx.tx, account_id, id).map(drop)?,
        None => groups::remove(&mut cx.tx, account_id, key)?,
    }
    Ok(())
}

/// The notification that a key is for which stands for one alone.
fn alone(key: &str) -> Option<i64> {
    let id = key.strip_prefix(UNGROUPED)?;
    Some(id.parse().unwrap_or_default())
}
