//! Posts, and what is done about them.

use domain::{Context, Result, held_statuses::is_held, news::status_uri};
use serde_json::Value;
use store::{
    accounts::{self, Account},
    audience, held_statuses, polls,
    statuses::{self, Status, Visibility},
};

use super::{Message, Rest};
use crate::write::{
    Posts,
    activities::{self, Vote},
};

/// How many people who have passed a post on hear of its changes.
const MOST: i64 = 500;

pub(super) fn posted(cx: &mut Context, id: i64) -> Result<Option<Message>> {
    let Some((status, author)) = find(cx, id)? else {
        return Ok(None);
    };
    if is_held(cx, &status)? {
        held_statuses::set_unheard(&mut cx.tx, id)?;
        return Ok(None);
    }
    let posts = Posts::load(cx, std::slice::from_ref(&status))?;
    match posts.created(&status) {
        Some(activity) => of_post(cx, &status, &author, activity).map(Some),
        None => Ok(None),
    }
}

pub(super) fn edited(cx: &mut Context, id: i64) -> Result<Option<Message>> {
    let Some((status, author)) = find(cx, id)? else {
        return Ok(None);
    };
    if is_held(cx, &status)? {
        held_statuses::set_edited(&mut cx.tx, id)?;
        return Ok(None);
    }
    let posts = Posts::load(cx, std::slice::from_ref(&status))?;
    match posts.changed(&status) {
        Some(activity) => of_post(cx, &status, &author, activity).map(Some),
        None => Ok(None),
    }
}

/// A post of a member that is still there.
fn find(cx: &mut Context, id: i64) -> Result<Option<(Status, Account)>> {
    let status = statuses::find(&mut cx.tx, id)?;
    let Some(status) = status.filter(|it| it.is_local && it.deleted_at.is_none()) else {
        return Ok(None);
    };
    let author = accounts::find(&mut cx.tx, status.account_id)?;
    let author = author.filter(|it| it.is_local() && it.suspended_at.is_none());
    Ok(author.map(|it| (status, it)))
}

fn of_post(
    cx: &mut Context,
    status: &Status,
    author: &Account,
    activity: Value,
) -> Result<Message> {
    let people = audience::concerned(&mut cx.tx, status, MOST)?;
    let to = audience::servers_of(&mut cx.tx, &people)?;
    Ok(Message {
        account_id: Some(author.id),
        activities: vec![activity],
        to,
        rest: followers_of(author.id, status.visibility),
        is_for_relays: status.visibility == Visibility::Public,
    })
}

fn followers_of(account_id: i64, visibility: Visibility) -> Rest {
    match visibility {
        Visibility::Direct => Rest::Nobody,
        _ => Rest::Followers {
            of: account_id,
            after: 0,
        },
    }
}

/// `names` are that of the post and, if it was a boost, that of what it boosted.
pub(super) fn removed(
    cx: &mut Context,
    account_id: i64,
    (uri, boosted): (&str, Option<&str>),
    visibility: Visibility,
    told: &[i64],
) -> Result<Option<Message>> {
    let Some(author) = accounts::find(&mut cx.tx, account_id)? else {
        return Ok(None);
    };
    let activity = match boosted {
        Some(boosted) => activities::unboost(&author.uri, uri, boosted),
        None => activities::delete_post(&author.uri, uri, cx.now),
    };
    Ok(Some(Message {
        account_id: Some(account_id),
        activities: vec![activity],
        to: audience::servers_of(&mut cx.tx, told)?,
        rest: followers_of(account_id, visibility),
        is_for_relays: visibility == Visibility::Public,
    }))
}

/// A post of another server that a member likes, or likes no longer.
pub(super) fn liked(
    cx: &mut Context,
    account_id: i64,
    status_id: i64,
    favourite_id: i64,
    is_liked: bool,
) -> Result<Option<Message>> {
    let Some(actor) = accounts::find(&mut cx.tx, account_id)? else {
        return Ok(None);
    };
    let Some(status) = statuses::find(&mut cx.tx, status_id)? else {
        return Ok(None);
    };
    let Some(author) = accounts::find(&mut cx.tx, status.account_id)? else {
        return Ok(None);
    };
    let like = activities::like(&actor.uri, favourite_id, &status_uri(&status, &author));
    let to = audience::inbox_of(&mut cx.tx, author.id)?;
    Ok(Some(Message {
        account_id: Some(account_id),
        activities: vec![match is_liked {
            true => like,
            false => activities::undo(like),
        }],
        to: to.into_iter().collect(),
        ..Message::default()
    }))
}

pub(super) fn pinned(
    cx: &mut Context,
    account_id: i64,
    status_id: i64,
    is_pinned: bool,
) -> Result<Option<Message>> {
    let Some((status, author)) = find(cx, status_id)? else {
        return Ok(None);
    };
    let name = status_uri(&status, &author);
    let activity = activities::pin(&author.uri, (status_id, &name), is_pinned, cx.now);
    Ok(Some(Message {
        account_id: Some(account_id),
        activities: vec![activity],
        rest: followers_of(account_id, status.visibility),
        ..Message::default()
    }))
}

pub(super) fn voted(
    cx: &mut Context,
    account_id: i64,
    poll_id: i64,
    choices: &[i32],
) -> Result<Option<Message>> {
    let Some(voter) = accounts::find(&mut cx.tx, account_id)? else {
        return Ok(None);
    };
    let Some(poll) = polls::find(&mut cx.tx, poll_id)? else {
        return Ok(None);
    };
    let Some(status) = statuses::find(&mut cx.tx, poll.status_id)? else {
        return Ok(None);
    };
    let Some(author) = accounts::find(&mut cx.tx, poll.account_id)? else {
        return Ok(None);
    };
    let question = status_uri(&status, &author);
    let now = cx.now;
    let vote = |choice: &i32| {
        let title = poll.options.get(usize::try_from(*choice).ok()?)?.as_str()?;
        let vote = Vote {
            actor: &voter.uri,
            poll_id,
            choice: *choice,
            title,
            question: &question,
            author: &author.uri,
        };
        Some(activities::vote(vote, now))
    };
    let activities = choices.iter().filter_map(vote).collect();
    Ok(Some(Message {
        account_id: Some(account_id),
        activities,
        to: audience::inbox_of(&mut cx.tx, author.id)?
            .into_iter()
            .collect(),
        ..Message::default()
    }))
}
