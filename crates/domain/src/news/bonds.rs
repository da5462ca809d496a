//! Follows and blocks between this server and others.

use store::{
    account_keys,
    accounts::Account,
    activity_names::{self, Named},
    audience,
};

use super::{FollowName, News, follow_uri};
use crate::{Context, Result};

/// A member asks to follow somebody elsewhere. The request gets the name that the follow will keep.
pub(crate) fn follow_wanted(cx: &mut Context, me: &Account, other: &Account) -> Result<()> {
    if other.is_local() {
        return Ok(());
    }
    let Some(request) = activity_names::follow_request(&mut cx.tx, me.id, other.id)? else {
        return Ok(());
    };
    let uri = follow_uri(&me.uri, request.id);
    activity_names::name_follow_request(&mut cx.tx, request.id, &uri)?;
    News::FollowWanted {
        account_id: me.id,
        target_account_id: other.id,
    }
    .leave(cx)
}

/// What a follow or a request is called, read before it goes.
type Bond = Option<Named>;

/// A follow, or the request for one, is no more by what somebody here has done.
pub(crate) fn ended(cx: &mut Context, bond: Bond, follower: i64, target: i64) -> Result<()> {
    let Some(Named { id, uri, is_ours }) = bond else {
        return Ok(());
    };
    let (account_id, target_account_id) = (follower, target);
    let follow = FollowName { id, uri };
    match is_ours {
        true => News::Unfollowed {
            account_id,
            target_account_id,
            follow,
        },
        false => News::FollowRejected {
            account_id,
            target_account_id,
            follow,
        },
    }
    .leave(cx)
}

/// A request has become a follow, which is called as it was. Who asked from elsewhere hears of it.
pub(crate) fn let_in(cx: &mut Context, request: Bond, follower: i64, target: i64) -> Result<()> {
    let Some(Named { id, uri, is_ours }) = request else {
        return Ok(());
    };
    if let Some(uri) = &uri {
        activity_names::name_follow(&mut cx.tx, follower, target, uri)?;
    }
    match is_ours {
        true => Ok(()),
        false => News::FollowAccepted {
            account_id: follower,
            target_account_id: target,
            follow: FollowName { id, uri },
        }
        .leave(cx),
    }
}

pub(crate) fn blocked(cx: &mut Context, me: &Account, other: &Account) -> Result<()> {
    match block_of(cx, me, other)? {
        Some(block_id) => News::Blocked {
            account_id: me.id,
            target_account_id: other.id,
            block_id,
        }
        .leave(cx),
        None => Ok(()),
    }
}

/// The block is about to go.
pub(crate) fn unblocked(cx: &mut Context, me: &Account, other: &Account) -> Result<()> {
    match block_of(cx, me, other)? {
        Some(block_id) => News::Unblocked {
            account_id: me.id,
            target_account_id: other.id,
            block_id,
        }
        .leave(cx),
        None => Ok(()),
    }
}

fn block_of(cx: &mut Context, me: &Account, other: &Account) -> Result<Option<i64>> {
    match other.is_local() {
        true => Ok(None),
        false => Ok(activity_names::block(&mut cx.tx, me.id, other.id)?),
    }
}

/// A profile of this server says something else now.
pub(crate) fn profile_changed(cx: &mut Context, account_id: i64) -> Result<()> {
    match audience::is_heard(&mut cx.tx, account_id, true)? {
        true => standing_changed(cx, account_id),
        false => Ok(()),
    }
}

/// An account of this server is suspended, or is so no longer: not only followers hear of that.
pub(crate) fn standing_changed(cx: &mut Context, account_id: i64) -> Result<()> {
    match is_seen(cx, account_id)? {
        true => News::ProfileChanged { account_id }.leave(cx),
        false => Ok(()),
    }
}

/// An account of this server goes for good. Those must still be known who are to hear of it.
pub(crate) fn account_removed(cx: &mut Context, account_id: i64) -> Result<()> {
    match is_seen(cx, account_id)? {
        true => News::AccountRemoved { account_id }.leave(cx),
        false => Ok(()),
    }
}

/// Whether any other server has ever seen an account. Whoever has seen it has seen its key.
fn is_seen(cx: &mut Context, account_id: i64) -> Result<bool> {
    Ok(account_keys::find(&mut cx.tx, account_id)?.is_some())
}
