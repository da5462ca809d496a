//! What those hear who are connected, of all that happens.
//!
//! Whether a post is for somebody is decided at the moment when she is told, by the same conditions as
//! on the list that she would find it on.

mod posts;
mod watcher;

pub use watcher::{Stream, Watcher};

use std::sync::Arc;

use store::{lists, notifications, visible::Viewer};

use crate::{Context, Event, Result};

use posts::Posts;

/// Something that a watcher is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum News {
    Posted(i64),
    Edited(i64),
    Deleted(i64),
    Notified(i64),
    NotificationsMerged,
    Conversation(i64),
    FiltersChanged,
    Announced(i64),
    Reacted { announcement_id: i64, name: String },
    Unannounced(i64),
}

/// Which watchers are told what, in the order in which it happened. Watchers go by their places.
pub fn news(
    cx: &mut Context,
    events: &[Arc<Event>],
    watchers: &[&Watcher],
) -> Result<Vec<(usize, News)>> {
    let posts = Posts::load(cx, events)?;
    let mut told = Vec::new();
    for event in events {
        let Some(news) = news_of(event) else {
            continue;
        };
        let whom = match event.as_ref() {
            Event::Posted { .. }
            | Event::Home { .. }
            | Event::Edited { .. }
            | Event::Deleted { .. } => posts.who_hears(cx, event, watchers)?,
            _ => who_hears(cx, event, watchers)?,
        };
        if let News::Posted(id) = news {
            whom.iter().for_each(|place| watchers[*place].note(id));
        }
        told.extend(whom.into_iter().map(|place| (place, news.clone())));
    }
    Ok(told)
}

/// Whether a list is there, and the member's own.
pub fn owns_list(cx: &mut Context, account_id: i64, list_id: i64) -> Result<bool> {
    let replies = lists::replies_of(&mut cx.tx, list_id, account_id)?;
    Ok(replies.is_some())
}

fn news_of(event: &Event) -> Option<News> {
    Some(match event {
        Event::Posted { status_id } | Event::Home { status_id, .. } => News::Posted(*status_id),
        Event::Edited { status_id } => News::Edited(*status_id),
        Event::Deleted { status_id, .. } => News::Deleted(*status_id),
        Event::Notified {
            notification_id, ..
        } => News::Notified(*notification_id),
        Event::NotificationsMerged { .. } => News::NotificationsMerged,
        Event::Conversation {
            conversation_id, ..
        } => News::Conversation(*conversation_id),
        Event::FiltersChanged { .. } => News::FiltersChanged,
        Event::Announced { announcement_id } => News::Announced(*announcement_id),
        Event::Reacted {
            announcement_id,
            name,
        } => News::Reacted {
            announcement_id: *announcement_id,
            name: name.clone(),
        },
        Event::Unannounced { announcement_id } => News::Unannounced(*announcement_id),
        // Whom this is about is connected no longer.
        Event::Cut { .. } | Event::Revoked { .. } => return None,
        // No reader is told.
        Event::IpBlocksChanged => return None,
    })
}

/// The places of those who hear of what is no post.
fn who_hears(cx: &mut Context, event: &Event, watchers: &[&Watcher]) -> Result<Vec<usize>> {
    let whom = match event {
        Event::Notified { account_id, .. } | Event::NotificationsMerged { account_id } => {
            places(watchers, |it| {
                it.account_id == *account_id && it.stream.has_notifications()
            })
        }
        Event::Conversation { account_id, .. } => places(watchers, |it| {
            it.account_id == *account_id && it.stream == Stream::Direct
        }),
        Event::FiltersChanged { account_id } => places(watchers, |it| {
            it.account_id == *account_id && it.stream.is_home()
        }),
        _ => places(watchers, |it| it.stream.is_home()),
    };
    match event {
        Event::Notified {
            account_id,
            notification_id,
        } if !whom.is_empty() && !is_shown(cx, *account_id, *notification_id)? => Ok(Vec::new()),
        _ => Ok(whom),
    }
}

fn places(watchers: &[&Watcher], are: impl Fn(&Watcher) -> bool) -> Vec<usize> {
    let places = watchers.iter().enumerate().filter(|(_, it)| are(it));
    places.map(|(place, _)| place).collect()
}

/// What the recipient's policy put aside is not told.
fn is_shown(cx: &mut Context, account_id: i64, id: i64) -> Result<bool> {
    let recipient = Viewer {
        account_id: Some(account_id),
        now: cx.now,
    };
    let notification = notifications::find(&mut cx.tx, account_id, id, recipient)?;
    Ok(notification.is_some_and(|it| !it.is_filtered))
}
