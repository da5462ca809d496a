//! Votes of people of other servers in polls of members.

use serde_json::Value;
use store::{
    accounts::Account,
    blocks,
    polls::{self, Poll},
    statuses::Status,
};

use crate::{Context, Error, Result, polls::tallies};

/// A vote, which arrives as a message to who made the poll.
#[derive(Clone, Copy, Debug)]
pub struct Vote<'a> {
    pub voter: &'a Account,
    pub status: &'a Status,
    /// What the option says.
    pub title: &'a str,
}

/// Counts a vote, unless it is too late, or one of several where only one is allowed.
pub fn vote(cx: &mut Context, vote: &Vote<'_>) -> Result<()> {
    let found = polls::of_statuses(&mut cx.tx, &[vote.status.id])?.pop();
    let Some(found) = found.filter(|_| vote.status.is_local) else {
        return Ok(());
    };
    let (voter, author) = (vote.voter.id, vote.status.account_id);
    if blocks::is_between(&mut cx.tx, voter, author)? {
        return Ok(());
    }
    let poll = polls::find_locked(&mut cx.tx, found.id)?.ok_or(Error::NotFound)?;
    let Some(choice) = choice(&poll, vote.title) else {
        return Ok(());
    };
    let before = polls::votes_of(&mut cx.tx, voter, &[poll.id])?;
    let has_ended = poll.expires_at.is_some_and(|it| it <= cx.now);
    let is_again = before
        .iter()
        .any(|(_, it)| usize::try_from(*it) == Ok(choice));
    if has_ended || is_again || (!poll.multiple && !before.is_empty()) {
        return Ok(());
    }
    let mut tallies = tallies(&poll);
    if let Some(tally) = tallies.get_mut(choice) {
        *tally += 1;
    }
    let now = cx.now;
    let number = i32::try_from(choice).unwrap_or_default();
    polls::add_votes(&mut cx.tx, poll.id, voter, &[number], now)?;
    let voters = poll.voters_count + i64::from(before.is_empty());
    polls::set_tallies(&mut cx.tx, poll.id, &tallies, voters)?;
    Ok(())
}

fn choice(poll: &Poll, title: &str) -> Option<usize> {
    let options = poll.options.as_array()?;
    options.iter().position(|it| it == &Value::from(title))
}
