//! What waits for moderators.

use store::queue::{self, MOST, Waiting};

use crate::{Context, Error, Permission, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Report,
    SignUp,
    Appeal,
    Tag,
    Publisher,
    Author,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Report,
        Self::SignUp,
        Self::Appeal,
        Self::Tag,
        Self::Publisher,
        Self::Author,
    ];

    fn permission(self) -> Permission {
        match self {
            Self::Report => Permission::ManageReports,
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
    Ok(queue)
}
