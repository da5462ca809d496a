//! Lists of posts that nobody wrote as one.

use store::{
    account_list::Window,
    cards,
    statuses::Status,
    tags,
    timelines::{self, Public},
};

use crate::{Context, Error, Result, tags::normalize, trends, visibility};

pub fn home(cx: &mut Context, window: Window) -> Result<Vec<Status>> {
    let id = cx.member()?.account.id;
    let viewer = visibility::viewer(cx);
    Ok(timelines::home(&mut cx.tx, id, viewer, window)?)
}

pub fn public(cx: &mut Context, which: Public, window: Window) -> Result<Vec<Status>> {
    let viewer = visibility::viewer(cx);
    Ok(timelines::public(&mut cx.tx, which, viewer, window)?)
}

/// Posts with a tag or one of others, with all of some, and with none of others.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    pub any: Vec<String>,
    pub all: Vec<String>,
    pub none: Vec<String>,
}

/// How many further tags of each kind count.
const MOST_TAGS: usize = 4;

pub fn tagged(
    cx: &mut Context,
    wanted: &Tags,
    which: Public,
    window: Window,
) -> Result<Vec<Status>> {
    let viewer = visibility::viewer(cx);
    refuse_unusable(cx, wanted)?;
    // The first of them is the tag of the timeline itself.
    let any = known(cx, &wanted.any, MOST_TAGS + 1)?;
    let all = known(cx, &wanted.all, MOST_TAGS)?;
    let none = known(cx, &wanted.none, MOST_TAGS)?;
    if all.len() < wanted.all.len().min(MOST_TAGS) {
        return Ok(Vec::new());
    }
    let mut page: Vec<Status> = Vec::new();
    for id in any {
        let narrowed = (all.as_slice(), none.as_slice());
        page.extend(timelines::tagged(
            &mut cx.tx, id, narrowed, which, viewer, window,
        )?);
    }
    page.sort_unstable_by_key(|it| std::cmp::Reverse(it.id));
    page.dedup_by_key(|it| it.id);
    let most = usize::try_from(window.limit).unwrap_or(usize::MAX);
    // What is directly above some post is at the end of what is above it.
    let surplus = page.len().saturating_sub(most);
    match window.min_id {
        Some(_) => drop(page.drain(..surplus)),
        None => page.truncate(most),
    }
    Ok(page)
}

/// A tag that moderators have forbidden has no timeline. The first of them is that of the timeline itself.
fn refuse_unusable(cx: &mut Context, wanted: &Tags) -> Result<()> {
    let name = wanted.any.first().and_then(|it| normalize(it));
    let found = match name {
        Some(name) => tags::find_named(&mut cx.tx, &name)?,
        None => None,
    };
    match found.is_none_or(|it| it.is_usable()) {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

fn known(cx: &mut Context, names: &[String], most: usize) -> Result<Vec<i64>> {
    let names: Vec<String> = names
        .iter()
        .take(most)
        .filter_map(|it| normalize(it))
        .collect();
    let found = match names.is_empty() {
        true => Vec::new(),
        false => tags::find_all_named(&mut cx.tx, &names)?,
    };
    Ok(found.into_iter().map(|it| it.id).collect())
}

/// Only of pages that everybody sees trending: others have no such timeline.
pub fn linked(cx: &mut Context, url: &str, window: Window) -> Result<Vec<Status>> {
    let page = cards::find_at(&mut cx.tx, url)?.ok_or(Error::NotFound)?;
    if !trends::is_link_shown(cx, page)? {
        return Err(Error::NotFound);
    }
    let viewer = visibility::viewer(cx);
    Ok(timelines::linked(&mut cx.tx, url, viewer, window)?)
}

/// What the members of one of the caller's lists post.
pub fn list(cx: &mut Context, list_id: i64, window: Window) -> Result<Vec<Status>> {
    let owner = cx.member()?.account.id;
    let replies = store::lists::replies_of(&mut cx.tx, list_id, owner)?.ok_or(Error::NotFound)?;
    let viewer = visibility::viewer(cx);
    Ok(timelines::list(
        &mut cx.tx,
        (list_id, owner),
        replies,
        viewer,
        window,
    )?)
}

/// The id of the tag of that name; 0, which none has, where nobody has used it.
pub fn tag(cx: &mut Context, name: &str) -> Result<i64> {
    let found = known(cx, &[name.to_owned()], 1)?;
    Ok(found.first().copied().unwrap_or_default())
}
