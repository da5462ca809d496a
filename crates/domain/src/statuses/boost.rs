//! Passing a post on to one's followers.

use store::{
    accounts, counters,
    status_stats::{self, Count},
    statuses::{self, NewStatus, Status, Visibility},
};

use super::{proper, shown_to_others, uncount};
use crate::{
    Context, Error, Event, Result, Violation, activity, deliveries, news,
    notifications::{About, Kind, tell, untell},
    trends,
    webhooks::{self, Occasion},
};

/// Boosts a post. Boosting it again changes nothing.
pub fn boost(cx: &mut Context, id: i64, visibility: Option<&str>) -> Result<Status> {
    let account = cx.member()?.account.clone();
    let boosted = shown_to_others(proper(cx, id)?)?;
    let is_own = boosted.account_id == account.id;
    match boosted.visibility {
        Visibility::Public | Visibility::Unlisted => (),
        Visibility::Private if is_own => (),
        Visibility::Private | Visibility::Direct => return Err(Error::NotPermitted),
    }
    if let Some(boost) = statuses::find_boost(&mut cx.tx, account.id, boosted.id)? {
        return Ok(boost);
    }
    let visibility = match visibility_of(&boosted, visibility)? {
        Visibility::Public if account.silenced_at.is_some() => Visibility::Unlisted,
        visibility => visibility,
    };
    let id = cx.new_id();
    let boost = NewStatus::boost(&boosted, id, account.id, visibility, cx.now);
    let boost = statuses::add(&mut cx.tx, &boost)?;
    status_stats::change(&mut cx.tx, boosted.id, Count::Reblogs, 1)?;
    trends::count_boost(cx, &account, boost.visibility, &boosted)?;
    accounts::count_statuses(&mut cx.tx, account.id, 1, Some(boost.created_at))?;
    counters::change(&mut cx.tx, counters::STATUSES, 1)?;
    activity::count_interaction(cx)?;
    if boosted.is_local {
        let about = About::status(boosted.id);
        tell(cx, Kind::Reblog, boosted.account_id, account.id, about)?;
    }
    deliveries::begin(cx, &boost)?;
    news::posted(cx, &boost)?;
    webhooks::tell_of_status(cx, Occasion::StatusCreated, &boost)?;
    cx.events.push(Event::Posted {
        status_id: boost.id,
    });
    Ok(boost)
}

/// As wide as was asked for, and no wider than the post.
fn visibility_of(boosted: &Status, asked: Option<&str>) -> Result<Visibility> {
    if boosted.visibility == Visibility::Private {
        return Ok(Visibility::Private);
    }
    match asked.filter(|it| !it.is_empty()) {
        None => Ok(boosted.visibility),
        Some(word) => Visibility::named(word)
            .filter(|it| *it != Visibility::Direct)
            .ok_or_else(|| Error::Invalid(vec![Violation::not_listed("visibility", "Visibility")])),
    }
}

/// Takes the caller's boost of a post back. The post, as it is then.
pub fn unboost(cx: &mut Context, id: i64) -> Result<Status> {
    let account_id = cx.member()?.account.id;
    let boosted = proper(cx, id)?;
    if let Some(boost) = statuses::find_boost(&mut cx.tx, account_id, boosted.id)? {
        take_boost_back(cx, &boost)?;
    }
    Ok(boosted)
}

/// Takes a boost back, of whatever server it is.
pub fn take_boost_back(cx: &mut Context, boost: &Status) -> Result<()> {
    let boosted = boost.reblog_of_id.ok_or(Error::NotFound)?;
    news::removed(cx, boost)?;
    uncount(cx, boost)?;
    statuses::remove(&mut cx.tx, boost.id)?;
    untell(cx, Kind::Reblog, boost.account_id, About::status(boosted))?;
    cx.events.push(Event::deleted(boost));
    Ok(())
}
