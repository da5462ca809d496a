//! Posts as moderators look at them.

use std::collections::HashMap;

use store::{
    account_list::Window,
    accounts, reports,
    status_reviews::{self, StatusReview},
    statuses::{self, Status},
    strikes,
};

use super::version::{self, Version};
use crate::{
    Context, Error, Moderator, Permission, Result,
    acts::{Act, Target},
};

/// A post, and what moderators know about it.
#[derive(Clone, Debug)]
pub struct Inspected {
    pub status: Status,
    /// That a moderator has found it fine as it is now.
    pub review: Option<StatusReview>,
    pub open_report_ids: Vec<i64>,
    /// What it has said, oldest first, as far as is wanted; none if it was never changed.
    pub versions: Vec<Version>,
}

/// How many versions of each post are shown where there are many posts. One may have thousands.
const MOST_VERSIONS: i64 = 20;

/// What is wanted of an account's posts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which {
    pub only_media: bool,
    pub only_reported: bool,
}

/// An account's posts, newest first: those for all, and others that are held, or that reports or strikes
/// are about.
pub fn list_of(
    cx: &mut Context,
    account_id: i64,
    which: Which,
    window: Window,
) -> Result<Vec<Inspected>> {
    may_look(cx)?;
    accounts::find(&mut cx.tx, account_id)?.ok_or(Error::NotFound)?;
    let mut cited = reports::cited(&mut cx.tx, account_id)?;
    if !which.only_reported {
        cited.extend(strikes::cited(&mut cx.tx, account_id)?);
    }
    let what = statuses::Inspected {
        account_id,
        cited: &cited,
        only_media: which.only_media,
        only_cited: which.only_reported,
    };
    let posts = statuses::inspected(&mut cx.tx, what, window)?;
    with_knowledge(cx, account_id, posts, MOST_VERSIONS)
}

/// One that is not for all only if it is held, or a report or a strike is about it.
pub fn inspect(cx: &mut Context, id: i64) -> Result<Inspected> {
    may_look(cx)?;
    let status = statuses::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let author = status.account_id;
    let is_shown = status.visibility.is_for_all()
        || status.held_at.is_some()
        || reports::cited(&mut cx.tx, author)?.contains(&id)
        || strikes::cited(&mut cx.tx, author)?.contains(&id);
    if !is_shown {
        return Err(Error::NotFound);
    }
    let inspected = with_knowledge(cx, author, vec![status], i64::MAX)?.pop();
    inspected.ok_or(Error::NotFound)
}

fn may_look(cx: &Context) -> Result<()> {
    let any = [Permission::ManageReports, Permission::ManageUsers];
    cx.moderator_of_any(&any).map(drop)
}

fn with_knowledge(
    cx: &mut Context,
    author: i64,
    posts: Vec<Status>,
    most_versions: i64,
) -> Result<Vec<Inspected>> {
    let ids: Vec<i64> = posts.iter().map(|it| it.id).collect();
    let reviews = status_reviews::of_statuses(&mut cx.tx, &ids)?.into_iter();
    let mut reviews: HashMap<i64, StatusReview> = reviews.map(|it| (it.status_id, it)).collect();
    let open = reports::unresolved_about(&mut cx.tx, author)?;
    let mut versions = version::latest_of(cx, &posts, most_versions)?;
    let inspected = posts.into_iter().map(|status| {
        let about = open
            .iter()
            .filter(|it| it.status_ids().contains(&status.id));
        Inspected {
            review: reviews
                .remove(&status.id)
                .filter(|it| it.edited_at == status.edited_at),
            open_report_ids: about.map(|it| it.id).collect(),
            versions: versions.remove(&status.id).unwrap_or_default(),
            status,
        }
    });
    Ok(inspected.collect())
}

/// Finds a post fine as it is now. Reports about it that come later are resolved at once.
pub fn review(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let status = inspect(cx, id)?.status;
    let act = act("review", cx, &status)?;
    let recorded = act.record(cx, &moderator)?;
    let review = StatusReview {
        status_id: id,
        account_id: moderator.account_id(),
        edited_at: status.edited_at,
        created_at: cx.now,
    };
    Ok(status_reviews::set(&mut cx.tx, &review, &recorded)?)
}

pub fn unreview(cx: &mut Context, id: i64) -> Result<()> {
    let moderator: Moderator = cx.moderator(Permission::ManageReports)?;
    let status = inspect(cx, id)?.status;
    let act = act("unreview", cx, &status)?;
    let recorded = act.record(cx, &moderator)?;
    Ok(status_reviews::remove(&mut cx.tx, id, &recorded)?)
}

fn act<'a>(word: &'a str, cx: &mut Context, status: &Status) -> Result<Act<'a>> {
    let author = accounts::find(&mut cx.tx, status.account_id)?.ok_or(Error::NotFound)?;
    let target = Target {
        kind: "Status",
        id: status.id,
        name: author.handle(),
        account_id: Some(author.id),
    };
    Ok(Act::new(word, target))
}

/// Whether all of the posts were found fine as they are now.
pub fn reviewed(cx: &mut Context, ids: &[i64]) -> Result<bool> {
    let posts = statuses::find_many(&mut cx.tx, ids)?;
    let reviews = status_reviews::of_statuses(&mut cx.tx, ids)?;
    let is_fine = |post: &Status| {
        let of = |it: &&StatusReview| it.status_id == post.id && it.edited_at == post.edited_at;
        reviews.iter().any(|it| of(&it))
    };
    Ok(!posts.is_empty() && posts.iter().all(is_fine))
}
