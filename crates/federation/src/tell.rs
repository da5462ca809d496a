//! Putting what has happened into the words of other servers, and writing down who is to hear it.
//!
//! The words are written once; each inbox that they go to is a row of its own. Those whom a deed
//! concerns come first, then followers, some hundred at a time, and the servers that are left.

mod addressees;
mod bonds;
mod posts;
mod profiles;
mod relays;
mod reports;

use domain::{Context, Error, Result, jobs::Progress, news::News};
use serde_json::Value;
use store::{audience, outbox, outgoing};

use addressees::Addressees;
pub use addressees::NEXT_TRY;

use crate::{json::host_of, write::with_context};

/// How many followers or servers are written down at once.
const AT_ONCE: i64 = 500;

/// How far the telling of one piece of news has come.
#[derive(Debug, Default)]
pub struct Telling {
    going_on: Option<GoingOn>,
}

#[derive(Debug)]
struct GoingOn {
    /// What is said, by its numbers among the outgoing.
    said: Vec<i64>,
    rest: Rest,
    addressees: Addressees,
}

/// What is to be told, and to whom.
#[derive(Debug, Default)]
struct Message {
    /// Who says it; none for the server itself.
    account_id: Option<i64>,
    activities: Vec<Value>,
    /// Those whom it concerns, as domains and inboxes.
    to: Vec<audience::Recipient>,
    rest: Rest,
    is_for_relays: bool,
}

/// Who else is to hear of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Rest {
    #[default]
    Nobody,
    /// The followers of an account, those after this follow.
    Followers { of: i64, after: i64 },
    /// The same, and then all servers.
    FollowersAndAll { of: i64, after: i64 },
    /// All servers, those after this domain.
    All { after: String },
}

/// Writes down what is to be sent to some more of those who are to hear of it.
pub fn tell(cx: &mut Context, news: &News, so_far: &mut Telling) -> Result<Progress> {
    match &mut so_far.going_on {
        Some(going_on) => go_on(cx, going_on),
        None => {
            let Some(message) = message(cx, news)? else {
                return Ok(Progress::Done);
            };
            let mut going_on = begin(cx, message, is_farewell(news))?;
            if going_on.rest == Rest::Nobody {
                return Ok(Progress::Done);
            }
            // Most have few followers, and one transaction does.
            let progress = go_on(cx, &mut going_on)?;
            so_far.going_on = Some(going_on);
            Ok(progress)
        }
    }
}

/// Whether it is the end of something that a server still counts on.
fn is_farewell(news: &News) -> bool {
    matches!(news, News::Unfollowed { .. } | News::FollowRejected { .. })
}

/// None where there is nothing to be told any more.
fn message(cx: &mut Context, news: &News) -> Result<Option<Message>> {
    match news {
        News::Posted { status_id } => posts::posted(cx, *status_id),
        News::Edited { status_id } => posts::edited(cx, *status_id),
        News::Removed {
            account_id,
            uri,
            reblog_of_uri,
            visibility,
            told,
        } => {
            let boosted = reblog_of_uri.as_deref();
            posts::removed(cx, *account_id, (uri, boosted), *visibility, told)
        }
        News::Favourited {
            account_id,
            status_id,
            favourite_id,
        } => posts::liked(cx, *account_id, *status_id, *favourite_id, true),
        News::Unfavourited {
            account_id,
            status_id,
            favourite_id,
        } => posts::liked(cx, *account_id, *status_id, *favourite_id, false),
        News::Pinned {
            account_id,
            status_id,
        } => posts::pinned(cx, *account_id, *status_id, true),
        News::Unpinned {
            account_id,
            status_id,
        } => posts::pinned(cx, *account_id, *status_id, false),
        News::Voted {
            account_id,
            poll_id,
            choices,
        } => posts::voted(cx, *account_id, *poll_id, choices),
        News::FollowWanted {
            account_id,
            target_account_id,
        } => bonds::follow_wanted(cx, *account_id, *target_account_id),
        News::Unfollowed {
            account_id,
            target_account_id,
            follow,
        } => bonds::unfollowed(cx, *account_id, *target_account_id, follow),
        News::FollowAccepted {
            account_id,
            target_account_id,
            follow,
        } => bonds::answered(cx, *account_id, *target_account_id, follow, true),
        News::FollowRejected {
            account_id,
            target_account_id,
            follow,
        } => bonds::answered(cx, *account_id, *target_account_id, follow, false),
        News::Blocked {
            account_id,
            target_account_id,
            block_id,
        } => bonds::blocked(cx, *account_id, *target_account_id, *block_id, true),
        News::Unblocked {
            account_id,
            target_account_id,
            block_id,
        } => bonds::blocked(cx, *account_id, *target_account_id, *block_id, false),
        News::ProfileChanged { account_id } => profiles::changed(cx, *account_id),
        News::Moved {
            account_id,
            target_account_id,
        } => profiles::moved(cx, *account_id, *target_account_id),
        News::AccountRemoved { account_id } => profiles::removed(cx, *account_id),
        News::RelayWanted { inbox, follow } => Ok(relays::wanted(cx, inbox, follow)),
        News::RelayLeft { inbox, follow } => Ok(relays::left(cx, inbox, follow)),
        News::Reported { report_id, domains } => reports::reported(cx, *report_id, domains),
    }
}

/// Writes the words down, and those whom they concern.
fn begin(cx: &mut Context, message: Message, is_farewell: bool) -> Result<GoingOn> {
    let now = cx.now;
    let mut said = Vec::new();
    for activity in message.activities {
        let text = serde_json::to_string(&with_context(activity))
            .map_err(|_| Error::Internal("an activity cannot be written"))?;
        said.push(outgoing::add(&mut cx.tx, message.account_id, &text, now)?);
    }
    let mut going_on = GoingOn {
        said,
        rest: message.rest,
        addressees: Addressees::new(is_farewell),
    };
    going_on.post(cx, message.to)?;
    if message.is_for_relays {
        let relays = audience::relays(&mut cx.tx)?;
        let to = relays.into_iter().filter_map(|inbox| {
            let domain = host_of(&inbox)?;
            Some((domain, inbox))
        });
        going_on.post(cx, to.collect())?;
    }
    Ok(going_on)
}

fn go_on(cx: &mut Context, going_on: &mut GoingOn) -> Result<Progress> {
    let (to, next) = match going_on.rest.clone() {
        Rest::Nobody => return Ok(Progress::Done),
        Rest::Followers { of, after } => {
            let (to, after) = followers(cx, of, after)?;
            let next = after.map(|after| Rest::Followers { of, after });
            (to, next.unwrap_or_default())
        }
        Rest::FollowersAndAll { of, after } => {
            let (to, after) = followers(cx, of, after)?;
            let next = after.map(|after| Rest::FollowersAndAll { of, after });
            let after = String::new();
            (to, next.unwrap_or(Rest::All { after }))
        }
        Rest::All { after } => {
            let some = audience::servers(&mut cx.tx, &after, AT_ONCE)?;
            let next = match (some.len() as i64) < AT_ONCE {
                true => Rest::Nobody,
                false => Rest::All {
                    after: some.last().map(|(it, _)| it.clone()).unwrap_or_default(),
                },
            };
            let known = some.into_iter();
            let known = known.filter_map(|(domain, inbox)| Some((domain, inbox?)));
            (known.collect(), next)
        }
    };
    going_on.post(cx, to)?;
    going_on.rest = next;
    Ok(match going_on.rest {
        Rest::Nobody => Progress::Done,
        _ => Progress::More,
    })
}

/// Some of the followers of an account, and after which follow the others are.
fn followers(
    cx: &mut Context,
    of: i64,
    after: i64,
) -> Result<(Vec<audience::Recipient>, Option<i64>)> {
    let some = audience::followers(&mut cx.tx, of, after, AT_ONCE)?;
    let last = some.last().map(|(id, ..)| *id);
    let after = last.filter(|_| some.len() as i64 == AT_ONCE);
    let to = some.into_iter().map(|(_, domain, inbox)| (domain, inbox));
    Ok((to.collect(), after))
}

impl GoingOn {
    fn post(&mut self, cx: &mut Context, to: Vec<audience::Recipient>) -> Result<()> {
        let to = self.addressees.new_among(cx, to)?;
        let now = cx.now;
        for id in &self.said {
            outbox::add(&mut cx.tx, *id, &to, now)?;
        }
        Ok(())
    }
}
