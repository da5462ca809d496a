//! Pictures, films and sounds: whose they are, and what may be done with them.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::media::{self, Change, Content, Media, NewMedia};

use crate::{
    Caller, Context, Error, Result, Violation,
    error::refuse as refuse_fields,
    files,
    jobs::{Job, Progress},
};

/// How many a post carries.
pub const MOST: usize = 4;
/// Characters of what is said about one.
pub const LONGEST_DESCRIPTION: usize = 1500;
/// How long one waits for the post that it was sent for.
const WAITS: TimeDelta = TimeDelta::hours(24);
/// How many are taken away before others have a turn.
const AT_ONCE: i64 = 100;

/// What came of working on a file that was sent. The files are written, and not kept yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// `image`, `video` or `audio`.
    pub kind: String,
    /// Whether there is work left, for a job.
    pub is_staged: bool,
    pub file: String,
    pub content_type: String,
    pub size: i64,
    /// Width and height, where they are known.
    pub original: Option<Value>,
    pub preview: Option<Preview>,
}

/// A small picture of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    pub file: String,
    pub small: Value,
    pub blurhash: Option<String>,
}

impl Made {
    fn meta(&self) -> Map<String, Value> {
        let small = self.preview.as_ref().map(|it| it.small.clone());
        let parts = [("original", self.original.clone()), ("small", small)];
        let known = parts
            .into_iter()
            .filter_map(|(name, it)| Some((name.to_owned(), it?)));
        known.collect()
    }

    fn content<'a>(&'a self, meta: &'a Value) -> Content<'a> {
        let preview = self.preview.as_ref();
        Content {
            kind: &self.kind,
            file: &self.file,
            preview: preview.map(|it| &*it.file),
            content_type: &self.content_type,
            size: self.size,
            blurhash: preview.and_then(|it| it.blurhash.as_deref()),
            meta,
        }
    }

    fn keep(&self, cx: &mut Context) -> Result<()> {
        files::keep(cx, &self.file)?;
        match &self.preview {
            Some(preview) => files::keep(cx, &preview.file),
            None => Ok(()),
        }
    }
}

/// Looks at what it says, before anything is done about the file.
pub fn check_description(description: Option<&str>) -> Result<()> {
    let is_long = description.is_some_and(|it| it.chars().count() > LONGEST_DESCRIPTION);
    let violation = || Violation::too_long("description", "Description", LONGEST_DESCRIPTION);
    refuse_fields(is_long.then(violation).into_iter().collect())
}

/// Takes in what the caller has sent.
pub fn create(
    cx: &mut Context,
    made: &Made,
    description: Option<&str>,
    focus: Option<&str>,
) -> Result<Media> {
    check_description(description)?;
    let mut meta = made.meta();
    set_focus(&mut meta, focus);
    let meta = Value::Object(meta);
    let state = if made.is_staged { "waiting" } else { "ready" };
    let new = NewMedia {
        id: cx.new_id(),
        account_id: cx.member()?.account.id,
        description: description.filter(|it| !it.is_empty()),
        content: &made.content(&meta),
        state,
        created_at: cx.now,
    };
    let media = media::add(&mut cx.tx, &new)?;
    made.keep(cx)?;
    if made.is_staged {
        let media_id = media.id;
        Job::ProcessMedia { media_id }.leave(cx)?;
    }
    Ok(media)
}

/// What a job has made of what was sent. It may have been taken back meanwhile, or been given a
/// small picture by its owner; what is not needed then is not kept.
pub fn finish(cx: &mut Context, id: i64, made: &Made) -> Result<()> {
    let Some(media) = waiting(cx, id)? else {
        return Ok(());
    };
    let mut made = made.clone();
    let mut meta = made.meta();
    let Value::Object(before) = media.meta else {
        return Err(Error::Internal("what is known of a medium is no object"));
    };
    meta.extend(before);
    if let Some(file) = media.preview {
        let small = meta.get("small").cloned().unwrap_or_default();
        let blurhash = media.blurhash;
        made.preview = Some(Preview {
            file,
            small,
            blurhash,
        });
    }
    let meta = Value::Object(meta);
    let now = cx.now;
    media::set_ready(&mut cx.tx, id, &made.content(&meta), now)?;
    made.keep(cx)?;
    match media.file {
        Some(staged) => files::give_up(cx, &staged),
        None => Ok(()),
    }
}

/// What was made of a medium of another server. What that says of it stays, unless it can be seen here
/// that it is otherwise.
pub(crate) fn set_fetched(cx: &mut Context, media: Media, made: &Made) -> Result<()> {
    let Value::Object(mut meta) = media.meta else {
        return Err(Error::Internal("what is known of a medium is no object"));
    };
    meta.extend(made.meta());
    let meta = Value::Object(meta);
    let mut content = made.content(&meta);
    content.blurhash = content.blurhash.or(media.blurhash.as_deref());
    let now = cx.now;
    media::set_ready(&mut cx.tx, media.id, &content, now)?;
    made.keep(cx)
}

/// What was sent cannot be made anything of, now or later.
pub fn fail(cx: &mut Context, id: i64) -> Result<()> {
    let Some(media) = waiting(cx, id)? else {
        return Ok(());
    };
    give_up_files(cx, &media)?;
    let now = cx.now;
    Ok(media::set_failed(&mut cx.tx, id, now)?)
}

fn waiting(cx: &mut Context, id: i64) -> Result<Option<Media>> {
    let media = media::find_locked(&mut cx.tx, id)?;
    Ok(media.filter(|it| it.state == "waiting"))
}

/// The caller's own, as long as no post carries it.
pub fn get(cx: &mut Context, id: i64) -> Result<Media> {
    let media = own(cx, id)?;
    match (media.status_id, &*media.state) {
        (Some(_), _) => Err(Error::NotFound),
        (None, "failed") => refuse("Error processing thumbnail for uploaded media"),
        (None, _) => Ok(media),
    }
}

fn own(cx: &mut Context, id: i64) -> Result<Media> {
    let owner = cx.member()?.account.id;
    let media = media::find(&mut cx.tx, id)?;
    media
        .filter(|it| it.account_id == owner)
        .ok_or(Error::NotFound)
}

fn own_locked(cx: &mut Context, id: i64) -> Result<Media> {
    let owner = cx.member()?.account.id;
    let media = media::find_locked(&mut cx.tx, id)?;
    media
        .filter(|it| it.account_id == owner)
        .ok_or(Error::NotFound)
}

/// What to change; what is not named stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub description: Option<String>,
    pub focus: Option<String>,
    pub preview: Option<Preview>,
}

impl Wanted {
    /// Nothing said is none.
    fn description_for(&self, media: &Media) -> Option<String> {
        let description = self.description.clone().or(media.description.clone());
        description.filter(|it| !it.is_empty())
    }
}

pub fn change(cx: &mut Context, id: i64, wanted: &Wanted) -> Result<Media> {
    check_description(wanted.description.as_deref())?;
    own_locked(cx, id)?;
    let media = get(cx, id)?;
    describe(cx, media, wanted)
}

/// Whether that would say something new of the medium.
pub(crate) fn is_news(media: &Media, wanted: &Wanted) -> bool {
    let Value::Object(mut meta) = media.meta.clone() else {
        return false;
    };
    set_focus(&mut meta, wanted.focus.as_deref());
    wanted.preview.is_some()
        || wanted.description_for(media) != media.description
        || Value::Object(meta) != media.meta
}

/// Says it of a medium that the caller may describe.
pub(crate) fn describe(cx: &mut Context, media: Media, wanted: &Wanted) -> Result<Media> {
    let id = media.id;
    let description = wanted.description_for(&media);
    let Value::Object(mut meta) = media.meta else {
        return Err(Error::Internal("what is known of a medium is no object"));
    };
    set_focus(&mut meta, wanted.focus.as_deref());
    let (mut preview, mut blurhash) = (media.preview, media.blurhash);
    if let Some(wanted) = &wanted.preview {
        files::keep(cx, &wanted.file)?;
        if let Some(old) = preview {
            files::give_up(cx, &old)?;
        }
        meta.insert("small".into(), wanted.small.clone());
        preview = Some(wanted.file.clone());
        blurhash.clone_from(&wanted.blurhash);
    }
    let change = Change {
        description: description.as_deref(),
        preview: preview.as_deref(),
        blurhash: blurhash.as_deref(),
        meta: &Value::Object(meta),
    };
    let now = cx.now;
    Ok(media::change(&mut cx.tx, id, &change, now)?)
}

/// Takes back what was sent, unless a post carries it or is to carry it.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let media = own_locked(cx, id)?;
    if !is_free(&media) {
        return refuse("Media attachment is currently used by a status");
    }
    take_away(cx, &[media])
}

/// Takes away what was sent for no post, and files of other servers that are old, some at a time.
pub fn sweep(cx: &mut Context) -> Result<Progress> {
    cx.caller = Caller::System;
    let before = cx.now - WAITS;
    let unwanted = media::loose(&mut cx.tx, before, AT_ONCE)?;
    take_away(cx, &unwanted)?;
    let old = give_up_old(cx)?;
    Ok(match unwanted.is_empty() && old == 0 {
        true => Progress::Done,
        false => Progress::More,
    })
}

/// What other servers have is shown from there, when it was here long enough.
fn give_up_old(cx: &mut Context) -> Result<usize> {
    let Some(days) = cx.site.keep_remote_days else {
        return Ok(0);
    };
    let before = cx.now - TimeDelta::days(days.into());
    let old = media::fetched_before(&mut cx.tx, before, AT_ONCE)?;
    for medium in &old {
        give_up_files(cx, medium)?;
    }
    let ids: Vec<i64> = old.iter().map(|it| it.id).collect();
    media::drop_files(&mut cx.tx, &ids, "remote")?;
    Ok(old.len())
}

/// Takes away what a post and its versions carry, and is about to go for good.
pub(crate) fn go_with(cx: &mut Context, status_id: i64) -> Result<()> {
    let carried = media::of_versions(&mut cx.tx, &[status_id])?;
    take_away(cx, &carried)
}

/// Takes away what an account has sent and no post of hers carries any more, some at a time.
pub(crate) fn clear(cx: &mut Context, account_id: i64) -> Result<Progress> {
    let some = media::loose_of(&mut cx.tx, account_id, AT_ONCE)?;
    take_away(cx, &some)?;
    Ok(match some.is_empty() {
        true => Progress::Done,
        false => Progress::More,
    })
}

fn take_away(cx: &mut Context, unwanted: &[Media]) -> Result<()> {
    for media in unwanted {
        give_up_files(cx, media)?;
    }
    let ids: Vec<i64> = unwanted.iter().map(|it| it.id).collect();
    Ok(media::remove(&mut cx.tx, &ids)?)
}

fn give_up_files(cx: &mut Context, media: &Media) -> Result<()> {
    for file in [&media.file, &media.preview].into_iter().flatten() {
        files::give_up(cx, file)?;
    }
    Ok(())
}

/// `x,y`, each from -1 to 1. What is no number is 0, as Ruby has it.
fn set_focus(meta: &mut Map<String, Value>, focus: Option<&str>) {
    let Some(focus) = focus.filter(|it| !it.trim().is_empty()) else {
        return;
    };
    let mut numbers = focus.split(',').map(|it| {
        let number: f64 = it.trim().parse().unwrap_or_default();
        if number.is_nan() {
            0.0
        } else {
            number.clamp(-1.0, 1.0)
        }
    });
    let mut next = || numbers.next().unwrap_or_default();
    meta.insert("focus".into(), json!({ "x": next(), "y": next() }));
}

/// The caller's media with these ids, in their order, if a new post may carry them. Nobody else
/// attaches one of them meanwhile.
pub fn check_attachable(cx: &mut Context, ids: &[i64]) -> Result<Vec<Media>> {
    check_attachable_to(cx, None, ids)
}

/// The same for a post that is there already: what it carries now, it may keep.
pub fn check_attachable_to(
    cx: &mut Context,
    status_id: Option<i64>,
    ids: &[i64],
) -> Result<Vec<Media>> {
    let owner = cx.member()?.account.id;
    if ids.len() > MOST {
        return Err(too_many());
    }
    let mut found = media::find_own_locked(&mut cx.tx, owner, ids)?;
    found.retain(|it| is_free(it) || (it.status_id.is_some() && it.status_id == status_id));
    found.sort_by_key(|it| ids.iter().position(|id| *id == it.id));

    let missing = ids
        .iter()
        .filter(|id| !found.iter().any(|it| it.id == **id));
    let missing: Vec<String> = missing.map(i64::to_string).collect();
    if !missing.is_empty() {
        let ids = missing.join(", ");
        return refuse(format!(
            "Media {ids} not found or already attached to another post"
        ));
    }
    if found.len() > 1 && found.iter().any(|it| is_played(&it.kind)) {
        return refuse("Cannot attach a video to a post that already contains images");
    }
    if found.iter().any(|it| it.state != "ready") {
        return refuse(
            "Cannot attach files that have not finished processing. Try again in a moment!",
        );
    }
    Ok(found)
}

/// Also where a post has a poll, and may have none.
pub(crate) fn too_many() -> Error {
    Error::Unprocessable(format!("Cannot attach more than {MOST} files"))
}

fn is_free(media: &Media) -> bool {
    media.status_id.is_none() && media.scheduled_status_id.is_none()
}

/// Films and sounds stand alone.
fn is_played(kind: &str) -> bool {
    ["video", "audio"].contains(&kind)
}

fn refuse<T>(text: impl Into<String>) -> Result<T> {
    Err(Error::Unprocessable(text.into()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::set_focus;

    #[test]
    fn a_focus_is_two_numbers_from_minus_one_to_one() {
        let read = |text: &str| {
            let mut meta = Map::new();
            set_focus(&mut meta, Some(text));
            meta.remove("focus").unwrap_or_default()
        };

        assert_eq!(read("-0.42,0.69"), json!({ "x": -0.42, "y": 0.69 }));
        assert_eq!(read(" 7 , -7,3"), json!({ "x": 1.0, "y": -1.0 }));
        assert_eq!(read("x"), json!({ "x": 0.0, "y": 0.0 }));
        assert_eq!(read("NaN,inf"), json!({ "x": 0.0, "y": 1.0 }));
        assert_eq!(read(" "), Value::Null);
    }
}
