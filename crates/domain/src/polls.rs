//! Voting, and the end of it.

use chrono::TimeDelta;
use serde_json::Value;
use store::{
    blocks, notifications,
    polls::{self, Poll},
    statuses, users,
};

use crate::{
    Caller, Context, Error, Result, activity,
    jobs::{Job, Progress},
    news::{self, News},
    notifications::{About, Kind, tell},
    visibility,
};

/// How many are told of an end at once.
const AT_ONCE: i64 = 300;
/// How many polls are closed at once.
const DUE_AT_ONCE: i64 = 100;
/// How often somebody looks whether polls have ended.
pub(crate) const EVERY: TimeDelta = TimeDelta::minutes(1);

/// A poll of a post that the caller may see.
pub fn get(cx: &mut Context, id: i64) -> Result<Poll> {
    let poll = polls::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    visibility::status(cx, poll.status_id)?;
    Ok(poll)
}

/// What the caller has chosen in a poll, by number.
pub fn votes(cx: &mut Context, poll: &Poll) -> Result<Vec<i64>> {
    let Ok(member) = cx.member() else {
        return Ok(Vec::new());
    };
    let id = member.account.id;
    let votes = polls::votes_of(&mut cx.tx, id, &[poll.id])?;
    Ok(votes.iter().map(|(_, choice)| i64::from(*choice)).collect())
}

/// Votes for options, by number from 0: for one, or, where the poll allows it, for several, and for
/// others later.
pub fn vote(cx: &mut Context, id: i64, choices: &[String]) -> Result<Poll> {
    let voter = cx.member()?.account.id;
    let author = get(cx, id)?.account_id;
    if blocks::is_between(&mut cx.tx, voter, author)? {
        return Err(Error::NotPermitted);
    }
    // The votes of those who vote at the same moment are counted one after the other.
    let poll = polls::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let before = polls::votes_of(&mut cx.tx, voter, &[id])?;
    let mut chosen: Vec<i32> = before.iter().map(|(_, choice)| *choice).collect();
    let mut tallies = tallies(&poll);
    let mut new = Vec::new();
    if choices.is_empty() {
        return Err(refusal(&["The chosen vote option does not exist"]));
    }
    for choice in choices {
        let choice = read_choice(choice, tallies.len());
        let choice = check(cx, &poll, voter, &chosen, choice)?;
        if let Some(tally) = usize::try_from(choice)
            .ok()
            .and_then(|it| tallies.get_mut(it))
        {
            *tally += 1;
        }
        chosen.push(choice);
        new.push(choice);
    }
    let now = cx.now;
    polls::add_votes(&mut cx.tx, id, voter, &new, now)?;
    activity::count_interaction(cx)?;
    tell_servers(cx, &poll, voter, &new)?;
    let voters = poll.voters_count + i64::from(before.is_empty());
    Ok(polls::set_tallies(&mut cx.tx, id, &tallies, voters)?)
}

/// Where a poll is of another server, that one counts the votes.
fn tell_servers(cx: &mut Context, poll: &Poll, voter: i64, choices: &[i32]) -> Result<()> {
    let status = statuses::find(&mut cx.tx, poll.status_id)?;
    match status.is_some_and(|it| !it.is_local) {
        true => News::Voted {
            account_id: voter,
            poll_id: poll.id,
            choices: choices.to_vec(),
        }
        .leave(cx),
        false => Ok(()),
    }
}

/// None where there is no such option.
fn read_choice(text: &str, options: usize) -> Option<i32> {
    let choice: i32 = text.trim().parse().ok()?;
    let is_there = usize::try_from(choice).is_ok_and(|it| it < options);
    is_there.then_some(choice)
}

fn check(
    cx: &Context,
    poll: &Poll,
    voter: i64,
    chosen: &[i32],
    choice: Option<i32>,
) -> Result<i32> {
    let mut found = Vec::new();
    if is_over(cx, poll) {
        found.push("The poll has already ended");
    }
    if choice.is_none() {
        found.push("The chosen vote option does not exist");
    }
    if poll.account_id == voter {
        found.push("You cannot vote in your own polls");
    }
    let is_repeated = match poll.multiple {
        true => choice.is_some_and(|it| chosen.contains(&it)),
        false => !chosen.is_empty(),
    };
    if is_repeated {
        found.push("You have already voted on this poll");
    }
    match choice {
        Some(choice) if found.is_empty() => Ok(choice),
        _ => Err(refusal(&found)),
    }
}

fn refusal(found: &[&str]) -> Error {
    Error::Unprocessable(format!("Validation failed: {}", found.join(", ")))
}

fn is_over(cx: &Context, poll: &Poll) -> bool {
    poll.expires_at.is_some_and(|it| it <= cx.now)
}

/// How many votes each option has.
pub(crate) fn tallies(poll: &Poll) -> Vec<i64> {
    let tallies = poll.tallies.as_array().into_iter().flatten();
    tallies.filter_map(Value::as_i64).collect()
}

/// Closes polls that have ended, and leaves it to jobs to say so.
pub(crate) fn close_due(cx: &mut Context) -> Result<()> {
    cx.caller = Caller::System;
    let now = cx.now;
    for poll_id in polls::due(&mut cx.tx, now, DUE_AT_ONCE)? {
        polls::set_closed(&mut cx.tx, poll_id)?;
        tell_servers_of_end(cx, poll_id)?;
        Job::TellOfPollEnd { poll_id }.leave(cx)?;
    }
    Ok(())
}

fn tell_servers_of_end(cx: &mut Context, poll_id: i64) -> Result<()> {
    let Some(poll) = polls::find(&mut cx.tx, poll_id)? else {
        return Ok(());
    };
    match statuses::find(&mut cx.tx, poll.status_id)? {
        Some(status) if status.deleted_at.is_none() => news::edited(cx, &status),
        _ => Ok(()),
    }
}

/// How far those were told who have voted.
#[derive(Debug, Default)]
pub struct Telling {
    voter: i64,
}

/// Tells the author of a poll that has ended, and some more of those who have voted in it.
pub fn tell_of_end(cx: &mut Context, id: i64, so_far: &mut Telling) -> Result<Progress> {
    let Some(poll) = polls::find(&mut cx.tx, id)? else {
        return Ok(Progress::Done);
    };
    let status = statuses::find(&mut cx.tx, poll.status_id)?;
    // An edit may have opened it again.
    if !poll.is_closed || status.is_none_or(|it| it.deleted_at.is_some()) {
        return Ok(Progress::Done);
    }
    let voters = polls::voters(&mut cx.tx, id, so_far.voter, AT_ONCE)?;
    let mut people = voters.clone();
    if so_far.voter == 0 && users::find(&mut cx.tx, poll.account_id)?.is_some() {
        people.push(poll.account_id);
    }
    // Nobody is told twice, should the job begin anew.
    let word = Kind::Poll.word();
    let told = notifications::told_among(&mut cx.tx, word, poll.status_id, &people)?;
    for id in people.into_iter().filter(|it| !told.contains(it)) {
        let about = About::status(poll.status_id);
        tell(cx, Kind::Poll, id, poll.account_id, about)?;
    }
    so_far.voter = voters.last().copied().unwrap_or(so_far.voter);
    Ok(match (voters.len() as i64) < AT_ONCE {
        true => Progress::Done,
        false => Progress::More,
    })
}

/// Takes the votes of an account that goes back, in some of the polls; how many polls.
pub(crate) fn withdraw_some(cx: &mut Context, account_id: i64, limit: i64) -> Result<usize> {
    let ids = polls::voted_in(&mut cx.tx, account_id, limit)?;
    for id in &ids {
        let poll = polls::find_locked(&mut cx.tx, *id)?.ok_or(Error::NotFound)?;
        let mut tallies = tallies(&poll);
        for (_, choice) in polls::votes_of(&mut cx.tx, account_id, &[*id])? {
            if let Some(tally) = usize::try_from(choice)
                .ok()
                .and_then(|it| tallies.get_mut(it))
            {
                *tally -= 1;
            }
        }
        polls::remove_votes(&mut cx.tx, *id, account_id)?;
        polls::set_tallies(&mut cx.tx, *id, &tallies, poll.voters_count - 1)?;
    }
    Ok(ids.len())
}
