//! Lists of people, which their owner alone knows of.

use store::{
    account_list::Window,
    accounts::{self, Account},
    lists::{self, List, NewList},
};

use crate::{Context, Error, Result, Violation, error::refuse, visibility};

/// How many lists a member may have.
const MOST: i64 = 50;
const LONGEST_TITLE: usize = 256;
const POLICIES: [&str; 3] = ["list", "followed", "none"];

/// What a list is to be like; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub title: Option<String>,
    pub replies_policy: Option<String>,
    pub is_exclusive: Option<bool>,
}

pub fn all(cx: &mut Context) -> Result<Vec<List>> {
    let owner = cx.member()?.account.id;
    Ok(lists::all_of(&mut cx.tx, owner)?)
}

/// Those that an account is on.
pub fn all_with(cx: &mut Context, account_id: i64) -> Result<Vec<List>> {
    let owner = cx.member()?.account.id;
    let account = visibility::account(cx, account_id)?;
    match account.suspended_at {
        Some(_) => Ok(Vec::new()),
        None => Ok(lists::all_with(&mut cx.tx, owner, account_id)?),
    }
}

pub fn get(cx: &mut Context, id: i64) -> Result<List> {
    let owner = cx.member()?.account.id;
    lists::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
}

pub fn create(cx: &mut Context, change: &Change) -> Result<List> {
    let owner = cx.member()?.account.id;
    let title = change.title.as_deref().unwrap_or_default();
    let policy = change.replies_policy.as_deref().unwrap_or(POLICIES[0]);
    let mut found = violations(title, policy);
    // Who makes two at once makes one after the other.
    accounts::find_locked(&mut cx.tx, owner)?;
    if lists::count_of(&mut cx.tx, owner)? >= MOST {
        let message = "You have reached the maximum number of lists";
        found.push(Violation::of_all("ERR_TOO_MANY", message));
    }
    refuse(found)?;
    let list = NewList {
        account_id: owner,
        title,
        replies_policy: policy,
        is_exclusive: change.is_exclusive.unwrap_or_default(),
        created_at: cx.now,
    };
    Ok(lists::add(&mut cx.tx, &list)?)
}

pub fn change(cx: &mut Context, id: i64, change: Change) -> Result<List> {
    let mut list = get(cx, id)?;
    list.title = change.title.unwrap_or(list.title);
    list.replies_policy = change.replies_policy.unwrap_or(list.replies_policy);
    list.is_exclusive = change.is_exclusive.unwrap_or(list.is_exclusive);
    refuse(violations(&list.title, &list.replies_policy))?;
    lists::set(&mut cx.tx, &list)?;
    Ok(list)
}

fn violations(title: &str, policy: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    if !POLICIES.contains(&policy) {
        found.push(Violation::not_listed("replies_policy", "Replies policy"));
    }
    if title.trim().is_empty() {
        found.push(Violation::blank("title", "Title"));
    }
    if title.chars().count() > LONGEST_TITLE {
        found.push(Violation::too_long("title", "Title", LONGEST_TITLE));
    }
    found
}

pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let list = get(cx, id)?;
    Ok(lists::remove(&mut cx.tx, list.id)?)
}

/// Who is on a list and can be shown, latest account first.
pub fn members(cx: &mut Context, id: i64, window: Window) -> Result<Vec<Account>> {
    let list = get(cx, id)?;
    let ids = lists::page_of_members(&mut cx.tx, list.id, window)?;
    visibility::accounts(cx, &ids)
}

/// All of the accounts or none: each must be one that the owner follows, has asked to follow, or is.
pub fn add_members(cx: &mut Context, id: i64, account_ids: &[i64]) -> Result<()> {
    let list = get(cx, id)?;
    let ids = each_once(account_ids);
    if visibility::accounts(cx, &ids)?.len() < ids.len() {
        return Err(Error::NotFound);
    }
    let chosen = lists::chosen(&mut cx.tx, list.account_id, &ids)?;
    let may_be_on_it = |id: &i64| *id == list.account_id || chosen.contains(id);
    if !ids.iter().all(may_be_on_it) {
        return Err(Error::NotFound);
    }
    if !lists::members_among(&mut cx.tx, list.id, &ids)?.is_empty() {
        return Err(Error::Invalid(vec![Violation::taken(
            "account_id",
            "Account",
        )]));
    }
    Ok(lists::add_members(&mut cx.tx, list.id, &ids)?)
}

pub fn remove_members(cx: &mut Context, id: i64, account_ids: &[i64]) -> Result<()> {
    let list = get(cx, id)?;
    Ok(lists::remove_members(&mut cx.tx, list.id, account_ids)?)
}

fn each_once(ids: &[i64]) -> Vec<i64> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}
