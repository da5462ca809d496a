//! Deciding about a post that waits.

use store::{
    held_statuses::{self, Held},
    notifications,
    statuses::{self, Status, Visibility},
};

use super::{
    author_of,
    hold::{hold_because, recount_tags},
    waiting,
};
use crate::{
    Context, Error, Event, Permission, Result,
    acts::Act,
    conversations, news,
    notifications::{Kind, tell_of_mention},
    statuses::{
        Demand, Kept, MOST_AT_ONCE, Measure, act_on, announce_edit, count_for_others, publish,
        target_of_act,
    },
};

/// Lets a post go: it is published now, or comes back to where it was.
pub fn release(cx: &mut Context, id: i64) -> Result<()> {
    release_because(cx, id, None)
}

/// `reverts` is the act by which it was held.
fn release_because(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let (status, held) = waiting(cx, id)?;
    let author = author_of(cx, &status)?;
    if author.suspended_at.is_some() {
        // Nobody would be told, nor later.
        let text = "The author of the post is suspended";
        return Err(Error::Unprocessable(text.into()));
    }
    let act = Act::new("release", target_of_act(&author, id)).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    held_statuses::remove(&mut cx.tx, id, &recorded)?;
    let status = statuses::set_held(&mut cx.tx, &status, None, &recorded)?;
    match held.was_published {
        false => {
            let kept = Kept::find(cx, status, held.is_news)?;
            publish(cx, &kept)
        }
        true => show_again(cx, &status, &held),
    }
}

/// Brings a post back before those who have seen it, and tells them what has become of it.
fn show_again(cx: &mut Context, status: &Status, held: &Held) -> Result<()> {
    count_for_others(cx, status, 1)?;
    recount_tags(cx, status)?;
    let is_message = status.visibility == Visibility::Direct;
    if is_message || held.was_edited {
        let kept = Kept::find(cx, status.clone(), true)?;
        if is_message {
            let people = [kept.mentioned.clone(), kept.addressed.clone()].concat();
            conversations::reach_others(cx, status, &people)?;
        }
        if held.was_edited {
            tell_named(cx, &kept)?;
        }
    }
    if held.is_unheard {
        news::posted(cx, status)?;
    }
    match held.was_edited {
        true => announce_edit(cx, status),
        false => {
            let status_id = status.id;
            cx.events.push(Event::Edited { status_id });
            Ok(())
        }
    }
}

/// Those whom an edit has named while nobody saw it.
fn tell_named(cx: &mut Context, kept: &Kept) -> Result<()> {
    let local = kept.mentioned.iter().filter(|it| it.is_local());
    let ids: Vec<i64> = local.map(|it| it.id).collect();
    let word = Kind::Mention.word();
    let told = notifications::told_among(&mut cx.tx, word, kept.status.id, &ids)?;
    for id in ids.into_iter().filter(|it| !told.contains(it)) {
        tell_of_mention(cx, &kept.status, id)?;
    }
    Ok(())
}

/// How a post is rejected.
#[derive(Clone, Debug, Default)]
pub struct Rejection {
    /// Prepared words that come first.
    pub preset_id: Option<i64>,
    /// Words for the author.
    pub text: String,
    /// Whether she is told, who did not know that it was held.
    pub is_told: bool,
}

/// Deletes a post that waits, as moderators delete posts. Taken back, it waits again.
pub fn reject(cx: &mut Context, id: i64, how: &Rejection) -> Result<()> {
    may_be_rejected(cx, id)?;
    reject_all(cx, &[id], how)
}

/// Refuses what is not to be decided about.
pub(crate) fn may_be_rejected(cx: &mut Context, id: i64) -> Result<()> {
    cx.moderator(Permission::ManageReports)?;
    waiting(cx, id).map(drop)
}

/// Deletes posts that were all found to wait. Each author gets one strike for many of them.
pub(crate) fn reject_all(cx: &mut Context, ids: &[i64], how: &Rejection) -> Result<()> {
    for status_ids in ids.chunks(MOST_AT_ONCE) {
        let demand = Demand {
            measure: Measure::Delete,
            status_ids: status_ids.to_vec(),
            report_id: None,
            preset_id: how.preset_id,
            text: how.text.clone(),
            is_told: Some(how.is_told),
        };
        act_on(cx, &demand)?;
    }
    Ok(())
}

/// Takes back that a post was held.
pub(crate) fn release_after(cx: &mut Context, id: i64, act_id: i64) -> Result<()> {
    release_because(cx, id, Some(act_id))
}

/// Takes back that a post was released: it waits again.
pub(crate) fn hold_after(cx: &mut Context, id: i64, act_id: i64) -> Result<()> {
    hold_because(cx, id, Some(act_id))
}
