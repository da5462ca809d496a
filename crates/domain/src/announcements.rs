//! What the staff tells all members.

mod react;
mod read;
mod update;

use chrono::{DateTime, Utc};
use store::announcements::{self, Announcement, Content};

use crate::{
    Context, Error, Event, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
};

pub use react::{react, take_back};
pub use read::{Reaction, Shown, dismiss, list, show};
pub use update::{Change, update};

/// What an announcement is to say, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub text: String,
    /// When what is announced begins and ends; both or none.
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// Whether only the days of these matter.
    pub all_day: bool,
    /// When it is to be published, if not at once.
    pub scheduled_at: Option<DateTime<Utc>>,
}

/// Adds an announcement, and publishes it unless its time is yet to come.
pub fn create(cx: &mut Context, draft: &Draft) -> Result<Announcement> {
    let moderator = cx.moderator(Permission::ManageAnnouncements)?;
    check(draft)?;
    let now = cx.now;
    let scheduled_at = draft.scheduled_at.filter(|it| *it > now);
    let published_at = scheduled_at.is_none().then_some(now);
    let content = content(draft, scheduled_at, published_at);
    let announcement = announcements::add(&mut cx.tx, &content, now)?;
    Act::new("create", target(&announcement)).record(cx, &moderator)?;
    tell(cx, None, &announcement);
    Ok(announcement)
}

/// Changes what it says, and when. What is published stays so.
pub fn change(cx: &mut Context, id: i64, draft: &Draft) -> Result<Announcement> {
    let (moderator, before) = find(cx, id)?;
    check(draft)?;
    let scheduled_at = draft.scheduled_at.filter(|_| before.published_at.is_none());
    let content = content(draft, scheduled_at, before.published_at);
    set(cx, &moderator, &before, &content)
}

/// Publishes it now, whenever it was to be.
pub fn publish(cx: &mut Context, id: i64) -> Result<Announcement> {
    let (moderator, before) = find(cx, id)?;
    if before.published_at.is_some() {
        return Ok(before);
    }
    let now = cx.now;
    let content = again(&before, Some(now));
    set(cx, &moderator, &before, &content)
}

/// Takes it down, and keeps it for later.
pub fn unpublish(cx: &mut Context, id: i64) -> Result<Announcement> {
    let (moderator, before) = find(cx, id)?;
    let content = again(&before, None);
    set(cx, &moderator, &before, &content)
}

pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, announcement) = find(cx, id)?;
    let recorded = Act::new("destroy", target(&announcement)).record(cx, &moderator)?;
    announcements::remove(&mut cx.tx, id, &recorded)?;
    if announcement.published_at.is_some() {
        cx.events.push(Event::Unannounced {
            announcement_id: id,
        });
    }
    Ok(())
}

/// All of them in the order in which they were made, published or not.
pub fn all(cx: &mut Context) -> Result<Vec<Announcement>> {
    cx.moderator(Permission::ManageAnnouncements)?;
    Ok(announcements::all(&mut cx.tx)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Announcement> {
    cx.moderator(Permission::ManageAnnouncements)?;
    announcements::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// Publishes those whose time has come, and takes down those that are over. Who made them has decided
/// that then, so it is no act.
pub(crate) fn keep_time(cx: &mut Context) -> Result<()> {
    let now = cx.now;
    for announcement_id in announcements::publish_due(&mut cx.tx, now)? {
        cx.events.push(Event::Announced { announcement_id });
    }
    for announcement_id in announcements::end_due(&mut cx.tx, now)? {
        cx.events.push(Event::Unannounced { announcement_id });
    }
    Ok(())
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Announcement)> {
    let moderator = cx.moderator(Permission::ManageAnnouncements)?;
    let found = announcements::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn set(
    cx: &mut Context,
    moderator: &Moderator,
    before: &Announcement,
    content: &Content<'_>,
) -> Result<Announcement> {
    let recorded = Act::new("update", target(before)).record(cx, moderator)?;
    let now = cx.now;
    announcements::set(&mut cx.tx, before.id, content, now, &recorded)?;
    let after = announcements::find(&mut cx.tx, before.id)?.ok_or(Error::NotFound)?;
    tell(cx, before.published_at, &after);
    Ok(after)
}

/// Those who are connected hear of everything that they can see, and of what they no longer can.
fn tell(cx: &mut Context, was_published: Option<DateTime<Utc>>, after: &Announcement) {
    let announcement_id = after.id;
    match (was_published, after.published_at) {
        (_, Some(_)) => cx.events.push(Event::Announced { announcement_id }),
        (Some(_), None) => cx.events.push(Event::Unannounced { announcement_id }),
        (None, None) => (),
    }
}

fn check(draft: &Draft) -> Result<()> {
    let mut found = Vec::new();
    if draft.text.trim().is_empty() {
        found.push(Violation::blank("text", "Text"));
    }
    match (draft.starts_at, draft.ends_at) {
        (None, Some(_)) => found.push(Violation::blank("starts_at", "Starts at")),
        (Some(_), None) => found.push(Violation::blank("ends_at", "Ends at")),
        (Some(start), Some(end)) if end < start => {
            let message = "is before the start";
            found.push(Violation::new("ends_at", "Ends at", "ERR_INVALID", message));
        }
        _ => (),
    }
    refuse(found)
}

fn content(
    draft: &Draft,
    scheduled_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
) -> Content<'_> {
    Content {
        text: draft.text.trim(),
        // Without days, it cannot be about whole ones.
        all_day: draft.all_day && draft.starts_at.is_some(),
        starts_at: draft.starts_at,
        ends_at: draft.ends_at,
        scheduled_at,
        published_at,
    }
}

/// The same, published or not, and no longer waiting for anything.
fn again(before: &Announcement, published_at: Option<DateTime<Utc>>) -> Content<'_> {
    Content {
        text: &before.text,
        all_day: before.all_day,
        starts_at: before.starts_at,
        ends_at: before.ends_at,
        scheduled_at: None,
        published_at,
    }
}

fn target(announcement: &Announcement) -> Target {
    Target {
        kind: "Announcement",
        id: announcement.id,
        name: announcement.text.clone(),
        account_id: None,
    }
}
