//! What people of other servers like.

use store::{
    accounts::Account,
    blocks, favourites,
    status_stats::{self, Count},
    statuses::Status,
};

use crate::{
    Context, Result,
    notifications::{About, Kind, tell, untell},
    trends,
};

/// Somebody likes a post.
pub fn favourite(cx: &mut Context, by: &Account, status: &Status) -> Result<()> {
    let now = cx.now;
    let is_there = status.deleted_at.is_none() && status.reblog_of_id.is_none();
    if !is_there || blocks::is_between(&mut cx.tx, status.account_id, by.id)? {
        return Ok(());
    }
    if favourites::add(&mut cx.tx, by.id, status.id, now)? {
        status_stats::change(&mut cx.tx, status.id, Count::Favourites, 1)?;
        trends::count_status(cx, status)?;
        if status.is_local {
            let about = About::status(status.id);
            tell(cx, Kind::Favourite, status.account_id, by.id, about)?;
        }
    }
    Ok(())
}

/// And does no longer.
pub fn unfavourite(cx: &mut Context, by: &Account, status: &Status) -> Result<()> {
    if favourites::remove(&mut cx.tx, by.id, status.id)? {
        status_stats::change(&mut cx.tx, status.id, Count::Favourites, -1)?;
        untell(cx, Kind::Favourite, by.id, About::status(status.id))?;
    }
    Ok(())
}
