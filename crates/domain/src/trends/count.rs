//! Counting what is used, in the transaction that uses it.

use chrono::TimeDelta;
use store::{
    accounts::Account,
    card_days,
    cards::{self, Card},
    statuses::{Status, Visibility},
    tag_days,
    trends::Kind,
    trends_due,
};

use crate::{Context, Result, tags::day_of};

/// How many days are remembered of how much something was used.
const MEMORY: i32 = 14;
/// After that long no post has a score any more, however many have boosted it.
const OLDEST: TimeDelta = TimeDelta::days(3);

/// Somebody has linked to a page, in a post that shows it.
pub(crate) fn count_link(
    cx: &mut Context,
    author: &Account,
    post: &Status,
    card: &Card,
) -> Result<()> {
    match is_plain(author, post) && may_be_news(card) {
        true => count(cx, author, card.id),
        false => Ok(()),
    }
}

/// Somebody has passed a post on: it is used, and so is what it links to.
pub(crate) fn count_boost(
    cx: &mut Context,
    booster: &Account,
    visibility: Visibility,
    post: &Status,
) -> Result<()> {
    count_status(cx, post)?;
    if post.held_at.is_some() {
        return Ok(());
    }
    if visibility != Visibility::Public || booster.silenced_at.is_some() {
        return Ok(());
    }
    let Some((_, card)) = cards::of_statuses(&mut cx.tx, &[post.id])?.pop() else {
        return Ok(());
    };
    let author = store::accounts::find(&mut cx.tx, post.account_id)?;
    match author.is_some_and(|it| is_plain(&it, post)) && may_be_news(&card) {
        true => count(cx, booster, card.id),
        false => Ok(()),
    }
}

/// Somebody has boosted or favourited a post.
pub(crate) fn count_status(cx: &mut Context, post: &Status) -> Result<()> {
    let is_recent = post.created_at > cx.now - OLDEST;
    if post.visibility != Visibility::Public || post.held_at.is_some() || !is_recent {
        return Ok(());
    }
    Ok(trends_due::add(&mut cx.tx, Kind::Status, post.id)?)
}

fn count(cx: &mut Context, by: &Account, card_id: i64) -> Result<()> {
    let today = day_of(cx.now);
    Ok(card_days::count(&mut cx.tx, by.id, &[card_id], today)?)
}

/// For everybody, by somebody who is not limited, and without a warning.
fn is_plain(author: &Account, post: &Status) -> bool {
    post.visibility == Visibility::Public
        && author.silenced_at.is_none()
        && post.spoiler_text.is_empty()
        && !post.sensitive
}

/// An article with all that it takes to show it.
fn may_be_news(card: &Card) -> bool {
    let texts = [&card.title, &card.description, &card.provider_name];
    card.kind == "link"
        && card.is_article
        && card.image.is_some()
        && texts.iter().all(|it| !it.is_empty())
}

/// Forgets how much things were used two weeks ago.
pub fn forget(cx: &mut Context) -> Result<()> {
    let today = day_of(cx.now);
    tag_days::forget(&mut cx.tx, today - MEMORY + 1)?;
    Ok(card_days::forget(&mut cx.tx, today - MEMORY + 1)?)
}
