//! Scoring what was used since the last time, and what trends already.

use std::collections::HashMap;

use chrono::TimeDelta;
use store::{
    accounts::{self, Account},
    card_days, cards, status_stats,
    statuses::{self, Status, Visibility},
    tag_days, tags,
    trends::{self, Kind, Trend},
    trends_due,
    uses::Day,
};

use super::{
    may::{self, Links, Posts},
    score::{self, Peak},
};
use crate::{
    Context, Result,
    cards::known_language,
    jobs::{Job, Progress},
    settings::Settings,
    tags::day_of,
};

/// How often.
pub const EVERY: TimeDelta = TimeDelta::minutes(5);
/// How many things are scored in one transaction.
const AT_ONCE: i64 = 100;

/// Things are scored by a job, some at a time: nobody waits for all of them.
pub fn leave(cx: &mut Context) -> Result<()> {
    match Job::RefreshTrends.is_left(cx)? {
        true => Ok(()),
        false => Job::RefreshTrends.leave(cx),
    }
}

/// How far a refresh has come.
#[derive(Debug, Default)]
pub struct Refreshing {
    kind: usize,
    /// Of the things of that kind.
    last_id: i64,
}

/// Scores some more things; when all of a kind are scored, they are ranked.
pub fn refresh(cx: &mut Context, so_far: &mut Refreshing) -> Result<Progress> {
    let Some(kind) = Kind::ALL.get(so_far.kind).copied() else {
        return Ok(Progress::Done);
    };
    let ids = due(cx, kind, so_far.last_id)?;
    let Some(last) = ids.last() else {
        trends::rank(&mut cx.tx, kind)?;
        *so_far = Refreshing {
            kind: so_far.kind + 1,
            last_id: 0,
        };
        return Ok(Progress::More);
    };
    so_far.last_id = *last;
    let rows = match kind {
        Kind::Tag => score_tags(cx, &ids)?,
        Kind::Link => score_links(cx, &ids)?,
        Kind::Status => score_statuses(cx, &ids)?,
    };
    trends::replace(&mut cx.tx, kind, &ids, &rows)?;
    Ok(Progress::More)
}

/// What comes next of what was used since the last time or is in the table, by id. A score falls by itself,
/// and rises only with a use, so nothing else can have begun to trend.
fn due(cx: &mut Context, kind: Kind, above: i64) -> Result<Vec<i64>> {
    let mut ids = trends_due::above(&mut cx.tx, kind, above, AT_ONCE)?;
    ids.extend(trends::above(&mut cx.tx, kind, above, AT_ONCE)?);
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(usize::try_from(AT_ONCE).unwrap_or_default());
    trends_due::take(&mut cx.tx, kind, &ids)?;
    Ok(ids)
}

/// Tags and links trend alike, but for how fast they fade.
struct Fading {
    days: HashMap<(i64, i32), Day>,
    before: HashMap<i64, Trend>,
    half_life: f64,
}

impl Fading {
    fn load(cx: &mut Context, kind: Kind, ids: &[i64], half_life: f64) -> Result<Self> {
        let yesterday = day_of(cx.now) - 1;
        let days = match kind {
            Kind::Link => card_days::since(&mut cx.tx, ids, yesterday)?,
            _ => tag_days::since(&mut cx.tx, ids, yesterday)?,
        };
        let before = trends::find_many(&mut cx.tx, kind, ids)?;
        Ok(Self {
            days: days
                .into_iter()
                .map(|it| ((it.thing_id, it.day), it))
                .collect(),
            before: before.into_iter().map(|it| (it.thing_id, it)).collect(),
            half_life,
        })
    }

    /// None where there is nothing to be remembered.
    fn trend(&self, cx: &Context, id: i64, language: String, allowed: bool) -> Option<Trend> {
        let today = day_of(cx.now);
        let accounts = |day| self.days.get(&(id, day)).map_or(0, |it: &Day| it.accounts);
        let before = self.before.get(&id);
        let known = before.map(|it| Peak {
            score: it.peak,
            at: it.peak_at,
        });
        let fresh = score::of_days(accounts(today - 1), accounts(today));
        let peak = Peak::with(known, fresh, cx.now);
        let score = peak.decayed(cx.now, self.half_life);
        let trends = score >= score::LEAST_OF_THINGS;
        peak.is_remembered(cx.now).then(|| Trend {
            thing_id: id,
            account_id: None,
            language,
            score: trends.then_some(score),
            rank: before.and_then(|it| it.rank).filter(|_| trends),
            allowed,
            is_best: true,
            peak: peak.score,
            peak_at: peak.at,
        })
    }
}

fn score_tags(cx: &mut Context, ids: &[i64]) -> Result<Vec<Trend>> {
    let fading = Fading::load(cx, Kind::Tag, ids, score::TAG_HALF_LIFE)?;
    let by_default = Settings::load(&mut cx.tx)?.trendable_by_default;
    let found = tags::find_many(&mut cx.tx, ids)?;
    let scored = found.iter().filter_map(|tag| {
        let verdict = may::of_tag(tag, by_default);
        fading.trend(cx, tag.id, String::new(), verdict.may_trend)
    });
    Ok(scored.collect())
}

/// A page in no language, or in an unknown one, does not trend, but its peak is remembered.
fn score_links(cx: &mut Context, ids: &[i64]) -> Result<Vec<Trend>> {
    let fading = Fading::load(cx, Kind::Link, ids, score::LINK_HALF_LIFE)?;
    let found = cards::find_many(&mut cx.tx, ids)?;
    let links = Links::load(cx, &found)?;
    let scored = found.iter().filter_map(|card| {
        let language = card.language.as_deref().and_then(known_language);
        let verdict = links.verdict(card);
        let is_known = language.is_some();
        let trend = fading.trend(cx, card.id, language.unwrap_or_default(), verdict.may_trend)?;
        Some(Trend {
            score: trend.score.filter(|_| is_known),
            rank: trend.rank.filter(|_| is_known),
            ..trend
        })
    });
    Ok(scored.collect())
}

/// A post that may not trend is remembered as long as it otherwise would: its author may be let out again.
fn score_statuses(cx: &mut Context, ids: &[i64]) -> Result<Vec<Trend>> {
    let found = statuses::find_many(&mut cx.tx, ids)?;
    let fit = Fit::load(cx, &found)?;
    let stats = status_stats::of(&mut cx.tx, ids)?;
    let before = trends::find_many(&mut cx.tx, Kind::Status, ids)?;
    let authors: Vec<i64> = found.iter().map(|it| it.account_id).collect();
    let posts = Posts::load(cx, ids, &authors)?;
    let scored = found.iter().filter_map(|post| {
        let language = fit.language(cx, post);
        let stats = stats.iter().find(|it| it.status_id == post.id)?;
        let interactions = stats.reblogs_count + stats.favourites_count;
        let score = score::of_status(interactions, cx.now - post.created_at);
        let before = before.iter().find(|it| it.thing_id == post.id);
        (score >= score::LEAST_OF_STATUSES).then(|| Trend {
            thing_id: post.id,
            account_id: Some(post.account_id),
            score: language.is_some().then_some(score),
            rank: before.and_then(|it| it.rank).filter(|_| language.is_some()),
            language: language.unwrap_or_default(),
            allowed: posts.verdict(post.id, post.account_id).may_trend,
            is_best: before.is_none_or(|it| it.is_best),
            peak: score,
            peak_at: cx.now,
        })
    });
    Ok(scored.collect())
}

/// Which posts may trend at all.
struct Fit {
    authors: HashMap<i64, Account>,
    quoted: HashMap<i64, Status>,
}

impl Fit {
    fn load(cx: &mut Context, posts: &[Status]) -> Result<Self> {
        let quoted: Vec<i64> = posts.iter().filter_map(Status::quoted_id).collect();
        let quoted = match quoted.is_empty() {
            true => Vec::new(),
            false => statuses::find_many(&mut cx.tx, &quoted)?,
        };
        let authors: Vec<i64> = posts
            .iter()
            .chain(&quoted)
            .map(|it| it.account_id)
            .collect();
        let authors = accounts::find_many(&mut cx.tx, &authors)?;
        Ok(Self {
            authors: authors.into_iter().map(|it| (it.id, it)).collect(),
            quoted: quoted.into_iter().map(|it| (it.id, it)).collect(),
        })
    }

    /// That of a post that may trend; one without a language, or with an unknown one, may not.
    fn language(&self, cx: &Context, post: &Status) -> Option<String> {
        let is_answer = post.in_reply_to_id.is_some() || post.in_reply_to_account_id.is_some();
        let is_own = post.reblog_of_id.is_none() && !is_answer && post.created_at <= cx.now;
        let is_unmarked = post.spoiler_text.is_empty();
        let fits = is_own && is_unmarked && self.is_open(post) && self.quotes_well(post);
        post.language
            .as_deref()
            .and_then(known_language)
            .filter(|_| fits)
    }

    /// For everybody, and by somebody who wants to be found and may be.
    fn is_open(&self, post: &Status) -> bool {
        let may_be_found = |it: &Account| {
            it.discoverable == Some(true)
                && it.silenced_at.is_none()
                && it.sensitized_at.is_none()
                && it.suspended_at.is_none()
                && it.purged_at.is_none()
        };
        post.visibility == Visibility::Public
            && !post.sensitive
            && post.deleted_at.is_none()
            && post.held_at.is_none()
            && self.authors.get(&post.account_id).is_some_and(may_be_found)
    }

    fn quotes_well(&self, post: &Status) -> bool {
        match post.quote_state {
            None => true,
            Some(_) => {
                let quoted = post.quoted_id().and_then(|id| self.quoted.get(&id));
                quoted.is_some_and(|it| self.is_open(it))
            }
        }
    }
}
