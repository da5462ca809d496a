//! What waits for moderators.

use store::{
    queue::{self, MOST, Waiting},
    statuses,
};

use crate::{Context, Error, Permission, Result, html};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Report,
    SignUp,
    Appeal,
    Tag,
    Publisher,
    Author,
    HeldPost,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Report,
        Self::SignUp,
        Self::Appeal,
        Self::Tag,
        Self::Publisher,
        Self::Author,
        Self::HeldPost,
    ];

    fn permission(self) -> Permission {
        match self {
            Self::Report | Self::HeldPost => Permission::ManageReports,
            Self::SignUp => Permission::ManageUsers,
            Self::Appeal => Permission::ManageAppeals,
            Self::Tag | Self::Publisher | Self::Author => Permission::ManageTaxonomies,
        }
    }

    fn waiting(self, cx: &mut Context) -> Result<Vec<Waiting>> {
        Ok(match self {
            Self::Report => queue::reports(&mut cx.tx, MOST)?,
            Self::SignUp => queue::sign_ups(&mut cx.tx, MOST)?,
            Self::Appeal => queue::appeals(&mut cx.tx, MOST)?,
            Self::Tag => queue::tags(&mut cx.tx, MOST)?,
            Self::Publisher => queue::publishers(&mut cx.tx, MOST)?,
            Self::Author => queue::authors(&mut cx.tx, MOST)?,
            Self::HeldPost => queue::held_posts(&mut cx.tx, MOST)?,
        })
    }
}

/// What waits for the caller, and how much of each kind she may work on.
#[derive(Debug, Default)]
pub struct Queue {
    /// Oldest first.
    pub items: Vec<(Kind, Waiting)>,
    counts: Vec<(Kind, i64)>,
}

impl Queue {
    /// None is what the caller may not work on.
    pub fn count(&self, kind: Kind) -> Option<i64> {
        let found = self.counts.iter().find(|(it, _)| *it == kind);
        found.map(|(_, count)| *count)
    }
}

pub fn show(cx: &mut Context, limit: usize) -> Result<Queue> {
    let mut queue = Queue::default();
    for kind in Kind::ALL {
        if cx.moderator(kind.permission()).is_err() {
            continue;
        }
        let waiting = kind.waiting(cx)?;
        queue.counts.push((kind, waiting.len() as i64));
        let oldest = waiting.into_iter().take(limit);
        queue.items.extend(oldest.map(|it| (kind, it)));
    }
    if queue.counts.is_empty() {
        return Err(Error::NotPermitted);
    }
    queue.items.sort_by_key(|(_, it)| it.created_at);
    queue.items.truncate(limit);
    quote_held(cx, &mut queue.items)?;
    Ok(queue)
}

/// Only of those that are shown is it looked up what they say.
fn quote_held(cx: &mut Context, items: &mut [(Kind, Waiting)]) -> Result<()> {
    let held = items.iter_mut().filter(|(kind, _)| *kind == Kind::HeldPost);
    let mut held: Vec<&mut Waiting> = held.map(|(_, it)| it).collect();
    let ids: Vec<i64> = held.iter().map(|it| it.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    for post in statuses::find_many(&mut cx.tx, &ids)? {
        if let Some(item) = held.iter_mut().find(|it| it.id == post.id) {
            item.text = html::to_text(&post.content);
        }
    }
    Ok(())
}
