//! Deciding what everybody may see when it trends. What is decided holds at once.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use store::{
    account_list::Window,
    accounts::{self, Account},
    action_log::Recorded,
    author_reviews::{self, AuthorReview},
    cards::{self, Card},
    decisions,
    publishers::{self, Publisher},
    statuses::{self, Status},
    tags::Tag,
    trends::{self, Kind},
};

use super::{
    lists,
    may::{self, Links, Posts},
};
use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    servers::normalize,
    settings::Settings,
    visibility,
};

/// How many trending links are looked at when something is decided about a publisher.
const MOST: i64 = 10_000;

/// What is decided; none where nothing is to be decided any more.
pub type Decision = Option<bool>;

fn word(decision: Decision) -> &'static str {
    match decision {
        Some(true) => "approve",
        Some(false) => "reject",
        None => "reset",
    }
}

/// What is written down about a decision, and how it takes an earlier one back.
fn record(
    cx: &mut Context,
    moderator: &Moderator,
    (action, target): (&str, Target),
    past: Value,
    reverts: Option<i64>,
) -> Result<Recorded> {
    let act = Act::new(action, target).taking_back(reverts);
    let recorded = act.record(cx, moderator)?;
    if reverts.is_none() {
        decisions::add(&mut cx.tx, &past, &recorded)?;
    }
    Ok(recorded)
}

/// What was decided about a tag shows.
pub(crate) fn show_tag(cx: &mut Context, tag: &Tag, recorded: &Recorded) -> Result<()> {
    let by_default = Settings::load(&mut cx.tx)?.trendable_by_default;
    let may_trend = may::of_tag(tag, by_default).may_trend;
    show(cx, Kind::Tag, [(tag.id, may_trend)], recorded)
}

/// What everybody may see from now on, and what nobody may.
fn show(
    cx: &mut Context,
    kind: Kind,
    decided: impl IntoIterator<Item = (i64, bool)>,
    recorded: &Recorded,
) -> Result<()> {
    let (allowed, hidden): (Vec<_>, Vec<_>) = decided.into_iter().partition(|(_, it)| *it);
    for (ids, is_allowed) in [(allowed, true), (hidden, false)] {
        let ids: Vec<i64> = ids.into_iter().map(|(id, _)| id).collect();
        if !ids.is_empty() {
            trends::set_allowed(&mut cx.tx, kind, &ids, is_allowed, recorded)?;
        }
    }
    Ok(())
}

/// About one post, whatever was decided about its author.
pub fn decide_on_status(cx: &mut Context, id: i64, decision: Decision) -> Result<Status> {
    set_status(cx, id, decision, None)
}

fn set_status(
    cx: &mut Context,
    id: i64,
    decision: Decision,
    reverts: Option<i64>,
) -> Result<Status> {
    let moderator = cx.moderator(Permission::ManageTaxonomies)?;
    let post = lists::post(cx, id)?;
    let author = accounts::find(&mut cx.tx, post.account_id)?.ok_or(Error::NotFound)?;
    let before = statuses::trendable(&mut cx.tx, &[id])?
        .pop()
        .map(|(_, it)| it);
    let target = Target {
        kind: "Status",
        id,
        name: author.handle(),
        account_id: Some(author.id),
    };
    let word = reverts.map_or(word(decision), |_| "reset");
    let past = json!({ "trendable": before });
    let recorded = record(cx, &moderator, (word, target), past, reverts)?;
    statuses::set_trendable(&mut cx.tx, id, decision, &recorded)?;
    show_posts(cx, &[id], author.id, &recorded)?;
    Ok(post)
}

fn show_posts(cx: &mut Context, ids: &[i64], author: i64, recorded: &Recorded) -> Result<()> {
    let posts = Posts::load(cx, ids, &[author])?;
    let decided = ids
        .iter()
        .map(|id| (*id, posts.verdict(*id, author).may_trend));
    show(cx, Kind::Status, decided, recorded)
}

/// About all posts of somebody about which nothing was decided alone.
pub fn decide_on_author(
    cx: &mut Context,
    id: i64,
    decision: Decision,
) -> Result<(Account, AuthorReview)> {
    cx.moderator(Permission::ManageTaxonomies)?;
    let reviewed_at = decision.map(|_| cx.now);
    set_author(cx, id, decision, reviewed_at, None)
}

fn set_author(
    cx: &mut Context,
    id: i64,
    decision: Decision,
    reviewed_at: Option<DateTime<Utc>>,
    reverts: Option<i64>,
) -> Result<(Account, AuthorReview)> {
    let moderator = cx.moderator(Permission::ManageTaxonomies)?;
    visibility::account(cx, id)?;
    let account = accounts::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let before = author_reviews::find(&mut cx.tx, id)?;
    let target = Target {
        kind: "Account",
        id,
        name: account.handle(),
        account_id: Some(id),
    };
    let word = match decision {
        _ if reverts.is_some() => "reset_trends",
        Some(true) => "approve_trends",
        Some(false) => "reject_trends",
        None => "reset_trends",
    };
    let past = json!({ "trendable": before.trendable, "reviewed_at": text(before.reviewed_at) });
    let recorded = record(cx, &moderator, (word, target), past, reverts)?;
    let after = AuthorReview {
        trendable: decision,
        reviewed_at,
        ..before
    };
    author_reviews::set_decided(&mut cx.tx, &after, &recorded)?;
    let ids = trends::of_account(&mut cx.tx, id)?;
    show_posts(cx, &ids, id, &recorded)?;
    Ok((account, after))
}

fn text(at: Option<DateTime<Utc>>) -> Option<String> {
    at.map(|it| it.to_rfc3339())
}

/// About one page, whatever was decided about its publisher.
pub fn decide_on_link(cx: &mut Context, id: i64, decision: Decision) -> Result<Card> {
    set_link(cx, id, decision, None)
}

fn set_link(cx: &mut Context, id: i64, decision: Decision, reverts: Option<i64>) -> Result<Card> {
    let moderator = cx.moderator(Permission::ManageTaxonomies)?;
    let before = cards::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let target = Target {
        kind: "PreviewCard",
        id,
        name: before.url.clone(),
        account_id: None,
    };
    let word = reverts.map_or(word(decision), |_| "reset");
    let past = json!({ "trendable": before.trendable });
    let recorded = record(cx, &moderator, (word, target), past, reverts)?;
    cards::set_trendable(&mut cx.tx, id, decision, &recorded)?;
    let after = Card {
        trendable: decision,
        ..before
    };
    show_links(cx, std::slice::from_ref(&after), &recorded)?;
    Ok(after)
}

fn show_links(cx: &mut Context, all: &[Card], recorded: &Recorded) -> Result<()> {
    let links = Links::load(cx, all)?;
    let decided = all.iter().map(|it| (it.id, links.verdict(it).may_trend));
    show(cx, Kind::Link, decided, recorded)
}

/// About all pages of a site about which nothing was decided alone.
pub fn decide_on_publisher(cx: &mut Context, id: i64, decision: Decision) -> Result<Publisher> {
    let reviewed_at = decision.map(|_| cx.now);
    set_publisher(cx, id, decision, reviewed_at, None)
}

fn set_publisher(
    cx: &mut Context,
    id: i64,
    decision: Decision,
    reviewed_at: Option<DateTime<Utc>>,
    reverts: Option<i64>,
) -> Result<Publisher> {
    let moderator = cx.moderator(Permission::ManageTaxonomies)?;
    let before = publishers::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let word = reverts.map_or(word(decision), |_| "reset");
    let past = json!({ "trendable": before.trendable, "reviewed_at": text(before.reviewed_at) });
    let recorded = record(cx, &moderator, (word, target(&before)), past, reverts)?;
    let after = Publisher {
        trendable: decision,
        reviewed_at,
        ..before
    };
    publishers::set_decided(&mut cx.tx, &after, &recorded)?;
    show_publisher(cx, &after, &recorded)?;
    Ok(after)
}

/// What was decided about a publisher shows in all of its links that trend.
fn show_publisher(cx: &mut Context, publisher: &Publisher, recorded: &Recorded) -> Result<()> {
    let trending = trends::all(&mut cx.tx, Kind::Link, MOST)?;
    let ids: Vec<i64> = trending.iter().map(|it| it.thing_id).collect();
    let mut all = cards::find_many(&mut cx.tx, &ids)?;
    let below = format!(".{}", publisher.domain);
    all.retain(|it| it.host == publisher.domain || it.host.ends_with(&below));
    show_links(cx, &all, recorded)
}

fn target(publisher: &Publisher) -> Target {
    Target {
        kind: "PreviewCardProvider",
        id: publisher.id,
        name: publisher.domain.clone(),
        account_id: None,
    }
}

/// Newest first.
pub fn publishers(
    cx: &mut Context,
    status: Option<publishers::Status>,
    window: Window,
) -> Result<Vec<Publisher>> {
    cx.moderator(Permission::ManageTaxonomies)?;
    Ok(publishers::page(&mut cx.tx, status, window)?)
}

/// The publisher of a domain, made known if it is not, with what is decided about it.
pub fn create_publisher(cx: &mut Context, domain: &str, decision: Decision) -> Result<Publisher> {
    let moderator = cx.moderator(Permission::ManageTaxonomies)?;
    if domain.trim().is_empty() {
        refuse(vec![Violation::blank("domain", "Domain")])?;
    }
    let domain = normalize(domain).map_err(Error::Invalid)?;
    let now = cx.now;
    let publisher = publishers::find_or_add(&mut cx.tx, &domain, now)?;
    match decision {
        Some(_) => decide_on_publisher(cx, publisher.id, decision),
        None => {
            Act::new("create", target(&publisher)).record(cx, &moderator)?;
            Ok(publisher)
        }
    }
}

/// Its links wait for review again, or count as those of a domain above it.
pub fn remove_publisher(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageTaxonomies)?;
    let publisher = publishers::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let recorded = Act::new("destroy", target(&publisher)).record(cx, &moderator)?;
    publishers::remove(&mut cx.tx, id, &recorded)?;
    show_publisher(cx, &publisher, &recorded)
}

/// Something becomes again what it was before an act.
pub(crate) fn take_back(
    cx: &mut Context,
    (kind, id): (&str, i64),
    act_id: i64,
    past: &Value,
) -> Result<()> {
    let decision = past["trendable"].as_bool();
    let reviewed_at = past["reviewed_at"].as_str().and_then(|it| it.parse().ok());
    let reverts = Some(act_id);
    match kind {
        "Status" => set_status(cx, id, decision, reverts).map(drop),
        "Account" => set_author(cx, id, decision, reviewed_at, reverts).map(drop),
        "PreviewCard" => set_link(cx, id, decision, reverts).map(drop),
        _ => set_publisher(cx, id, decision, reviewed_at, reverts).map(drop),
    }
}
