//! Which posts other servers hear of. Where nobody elsewhere can want to, no job is left.

use store::{
    accounts::{self, Account},
    activity_names, audience,
    statuses::{self, Status, Visibility},
};

use super::News;
use crate::{Context, Error, Result};

/// How many of those elsewhere hear of the end of a post who have answered it or passed it on.
const MOST: i64 = 500;

/// A new post or a boost.
pub(crate) fn posted(cx: &mut Context, status: &Status) -> Result<()> {
    match concerns_others(cx, status)? {
        true => News::Posted {
            status_id: status.id,
        }
        .leave(cx),
        false => Ok(()),
    }
}

/// A post that has changed, or whose poll has ended. While it is held, that is nothing for others.
pub(crate) fn edited(cx: &mut Context, status: &Status) -> Result<()> {
    match status.held_at.is_none() && concerns_others(cx, status)? {
        true => News::Edited {
            status_id: status.id,
        }
        .leave(cx),
        false => Ok(()),
    }
}

/// A post or a boost that goes. It must still be there, with all that hangs on it.
pub(crate) fn removed(cx: &mut Context, status: &Status) -> Result<()> {
    if !concerns_others(cx, status)? {
        return Ok(());
    }
    let news = News::Removed {
        account_id: status.account_id,
        uri: name_of(cx, status)?,
        reblog_of_uri: match status.reblog_of_id {
            Some(id) => Some(name_of_other(cx, id)?),
            None => None,
        },
        visibility: status.visibility,
        told: audience::concerned(&mut cx.tx, status, MOST)?,
    };
    news.leave(cx)
}

fn concerns_others(cx: &mut Context, status: &Status) -> Result<bool> {
    if !status.is_local {
        return Ok(false);
    }
    let is_public = status.visibility == Visibility::Public;
    let is_heard = status.visibility != Visibility::Direct
        && audience::is_heard(&mut cx.tx, status.account_id, is_public)?;
    Ok(is_heard || audience::is_known(&mut cx.tx, status)?)
}

/// What a post, or a boost, is called between servers, wherever it comes from.
pub fn status_uri(status: &Status, author: &Account) -> String {
    if let Some(uri) = &status.uri {
        return uri.clone();
    }
    let (actor, id) = (&author.uri, status.id);
    match status.reblog_of_id {
        Some(_) => format!("{actor}/statuses/{id}/activity"),
        None => format!("{actor}/statuses/{id}"),
    }
}

fn name_of(cx: &mut Context, status: &Status) -> Result<String> {
    let author = accounts::find(&mut cx.tx, status.account_id)?;
    Ok(status_uri(status, &author.ok_or(Error::NotFound)?))
}

fn name_of_other(cx: &mut Context, id: i64) -> Result<String> {
    let status = statuses::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    name_of(cx, &status)
}

/// A member likes a post of another server.
pub(crate) fn favourited(cx: &mut Context, account_id: i64, status: &Status) -> Result<()> {
    match favourite_of(cx, account_id, status)? {
        Some(favourite_id) => News::Favourited {
            account_id,
            status_id: status.id,
            favourite_id,
        }
        .leave(cx),
        None => Ok(()),
    }
}

/// She is about to like it no longer.
pub(crate) fn unfavourited(cx: &mut Context, account_id: i64, status: &Status) -> Result<()> {
    match favourite_of(cx, account_id, status)? {
        Some(favourite_id) => News::Unfavourited {
            account_id,
            status_id: status.id,
            favourite_id,
        }
        .leave(cx),
        None => Ok(()),
    }
}

fn favourite_of(cx: &mut Context, account_id: i64, status: &Status) -> Result<Option<i64>> {
    match status.is_local {
        true => Ok(None),
        false => Ok(activity_names::favourite(
            &mut cx.tx, account_id, status.id,
        )?),
    }
}

/// A post is put first on a profile, or is there no longer.
pub(crate) fn pinned(cx: &mut Context, status: &Status, is_pinned: bool) -> Result<()> {
    let (account_id, status_id) = (status.account_id, status.id);
    let is_for_all = status.is_local && status.visibility.is_for_all();
    if !is_for_all || !audience::is_heard(&mut cx.tx, account_id, false)? {
        return Ok(());
    }
    match is_pinned {
        true => News::Pinned {
            account_id,
            status_id,
        },
        false => News::Unpinned {
            account_id,
            status_id,
        },
    }
    .leave(cx)
}
