//! Pictures, films and sounds of other servers: what posts carry, and the pictures of profiles.
//!
//! What is known of one is kept at once, with its address; a job gets it later. Whether anybody here
//! wants it is asked when the job begins, and again before what it got is kept.

use serde_json::{Value, json};
use store::{
    accounts::{self, Account},
    actors::{self, Actor},
    media::{self, Media, NewRemote},
    profile_pictures,
    statuses::{self, Status},
};

use crate::{
    Context, Result,
    files::{self, Folder},
    jobs::Job,
    media::{Made, set_fetched},
    servers,
};

/// How many media of a post count.
const MOST: usize = 16;
const LONGEST_DESCRIPTION: usize = 10_000;

#[derive(Clone, Debug)]
pub struct File {
    pub url: String,
    pub content_type: String,
    pub description: Option<String>,
    pub blurhash: Option<String>,
    pub width: Option<i64>,
    pub height: Option<i64>,
    /// From -1 to 1, rightwards and upwards.
    pub focus: Option<(f64, f64)>,
}

impl File {
    fn description(&self) -> Option<String> {
        let said = self.description.as_ref();
        said.map(|it| it.chars().take(LONGEST_DESCRIPTION).collect())
    }

    fn kind(&self) -> &'static str {
        match self.content_type.split('/').next() {
            Some("image") => "image",
            Some("video") => "video",
            Some("audio") => "audio",
            _ => "unknown",
        }
    }

    fn meta(&self) -> Value {
        let mut meta = json!({});
        if let (Some(width), Some(height)) = (self.width, self.height)
            && width > 0
            && height > 0
        {
            meta["original"] = json!({
                "width": width,
                "height": height,
                "size": format!("{width}x{height}"),
                "aspect": width as f64 / height as f64,
            });
        }
        if let Some((x, y)) = self.focus {
            meta["focus"] = json!({ "x": x.clamp(-1.0, 1.0), "y": y.clamp(-1.0, 1.0) });
        }
        meta
    }
}

/// Gives files to a post. Of a server whose media are rejected, only their addresses.
pub(super) fn add(
    cx: &mut Context,
    status: &Status,
    author: &Account,
    carried: &[File],
) -> Result<()> {
    if carried.is_empty() {
        return Ok(());
    }
    let domain = author.domain.as_deref().unwrap_or_default();
    let is_wanted = servers::gives_media(cx, domain)?;
    for (position, file) in carried.iter().take(MOST).enumerate() {
        let id = cx.new_id();
        let (description, meta) = (file.description(), file.meta());
        let medium = NewRemote {
            id,
            account_id: status.account_id,
            status_id: status.id,
            position: i32::try_from(position).unwrap_or_default(),
            kind: file.kind(),
            state: if is_wanted { "remote" } else { "rejected" },
            remote_url: &file.url,
            content_type: &file.content_type,
            description: description.as_deref(),
            blurhash: file.blurhash.as_deref(),
            meta: &meta,
            created_at: cx.now,
        };
        media::add_remote(&mut cx.tx, &medium)?;
        if is_wanted {
            Job::FetchMedia { media_id: id }.leave(cx)?;
        }
    }
    Ok(())
}

/// Whether a post carries just these already.
pub(super) fn are_same(cx: &mut Context, status: &Status, carried: &[File]) -> Result<bool> {
    let known = media::of_statuses(&mut cx.tx, &[status.id])?;
    let known = known
        .iter()
        .map(|it| (it.remote_url.clone(), it.description.clone()));
    let new = carried.iter().take(MOST);
    Ok(known.eq(new.map(|it| (Some(it.url.clone()), it.description()))))
}

/// Gives others to a post.
pub(super) fn replace(
    cx: &mut Context,
    status: &Status,
    author: &Account,
    carried: &[File],
) -> Result<()> {
    let now = cx.now;
    media::put_aside(&mut cx.tx, status.id, now)?;
    add(cx, status, author, carried)
}

/// Whether anybody here wants files of an account.
fn is_wanted_of(cx: &mut Context, account_id: i64) -> Result<bool> {
    let account = accounts::find(&mut cx.tx, account_id)?;
    let Some(account) = account.filter(|it| it.suspended_at.is_none()) else {
        return Ok(false);
    };
    match account.domain.as_deref() {
        Some(domain) if account.purged_at.is_none() => servers::gives_media(cx, domain),
        _ => Ok(false),
    }
}

/// A medium that is still to be fetched; none if nobody wants it any more.
pub fn wanted_medium(cx: &mut Context, id: i64) -> Result<Option<Media>> {
    let medium = media::find(&mut cx.tx, id)?;
    still_wanted(cx, medium)
}

fn still_wanted(cx: &mut Context, medium: Option<Media>) -> Result<Option<Media>> {
    let Some(medium) = medium.filter(|it| it.state == "remote") else {
        return Ok(None);
    };
    let status = statuses::find(&mut cx.tx, medium.status_id.unwrap_or_default())?;
    let is_there = status.is_some_and(|it| it.deleted_at.is_none());
    match is_there && is_wanted_of(cx, medium.account_id)? {
        true => Ok(Some(medium)),
        false => Ok(None),
    }
}

/// A medium was fetched.
pub fn keep_medium(cx: &mut Context, id: i64, made: &Made) -> Result<()> {
    let medium = media::find_locked(&mut cx.tx, id)?;
    match still_wanted(cx, medium)? {
        Some(medium) => set_fetched(cx, medium, made),
        None => Ok(()),
    }
}

/// The avatar and the header of an account: where they are, or the files that they were made into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    pub avatar: Option<String>,
    pub header: Option<String>,
}

impl Pictures {
    fn of(actor: Actor) -> Self {
        Self {
            avatar: actor.avatar_url,
            header: actor.header_url,
        }
    }
}

/// Where the pictures of an account are that are still to be fetched; none if nobody wants them.
pub fn wanted_pictures(cx: &mut Context, account_id: i64) -> Result<Option<Pictures>> {
    match is_wanted_of(cx, account_id)? {
        true => Ok(actors::find(&mut cx.tx, account_id)?.map(Pictures::of)),
        false => Ok(None),
    }
}

/// Pictures were fetched. Where that went wrong, the one that was there stays; where there is none to
/// be fetched any more, it goes.
pub fn keep_pictures(
    cx: &mut Context,
    account_id: i64,
    from: &Pictures,
    got: &Pictures,
) -> Result<()> {
    let Some(account) = accounts::find_locked(&mut cx.tx, account_id)? else {
        return Ok(());
    };
    // She may have others meanwhile, which another job gets.
    if wanted_pictures(cx, account_id)?.as_ref() != Some(from) {
        return Ok(());
    }
    let avatar = replaced(cx, account.avatar, &from.avatar, &got.avatar)?;
    let header = replaced(cx, account.header, &from.header, &got.header)?;
    let (avatar, header) = (avatar.as_deref(), header.as_deref());
    Ok(profile_pictures::set(
        &mut cx.tx, account_id, avatar, header,
    )?)
}

fn replaced(
    cx: &mut Context,
    old: Option<String>,
    from: &Option<String>,
    got: &Option<String>,
) -> Result<Option<String>> {
    if from.is_some() && got.is_none() {
        return Ok(old);
    }
    if let Some(file) = got {
        files::keep(cx, file)?;
    }
    if let Some(file) = old.filter(|it| Folder::of(it).is_some()) {
        files::give_up(cx, &file)?;
    }
    Ok(got.clone())
}
