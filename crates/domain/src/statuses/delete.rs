//! Taking a post away.

use chrono::TimeDelta;
use store::{
    accounts, conversations, counters, deliveries, media, notifications,
    reports::{self, Report},
    status_stats::{self, Count},
    status_tags,
    statuses::{self, Status},
    strikes::{self, Strike},
};

use super::{own, publish::count_for_others};
use crate::{
    Context, Event, Result, appeals, held_statuses,
    jobs::{Job, Progress},
    news, tags,
};

/// How long a moderator can still look at a deleted post that somebody has reported.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How many boosts and notifications go at once.
const AT_ONCE: i64 = 500;

/// The caller's own. It is gone for everybody at once; a job cleans up behind it.
pub fn delete(cx: &mut Context, id: i64, and_media: bool) -> Result<Status> {
    let status = own(cx, id)?;
    if !and_media {
        let now = cx.now;
        media::detach(&mut cx.tx, id, now)?;
    }
    take_down(cx, &status)?;
    Ok(status)
}

/// Nobody sees the post any more, but for moderators.
pub(crate) fn take_down(cx: &mut Context, status: &Status) -> Result<()> {
    let (id, now) = (status.id, cx.now);
    if held_statuses::is_known_elsewhere(cx, status)? {
        news::removed(cx, status)?;
    }
    uncount(cx, status)?;
    conversations::remove_message(&mut cx.tx, id)?;
    statuses::set_deleted(&mut cx.tx, id, Some(now))?;
    held_statuses::follow_deletion(cx, status, true)?;
    uncount_tags(cx, status)?;
    Job::RemoveStatus { status_id: id }.leave(cx)?;
    cx.events.push(Event::deleted(status));
    Ok(())
}

fn uncount_tags(cx: &mut Context, status: &Status) -> Result<()> {
    let tagged = status_tags::of_statuses(&mut cx.tx, &[status.id])?;
    let ids: Vec<i64> = tagged.iter().map(|it| it.tag_id).collect();
    tags::uncount(cx, status, &ids)
}

/// Keeps the counts in step with a post that goes.
pub(crate) fn uncount(cx: &mut Context, status: &Status) -> Result<()> {
    accounts::count_statuses(&mut cx.tx, status.account_id, -1, None)?;
    if status.is_local {
        counters::change(&mut cx.tx, counters::STATUSES, -1)?;
    }
    if let Some(id) = status.reblog_of_id {
        status_stats::change(&mut cx.tx, id, Count::Reblogs, -1)?;
    }
    match status.held_at {
        None => count_for_others(cx, status, -1),
        Some(_) => Ok(()),
    }
}

/// Takes the boosts of a deleted post away, its places on home timelines, and, unless moderators may
/// still want to look at it, the post itself with the media that it carries.
pub fn clean_up(cx: &mut Context, id: i64) -> Result<Progress> {
    let Some(status) = statuses::find_locked(&mut cx.tx, id)? else {
        return Ok(Progress::Done);
    };
    if status.deleted_at.is_none() {
        return Ok(Progress::Done);
    }
    if remove_boosts(cx, id, AT_ONCE)? == AT_ONCE {
        return Ok(Progress::More);
    }
    if take_out(cx, id)? == Progress::More {
        return Ok(Progress::More);
    }
    if is_cited(cx, &status)? || strikes::cited(&mut cx.tx, status.account_id)?.contains(&id) {
        return Ok(Progress::Done);
    }
    remove(cx, id)?;
    Ok(Progress::Done)
}

/// Some of the boosts of a post; how many.
pub(super) fn remove_boosts(cx: &mut Context, id: i64, limit: i64) -> Result<i64> {
    let boosts = statuses::boosts_of(&mut cx.tx, id, limit)?;
    for boost in &boosts {
        news::removed(cx, boost)?;
        uncount(cx, boost)?;
        statuses::remove(&mut cx.tx, boost.id)?;
        cx.events.push(Event::deleted(boost));
    }
    Ok(boosts.len() as i64)
}

/// Takes a post out of home timelines, and out of what members were told, some at a time.
pub(super) fn take_out(cx: &mut Context, id: i64) -> Result<Progress> {
    if notifications::remove_of_status(&mut cx.tx, id, AT_ONCE)? as i64 == AT_ONCE {
        return Ok(Progress::More);
    }
    deliveries::remove(&mut cx.tx, id)?;
    Ok(Progress::Done)
}

/// Deleted posts that were kept because moderators might want to look at them go in the end.
pub(crate) fn forget_deleted(cx: &mut Context) -> Result<()> {
    let before = cx.now - KEPT;
    for status in statuses::deleted_before(&mut cx.tx, before, AT_ONCE)? {
        if !is_cited(cx, &status)? {
            remove(cx, status.id)?;
        }
    }
    Ok(())
}

/// Takes a post away for good, with its media.
pub(super) fn remove(cx: &mut Context, id: i64) -> Result<()> {
    crate::media::go_with(cx, id)?;
    Ok(statuses::remove(&mut cx.tx, id)?)
}

/// Whether an open report is about the post, or a strike that may yet be overruled.
fn is_cited(cx: &mut Context, status: &Status) -> Result<bool> {
    Ok(cited_of(cx, status.account_id)?.contains(&status.id))
}

/// The posts of an account that open reports are about, and strikes that may yet be overruled.
pub(super) fn cited_of(cx: &mut Context, account_id: i64) -> Result<Vec<i64>> {
    let open = reports::unresolved_about(&mut cx.tx, account_id)?;
    let since = cx.now - appeals::WINDOW;
    let disputable = strikes::disputable(&mut cx.tx, account_id, since)?;
    let struck = disputable.iter().filter_map(Strike::status_ids).flatten();
    Ok(open
        .iter()
        .flat_map(Report::status_ids)
        .chain(struck)
        .collect())
}
