//! The pages that posts link to, and what is shown of them.
//!
//! That a post links to a page is kept at once, with nothing but the address; a job looks at the page
//! later. Until then the post is shown without a card, and for ever if there is nothing to be seen.

mod markup;
mod page;

use chrono::TimeDelta;
use store::{
    accounts::{self, Account},
    cards::{self, Card, Content},
    statuses::{self, Status},
};
use url::Url;

use crate::{
    Context, Event, Result,
    files::{self, Folder},
    jobs::{Job, Progress},
    servers, trends,
};

pub use page::Page;
pub(crate) use page::{known_language, links};

/// How long what was seen of a page is good for.
const FRESH: TimeDelta = TimeDelta::days(1);
/// How many posts are told of a page in one transaction.
const AT_ONCE: i64 = 500;

/// Notes that a post links to a page, and has it looked at unless that was done of late. The page, if
/// the post shows it at once; what waits for it is counted once it was looked at.
pub(crate) fn link(
    cx: &mut Context,
    author: &Account,
    status: &Status,
    url: &str,
) -> Result<Option<Card>> {
    let Some(url) = known_as(cx, url) else {
        return Ok(None);
    };
    let now = cx.now;
    let card_id = cards::add(&mut cx.tx, status.id, &url, now)?;
    let Some(card) = cards::find(&mut cx.tx, card_id)? else {
        return Ok(None);
    };
    if !is_stale(cx, &card) {
        return Ok(Some(card));
    }
    if !gives(cx, author, &card.url)? {
        return Ok(None);
    }
    cards::set_waiting(&mut cx.tx, status.id)?;
    let job = Job::FetchCard { card_id };
    // Left anew, it would begin anew: a page that many link to at once would never be done with.
    if !job.is_left(cx)? {
        job.leave(cx)?;
    }
    Ok(None)
}

/// The same for a post that may have linked to another page before, or to none.
pub(crate) fn relink(
    cx: &mut Context,
    author: &Account,
    status: &Status,
    url: Option<&str>,
) -> Result<Option<Card>> {
    let before = cards::of_status(&mut cx.tx, status.id)?;
    let after = match url {
        Some(url) => cards::find_at(&mut cx.tx, url)?,
        None => None,
    };
    if before.is_some() && before == after {
        return Ok(None);
    }
    if before.is_some() {
        cards::remove(&mut cx.tx, status.id)?;
    }
    match url {
        Some(url) => link(cx, author, status, url),
        None => Ok(None),
    }
}

/// The same for a post of another server, by the first link in its HTML.
pub(crate) fn relink_html(
    cx: &mut Context,
    author: &Account,
    status: &Status,
) -> Result<Option<Card>> {
    let url = page::first_link(&status.content);
    relink(cx, author, status, url.as_deref())
}

/// The address as it is kept; none for what is no page of another site.
fn known_as(cx: &Context, url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    let is_web = matches!(parsed.scheme(), "http" | "https");
    let is_own = url == &*cx.site.url || url.starts_with(&format!("{}/", cx.site.url));
    let fits = is_web && !is_own && url.len() <= page::LONGEST_ADDRESS;
    fits.then(|| url.to_owned())
}

fn is_stale(cx: &Context, card: &Card) -> bool {
    card.fetched_at.is_none_or(|at| at < cx.now - FRESH)
}

/// Whether a page is looked at: not where files of the site, or of the author's server, are rejected.
fn gives(cx: &mut Context, author: &Account, url: &str) -> Result<bool> {
    let host = Url::parse(url)
        .ok()
        .map(|it| page::host(&it))
        .unwrap_or_default();
    if !servers::may_give_files(cx, &host)? {
        return Ok(false);
    }
    match author.domain.as_deref() {
        Some(domain) => servers::gives_media(cx, domain),
        None => Ok(true),
    }
}

/// The address of a page that is still to be looked at; none if nobody wants to see it any more.
pub fn wanted(cx: &mut Context, card_id: i64) -> Result<Option<Url>> {
    let Some(card) = cards::find(&mut cx.tx, card_id)? else {
        return Ok(None);
    };
    let is_wanted = is_stale(cx, &card) && cards::is_linked(&mut cx.tx, card_id)?;
    let url = Url::parse(&card.url).ok().filter(|_| is_wanted);
    match url {
        Some(url) if may_ask(cx, &url)? => Ok(Some(url)),
        _ => Ok(None),
    }
}

/// Whether anything is fetched from where an address leads.
pub fn may_ask(cx: &mut Context, url: &Url) -> Result<bool> {
    servers::may_give_files(cx, url.host_str().unwrap_or_default())
}

/// What is to be kept of looking at a page, and how far that has come.
#[derive(Debug)]
pub struct Keeping {
    card_id: i64,
    /// What was seen, and the address that stands for the page. Without it, posts go without a card.
    seen: Option<(Content, Option<String>)>,
    is_kept: bool,
}

impl Keeping {
    pub fn new(card_id: i64, seen: Option<(Content, Option<String>)>) -> Self {
        Self {
            card_id,
            seen,
            is_kept: false,
        }
    }
}

/// Keeps what was seen, and shows it in some more of the posts that have waited for it.
pub fn keep(cx: &mut Context, so_far: &mut Keeping) -> Result<Progress> {
    if !so_far.is_kept {
        let Some(card) = cards::find_locked(&mut cx.tx, so_far.card_id)? else {
            return Ok(Progress::Done);
        };
        let now = cx.now;
        match so_far.seen.take() {
            None => cards::set_fetched(&mut cx.tx, card.id, now)?,
            Some((content, canonical)) => so_far.card_id = show(cx, &card, content, canonical)?,
        }
        so_far.is_kept = true;
    }
    tell(cx, so_far.card_id)
}

/// Which of the addresses of the page shows it from now on.
fn show(cx: &mut Context, card: &Card, content: Content, canonical: Option<String>) -> Result<i64> {
    let now = cx.now;
    let shown = match canonical.filter(|it| *it != card.url) {
        Some(url) => cards::find_or_add(&mut cx.tx, &url, now)?,
        None => card.id,
    };
    let before = cards::find_locked(&mut cx.tx, shown)?;
    let old = before.and_then(|it| it.image);
    if let Some(file) = old.filter(|it| content.image.as_ref() != Some(it)) {
        give_up(cx, &file)?;
    }
    if let Some(file) = &content.image {
        files::keep(cx, file)?;
    }
    cards::set_content(&mut cx.tx, shown, &content, now)?;
    if shown != card.id {
        cards::set_fetched(&mut cx.tx, card.id, now)?;
        cards::set_same_as(&mut cx.tx, card.id, shown)?;
    }
    Ok(shown)
}

fn give_up(cx: &mut Context, file: &str) -> Result<()> {
    match Folder::of(file) {
        Some(_) => files::give_up(cx, file),
        None => Ok(()),
    }
}

/// Posts that have waited show the page, and those who read them at this moment see it.
fn tell(cx: &mut Context, card_id: i64) -> Result<Progress> {
    let ids = cards::stop_waiting(&mut cx.tx, card_id, AT_ONCE)?;
    let progress = match (ids.len() as i64) < AT_ONCE {
        true => Progress::Done,
        false => Progress::More,
    };
    let card = cards::find(&mut cx.tx, card_id)?;
    let Some(card) = card.filter(|it| !it.title.is_empty()) else {
        return Ok(progress);
    };
    let posts = statuses::find_many(&mut cx.tx, &ids)?;
    let authors: Vec<i64> = posts.iter().map(|it| it.account_id).collect();
    let authors = accounts::find_many(&mut cx.tx, &authors)?;
    for post in posts.iter().filter(|it| it.deleted_at.is_none()) {
        let author = authors.iter().find(|it| it.id == post.account_id);
        // One that is held counts once it is published.
        if let Some(author) = author.filter(|_| post.held_at.is_none()) {
            trends::count_link(cx, author, post, &card)?;
        }
        cx.events.push(Event::Edited { status_id: post.id });
    }
    Ok(progress)
}
