//! What is told, in JSON.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use api::entities::{Announcement, Reaction};
use domain::{
    Caller, Context, Error, Result, announcements, conversations, members, notifications,
    streaming::News, visibility,
};
use serde::Serialize;
use store::{
    statuses::{self, Status},
    streaming,
    visible::{Place, Viewer},
};

use super::seats::Message;
use crate::entities;

/// Writes messages, each once for all who read it alike.
pub(super) struct Writing<'a> {
    cx: &'a mut Context,
    shared: HashMap<News, Option<Arc<Message>>>,
    own: HashMap<(News, i64), Option<Arc<Message>>>,
}

impl<'a> Writing<'a> {
    pub(super) fn new(cx: &'a mut Context) -> Self {
        Self {
            cx,
            shared: HashMap::new(),
            own: HashMap::new(),
        }
    }

    /// What each of the readers is told. Nothing, where what it is about is gone by now.
    pub(super) fn messages(
        &mut self,
        news: &News,
        readers: &[i64],
    ) -> Result<HashMap<i64, Arc<Message>>> {
        let concerned: HashSet<i64> = match news {
            News::Notified(_) | News::Conversation(_) => readers.iter().copied().collect(),
            News::Posted(id) | News::Edited(id) => self.concerned(*id, readers)?,
            _ => HashSet::new(),
        };
        let mut messages = HashMap::new();
        for reader in readers {
            let message = match concerned.contains(reader) {
                true => self.own(news, *reader)?,
                false => self.shared(news)?,
            };
            messages.extend(message.map(|it| (*reader, it)));
        }
        Ok(messages)
    }

    fn shared(&mut self, news: &News) -> Result<Option<Arc<Message>>> {
        if let Some(known) = self.shared.get(news) {
            return Ok(known.clone());
        }
        self.cx.caller = Caller::Stranger;
        let message = found(write(self.cx, news, true))?;
        self.shared.insert(news.clone(), message.clone());
        Ok(message)
    }

    fn own(&mut self, news: &News, reader: i64) -> Result<Option<Arc<Message>>> {
        let key = (news.clone(), reader);
        if let Some(known) = self.own.get(&key) {
            return Ok(known.clone());
        }
        let message = match members::find(self.cx, reader)? {
            Some(member) => {
                self.cx.caller = Caller::Member(member.into());
                found(write(self.cx, news, false))?
            }
            None => None,
        };
        self.own.insert(key, message.clone());
        Ok(message)
    }

    /// Who sees the post in her own way: it is about her, or of what is inside it she sees more or less
    /// than others.
    fn concerned(&mut self, id: i64, readers: &[i64]) -> Result<HashSet<i64>> {
        let inside = inside(self.cx, id)?;
        let mut ids = inside.clone();
        ids.push(id);
        let now = self.cx.now;
        let concerned = streaming::whom_it_concerns(&mut self.cx.tx, readers, &ids, now)?;
        let mut concerned: HashSet<i64> = concerned.into_iter().collect();
        if inside.is_empty() {
            return Ok(concerned);
        }
        let anybody = Viewer {
            account_id: Some(entities::ANYBODY),
            now,
        };
        let seen = statuses::seen(&mut self.cx.tx, &inside, anybody, Place::Alone)?;
        for id in inside {
            let by_all = seen.iter().any(|it| it.id == id);
            let seeing = visibility::who_sees(self.cx, readers, id, Place::Alone)?;
            concerned.extend(readers.iter().filter(|it| seeing.contains(it) != by_all));
        }
        Ok(concerned)
    }
}

/// What is gone is not told of.
fn found(message: Result<Arc<Message>>) -> Result<Option<Arc<Message>>> {
    match message {
        Ok(message) => Ok(Some(message)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The posts that a post boosts or quotes, and what those quote.
fn inside(cx: &mut Context, id: i64) -> Result<Vec<i64>> {
    let of = |it: &Status| it.reblog_of_id.into_iter().chain(it.quote_of_id);
    let mut inside: Vec<i64> = find(cx, id)?.iter().flat_map(of).collect();
    for id in inside.clone() {
        inside.extend(find(cx, id)?.iter().flat_map(of));
    }
    Ok(inside)
}

fn find(cx: &mut Context, id: i64) -> Result<Option<Status>> {
    Ok(statuses::find(&mut cx.tx, id)?)
}

fn write(cx: &mut Context, news: &News, is_shared: bool) -> Result<Arc<Message>> {
    Ok(match news {
        News::Posted(id) => Message::new("update", Some(post(cx, *id, is_shared)?)),
        News::Edited(id) => Message::new("status.update", Some(post(cx, *id, is_shared)?)),
        News::Deleted(id) => Message::new("delete", Some(id.to_string())),
        News::Notified(id) => {
            let kept = notifications::get(cx, *id)?;
            let shown = entities::notifications(cx, &[kept])?.pop();
            Message::new("notification", Some(json(&shown.ok_or(Error::NotFound)?)?))
        }
        News::NotificationsMerged => Message::new("notifications_merged", Some("1".to_owned())),
        News::Conversation(id) => {
            let kept = conversations::get(cx, *id)?;
            let shown = entities::conversation(cx, &kept)?;
            Message::new("conversation", Some(json(&shown)?))
        }
        News::FiltersChanged => Message::new("filters_changed", None),
        News::Announced(id) => Message::new("announcement", Some(json(&announcement(cx, *id)?)?)),
        News::Reacted {
            announcement_id,
            name,
        } => {
            let shown = reaction(cx, *announcement_id, name)?;
            Message::new("announcement.reaction", Some(shown))
        }
        News::Unannounced(id) => Message::new("announcement.delete", Some(id.to_string())),
    })
}

fn post(cx: &mut Context, id: i64, is_shared: bool) -> Result<String> {
    let row = find(cx, id)?.filter(|it| it.deleted_at.is_none());
    let row = [row.ok_or(Error::NotFound)?];
    let shown = match is_shared {
        true => entities::statuses_for_anybody(cx, &row)?,
        false => entities::statuses(cx, &row)?,
    };
    json(shown.first().ok_or(Error::NotFound)?)
}

fn announcement(cx: &mut Context, id: i64) -> Result<Announcement> {
    let shown = announcements::show(cx, id)?;
    let shown = entities::announcements(cx, vec![shown])?.pop();
    shown.ok_or(Error::NotFound)
}

/// How many have reacted so by now, which may be nobody any more.
fn reaction(cx: &mut Context, announcement_id: i64, name: &str) -> Result<String> {
    #[derive(Serialize)]
    struct Reacted {
        #[serde(flatten)]
        reaction: Reaction,
        announcement_id: String,
    }
    let reactions = announcement(cx, announcement_id)?.reactions.into_iter();
    let reaction = reactions.into_iter().find(|it| it.name == name);
    json(&Reacted {
        reaction: reaction.unwrap_or_else(|| Reaction {
            name: name.to_owned(),
            count: 0,
            me: None,
            url: None,
            static_url: None,
        }),
        announcement_id: announcement_id.to_string(),
    })
}

fn json(shown: &impl Serialize) -> Result<String> {
    serde_json::to_string(shown).map_err(|_| Error::Internal("a message cannot be written"))
}
