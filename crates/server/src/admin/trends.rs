//! What trends, for those who decide what everybody sees of it.

use std::{collections::HashMap, net::IpAddr};

use api::{
    Empty, Number, Open, Page, Timestamp,
    admin::{
        tags::AdminTag,
        trends::{
            AdminPublisher, AdminTrend, AdminTrendsLink, AdminTrendsStatus, ApprovePublisher,
            ApproveTrendingAuthor, ApproveTrendingLink, ApproveTrendingStatus, ApproveTrendingTag,
            CreatePublisher, DeletePublisher, ListAdminTrendingLinks, ListAdminTrendingStatuses,
            ListAdminTrendingTags, ListPublishers, ListTrends, RejectPublisher,
            RejectTrendingAuthor, RejectTrendingLink, RejectTrendingStatus, RejectTrendingTag,
            ResetTrendingAuthor, ResetTrendingLink, ResetTrendingStatus, TrendsAuthor,
            TrendsStatus,
        },
    },
};
use domain::{
    Context, Permission, Violation,
    settings::Settings,
    tags,
    trends::{self, Links, Posts, Verdict},
};
use store::{
    account_list::Slice,
    accounts::Account,
    author_reviews::AuthorReview,
    cards::Card,
    publishers::{Publisher, Status as Decided},
    statuses::Status,
    trends::{Kind, Trend},
};

use super::accounts::given;
use crate::{
    Error,
    entities::{self, admin_tag, admin_tags, id, trends_links},
    paging::{Sizes, by_offset, cursor, page, slice},
    route::Answer,
    trends::{POSTS, THINGS},
};

const PUBLISHERS: Sizes = Sizes {
    default: 100,
    most: 200,
};
/// How much of what trends is looked through for what was decided in some way.
const MOST: i64 = 5_000;

impl Answer for ListAdminTrendingTags {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminTag>, Error> {
        let slice = slice((&self.limit, &self.offset), THINGS);
        if !trends::may_decide(cx)? {
            let shown = trends::shown_tags(cx, slice)?;
            let items = entities::tags(cx, &shown.items)?;
            let items = items.into_iter().map(entities::plain_tag).collect();
            return Ok(by_offset(&cx.site, &self, items, slice, shown.count));
        }
        let ids = trending(cx, Kind::Tag, slice)?;
        let kept = trends::tags_of(cx, &ids)?;
        let items = admin_tags(cx, &kept)?;
        Ok(by_offset(&cx.site, &self, items, slice, ids.len() as i64))
    }
}

impl Answer for ListAdminTrendingStatuses {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminTrendsStatus>, Error> {
        let slice = slice((&self.limit, &self.offset), POSTS);
        if !trends::may_decide(cx)? {
            let languages = trends::languages(cx, None, None)?;
            let shown = trends::shown_posts(cx, &languages, slice)?;
            let items = entities::statuses(cx, &shown.items)?;
            let plain = |status| AdminTrendsStatus {
                status,
                requires_review: None,
            };
            let items = items.into_iter().map(plain).collect();
            return Ok(by_offset(&cx.site, &self, items, slice, shown.count));
        }
        let ids = trending(cx, Kind::Status, slice)?;
        let posts = trends::posts(cx, &ids)?;
        let items = show_posts(cx, &posts)?;
        Ok(by_offset(&cx.site, &self, items, slice, ids.len() as i64))
    }
}

impl Answer for ListAdminTrendingLinks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminTrendsLink>, Error> {
        let slice = slice((&self.limit, &self.offset), THINGS);
        if !trends::may_decide(cx)? {
            let languages = trends::languages(cx, None, None)?;
            let shown = trends::shown_links(cx, &languages, slice)?;
            let items = trends_links(cx, &shown.items)?;
            let plain = |link| AdminTrendsLink {
                link,
                id: None,
                requires_review: None,
            };
            let items = items.into_iter().map(plain).collect();
            return Ok(by_offset(&cx.site, &self, items, slice, shown.count));
        }
        let ids = trending(cx, Kind::Link, slice)?;
        let cards = trends::links(cx, &ids)?;
        let items = show_links(cx, &cards)?;
        Ok(by_offset(&cx.site, &self, items, slice, ids.len() as i64))
    }
}

fn trending(cx: &mut Context, kind: Kind, slice: Slice) -> Result<Vec<i64>, Error> {
    let trends = trends::page(cx, kind, slice)?;
    Ok(trends.iter().map(|it| it.thing_id).collect())
}

/// Implements answers that decide one way, and show what it was about.
macro_rules! decisions {
    ($($Name:ident -> $Entity:ty: |$cx:ident, $id:ident| $decide:expr;)*) => {$(
        impl Answer for $Name {
            fn answer(self, $cx: &mut Context, _: IpAddr) -> Result<$Entity, Error> {
                let $id = id(&self.id);
                $decide
            }
        }
    )*};
}

decisions! {
    ApproveTrendingTag -> AdminTag: |cx, id| decide_on_tag(cx, id, true);
    RejectTrendingTag -> AdminTag: |cx, id| decide_on_tag(cx, id, false);
    ApproveTrendingStatus -> AdminTrendsStatus: |cx, id| decide_on_status(cx, id, Some(true));
    RejectTrendingStatus -> AdminTrendsStatus: |cx, id| decide_on_status(cx, id, Some(false));
    ResetTrendingStatus -> AdminTrendsStatus: |cx, id| decide_on_status(cx, id, None);
    ApproveTrendingLink -> AdminTrendsLink: |cx, id| decide_on_link(cx, id, Some(true));
    RejectTrendingLink -> AdminTrendsLink: |cx, id| decide_on_link(cx, id, Some(false));
    ResetTrendingLink -> AdminTrendsLink: |cx, id| decide_on_link(cx, id, None);
    ApprovePublisher -> AdminPublisher: |cx, id| decide_on_publisher(cx, id, Some(true));
    RejectPublisher -> AdminPublisher: |cx, id| decide_on_publisher(cx, id, Some(false));
    ApproveTrendingAuthor -> TrendsAuthor: |cx, id| decide_on_author(cx, id, Some(true));
    RejectTrendingAuthor -> TrendsAuthor: |cx, id| decide_on_author(cx, id, Some(false));
    ResetTrendingAuthor -> TrendsAuthor: |cx, id| decide_on_author(cx, id, None);
}

fn decide_on_tag(cx: &mut Context, id: i64, may_trend: bool) -> Result<AdminTag, Error> {
    let kept = tags::set_trendable(cx, id, may_trend)?;
    Ok(admin_tag(cx, &kept)?)
}

fn decide_on_status(
    cx: &mut Context,
    id: i64,
    decision: trends::Decision,
) -> Result<AdminTrendsStatus, Error> {
    let post = trends::decide_on_status(cx, id, decision)?;
    let shown = show_posts(cx, &[post])?.pop();
    shown.ok_or_else(|| domain::Error::NotFound.into())
}

fn decide_on_link(
    cx: &mut Context,
    id: i64,
    decision: trends::Decision,
) -> Result<AdminTrendsLink, Error> {
    let card = trends::decide_on_link(cx, id, decision)?;
    let shown = show_links(cx, &[card])?.pop();
    shown.ok_or_else(|| domain::Error::NotFound.into())
}

fn decide_on_publisher(
    cx: &mut Context,
    id: i64,
    decision: trends::Decision,
) -> Result<AdminPublisher, Error> {
    let kept = trends::decide_on_publisher(cx, id, decision)?;
    Ok(show_publisher(&kept))
}

fn decide_on_author(
    cx: &mut Context,
    id: i64,
    decision: trends::Decision,
) -> Result<TrendsAuthor, Error> {
    let (account, review) = trends::decide_on_author(cx, id, decision)?;
    show_author(cx, &account, &review)
}

impl Answer for ListPublishers {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminPublisher>, Error> {
        cx.moderator(Permission::ManageTaxonomies)?;
        let status = decided(&self.status)?.map(|it| match it {
            TrendsStatus::Approved => Decided::Approved,
            TrendsStatus::Rejected => Decided::Rejected,
            TrendsStatus::PendingReview => Decided::PendingReview,
        });
        let Some(window) = cursor!(self).window(PUBLISHERS) else {
            return Ok(Page::empty());
        };
        let kept = trends::publishers(cx, status, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.iter().map(show_publisher).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for CreatePublisher {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminPublisher, Error> {
        let kept = trends::create_publisher(cx, &self.domain, self.trendable)?;
        Ok(show_publisher(&kept))
    }
}

impl Answer for DeletePublisher {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        trends::remove_publisher(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for ListTrends {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminTrend>, Error> {
        cx.moderator(Permission::ManageTaxonomies)?;
        let kind = match self.kind.as_str() {
            "tags" => Kind::Tag,
            "links" => Kind::Link,
            "statuses" => Kind::Status,
            _ => return Err(domain::Error::NotFound.into()),
        };
        let status = decided(&self.status)?;
        let language = given(&self.language);
        let wanted = slice((&self.limit, &self.offset), POSTS);
        let all = Slice {
            limit: MOST,
            offset: 0,
        };
        let rows = match (status, language) {
            (None, None) => trends::page(cx, kind, wanted)?,
            _ => trends::page(cx, kind, all)?,
        };
        let verdicts = verdicts(cx, kind, &rows)?;
        let fits = |it: &&Trend| {
            let verdict = verdicts.get(&it.thing_id);
            let is_decided = |status| verdict.is_some_and(|it| has(it, status));
            status.is_none_or(is_decided) && language.is_none_or(|code| it.language == code)
        };
        let mut fitting: Vec<Trend> = rows.iter().filter(fits).cloned().collect();
        if status.is_some() || language.is_some() {
            let offset = usize::try_from(wanted.offset).unwrap_or(usize::MAX);
            let limit = usize::try_from(wanted.limit).unwrap_or_default();
            fitting = fitting.into_iter().skip(offset).take(limit).collect();
        }
        let count = fitting.len() as i64;
        let items = show(cx, kind, &fitting, &verdicts)?;
        Ok(by_offset(&cx.site, &self, items, wanted, count))
    }
}

fn decided(status: &Option<Open<TrendsStatus>>) -> Result<Option<TrendsStatus>, Error> {
    match status {
        None => Ok(None),
        Some(Open::Known(status)) => Ok(Some(*status)),
        Some(Open::Unknown(text)) if text.is_empty() => Ok(None),
        Some(Open::Unknown(_)) => {
            let violation = Violation::not_listed("status", "Status");
            Err(domain::Error::Invalid(vec![violation]).into())
        }
    }
}

fn has(verdict: &Verdict, status: TrendsStatus) -> bool {
    match status {
        TrendsStatus::Approved => verdict.may_trend,
        TrendsStatus::Rejected => !verdict.may_trend && !verdict.requires_review,
        TrendsStatus::PendingReview => !verdict.may_trend && verdict.requires_review,
    }
}

fn verdicts(cx: &mut Context, kind: Kind, rows: &[Trend]) -> Result<HashMap<i64, Verdict>, Error> {
    let ids: Vec<i64> = rows.iter().map(|it| it.thing_id).collect();
    Ok(match kind {
        Kind::Tag => {
            let by_default = Settings::load(&mut cx.tx)?.trendable_by_default;
            let kept = trends::tags_of(cx, &ids)?.into_iter();
            kept.map(|it| (it.id, trends::of_tag(&it, by_default)))
                .collect()
        }
        Kind::Link => {
            let cards = trends::links(cx, &ids)?;
            let links = Links::load(cx, &cards)?;
            cards.iter().map(|it| (it.id, links.verdict(it))).collect()
        }
        Kind::Status => {
            let authors: Vec<i64> = rows.iter().filter_map(|it| it.account_id).collect();
            let posts = Posts::load(cx, &ids, &authors)?;
            let verdict =
                |it: &Trend| posts.verdict(it.thing_id, it.account_id.unwrap_or_default());
            rows.iter().map(|it| (it.thing_id, verdict(it))).collect()
        }
    })
}

/// Each with the thing itself. What is gone is left out.
fn show(
    cx: &mut Context,
    kind: Kind,
    rows: &[Trend],
    verdicts: &HashMap<i64, Verdict>,
) -> Result<Vec<AdminTrend>, Error> {
    let ids: Vec<i64> = rows.iter().map(|it| it.thing_id).collect();
    let mut tags = HashMap::new();
    let mut links = HashMap::new();
    let mut posts = HashMap::new();
    match kind {
        Kind::Tag => {
            let kept = trends::tags_of(cx, &ids)?;
            tags.extend(kept.iter().map(|it| it.id).zip(admin_tags(cx, &kept)?));
        }
        Kind::Link => {
            let cards = trends::links(cx, &ids)?;
            let publishers = Links::load(cx, &cards)?;
            let publisher = |it: &Card| publishers.publisher(it).map(show_publisher);
            let publishers: Vec<Option<AdminPublisher>> = cards.iter().map(publisher).collect();
            let shown = show_links(cx, &cards)?.into_iter().zip(publishers);
            links.extend(cards.iter().map(|it| it.id).zip(shown));
        }
        Kind::Status => {
            let kept = trends::posts(cx, &ids)?;
            posts.extend(kept.iter().map(|it| it.id).zip(show_posts(cx, &kept)?));
        }
    }
    let show = |row: &Trend| {
        let id = row.thing_id;
        let (tag, link, status) = (tags.remove(&id), links.remove(&id), posts.remove(&id));
        let verdict = verdicts.get(&id)?;
        let is_there = tag.is_some() || link.is_some() || status.is_some();
        let (link, publisher) = link.map_or((None, None), |(link, it)| (Some(link), it));
        is_there.then(|| AdminTrend {
            id: id.to_string(),
            score: row.score.unwrap_or_default(),
            rank: row.rank,
            language: row.language.clone(),
            allowed: row.allowed,
            trendable: verdict.own,
            requires_review: verdict.requires_review,
            tag,
            link,
            publisher,
            status,
        })
    };
    Ok(rows.iter().filter_map(show).collect())
}

fn show_posts(cx: &mut Context, posts: &[Status]) -> Result<Vec<AdminTrendsStatus>, Error> {
    let ids: Vec<i64> = posts.iter().map(|it| it.id).collect();
    let authors: Vec<i64> = posts.iter().map(|it| it.account_id).collect();
    let decided = Posts::load(cx, &ids, &authors)?;
    let shown = entities::statuses(cx, posts)?;
    let show = |(post, status): (&Status, _)| AdminTrendsStatus {
        status,
        requires_review: Some(decided.verdict(post.id, post.account_id).requires_review),
    };
    Ok(posts.iter().zip(shown).map(show).collect())
}

fn show_links(cx: &mut Context, cards: &[Card]) -> Result<Vec<AdminTrendsLink>, Error> {
    let decided = Links::load(cx, cards)?;
    let shown = trends_links(cx, cards)?;
    let show = |(card, link): (&Card, _)| AdminTrendsLink {
        link,
        id: Some(Number(card.id)),
        requires_review: Some(decided.verdict(card).requires_review),
    };
    Ok(cards.iter().zip(shown).map(show).collect())
}

fn show_publisher(kept: &Publisher) -> AdminPublisher {
    AdminPublisher {
        id: Number(kept.id),
        domain: kept.domain.clone(),
        trendable: kept.trendable,
        reviewed_at: kept.reviewed_at.map(Timestamp),
        requested_review_at: kept.requested_review_at.map(Timestamp),
        requires_review: kept.reviewed_at.is_none(),
    }
}

fn show_author(
    cx: &mut Context,
    account: &Account,
    review: &AuthorReview,
) -> Result<TrendsAuthor, Error> {
    Ok(TrendsAuthor {
        account: entities::account(cx, account)?,
        trendable: review.trendable,
        reviewed_at: review.reviewed_at.map(Timestamp),
        requested_review_at: review.requested_review_at.map(Timestamp),
    })
}
