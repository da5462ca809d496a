use std::collections::HashMap;

use api::{
    Timestamp,
    entities::{Account, FamiliarFollowers, MutedAccount, Relationship, Suggestion},
};
use domain::{
    Context, Result, relationships,
    suggestions::{self, Source},
};
use serde_json::Value;
use store::mutes::Mute;

use super::people;

/// What the caller and an account have decided about each other by now.
pub(crate) fn relationship(cx: &mut Context, id: i64) -> Result<Relationship> {
    Ok(show(relationships::get(cx, id)?))
}

pub(crate) fn relationships(
    cx: &mut Context,
    ids: &[i64],
    with_suspended: bool,
) -> Result<Vec<Relationship>> {
    let relationships = relationships::list(cx, ids, with_suspended)?;
    Ok(relationships.into_iter().map(show).collect())
}

fn show(it: relationships::Relationship) -> Relationship {
    let terms = it.follow.as_ref().or(it.request.as_ref());
    let terms = terms.map(|it| &it.terms);
    let languages = terms.and_then(|it| it.languages.as_ref()).map(words);
    Relationship {
        id: it.account_id.to_string(),
        following: it.follow.is_some(),
        showing_reblogs: terms.is_some_and(|it| it.shows_reblogs),
        notifying: terms.is_some_and(|it| it.notifies),
        languages,
        followed_by: it.is_followed_by,
        blocking: it.is_blocking,
        blocked_by: it.is_blocked_by,
        muting: it.mute.is_some(),
        muting_notifications: it.mute.as_ref().is_some_and(|it| it.hides_notifications),
        muting_expires_at: it.mute.and_then(|it| it.expires_at).map(Timestamp),
        requested: it.request.is_some(),
        requested_by: it.is_requested_by,
        domain_blocking: it.is_domain_blocking,
        endorsed: it.is_endorsed,
        note: it.note,
    }
}

fn words(list: &Value) -> Vec<String> {
    let words = list.as_array().into_iter().flatten();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

pub(crate) fn familiar_followers(
    cx: &mut Context,
    found: Vec<(i64, Vec<i64>)>,
) -> Result<Vec<FamiliarFollowers>> {
    let ids: Vec<i64> = found.iter().flat_map(|(_, ids)| ids).copied().collect();
    let shown = people(cx, &ids)?.into_iter();
    let shown: HashMap<String, Account> = shown.map(|it| (it.id.clone(), it)).collect();
    let find = |id: i64| shown.get(&id.to_string()).cloned();
    let familiar = found.into_iter().map(|(id, followers)| FamiliarFollowers {
        id: id.to_string(),
        accounts: followers.into_iter().filter_map(find).collect(),
    });
    Ok(familiar.collect())
}

pub(crate) fn muted_accounts(cx: &mut Context, mutes: &[Mute]) -> Result<Vec<MutedAccount>> {
    let ids: Vec<i64> = mutes.iter().map(|it| it.target_account_id).collect();
    let until = |id: &str| {
        let mute = mutes
            .iter()
            .find(|it| it.target_account_id.to_string() == id);
        mute.and_then(|it| it.expires_at).map(Timestamp)
    };
    let muted = people(cx, &ids)?.into_iter().map(|account| MutedAccount {
        mute_expires_at: until(&account.id),
        account,
    });
    Ok(muted.collect())
}

pub(crate) fn suggestions(
    cx: &mut Context,
    suggested: &[suggestions::Suggestion],
) -> Result<Vec<Suggestion>> {
    let ids: Vec<i64> = suggested.iter().map(|it| it.account_id).collect();
    let sources_of = |id: &str| {
        let found = suggested.iter().find(|it| it.account_id.to_string() == id);
        found.map_or(&[] as &[Source], |it| &it.sources)
    };
    let shown = people(cx, &ids)?.into_iter().map(|account| {
        let sources = sources_of(&account.id);
        Suggestion {
            source: sources.first().map_or("", |it| old_word(*it)).to_owned(),
            sources: sources.iter().map(|it| word(*it).to_owned()).collect(),
            account,
        }
    });
    Ok(shown.collect())
}

fn word(source: Source) -> &'static str {
    match source {
        Source::FriendsOfFriends => "friends_of_friends",
        Source::MostFollowed => "most_followed",
    }
}

/// Mastodon's, before it had so many.
fn old_word(source: Source) -> &'static str {
    match source {
        Source::FriendsOfFriends => "past_interactions",
        Source::MostFollowed => "global",
    }
}
