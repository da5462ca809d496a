//! What a post said before it was changed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use store::{
    media::{self, Media},
    polls,
    status_edits::{self, NewVersion},
    statuses::{self, Status},
};

use super::proper;
use crate::{Context, Result};

/// One version of a post, with the media as they were described then.
#[derive(Clone, Debug)]
pub struct Version {
    pub account_id: i64,
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub media: Vec<Media>,
    /// What could be chosen, where there was a poll.
    pub poll_options: Option<Vec<String>>,
    pub created_at: DateTime<Utc>,
}

/// A post and all its versions, oldest first. The last is what it says now, and the only one of a
/// post that was never changed.
pub fn versions(cx: &mut Context, id: i64) -> Result<(Status, Vec<Version>)> {
    let status = proper(cx, id)?;
    let versions = all_of(cx, &status)?;
    Ok((status, versions))
}

fn all_of(cx: &mut Context, status: &Status) -> Result<Vec<Version>> {
    let kept = status_edits::of_status(&mut cx.tx, status.id)?;
    if kept.is_empty() {
        let version = Version {
            account_id: status.account_id,
            content: status.content.clone(),
            spoiler_text: status.spoiler_text.clone(),
            sensitive: status.sensitive,
            media: media::of_statuses(&mut cx.tx, &[status.id])?,
            poll_options: options_of(cx, status.id)?.as_ref().map(texts),
            created_at: status.created_at,
        };
        return Ok(vec![version]);
    }
    let known = known_media(cx, &[status.id])?;
    let versions = kept
        .into_iter()
        .map(|it| read(it, status.account_id, &known));
    Ok(versions.collect())
}

/// The latest versions of some posts, whoever may see them, so many of each at most, oldest first.
/// Posts that were never changed have none.
pub(super) fn latest_of(
    cx: &mut Context,
    posts: &[Status],
    most: i64,
) -> Result<HashMap<i64, Vec<Version>>> {
    let changed = posts.iter().filter(|it| it.edited_at.is_some());
    let authors: HashMap<i64, i64> = changed.map(|it| (it.id, it.account_id)).collect();
    let mut versions: HashMap<i64, Vec<Version>> = HashMap::new();
    if authors.is_empty() {
        return Ok(versions);
    }
    let ids: Vec<i64> = authors.keys().copied().collect();
    let known = known_media(cx, &ids)?;
    for kept in status_edits::latest_of(&mut cx.tx, &ids, most)? {
        let of = kept.status_id;
        if let Some(&author) = authors.get(&of) {
            let version = read(kept, author, &known);
            versions.entry(of).or_default().push(version);
        }
    }
    Ok(versions)
}

fn known_media(cx: &mut Context, ids: &[i64]) -> Result<HashMap<i64, Media>> {
    let known = media::of_versions(&mut cx.tx, ids)?.into_iter();
    Ok(known.map(|it| (it.id, it)).collect())
}

fn read(kept: status_edits::Version, author: i64, known: &HashMap<i64, Media>) -> Version {
    Version {
        account_id: kept.account_id.unwrap_or(author),
        content: kept.content,
        spoiler_text: kept.spoiler_text,
        sensitive: kept.sensitive,
        media: as_described(&kept.media, known),
        poll_options: kept.poll_options.as_ref().map(texts),
        created_at: kept.created_at,
    }
}

fn as_described(then: &Value, known: &HashMap<i64, Media>) -> Vec<Media> {
    let then = then.as_array().into_iter().flatten();
    let media = then.filter_map(|it| {
        let media = known.get(&it["id"].as_i64()?)?.clone();
        let description = it["description"].as_str().map(str::to_owned);
        Some(Media {
            description,
            ..media
        })
    });
    media.collect()
}

fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A post that the caller may see, and its text as it was written.
pub fn source(cx: &mut Context, id: i64) -> Result<(Status, String)> {
    let status = proper(cx, id)?;
    let text = statuses::text_of(&mut cx.tx, status.id)?;
    Ok((status, text))
}

/// Keeps what a post says at this moment, unless it was kept already. It is about to change.
pub(crate) fn keep_first(cx: &mut Context, status: &Status) -> Result<()> {
    match status_edits::are_any(&mut cx.tx, status.id)? {
        true => Ok(()),
        false => keep(cx, status, Some(status.account_id), status.created_at),
    }
}

/// Keeps what somebody of another server has made of her post.
pub(crate) fn keep_arrived(cx: &mut Context, status: &Status, at: DateTime<Utc>) -> Result<()> {
    keep(cx, status, Some(status.account_id), at)
}

/// Keeps what somebody, or a moderator, has just made of a post.
pub(super) fn keep(
    cx: &mut Context,
    status: &Status,
    account_id: Option<i64>,
    at: DateTime<Utc>,
) -> Result<()> {
    let media = media::of_statuses(&mut cx.tx, &[status.id])?;
    let described = media
        .iter()
        .map(|it| json!({ "id": it.id, "description": it.description }));
    let poll_options = options_of(cx, status.id)?;
    let text = statuses::text_of(&mut cx.tx, status.id)?;
    let version = NewVersion {
        status_id: status.id,
        account_id,
        content: &status.content,
        text: &text,
        spoiler_text: &status.spoiler_text,
        sensitive: status.sensitive,
        media: &described.collect(),
        poll_options: poll_options.as_ref(),
        created_at: at,
    };
    Ok(status_edits::add(&mut cx.tx, &version)?)
}

fn options_of(cx: &mut Context, status_id: i64) -> Result<Option<Value>> {
    let poll = polls::of_statuses(&mut cx.tx, &[status_id])?.pop();
    Ok(poll.map(|it| it.options))
}
