//! Who watches what.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use store::timelines::Public;

/// How many posts a watcher remembers that she was told of.
const REMEMBERED: usize = 256;

/// What can be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The home timeline, what the staff announces, and, with a token that is good for them,
    /// notifications.
    User {
        with_notifications: bool,
    },
    Notifications,
    Public(Public),
    Tag {
        /// As it is compared.
        name: String,
        is_local: bool,
    },
    /// One of the member's lists.
    List(i64),
    /// The member's conversations.
    Direct,
}

impl Stream {
    pub(crate) fn is_home(&self) -> bool {
        matches!(self, Self::User { .. })
    }

    pub(crate) fn has_notifications(&self) -> bool {
        match self {
            Self::User { with_notifications } => *with_notifications,
            Self::Notifications => true,
            Self::Public(_) | Self::Tag { .. } | Self::List(_) | Self::Direct => false,
        }
    }
}

/// A member who watches something.
#[derive(Debug)]
pub struct Watcher {
    pub account_id: i64,
    pub stream: Stream,
    /// The posts that she was told of last, so that she hears of their end when their rows are gone.
    told: Mutex<VecDeque<i64>>,
}

impl Watcher {
    pub fn new(account_id: i64, stream: Stream) -> Self {
        Self {
            account_id,
            stream,
            told: Mutex::default(),
        }
    }

    pub(crate) fn note(&self, status_id: i64) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() == REMEMBERED {
            told.pop_front();
        }
        told.push_back(status_id);
    }

    pub(crate) fn was_told(&self, status_id: i64) -> bool {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.contains(&status_id)
    }
}

#[cfg(test)]
mod tests {
    use super::{REMEMBERED, Stream, Watcher};

    #[test]
    fn a_watcher_remembers_the_last_posts_and_no_more() {
        let watcher = Watcher::new(1, Stream::Direct);

        for id in 0..=REMEMBERED as i64 {
            watcher.note(id);
        }

        assert!(!watcher.was_told(0));
        assert!(watcher.was_told(1));
        assert!(watcher.was_told(REMEMBERED as i64));
    }
}
