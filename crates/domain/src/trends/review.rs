//! Asking moderators to look at what trends and nobody has looked at.

use std::collections::HashMap;

use chrono::TimeDelta;
use store::{
    accounts::{self, Account},
    author_reviews, cards, publishers, statuses, tags,
    trends::{self, Kind, Trend},
};

use super::may::{self, Links, Posts, Verdict};
use crate::{Context, Permission, Result, mail::Letter, members, settings::Settings};

/// How often.
pub const EVERY: TimeDelta = TimeDelta::hours(6);
/// What scores more than the last allowed one among so many is worth a look.
const LEADING: i32 = 3;
/// How much is looked at.
const MOST: i64 = 1000;

/// Asks once for each tag, publisher and author, and writes to those who decide about trends.
pub fn request(cx: &mut Context) -> Result<()> {
    let settings = Settings::load(&mut cx.tx)?;
    if !settings.trends || settings.trendable_by_default {
        return Ok(());
    }
    let (tag_ids, card_ids) = (request_tags(cx)?, request_links(cx)?);
    let status_ids = request_posts(cx)?;
    if tag_ids.is_empty() && card_ids.is_empty() && status_ids.is_empty() {
        return Ok(());
    }
    for staff in members::who_may(cx, Permission::ManageTaxonomies)? {
        let letter = Letter::NewTrends {
            tag_ids: tag_ids.clone(),
            card_ids: card_ids.clone(),
            status_ids: status_ids.clone(),
            to_account_id: staff.account_id,
        };
        letter.leave(cx)?;
    }
    Ok(())
}

/// Those that nobody is shown, with more than the last that everybody is shown among the first of its
/// language.
fn candidates(cx: &mut Context, kind: Kind) -> Result<Vec<Trend>> {
    let mut last: HashMap<String, Trend> = HashMap::new();
    for leading in trends::leading(&mut cx.tx, kind, LEADING)? {
        let known = last.get(&leading.language).and_then(|it| it.rank);
        if known.is_none_or(|rank| leading.rank > Some(rank)) {
            last.insert(leading.language.clone(), leading);
        }
    }
    let mut hidden = trends::hidden(&mut cx.tx, kind, MOST)?;
    let threshold = |language: &str| last.get(language).and_then(|it| it.score).unwrap_or(0.0);
    hidden.retain(|it| {
        it.score
            .is_some_and(|score| score > threshold(&it.language))
    });
    Ok(hidden)
}

fn is_to_review(verdict: Verdict) -> bool {
    !verdict.may_trend && verdict.requires_review && !verdict.is_requested
}

fn ids_of(trends: &[Trend]) -> Vec<i64> {
    trends.iter().map(|it| it.thing_id).collect()
}

fn request_tags(cx: &mut Context) -> Result<Vec<i64>> {
    let candidates = ids_of(&candidates(cx, Kind::Tag)?);
    let mut found = tags::find_many(&mut cx.tx, &candidates)?;
    found.retain(|it| is_to_review(may::of_tag(it, false)));
    let now = cx.now;
    for tag in &found {
        tags::set_requested(&mut cx.tx, tag.id, now)?;
    }
    Ok(found.iter().map(|it| it.id).collect())
}

/// One page of each publisher.
fn request_links(cx: &mut Context) -> Result<Vec<i64>> {
    let candidates = ids_of(&candidates(cx, Kind::Link)?);
    let mut found = cards::find_many(&mut cx.tx, &candidates)?;
    let links = Links::load(cx, &found)?;
    found.retain(|it| !it.host.is_empty() && is_to_review(links.verdict(it)));
    found.sort_by_key(|it| candidates.iter().position(|id| *id == it.id));
    let now = cx.now;
    let mut asked: Vec<i64> = Vec::new();
    let mut requested = Vec::new();
    for card in &found {
        let publisher = match links.publisher(card) {
            Some(publisher) => publisher.id,
            None => publishers::find_or_add(&mut cx.tx, &card.host, now)?.id,
        };
        if !asked.contains(&publisher) {
            publishers::set_requested(&mut cx.tx, publisher, now)?;
            asked.push(publisher);
            requested.push(card.id);
        }
    }
    Ok(requested)
}

/// One post of each author.
fn request_posts(cx: &mut Context) -> Result<Vec<i64>> {
    let candidates = candidates(cx, Kind::Status)?;
    let authors: Vec<i64> = candidates.iter().filter_map(|it| it.account_id).collect();
    let posts = Posts::load(cx, &ids_of(&candidates), &authors)?;
    let now = cx.now;
    let mut asked: Vec<i64> = Vec::new();
    let mut requested = Vec::new();
    for post in &candidates {
        let author = post.account_id.unwrap_or_default();
        let is_due = is_to_review(posts.verdict(post.thing_id, author));
        if is_due && !asked.contains(&author) {
            author_reviews::set_requested(&mut cx.tx, author, now)?;
            asked.push(author);
            requested.push(post.thing_id);
        }
    }
    Ok(requested)
}

/// What a letter says about what trends.
#[derive(Debug, Default)]
pub struct Announced {
    /// Ids and names.
    pub tags: Vec<(i64, String)>,
    /// Ids, titles and addresses.
    pub links: Vec<(i64, String, String)>,
    /// Ids and authors.
    pub posts: Vec<(i64, String)>,
}

impl Announced {
    /// What has stopped trending meanwhile is left out.
    pub fn load(
        cx: &mut Context,
        (tag_ids, card_ids, status_ids): (&[i64], &[i64], &[i64]),
    ) -> Result<Self> {
        let tag_ids = still(cx, Kind::Tag, tag_ids)?;
        let card_ids = still(cx, Kind::Link, card_ids)?;
        let status_ids = still(cx, Kind::Status, status_ids)?;
        let kept_tags = tags::find_many(&mut cx.tx, &tag_ids)?;
        let kept_cards = cards::find_many(&mut cx.tx, &card_ids)?;
        let posts = statuses::find_many(&mut cx.tx, &status_ids)?;
        let authors: Vec<i64> = posts.iter().map(|it| it.account_id).collect();
        let authors = accounts::find_many(&mut cx.tx, &authors)?;
        let named = |id| authors.iter().find(|it| it.id == id).map(Account::handle);
        let posts = posts
            .iter()
            .filter_map(|it| Some((it.id, named(it.account_id)?)));
        Ok(Self {
            tags: kept_tags
                .iter()
                .map(|it| (it.id, it.shown_name().to_owned()))
                .collect(),
            links: kept_cards
                .into_iter()
                .map(|it| (it.id, it.title, it.url))
                .collect(),
            posts: posts.collect(),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.links.is_empty() && self.posts.is_empty()
    }
}

fn still(cx: &mut Context, kind: Kind, ids: &[i64]) -> Result<Vec<i64>> {
    let mut found = trends::find_many(&mut cx.tx, kind, ids)?;
    found.retain(|it| it.score.is_some());
    Ok(ids_of(&found))
}
