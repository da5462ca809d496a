//! What members would rather not read: how they say so, and which posts it is about.

mod matching;
mod phrases;
mod rules;

use chrono::{DateTime, Utc};
use serde_json::Value;
use store::{
    accounts,
    filters::{self, Filter, FilteredStatus, Keyword},
};

use crate::{Context, Error, Event, Result, Violation, error::refuse, expiry};

pub use matching::{FilterMatch, Filters, Matched};
pub use phrases::{PhraseChange, change_phrase, create_phrase, phrase, phrases, remove_phrase};
pub use rules::{
    KeywordChange, add_keyword, add_status, change_keyword, keyword, keywords, remove_keyword,
    remove_status, status, statuses,
};

/// How many filters a member may have, how many keywords all of them, and how many posts: each page
/// that she reads looks for all of these.
const MOST: i64 = 500;
const LONGEST_TITLE: usize = 256;
const CONTEXTS: [&str; 5] = ["home", "notifications", "public", "thread", "account"];
const ACTIONS: [&str; 3] = ["warn", "hide", "blur"];

/// A filter with everything that it looks for.
#[derive(Clone, Debug)]
pub struct Whole {
    pub filter: Filter,
    pub keywords: Vec<Keyword>,
    pub statuses: Vec<FilteredStatus>,
}

/// What a filter is to be like; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub title: Option<String>,
    pub contexts: Option<Vec<String>>,
    pub action: Option<String>,
    /// In how many seconds it ends; never, if there is nothing in it.
    pub expires_in: Option<String>,
    pub keywords: Vec<KeywordChange>,
}

/// The words of a filter's contexts.
pub fn contexts(filter: &Filter) -> impl Iterator<Item = &str> {
    let words = filter.contexts.as_array().into_iter().flatten();
    words.filter_map(Value::as_str)
}

pub fn list(cx: &mut Context) -> Result<Vec<Whole>> {
    let owner = cx.member()?.account.id;
    let filters = filters::all_of(&mut cx.tx, owner)?;
    whole(cx, filters)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Whole> {
    let filter = own(cx, id)?;
    whole(cx, vec![filter])?.pop().ok_or(Error::NotFound)
}

fn whole(cx: &mut Context, filters: Vec<Filter>) -> Result<Vec<Whole>> {
    let ids: Vec<i64> = filters.iter().map(|it| it.id).collect();
    let mut keywords = filters::keywords_of(&mut cx.tx, &ids)?;
    let mut statuses = filters::statuses_of(&mut cx.tx, &ids)?;
    let with_rules = |filter: Filter| Whole {
        keywords: keywords
            .extract_if(.., |it| it.filter_id == filter.id)
            .collect(),
        statuses: statuses
            .extract_if(.., |it| it.filter_id == filter.id)
            .collect(),
        filter,
    };
    Ok(filters.into_iter().map(with_rules).collect())
}

pub fn create(cx: &mut Context, change: Change) -> Result<Whole> {
    let owner = cx.member()?.account.id;
    let new = Filter {
        id: 0,
        account_id: owner,
        title: String::new(),
        contexts: Value::Array(Vec::new()),
        action: ACTIONS[0].to_owned(),
        expires_at: None,
        created_at: cx.now,
        updated_at: cx.now,
    };
    let keywords = rules::prepare(cx, None, &change.keywords)?;
    let filter = changed(new, &change, cx.now);
    let mut found = rules::violations(&keywords);
    found.extend(violations(&filter));
    refuse(found)?;
    refuse_more_than(cx, filters::count_of, 1, "filters")?;
    let filter = filters::add(&mut cx.tx, &filter)?;
    rules::apply(cx, filter.id, &keywords)?;
    tell(cx, owner);
    get(cx, filter.id)
}

pub fn change(cx: &mut Context, id: i64, change: Change) -> Result<Whole> {
    let kept = own(cx, id)?;
    let keywords = rules::prepare(cx, Some(id), &change.keywords)?;
    let filter = changed(kept, &change, cx.now);
    let mut found = rules::violations(&keywords);
    found.extend(violations(&filter));
    refuse(found)?;
    filters::set(&mut cx.tx, &filter)?;
    rules::apply(cx, id, &keywords)?;
    tell(cx, filter.account_id);
    get(cx, id)
}

pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let filter = own(cx, id)?;
    filters::remove(&mut cx.tx, filter.id)?;
    tell(cx, filter.account_id);
    Ok(())
}

fn own(cx: &mut Context, id: i64) -> Result<Filter> {
    let owner = cx.member()?.account.id;
    filters::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
}

fn changed(mut filter: Filter, change: &Change, now: DateTime<Utc>) -> Filter {
    if let Some(title) = &change.title {
        filter.title.clone_from(title);
    }
    if let Some(contexts) = &change.contexts {
        let words = contexts.iter().map(|it| it.trim());
        filter.contexts = words.filter(|it| !it.is_empty()).collect();
    }
    if let Some(action) = &change.action {
        filter.action.clone_from(action);
    }
    if let Some(expires_in) = &change.expires_in {
        filter.expires_at = expiry::in_seconds(expires_in, now);
    }
    filter.updated_at = now;
    filter
}

fn violations(filter: &Filter) -> Vec<Violation> {
    let mut found = Vec::new();
    if !ACTIONS.contains(&filter.action.as_str()) {
        found.push(Violation::not_listed("filter_action", "Action"));
    }
    if filter.title.trim().is_empty() {
        found.push(Violation::blank("title", "Title"));
    }
    let is_anywhere = contexts(filter).next().is_some();
    if !is_anywhere {
        found.push(Violation::blank("context", "Context"));
    }
    if !is_anywhere || !contexts(filter).all(|it| CONTEXTS.contains(&it)) {
        let message = "None or invalid context supplied";
        found.push(Violation::new("context", "Context", "ERR_INVALID", message));
    }
    if filter.title.chars().count() > LONGEST_TITLE {
        found.push(Violation::too_long("title", "Title", LONGEST_TITLE));
    }
    found
}

fn refuse_more_than(
    cx: &mut Context,
    count: fn(&mut store::Tx, i64) -> store::Result<i64>,
    more: usize,
    what: &str,
) -> Result<()> {
    let owner = cx.member()?.account.id;
    // Who adds two at once adds one after the other.
    accounts::find_locked(&mut cx.tx, owner)?;
    if count(&mut cx.tx, owner)? + more as i64 > MOST {
        let message = format!("You have reached the maximum number of {what}");
        return Err(Error::Invalid(vec![Violation::of_all(
            "ERR_TOO_MANY",
            message,
        )]));
    }
    Ok(())
}

/// Those who are connected load their filters anew.
fn tell(cx: &mut Context, account_id: i64) {
    cx.events.push(Event::FiltersChanged { account_id });
}
