//! Quoting posts, and what the authors of quoted posts say to that.

use store::{
    account_list::Window,
    quotes::{self, QuoteState},
    status_stats::{self, Count},
    statuses::{self, Status, Visibility},
    users::User,
};

use super::{Wanted, check::Read, own, proper, shown_to_others};
use crate::{
    Context, Error, Event, Result, Violation, news,
    notifications::{About, Kind, untell},
    visibility,
    webhooks::{self, Occasion},
};

const POLICIES: [&str; 3] = ["public", "followers", "nobody"];

/// Who may quote a new post. Only its author quotes what is not for all.
pub(super) fn policy(user: &User, wanted: &Wanted, visibility: Visibility) -> Result<&'static str> {
    let set = user.settings["quote_policy"].as_str();
    let word = wanted.quote_policy.as_deref().filter(|it| !it.is_empty());
    policy_named(word.or(set).unwrap_or("public"), visibility)
}

fn policy_named(word: &str, visibility: Visibility) -> Result<&'static str> {
    if !visibility.is_for_all() {
        return Ok("nobody");
    }
    let known = POLICIES.into_iter().find(|it| *it == word);
    known.ok_or_else(|| {
        let violation = Violation::not_listed("quote_approval_policy", "Quote approval policy");
        Error::Invalid(vec![violation])
    })
}

/// A post that the caller may quote.
pub(super) fn quotable(cx: &mut Context, id: i64) -> Result<Status> {
    let caller = cx.member()?.account.id;
    let status = match proper(cx, id).and_then(shown_to_others) {
        Err(Error::NotFound) => {
            return Err(Error::Missing(
                "The post you are trying to quote does not appear to exist.",
            ));
        }
        found => found?,
    };
    match visibility::may_quote(cx, &status, caller)? {
        true => Ok(status),
        false => Err(Error::NotPermitted),
    }
}

/// Who is quoted in a message to few must be one of them.
pub(super) fn check_quoted(
    quoted_author: i64,
    author: i64,
    visibility: Visibility,
    read: &Read,
) -> Result<()> {
    let is_addressed =
        quoted_author == author || read.mentioned.iter().any(|it| it.id == quoted_author);
    if visibility == Visibility::Direct && !is_addressed {
        let text = "Cannot quote a non-mentioned user in a Private Mention post.";
        return Err(Error::Unprocessable(text.into()));
    }
    Ok(())
}

/// A page of the posts that quote a post: all of them for its author, who may object to each.
pub fn quotes(cx: &mut Context, id: i64, window: Window) -> Result<Vec<Status>> {
    let caller = cx.member()?.account.id;
    let status = proper(cx, id)?;
    if status.account_id == caller {
        return Ok(quotes::all(&mut cx.tx, status.id, window)?);
    }
    let viewer = visibility::viewer(cx);
    Ok(quotes::seen(&mut cx.tx, status.id, viewer, window)?)
}

/// Takes one of the caller's own posts out of another that quotes it. That one, as it is then.
pub fn revoke_quote(cx: &mut Context, id: i64, quoting_id: i64) -> Result<Status> {
    let caller = cx.member()?.account.id;
    let quoted = visibility::status(cx, id)?;
    if quoted.account_id != caller {
        return Err(Error::NotPermitted);
    }
    let quoting = statuses::find_locked(&mut cx.tx, quoting_id)?;
    let quoting = quoting
        .filter(|it| it.quote_of_id == Some(quoted.id))
        .filter(|it| it.deleted_at.is_none() && it.held_at.is_none())
        .ok_or(Error::NotFound)?;
    if quoting.quoted_id().is_none() {
        return Ok(quoting);
    }
    if quoting.visibility.is_for_all() {
        status_stats::change(&mut cx.tx, quoted.id, Count::Quotes, -1)?;
    }
    let about = About::status(quoting.id);
    untell(cx, Kind::Quote, quoting.account_id, about)?;
    let quoting = quotes::set_state(&mut cx.tx, quoting.id, QuoteState::Revoked)?;
    cx.events.push(Event::Edited {
        status_id: quoting.id,
    });
    Ok(quoting)
}

/// Says who may quote one of the caller's own posts from now on. What quotes it already stays.
pub fn set_quote_policy(cx: &mut Context, id: i64, policy: Option<&str>) -> Result<Status> {
    let status = own(cx, id)?;
    change_policy(cx, status, policy)
}

/// Changes nothing where nothing else is wanted than what holds.
pub(super) fn change_policy(
    cx: &mut Context,
    status: Status,
    policy: Option<&str>,
) -> Result<Status> {
    let Some(word) = policy.filter(|it| !it.is_empty()) else {
        return Ok(status);
    };
    let policy = policy_named(word, status.visibility)?;
    if policy == status.quote_policy {
        return Ok(status);
    }
    let status = statuses::set_quote_policy(&mut cx.tx, status.id, policy)?;
    if status.held_at.is_some() {
        store::held_statuses::set_edited(&mut cx.tx, status.id)?;
    }
    news::edited(cx, &status)?;
    webhooks::tell_of_status(cx, Occasion::StatusUpdated, &status)?;
    cx.events.push(Event::Edited {
        status_id: status.id,
    });
    Ok(status)
}
