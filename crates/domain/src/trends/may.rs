//! Whether everybody may be shown something when it trends: what was decided about the thing itself
//! beats what was decided about whom it is from, and that beats what holds for all.

use std::collections::HashMap;

use store::{
    author_reviews::{self, AuthorReview},
    cards::Card,
    publishers::{self, Publisher},
    statuses,
    tags::Tag,
};

use crate::{Context, Result, settings::Settings};

/// What was decided about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub may_trend: bool,
    /// Whether nobody has looked at it, nor at whom it is from.
    pub requires_review: bool,
    /// Whether somebody was asked to.
    pub is_requested: bool,
    /// What was decided about the thing itself, if anything was.
    pub own: Option<bool>,
}

/// What was decided about some posts.
pub struct Posts {
    own: HashMap<i64, bool>,
    authors: HashMap<i64, AuthorReview>,
    by_default: bool,
}

impl Posts {
    pub fn load(cx: &mut Context, ids: &[i64], account_ids: &[i64]) -> Result<Self> {
        let own = statuses::trendable(&mut cx.tx, ids)?;
        let authors = author_reviews::find_many(&mut cx.tx, account_ids)?;
        Ok(Self {
            own: own.into_iter().collect(),
            authors: authors.into_iter().map(|it| (it.account_id, it)).collect(),
            by_default: Settings::load(&mut cx.tx)?.trendable_by_default,
        })
    }

    pub fn verdict(&self, id: i64, account_id: i64) -> Verdict {
        let own = self.own.get(&id).copied();
        let author = self.authors.get(&account_id);
        let by_author = author.and_then(|it| it.trendable);
        Verdict {
            may_trend: own.or(by_author).unwrap_or(self.by_default),
            requires_review: own.is_none() && author.is_none_or(|it| it.reviewed_at.is_none()),
            is_requested: author.is_some_and(|it| it.requested_review_at.is_some()),
            own,
        }
    }
}

/// What was decided about some pages.
pub struct Links {
    publishers: HashMap<String, Publisher>,
}

impl Links {
    pub fn load(cx: &mut Context, cards: &[Card]) -> Result<Self> {
        let mut domains: Vec<String> = cards.iter().flat_map(|it| domains(&it.host)).collect();
        domains.sort_unstable();
        domains.dedup();
        let found = match domains.is_empty() {
            true => Vec::new(),
            false => publishers::of_domains(&mut cx.tx, &domains)?,
        };
        let by_domain = found.into_iter().map(|it| (it.domain.clone(), it));
        Ok(Self {
            publishers: by_domain.collect(),
        })
    }

    /// The closest: that of the host itself, or of a domain above it.
    pub fn publisher(&self, card: &Card) -> Option<&Publisher> {
        domains(&card.host).find_map(|it| self.publishers.get(&it))
    }

    /// Links never trend by themselves.
    pub fn verdict(&self, card: &Card) -> Verdict {
        let publisher = self.publisher(card);
        let by_publisher = publisher.and_then(|it| it.trendable);
        let is_new = publisher.is_none_or(|it| it.reviewed_at.is_none());
        Verdict {
            may_trend: card.trendable.or(by_publisher).unwrap_or_default(),
            requires_review: card.trendable.is_none() && is_new,
            is_requested: publisher.is_some_and(|it| it.requested_review_at.is_some()),
            own: card.trendable,
        }
    }
}

/// A host, and the domains above it.
fn domains(host: &str) -> impl Iterator<Item = String> {
    let dots = host.match_indices('.').map(|(at, _)| at + 1);
    let starts = std::iter::once(0).chain(dots);
    starts
        .map(|at| host[at..].to_owned())
        .filter(|it| !it.is_empty())
}

/// What must not be used does not trend either.
pub fn of_tag(tag: &Tag, by_default: bool) -> Verdict {
    Verdict {
        may_trend: tag.trendable.unwrap_or(by_default) && tag.is_usable(),
        requires_review: tag.reviewed_at.is_none(),
        is_requested: tag.requested_review_at.is_some(),
        own: tag.trendable,
    }
}
