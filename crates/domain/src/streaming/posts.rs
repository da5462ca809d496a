//! Who hears of posts.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use store::{
    status_tags,
    statuses::Visibility,
    streaming::{self, Heard},
    timelines::{Origin, Public},
    visible::Place,
};

use super::{Stream, Watcher, places};
use crate::{Context, Event, Result, visibility};

/// The posts that some events are about, as far as they are there.
pub(super) struct Posts {
    heard: HashMap<i64, Heard>,
    tags: HashMap<i64, Vec<String>>,
}

impl Posts {
    pub(super) fn load(cx: &mut Context, events: &[Arc<Event>]) -> Result<Self> {
        let ids = events.iter().filter_map(|it| match it.as_ref() {
            Event::Posted { status_id }
            | Event::Home { status_id, .. }
            | Event::Edited { status_id } => Some(*status_id),
            _ => None,
        });
        let ids: Vec<i64> = ids.collect();
        let mut posts = Self {
            heard: HashMap::new(),
            tags: HashMap::new(),
        };
        if ids.is_empty() {
            return Ok(posts);
        }
        for heard in streaming::heard(&mut cx.tx, &ids)? {
            posts.heard.insert(heard.status.id, heard);
        }
        for tagged in status_tags::of_statuses(&mut cx.tx, &ids)? {
            let tags = posts.tags.entry(tagged.status_id).or_default();
            tags.push(tagged.name);
        }
        Ok(posts)
    }

    /// The places of those who hear of what has become of a post.
    pub(super) fn who_hears(
        &self,
        cx: &mut Context,
        event: &Event,
        watchers: &[&Watcher],
    ) -> Result<Vec<usize>> {
        match event {
            Event::Posted { status_id } => {
                let mut whom = self.in_public(cx, *status_id, watchers, |_| false)?;
                whom.extend(self.on_lists(cx, *status_id, watchers)?);
                Ok(whom)
            }
            Event::Home {
                status_id,
                account_ids,
            } => at_home(cx, *status_id, account_ids, watchers),
            Event::Edited { status_id } => self.wherever_shown(cx, *status_id, watchers),
            _ => where_it_was(cx, event, watchers),
        }
    }

    /// An edited post may have been somewhere where it would no longer come.
    fn wherever_shown(
        &self,
        cx: &mut Context,
        status_id: i64,
        watchers: &[&Watcher],
    ) -> Result<Vec<usize>> {
        let mut whom = self.in_public(cx, status_id, watchers, |it| it.was_told(status_id))?;
        whom.extend(self.on_lists(cx, status_id, watchers)?);
        let members = accounts(watchers, &places(watchers, |it| it.stream.is_home()));
        let members = match members.is_empty() {
            true => members,
            false => streaming::who_has_at_home(&mut cx.tx, &members, status_id)?,
        };
        whom.extend(at_home(cx, status_id, &members, watchers)?);
        Ok(whom)
    }

    /// Those who watch a public timeline, or a tag, that the post is on.
    fn in_public(
        &self,
        cx: &mut Context,
        status_id: i64,
        watchers: &[&Watcher],
        is_there_already: impl Fn(&Watcher) -> bool,
    ) -> Result<Vec<usize>> {
        let Some(post) = self.heard.get(&status_id) else {
            return Ok(Vec::new());
        };
        let tags = self.tags.get(&status_id).map_or(&[][..], Vec::as_slice);
        let whom = places(watchers, |it| match &it.stream {
            Stream::Public(which) => is_among(post, *which) || is_there_already(it),
            Stream::Tag { name, is_local } => {
                is_tagged(post, tags, name, *is_local) || is_there_already(it)
            }
            Stream::User { .. } | Stream::Notifications | Stream::List(_) | Stream::Direct => false,
        });
        those_who_see(cx, status_id, Place::Public, whom, watchers)
    }

    fn on_lists(
        &self,
        cx: &mut Context,
        status_id: i64,
        watchers: &[&Watcher],
    ) -> Result<Vec<usize>> {
        let Some(post) = self.heard.get(&status_id) else {
            return Ok(Vec::new());
        };
        let showing = visibility::lists_showing(cx, &lists(watchers), &post.status)?;
        Ok(places(watchers, |it| is_list_among(it, &showing)))
    }
}

/// Answers to others and boosts are not on public timelines, and so are not listed.
fn is_among(post: &Heard, which: Public) -> bool {
    let is_from_there = match which.origin {
        Origin::Any => true,
        Origin::Local => post.status.is_local,
        Origin::Remote => !post.status.is_local,
    };
    post.is_listed && is_from_there && (post.has_media || !which.only_media)
}

/// Answers are on the timelines of tags too.
fn is_tagged(post: &Heard, tags: &[String], name: &str, is_local: bool) -> bool {
    let status = &post.status;
    status.visibility == Visibility::Public
        && status.reblog_of_id.is_none()
        && (status.is_local || !is_local)
        && tags.iter().any(|it| it == name)
}

fn at_home(
    cx: &mut Context,
    status_id: i64,
    account_ids: &[i64],
    watchers: &[&Watcher],
) -> Result<Vec<usize>> {
    let account_ids: HashSet<&i64> = account_ids.iter().collect();
    let whom = places(watchers, |it| {
        it.stream.is_home() && account_ids.contains(&it.account_id)
    });
    those_who_see(cx, status_id, Place::Home, whom, watchers)
}

fn those_who_see(
    cx: &mut Context,
    status_id: i64,
    place: Place,
    mut whom: Vec<usize>,
    watchers: &[&Watcher],
) -> Result<Vec<usize>> {
    let seeing = visibility::who_sees(cx, &accounts(watchers, &whom), status_id, place)?;
    whom.retain(|it| seeing.contains(&watchers[*it].account_id));
    Ok(whom)
}

/// Who could have seen a post hears that it is gone: who was told of it, and whoever would have been.
/// Whom a post was hidden from does not learn that there was one.
fn where_it_was(cx: &mut Context, event: &Event, watchers: &[&Watcher]) -> Result<Vec<usize>> {
    let Event::Deleted {
        status_id,
        account_id: author,
        visibility,
        is_local,
        is_boost,
        is_held,
    } = event
    else {
        return Ok(Vec::new());
    };
    let members = accounts(watchers, &places(watchers, |_| true));
    let lists = lists(watchers);
    let followers: HashSet<i64> = match visibility {
        Visibility::Direct => HashSet::new(),
        _ if members.is_empty() => HashSet::new(),
        _ => {
            let followers = streaming::who_follows(&mut cx.tx, &members, *author)?;
            followers.into_iter().collect()
        }
    };
    let with_author = match lists.is_empty() || *visibility == Visibility::Direct {
        true => Vec::new(),
        false => streaming::lists_with(&mut cx.tx, &lists, *author)?,
    };
    let was_public = *visibility == Visibility::Public && !is_boost;
    Ok(places(watchers, |it| {
        if *is_held && it.account_id == *author {
            return false;
        }
        let is_near = it.account_id == *author || followers.contains(&it.account_id);
        it.was_told(*status_id)
            || match &it.stream {
                Stream::User { .. } => is_near,
                Stream::Public(which) => {
                    let is_elsewhere = match which.origin {
                        Origin::Any => false,
                        Origin::Local => !is_local,
                        Origin::Remote => *is_local,
                    };
                    was_public && !is_elsewhere
                }
                Stream::Tag { is_local: here, .. } => was_public && (*is_local || !here),
                Stream::List(_) => {
                    is_list_among(it, &with_author) && (visibility.is_for_all() || is_near)
                }
                Stream::Notifications | Stream::Direct => false,
            }
    }))
}

fn is_list_among(watcher: &Watcher, ids: &[i64]) -> bool {
    matches!(watcher.stream, Stream::List(id) if ids.contains(&id))
}

/// The accounts of watchers, each once.
fn accounts(watchers: &[&Watcher], whom: &[usize]) -> Vec<i64> {
    let ids: HashSet<i64> = whom.iter().map(|it| watchers[*it].account_id).collect();
    ids.into_iter().collect()
}

/// The lists that are watched, each once.
fn lists(watchers: &[&Watcher]) -> Vec<i64> {
    let ids: HashSet<i64> = watchers
        .iter()
        .filter_map(|it| match it.stream {
            Stream::List(id) => Some(id),
            _ => None,
        })
        .collect();
    ids.into_iter().collect()
}
