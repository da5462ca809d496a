//! Telling everybody of a post that is kept.
//!
//! A post comes about in two steps. First it is kept, with all that hangs on it: its author has it, and
//! nobody else hears of it. Then it is published, which may be much later where it was held in between:
//! so publishing needs nothing that does not stand in the database.

use store::{
    accounts::{self, Account},
    cards::{self, Card},
    mentions,
    status_stats::{self, Count},
    status_tags,
    statuses::{self, Status, Visibility},
    tags::Tag,
};

use crate::{
    Context, Error, Event, Result, conversations,
    jobs::Job,
    news,
    notifications::{About, Kind, tell, tell_of_mention},
    tags, trends,
    webhooks::{self, Occasion},
};

/// A post that is kept, and what it takes to publish it.
#[derive(Clone, Debug)]
pub struct Kept {
    pub status: Status,
    pub author: Account,
    /// The post that it quotes.
    pub quoted: Option<Status>,
    /// Whom it names.
    pub mentioned: Vec<Account>,
    /// To whom it is sent besides.
    pub addressed: Vec<Account>,
    pub tags: Vec<Tag>,
    /// The page that it links to, if that was looked at already.
    pub card: Option<Card>,
    /// Whether its author has sent it just now; otherwise somebody here has looked for it.
    pub is_news: bool,
    /// Whether it comes into homes.
    pub goes_home: bool,
}

impl Kept {
    /// All of it from the database, for a post that is published later than it was kept.
    pub(crate) fn find(cx: &mut Context, status: Status, is_news: bool) -> Result<Self> {
        let id = status.id;
        let author = accounts::find(&mut cx.tx, status.account_id)?.ok_or(Error::NotFound)?;
        let quoted = match status.quote_of_id {
            Some(id) => statuses::find(&mut cx.tx, id)?,
            None => None,
        };
        let mentions = mentions::of_statuses(&mut cx.tx, &[id])?;
        let ids: Vec<i64> = mentions.iter().map(|it| it.account_id).collect();
        let mut people = accounts::find_many(&mut cx.tx, &ids)?;
        people.sort_unstable_by_key(|it| it.id);
        let is_silent = |it: &Account| {
            let of = mentions.iter().find(|mention| mention.account_id == it.id);
            of.is_some_and(|it| it.is_silent)
        };
        let (addressed, mentioned) = people.into_iter().partition(is_silent);
        let tagged = status_tags::of_statuses(&mut cx.tx, &[id])?;
        let tag_ids: Vec<i64> = tagged.iter().map(|it| it.tag_id).collect();
        let card = cards::of_statuses(&mut cx.tx, &[id])?.pop();
        Ok(Self {
            status,
            author,
            quoted,
            mentioned,
            addressed,
            tags: store::tags::find_many(&mut cx.tx, &tag_ids)?,
            card: card.map(|(_, card)| card),
            is_news,
            goes_home: is_news,
        })
    }
}

/// Counts a post for others, and tells everybody whom it concerns.
pub fn publish(cx: &mut Context, kept: &Kept) -> Result<()> {
    let (status, author) = (&kept.status, &kept.author);
    count_for_others(cx, status, 1)?;
    tags::count(cx, author, status, &kept.tags)?;
    if let Some(card) = &kept.card {
        trends::count_link(cx, author, status, card)?;
    }
    tell_people(cx, kept)?;
    if kept.goes_home {
        let status_id = status.id;
        Job::DeliverHome { status_id }.leave(cx)?;
        cx.events.push(Event::Posted { status_id });
    }
    news::posted(cx, status)?;
    webhooks::tell_of_status(cx, Occasion::StatusCreated, status)
}

/// The answers and quotes that others have: one more, or one less.
pub(crate) fn count_for_others(cx: &mut Context, status: &Status, by: i64) -> Result<()> {
    if !status.visibility.is_for_all() {
        return Ok(());
    }
    if let Some(id) = status.in_reply_to_id {
        status_stats::change(&mut cx.tx, id, Count::Replies, by)?;
    }
    if let Some(id) = status.quoted_id() {
        status_stats::change(&mut cx.tx, id, Count::Quotes, by)?;
    }
    Ok(())
}

fn tell_people(cx: &mut Context, kept: &Kept) -> Result<()> {
    let status = &kept.status;
    if status.visibility == Visibility::Direct {
        let people: Vec<Account> = kept
            .mentioned
            .iter()
            .chain(&kept.addressed)
            .cloned()
            .collect();
        conversations::reach_others(cx, status, &people)?;
    }
    if !kept.is_news {
        return Ok(());
    }
    for account in kept.mentioned.iter().filter(|it| it.is_local()) {
        tell_of_mention(cx, status, account.id)?;
    }
    let is_named = |id| kept.mentioned.iter().any(|it| it.id == id);
    if let Some(quoted) = kept.quoted.as_ref().filter(|it| it.is_local)
        && !is_named(quoted.account_id)
    {
        let about = About::status(status.id);
        tell(cx, Kind::Quote, quoted.account_id, status.account_id, about)?;
    }
    Ok(())
}
