//! What a member is told, one by one and taken together.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result};
use api::{
    Timestamp,
    entities::{Account, Notification, NotificationGroup, NotificationGroups, Status},
};
use domain::roles::Roles;
use store::{
    Tx, accounts, notification_groups,
    notifications::Notification as Row,
    testing::{newest_notifications, posts_by_ids},
};

use crate::{
    common::people::public_account,
    show::statuses,
    world::{READER, account_id},
};

const PAGE: usize = 20;

pub(crate) fn notifications(tx: &mut Tx) -> Result<Vec<Notification>> {
    let rows = newest_notifications(tx, account_id(READER), PAGE as i64)?;
    let accounts = people(tx, rows.iter().map(|it| it.from_account_id))?;
    let posts = causes(tx, &rows)?;
    let shown = rows.iter().map(|row| {
        Ok(Notification {
            id: row.id.to_string(),
            r#type: row.kind.clone(),
            group_key: key(row),
            created_at: Timestamp(row.created_at),
            account: accounts
                .get(&row.from_account_id)
                .context("somebody")?
                .clone(),
            status: row.status_id.and_then(|id| posts.get(&id)).cloned(),
            report: None,
            event: None,
            moderation_warning: None,
        })
    });
    shown.collect()
}

fn key(row: &Row) -> String {
    let alone = || format!("ungrouped-{}", row.id);
    row.group_key.clone().unwrap_or_else(alone)
}

/// A page of groups is within so many notifications.
const ENOUGH: i64 = 100;

pub(crate) fn groups(tx: &mut Tx) -> Result<NotificationGroups> {
    let rows = newest_notifications(tx, account_id(READER), ENOUGH)?;
    let mut found: Vec<(Row, i64)> = Vec::new();
    for row in rows {
        let known = found.iter_mut().find(|(it, _)| key(it) == key(&row));
        if let Some((_, oldest)) = known {
            *oldest = row.id;
            continue;
        }
        let id = row.id;
        found.push((row, id));
        if found.len() == PAGE {
            break;
        }
    }
    let keys: Vec<String> = found
        .iter()
        .filter_map(|it| it.0.group_key.clone())
        .collect();
    let members = notification_groups::newest(tx, account_id(READER), &keys, 8)?;
    let newest: Vec<Row> = found.iter().map(|it| it.0.clone()).collect();
    let posts = causes(tx, &newest)?;
    let mut shown = Vec::with_capacity(found.len());
    let mut everybody = BTreeSet::new();
    for (row, oldest) in &found {
        let of_group = || {
            let of_group = members.iter();
            of_group.filter(|it| Some(&it.group_key) == row.group_key.as_ref())
        };
        let mut sample: Vec<i64> = of_group().map(|it| it.from_account_id).collect();
        if sample.is_empty() {
            sample.push(row.from_account_id);
        }
        everybody.extend(sample.iter().copied());
        let first = of_group().next();
        shown.push(NotificationGroup {
            group_key: key(row),
            notifications_count: first.map_or(1, |it| it.count),
            r#type: row.kind.clone(),
            most_recent_notification_id: first.map_or(row.id, |it| it.notification_id).to_string(),
            page_min_id: Some(oldest.to_string()),
            page_max_id: Some(row.id.to_string()),
            latest_page_notification_at: Some(Timestamp(row.created_at)),
            sample_account_ids: sample.iter().map(ToString::to_string).collect(),
            status_id: row.status_id.map(|it| it.to_string()),
            report: None,
            event: None,
            moderation_warning: None,
        });
    }
    let accounts = people(tx, everybody.iter().copied())?;
    let mut seen = BTreeSet::new();
    let posts_in_order = newest.iter().filter_map(|it| it.status_id);
    let posts_in_order = posts_in_order.filter(|it| seen.insert(*it));
    Ok(NotificationGroups {
        accounts: everybody
            .iter()
            .filter_map(|it| accounts.get(it))
            .cloned()
            .collect(),
        partial_accounts: None,
        statuses: posts_in_order
            .filter_map(|it| posts.get(&it))
            .cloned()
            .collect(),
        notification_groups: shown,
    })
}

fn people(tx: &mut Tx, ids: impl Iterator<Item = i64>) -> Result<HashMap<i64, Account>> {
    let ids: Vec<i64> = ids.collect();
    let roles = Roles::load(tx)?;
    let mut shown = HashMap::new();
    for (account, stats, user) in accounts::find_whole(tx, &ids)? {
        let power = user.map(|it| roles.power(it.role_id)).transpose()?;
        let stats = stats.unwrap_or_default();
        shown.insert(account.id, public_account(account, power.as_ref(), stats));
    }
    Ok(shown)
}

fn causes(tx: &mut Tx, rows: &[Row]) -> Result<HashMap<i64, Status>> {
    let ids: Vec<i64> = rows.iter().filter_map(|it| it.status_id).collect();
    let rows = posts_by_ids(tx, &ids)?;
    let shown = statuses(tx, &rows)?;
    Ok(rows.iter().map(|it| it.id).zip(shown).collect())
}
