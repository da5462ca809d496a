//! Following, and following no longer.

use serde_json::Value;
use store::{
    account_list::Window,
    accounts::{self, Account},
    activity_names, blocks, endorsements, follow_requests,
    follows::{self, Follow, Terms},
    follows_aside, lists, notifications, user_domain_blocks,
};

use crate::{
    Context, Error, Result, Violation, activity,
    error::refuse,
    home::{leave_clear, leave_fill},
    news,
    notifications::{About, Kind, tell},
    relationships::pair,
    servers, visibility,
};

/// How many accounts anybody may follow. More only in proportion to her followers: a tenth more.
pub const MOST_FOLLOWS: i64 = 7500;

/// How an account is to be followed; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    pub shows_reblogs: Option<bool>,
    pub notifies: Option<bool>,
    /// None of them means all.
    pub languages: Option<Vec<String>>,
}

impl Wishes {
    fn check(&self) -> Result<()> {
        let mut languages = self.languages.iter().flatten();
        refuse(match languages.all(|it| is_language(it)) {
            true => Vec::new(),
            false => vec![Violation::new(
                "languages",
                "Languages",
                "ERR_INVALID",
                "is invalid",
            )],
        })
    }

    fn over(&self, terms: &Terms) -> Terms {
        let languages = self.languages.as_ref();
        let list = |it: &Vec<String>| (!it.is_empty()).then(|| Value::from(it.clone()));
        Terms {
            shows_reblogs: self.shows_reblogs.unwrap_or(terms.shows_reblogs),
            notifies: self.notifies.unwrap_or(terms.notifies),
            languages: languages.map_or_else(|| terms.languages.clone(), list),
        }
    }
}

/// `de`, `ckb` or `zh-TW`
pub(crate) fn is_language(text: &str) -> bool {
    let (language, region) = text.split_once('-').unwrap_or((text, "XX"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|it| it.is_ascii_lowercase())
        && (2..=4).contains(&region.len())
        && region.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// Follows, or asks for it; who follows or asks already changes how.
pub fn follow(cx: &mut Context, id: i64, wishes: &Wishes) -> Result<()> {
    let (me, other) = pair(cx, id)?;
    if me.id == other.id {
        return Err(Error::SelfFollow);
    }
    check_target(cx, &me, &other)?;
    wishes.check()?;
    if let Some(follow) = follows::find(&mut cx.tx, me.id, id)? {
        return Ok(follows::set_terms(
            &mut cx.tx,
            follow.id,
            &wishes.over(&follow.terms),
        )?);
    }
    if let Some(request) = follow_requests::find(&mut cx.tx, me.id, id)? {
        let terms = wishes.over(&request.terms);
        return Ok(follow_requests::set_terms(&mut cx.tx, request.id, &terms)?);
    }
    check_limit(cx, &me)?;
    let terms = wishes.over(&Terms::default());
    ask(cx, &me, &other, &terms)
}

/// Lets a member follow somebody whom somebody else has named to her, as far as she may.
pub(crate) fn follow_as(
    cx: &mut Context,
    me: &Account,
    other: &Account,
    terms: &Terms,
) -> Result<()> {
    check_target(cx, me, other)?;
    let is_known = follows::find(&mut cx.tx, me.id, other.id)?.is_some()
        || follow_requests::find(&mut cx.tx, me.id, other.id)?.is_some();
    match is_known || me.id == other.id {
        true => Ok(()),
        false => ask(cx, me, other, terms),
    }
}

fn ask(cx: &mut Context, me: &Account, other: &Account, terms: &Terms) -> Result<()> {
    let id = other.id;
    activity::count_interaction(cx)?;
    // Another server has its own say.
    if other.locked || me.silenced_at.is_some() || !other.is_local() {
        let now = cx.now;
        follow_requests::add(&mut cx.tx, me.id, id, terms, now)?;
        news::follow_wanted(cx, me, other)?;
        return match other.is_local() {
            true => tell(cx, Kind::FollowRequest, id, me.id, About::default()),
            false => Ok(()),
        };
    }
    begin(cx, me.id, other, terms)
}

fn check_target(cx: &mut Context, me: &Account, other: &Account) -> Result<()> {
    if other.suspended_at.is_some() {
        return Err(Error::NotFound);
    }
    let is_far = match &other.domain {
        Some(domain) => {
            user_domain_blocks::is_blocked(&mut cx.tx, me.id, domain)?
                || !servers::is_allowed(cx, domain)?
        }
        None => false,
    };
    let is_elsewhere = is_far || other.moved_to_account_id.is_some();
    match is_elsewhere || blocks::is_between(&mut cx.tx, me.id, other.id)? {
        true => Err(Error::NotPermitted),
        false => Ok(()),
    }
}

fn check_limit(cx: &mut Context, me: &Account) -> Result<()> {
    let stats = accounts::stats_of(&mut cx.tx, &[me.id])?
        .pop()
        .unwrap_or_default();
    let most = MOST_FOLLOWS.max(stats.followers_count + stats.followers_count / 10);
    let message = format!("cannot follow more than {most} people");
    refuse(match stats.following_count >= most {
        true => vec![Violation::new("base", "You", "ERR_LIMIT", message)],
        false => Vec::new(),
    })
}

/// A follow that nothing is in the way of.
pub(crate) fn begin(
    cx: &mut Context,
    follower: i64,
    target: &Account,
    terms: &Terms,
) -> Result<()> {
    let now = cx.now;
    follows::add(&mut cx.tx, follower, target.id, terms, now)?;
    if target.is_local() {
        tell(cx, Kind::Follow, target.id, follower, About::default())?;
    }
    leave_fill(cx, follower, target.id)
}

/// Also takes back the request to follow.
pub fn unfollow(cx: &mut Context, id: i64) -> Result<()> {
    let (me, _) = pair(cx, id)?;
    withdraw(cx, me.id, id)?;
    cut(cx, me.id, id).map(drop)
}

/// Whom the caller does not want to be followed by.
pub fn remove_follower(cx: &mut Context, id: i64) -> Result<()> {
    let (me, _) = pair(cx, id)?;
    cut(cx, id, me.id).map(drop)
}

/// Ends a follow, if there is one, with all that hangs on it, and tells the other server. Whether
/// there was.
pub(crate) fn cut(cx: &mut Context, follower: i64, target: i64) -> Result<bool> {
    let bond = match activity_names::follow(&mut cx.tx, follower, target)? {
        Some(bond) => Some(bond),
        None => follows_aside::named(&mut cx.tx, follower, target)?,
    };
    let was_there = cut_quietly(cx, follower, target)?;
    if was_there {
        news::ended(cx, bond, follower, target)?;
    }
    Ok(was_there)
}

/// The same, where the other server knows already.
pub(crate) fn cut_quietly(cx: &mut Context, follower: i64, target: i64) -> Result<bool> {
    // One that a suspension has put aside does not come back either.
    let was_aside = follows_aside::remove(&mut cx.tx, follower, target)?;
    if !follows::remove(&mut cx.tx, follower, target)? && !was_aside {
        return Ok(false);
    }
    endorsements::remove(&mut cx.tx, follower, target)?;
    lists::drop_member(&mut cx.tx, follower, target)?;
    notifications::remove_kind(&mut cx.tx, target, follower, Kind::Follow.word())?;
    leave_clear(cx, follower, target)?;
    Ok(true)
}

/// Ends a request to follow, if there is one, with all that hangs on it, and tells the other server.
/// Whether there was.
pub(crate) fn withdraw(cx: &mut Context, follower: i64, target: i64) -> Result<bool> {
    let bond = activity_names::follow_request(&mut cx.tx, follower, target)?;
    let was_there = withdraw_quietly(cx, follower, target)?;
    if was_there {
        news::ended(cx, bond, follower, target)?;
    }
    Ok(was_there)
}

/// The same, where the other server knows already.
pub(crate) fn withdraw_quietly(cx: &mut Context, follower: i64, target: i64) -> Result<bool> {
    if take_request(cx, follower, target)?.is_none() {
        return Ok(false);
    }
    lists::drop_member(&mut cx.tx, follower, target)?;
    Ok(true)
}

/// A request to follow, which is none any more. It may become a follow.
pub(crate) fn take_request(cx: &mut Context, follower: i64, target: i64) -> Result<Option<Follow>> {
    let request = follow_requests::find(&mut cx.tx, follower, target)?;
    if request.is_some() {
        follow_requests::remove(&mut cx.tx, follower, target)?;
        let kind = Kind::FollowRequest.word();
        notifications::remove_kind(&mut cx.tx, target, follower, kind)?;
    }
    Ok(request)
}

/// Which list of an account's follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Followers,
    Following,
}

/// The ids of a page of follows, each with the account on the other side.
pub fn list(cx: &mut Context, id: i64, side: Side, window: Window) -> Result<Vec<(i64, i64)>> {
    let account = visibility::account(cx, id)?;
    if !visibility::shows_follows(cx, &account)? {
        return Ok(Vec::new());
    }
    let viewer = visibility::viewer_of(cx, id);
    let tx = &mut cx.tx;
    Ok(match side {
        Side::Followers => follows::followers(tx, id, viewer, window)?,
        Side::Following => follows::following(tx, id, viewer, window)?,
    })
}

/// For each of the accounts that the caller may see, whom she follows among its followers. Nobody is
/// named where the account hides its followers, or where one of them hides whom she follows.
pub fn familiar(cx: &mut Context, ids: &[i64]) -> Result<Vec<(i64, Vec<i64>)>> {
    let me = cx.member()?.account.id;
    let mut seen = visibility::accounts(cx, ids)?;
    seen.retain(|it| it.suspended_at.is_none());
    let ids: Vec<i64> = seen.iter().map(|it| it.id).collect();
    let pairs = follows::familiar(&mut cx.tx, me, &ids)?;
    let of = |account: &Account| {
        let pairs = pairs.iter().filter(|(target, _)| *target == account.id);
        match account.hide_collections {
            Some(true) => Vec::new(),
            _ => pairs.map(|(_, follower)| *follower).collect(),
        }
    };
    Ok(seen.iter().map(|it| (it.id, of(it))).collect())
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn languages_are_two_or_three_letters_and_perhaps_a_region() {
        for right in ["de", "ckb", "zh-TW", "sr-Latn", "es-419"] {
            assert!(is_language(right), "{right}");
        }
        for wrong in [
            "",
            "d",
            "german",
            "DE",
            "de-",
            "de_DE",
            "de-Deutsch",
            "d1",
            "äö",
        ] {
            assert!(!is_language(wrong), "{wrong}");
        }
    }
}
