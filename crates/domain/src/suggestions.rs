//! Whom a member may want to follow.

use store::suggestions;

use crate::{Context, Result, visibility};

/// Why somebody is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Those follow her whom the member follows.
    FriendsOfFriends,
    /// Many follow her.
    MostFollowed,
}

/// Somebody whom the caller may want to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub account_id: i64,
    /// At least one; the weightiest comes first.
    pub sources: Vec<Source>,
}

/// Friends of friends first, then whom most follow.
pub fn list(cx: &mut Context, limit: i64) -> Result<Vec<Suggestion>> {
    let me = cx.member()?.account.id;
    let now = cx.now;
    let friends = suggestions::friends_of_friends(&mut cx.tx, me, now, limit)?;
    let followed = suggestions::most_followed(&mut cx.tx, me, now, limit)?;
    let mut suggested: Vec<Suggestion> = Vec::new();
    for (source, ids) in [
        (Source::FriendsOfFriends, friends),
        (Source::MostFollowed, followed),
    ] {
        for account_id in ids {
            match suggested.iter_mut().find(|it| it.account_id == account_id) {
                Some(known) => known.sources.push(source),
                None => suggested.push(Suggestion {
                    account_id,
                    sources: vec![source],
                }),
            }
        }
    }
    suggested.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(suggested)
}

/// Never again.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let me = cx.member()?.account.id;
    let account = visibility::account(cx, id)?;
    Ok(suggestions::dismiss(&mut cx.tx, me, account.id)?)
}
