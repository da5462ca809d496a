//! Of whom members do not want to hear at once, or at all.

use store::{notification_policy, notification_requests};

use crate::{Context, Result, Violation, error::refuse};

/// What happens to a notification. The worse of two is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// It is told.
    Accept,
    /// It is put aside, and waits as a request.
    Filter,
    /// It is as if it had not happened.
    Drop,
}

impl Measure {
    /// Mastodon's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Filter => "filter",
            Self::Drop => "drop",
        }
    }

    fn named(word: &str) -> Option<Self> {
        let all = [Self::Accept, Self::Filter, Self::Drop];
        all.into_iter().find(|it| it.word() == word)
    }
}

/// What happens to notifications from people whom a member does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    pub for_not_following: Measure,
    pub for_not_followers: Measure,
    pub for_new_accounts: Measure,
    pub for_private_mentions: Measure,
    pub for_limited_accounts: Measure,
    pub for_bots: Measure,
}

/// Of a member who has not decided.
impl Default for Policy {
    fn default() -> Self {
        Self {
            for_not_following: Measure::Accept,
            for_not_followers: Measure::Accept,
            for_new_accounts: Measure::Accept,
            for_private_mentions: Measure::Filter,
            for_limited_accounts: Measure::Filter,
            for_bots: Measure::Accept,
        }
    }
}

/// The policy of a member.
pub(crate) fn of(cx: &mut Context, account_id: i64) -> Result<Policy> {
    let Some(kept) = notification_policy::find(&mut cx.tx, account_id)? else {
        return Ok(Policy::default());
    };
    let read = |word: &str| Measure::named(word).unwrap_or(Measure::Accept);
    Ok(Policy {
        for_not_following: read(&kept.for_not_following),
        for_not_followers: read(&kept.for_not_followers),
        for_new_accounts: read(&kept.for_new_accounts),
        for_private_mentions: read(&kept.for_private_mentions),
        for_limited_accounts: read(&kept.for_limited_accounts),
        for_bots: read(&kept.for_bots),
    })
}

/// The caller's.
pub fn show(cx: &mut Context) -> Result<Policy> {
    let id = cx.member()?.account.id;
    of(cx, id)
}

/// What to change, in Mastodon's words; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub for_not_following: Option<String>,
    pub for_not_followers: Option<String>,
    pub for_new_accounts: Option<String>,
    pub for_private_mentions: Option<String>,
    pub for_limited_accounts: Option<String>,
    pub for_bots: Option<String>,
}

/// Changes the caller's, for what is yet to come.
pub fn change(cx: &mut Context, change: &Change) -> Result<()> {
    let id = cx.member()?.account.id;
    let mut policy = of(cx, id)?;
    let mut wrong = Vec::new();
    let mut set = |measure: &mut Measure, word: &Option<String>, field, name| {
        let Some(word) = word else { return };
        match Measure::named(word) {
            Some(it) => *measure = it,
            None => wrong.push(Violation::not_listed(field, name)),
        }
    };
    let it = change;
    set(
        &mut policy.for_not_following,
        &it.for_not_following,
        "for_not_following",
        "For not following",
    );
    set(
        &mut policy.for_not_followers,
        &it.for_not_followers,
        "for_not_followers",
        "For not followers",
    );
    set(
        &mut policy.for_new_accounts,
        &it.for_new_accounts,
        "for_new_accounts",
        "For new accounts",
    );
    set(
        &mut policy.for_private_mentions,
        &it.for_private_mentions,
        "for_private_mentions",
        "For private mentions",
    );
    set(
        &mut policy.for_limited_accounts,
        &it.for_limited_accounts,
        "for_limited_accounts",
        "For limited accounts",
    );
    set(&mut policy.for_bots, &it.for_bots, "for_bots", "For bots");
    refuse(wrong)?;
    let kept = notification_policy::Policy {
        for_not_following: policy.for_not_following.word().into(),
        for_not_followers: policy.for_not_followers.word().into(),
        for_new_accounts: policy.for_new_accounts.word().into(),
        for_private_mentions: policy.for_private_mentions.word().into(),
        for_limited_accounts: policy.for_limited_accounts.word().into(),
        for_bots: policy.for_bots.word().into(),
    };
    Ok(notification_policy::set(&mut cx.tx, id, &kept)?)
}

/// How many requests are counted at most.
const MOST_REQUESTS: i64 = 100;

/// What of the caller's was put aside: how many requests, and how many notifications in them.
pub fn summary(cx: &mut Context) -> Result<(i64, i64)> {
    let id = cx.member()?.account.id;
    let counts = notification_requests::counts(&mut cx.tx, id, MOST_REQUESTS)?;
    Ok((counts.len() as i64, counts.iter().sum()))
}
