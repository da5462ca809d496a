//! Finding people, posts, tags, and what an address stands for.

mod address;
mod dates;
mod query;

use store::{
    account_list::Slice,
    accounts::{self, Account},
    media, polls,
    search::{self, Filter, Quality, Wanted, Words},
    statuses::Status,
    tags::{self, Tag},
};

use crate::{Context, Error, Result, account_search, tags::normalize, visibility};

pub use address::{Found, is_address, resolve};

use query::{Author, Query};

/// Keeps what a post can be found by, in place of what was kept before: its warning, its text as people
/// read it, the options of its poll, and what its media show. All of that is there already.
pub fn index(cx: &mut Context, status: &Status, text: &str) -> Result<()> {
    let mut texts = vec![status.spoiler_text.clone(), text.to_owned()];
    for poll in polls::of_statuses(&mut cx.tx, &[status.id])? {
        let options = poll.options.as_array().into_iter().flatten();
        texts.extend(options.filter_map(|it| it.as_str()).map(str::to_owned));
    }
    let media = media::of_statuses(&mut cx.tx, &[status.id])?;
    texts.extend(media.into_iter().filter_map(|it| it.description));
    Ok(search::set(
        &mut cx.tx,
        status.id,
        &Words::of(&texts.join("\n\n")),
    )?)
}

/// Accounts that are called like that: see [`account_search`].
pub fn accounts(
    cx: &mut Context,
    text: &str,
    only_followed: bool,
    slice: Slice,
) -> Result<Vec<Account>> {
    let ids = account_search::find(cx, text, only_followed, slice)?;
    visibility::accounts(cx, &ids)
}

/// Which posts the caller looks for, besides what the text says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Narrowed {
    /// By that account.
    pub account_id: Option<i64>,
    pub above: Option<i64>,
    pub below: Option<i64>,
}

/// Posts that a text describes, newest first: those that the caller has something to do with, and public
/// ones of people who want to be found. A text that says nothing finds nothing.
pub fn statuses(
    cx: &mut Context,
    text: &str,
    narrowed: Narrowed,
    slice: Slice,
) -> Result<Vec<Status>> {
    let reader = cx.member()?.account.id;
    let author = narrowed
        .account_id
        .map(|id| visibility::account(cx, id))
        .transpose()?;
    let Some(query) = Query::read(text) else {
        return Ok(Vec::new());
    };
    let mut filters = query.filters;
    filters.extend(author.map(|it| Filter::Is(Quality::Author(it.id))));
    for (author, is_wanted) in &query.authors {
        let quality = match author {
            Author::Caller => Quality::Author(reader),
            Author::Named(handle) => match named(cx, handle)? {
                Some(account) => Quality::Author(account.id),
                None => Quality::Unknown,
            },
        };
        filters.push(match is_wanted {
            true => Filter::Is(quality),
            false => Filter::IsNot(quality),
        });
    }
    let wanted = Wanted {
        reader,
        with: query.with,
        without: query.without,
        scope: query.scope,
        filters,
        above: query.above.max(narrowed.above.unwrap_or_default()),
        below: query.below.min(narrowed.below.unwrap_or(i64::MAX)),
    };
    let viewer = visibility::viewer(cx);
    Ok(search::find(&mut cx.tx, &wanted, viewer, slice)?)
}

/// `name`, or `name@domain`, with or without a sign before it.
fn named(cx: &mut Context, handle: &str) -> Result<Option<Account>> {
    let handle = handle.trim_start_matches('@');
    let (username, domain) = match handle.split_once('@') {
        Some((username, domain)) => (username, Some(crate::emails::domain_to_ascii(domain))),
        None => (handle, None),
    };
    let domain = domain.filter(|it| **it != *cx.site.domain);
    let account = accounts::find_by_handle(&mut cx.tx, username, domain.as_deref())?;
    Ok(account)
}

/// The account that an address or a handle stands for, if the caller may see that it exists.
pub(crate) fn account_behind(cx: &mut Context, text: &str) -> Result<Option<Account>> {
    let text = text.trim();
    if is_address(text) {
        return Ok(match resolve(cx, text)? {
            Some(Found::Account(account)) => Some(account),
            Some(Found::Status(_)) | None => None,
        });
    }
    match named(cx, text)? {
        Some(account) => found(visibility::account(cx, account.id)),
        None => Ok(None),
    }
}

/// Tags whose names start like a text, the one of exactly that name first and then the last used. Those
/// that are not to be listed are only found by their whole name, and, where it is wanted, also those
/// that nobody has reviewed.
pub fn tags(cx: &mut Context, text: &str, only_reviewed: bool, slice: Slice) -> Result<Vec<Tag>> {
    let Some(name) = normalize(text) else {
        return Ok(Vec::new());
    };
    let exact = tags::find_named(&mut cx.tx, &name)?;
    // The one of exactly that name may be among them.
    let most = slice.limit.saturating_add(slice.offset).saturating_add(1);
    let mut found = tags::starting_with(&mut cx.tx, &name, only_reviewed, most)?;
    found.retain(|it| it.name != name);
    let all = exact.into_iter().chain(found);
    Ok(all
        .skip(count(slice.offset))
        .take(count(slice.limit))
        .collect())
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

fn found<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(it) => Ok(Some(it)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
