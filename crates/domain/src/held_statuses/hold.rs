//! Holding a post back.

use store::{
    action_log::Recorded,
    conversations,
    held_statuses::{self, Held},
    status_tags,
    statuses::{self, Status},
};

use super::{author_of, found};
use crate::{
    Context, Error, Event, Moderator, Permission, Result,
    acts::{Act, Effects},
    statuses::{Edited, Kept, count_for_others, target_of_act, tell_of_changes},
    tags,
};

/// Why a post is held that no moderator has looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Why<'a> {
    pub auto_rule_id: Option<i64>,
    /// In words, for the log.
    pub reason: Option<&'a str>,
}

/// Holds a new post, instead of publishing it. The post, as it is then.
pub fn hold_new(cx: &mut Context, kept: &Kept, why: Why<'_>) -> Result<Status> {
    let act = Act {
        reason: why.reason,
        effects: hidden(),
        ..Act::new("hold", target_of_act(&kept.author, kept.status.id))
    };
    let recorded = act.record(cx, &Moderator::system())?;
    let held = Held {
        auto_rule_id: why.auto_rule_id,
        was_published: false,
        is_news: kept.is_news,
        ..begin(cx, &kept.status, &recorded)
    };
    keep(cx, &kept.status, &held, &recorded)
}

/// Holds a post that was just changed, instead of telling others of that. The post, as it is then. One
/// that is held already stays so, for the reason that there was.
pub fn hold_edit(cx: &mut Context, edited: &Edited, why: Why<'_>) -> Result<Status> {
    let status = &edited.status;
    if status.held_at.is_some() {
        tell_of_changes(cx, edited)?;
        return Ok(status.clone());
    }
    let act = Act {
        reason: why.reason,
        effects: hidden(),
        ..Act::new("hold", target_of_act(&edited.author, status.id))
    };
    let recorded = act.record(cx, &Moderator::system())?;
    let held = Held {
        auto_rule_id: why.auto_rule_id,
        was_edited: true,
        ..begin(cx, status, &recorded)
    };
    put_out_of_sight(cx, status, &held, &recorded)
}

/// Holds a post that is published, as a moderator.
pub fn hold(cx: &mut Context, id: i64) -> Result<()> {
    hold_because(cx, id, None)
}

/// `reverts` is the release that is taken back.
pub(super) fn hold_because(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let status = found(cx, id)?;
    if status.reblog_of_id.is_some() {
        return Err(Error::Unprocessable("A boost cannot be held".into()));
    }
    if status.held_at.is_some() {
        return Err(Error::Unprocessable("The post is held already".into()));
    }
    let author = author_of(cx, &status)?;
    let act = Act {
        effects: hidden(),
        ..Act::new("hold", target_of_act(&author, id)).taking_back(reverts)
    };
    let recorded = act.record(cx, &moderator)?;
    let held = begin(cx, &status, &recorded);
    put_out_of_sight(cx, &status, &held, &recorded).map(drop)
}

fn hidden() -> Effects {
    Effects {
        posts_held: 1,
        ..Effects::default()
    }
}

/// What is noted of a post that others have seen.
fn begin(cx: &Context, status: &Status, recorded: &Recorded) -> Held {
    Held {
        status_id: status.id,
        account_id: status.account_id,
        is_local: status.is_local,
        auto_rule_id: None,
        act_id: recorded.id(),
        was_published: true,
        was_edited: false,
        is_news: true,
        is_unheard: false,
        created_at: cx.now,
    }
}

fn keep(cx: &mut Context, status: &Status, held: &Held, recorded: &Recorded) -> Result<Status> {
    held_statuses::add(&mut cx.tx, held, recorded)?;
    let now = Some(held.created_at);
    Ok(statuses::set_held(&mut cx.tx, status, now, recorded)?)
}

/// Hides a post from those who have seen it. What members were told of it, and the places that it has
/// in homes, stay: nobody sees them without the post.
fn put_out_of_sight(
    cx: &mut Context,
    status: &Status,
    held: &Held,
    recorded: &Recorded,
) -> Result<Status> {
    let hidden = keep(cx, status, held, recorded)?;
    count_for_others(cx, status, -1)?;
    recount_tags(cx, &hidden)?;
    conversations::remove_message_from_others(&mut cx.tx, status.id, status.account_id)?;
    cx.events.push(Event::held(status));
    Ok(hidden)
}

/// What the author's profile says of the tags of a post.
pub(super) fn recount_tags(cx: &mut Context, status: &Status) -> Result<()> {
    let tagged = status_tags::of_statuses(&mut cx.tx, &[status.id])?;
    let ids: Vec<i64> = tagged.iter().map(|it| it.tag_id).collect();
    tags::recount(cx, status, &ids)
}
