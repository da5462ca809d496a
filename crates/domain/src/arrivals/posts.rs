//! Posts of people of other servers.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use store::{
    accounts::{self, Account},
    cards::Card,
    follows, mentions,
    polls::{self, NewPoll},
    status_stats::{self, Count},
    status_tags,
    statuses::{self, Change, NewStatus, Status, Visibility},
    tags::Tag,
};

use super::{
    emojis::{self, NamedPicture},
    files::{self, File},
};
use crate::{
    Context, Event, Result,
    auto_rules::{self, Verdict},
    cards, html,
    jobs::Job,
    notifications::{About, Kind, tell, untell},
    search,
    statuses::{
        Edited, Kept, keep_first_version, keep_version, publish, take_down, tell_of_changes,
    },
    tags, trends,
};

/// How many options and tags count of a post.
const MOST_OPTIONS: usize = 500;
const MOST_TAGS: usize = 50;
const LONGEST_CONTENT: usize = 500_000;
/// What is older than this is nothing new for anybody's home.
const NEWS: TimeDelta = TimeDelta::days(2);

/// A post that has come.
#[derive(Clone, Debug)]
pub struct Arriving {
    pub uri: String,
    pub url: Option<String>,
    pub author: Account,
    /// Clean HTML.
    pub content: String,
    /// Plain text.
    pub spoiler_text: String,
    pub visibility: Visibility,
    pub sensitive: bool,
    pub language: Option<String>,
    pub parent: Option<Status>,
    pub quoted: Option<Status>,
    /// Whom it names, and to whom it is sent besides.
    pub mentioned: Vec<Account>,
    pub addressed: Vec<Account>,
    pub tags: Vec<String>,
    pub files: Vec<File>,
    /// What short codes stand for in it.
    pub emojis: Vec<NamedPicture>,
    pub poll: Option<Poll>,
    pub quote_policy: &'static str,
    pub created_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    /// Whether its author has sent it just now; otherwise somebody here has looked for it.
    pub is_news: bool,
}

#[derive(Clone, Debug)]
pub struct Poll {
    pub options: Vec<(String, i64)>,
    pub multiple: bool,
    pub voters_count: i64,
    pub expires_at: Option<DateTime<Utc>>,
    pub is_closed: bool,
}

impl Poll {
    fn titles(&self) -> Vec<String> {
        let options = self.options.iter().take(MOST_OPTIONS);
        options.map(|(title, _)| title.clone()).collect()
    }

    fn tallies(&self) -> Vec<i64> {
        let options = self.options.iter().take(MOST_OPTIONS);
        options.map(|(_, tally)| (*tally).max(0)).collect()
    }

    /// A poll that does not say when it ends goes on for very long.
    fn end(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        match (self.is_closed, self.expires_at) {
            (true, at) => at.unwrap_or(now).min(now),
            (false, at) => at.unwrap_or(now + TimeDelta::days(36_500)),
        }
    }
}

/// Whether anybody here has something to do with a post: otherwise it is not kept.
pub fn is_related(cx: &mut Context, arriving: &Arriving) -> Result<bool> {
    let is_answer_to_us = arriving.parent.as_ref().is_some_and(|it| it.is_local);
    let is_quote_of_us = arriving.quoted.as_ref().is_some_and(|it| it.is_local);
    let mut named = arriving.mentioned.iter().chain(&arriving.addressed);
    Ok(is_answer_to_us
        || is_quote_of_us
        || named.any(Account::is_local)
        || follows::has_local(&mut cx.tx, arriving.author.id)?)
}

/// Takes in a post that nobody here knows yet.
pub fn post(cx: &mut Context, arriving: &Arriving) -> Result<Status> {
    let kept = keep(cx, arriving)?;
    match ask_rules(cx, &kept.status, arriving)? {
        Verdict::Pass => publish(cx, &kept)?,
        Verdict::Hold(hold) => return hold.new_post(cx, &kept),
    }
    Ok(kept.status)
}

fn ask_rules(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<Verdict> {
    let named = arriving.mentioned.iter().chain(&arriving.addressed);
    let poll = arriving.poll.as_ref();
    let post = auto_rules::Post {
        options: poll.map(Poll::titles).unwrap_or_default(),
        has_media: !arriving.files.is_empty(),
        ..auto_rules::Post::new(status, &arriving.author, named.collect())
    };
    auto_rules::meet_post(cx, &post)
}

/// Keeps it. Nobody hears of it before it is published.
pub fn keep(cx: &mut Context, arriving: &Arriving) -> Result<Kept> {
    let created_at = arriving.created_at.min(cx.now);
    let (parent, quoted) = (arriving.parent.as_ref(), arriving.quoted.as_ref());
    let id = cx.ids.at(created_at);
    let status = statuses::add(
        &mut cx.tx,
        &NewStatus {
            id,
            uri: Some(&arriving.uri),
            url: arriving.url.as_deref(),
            account_id: arriving.author.id,
            content: &cut(&arriving.content, LONGEST_CONTENT),
            text: "",
            spoiler_text: &arriving.spoiler_text,
            visibility: arriving.visibility,
            sensitive: is_sensitive(arriving),
            language: arriving.language.as_deref(),
            in_reply_to_id: parent.map(|it| it.id),
            in_reply_to_account_id: parent.map(|it| it.account_id),
            conversation_id: parent.map_or(id, |it| it.conversation_id),
            reblog_of_id: None,
            quote_of_id: quoted.map(|it| it.id),
            quote_policy: arriving.quote_policy,
            application_id: None,
            is_local: false,
            has_media: !arriving.files.is_empty(),
            created_at,
        },
    )?;
    let (tags, card) = attach(cx, &status, arriving)?;
    files::add(cx, &status, &arriving.author, &arriving.files)?;
    meet_emojis(cx, arriving)?;
    accounts::count_statuses(&mut cx.tx, status.account_id, 1, Some(created_at))?;
    Ok(Kept {
        status,
        author: arriving.author.clone(),
        quoted: arriving.quoted.clone(),
        mentioned: arriving.mentioned.clone(),
        addressed: arriving.addressed.clone(),
        tags,
        card,
        is_news: arriving.is_news,
        goes_home: arriving.is_news && created_at > cx.now - NEWS,
    })
}

fn meet_emojis(cx: &mut Context, arriving: &Arriving) -> Result<()> {
    let domain = arriving.author.domain.as_deref().unwrap_or_default();
    emojis::meet(cx, domain, &arriving.emojis)
}

fn is_sensitive(arriving: &Arriving) -> bool {
    let is_marked = arriving.author.sensitized_at.is_some();
    arriving.sensitive || is_marked || !arriving.spoiler_text.is_empty()
}

/// The tags that it has, and the page that it shows.
fn attach(
    cx: &mut Context,
    status: &Status,
    arriving: &Arriving,
) -> Result<(Vec<Tag>, Option<Card>)> {
    let id = status.id;
    let named: Vec<i64> = arriving.mentioned.iter().map(|it| it.id).collect();
    mentions::add(&mut cx.tx, id, &named, false)?;
    let addressed = arriving.addressed.iter().map(|it| it.id);
    let silent: Vec<i64> = addressed.filter(|it| !named.contains(it)).collect();
    mentions::add(&mut cx.tx, id, &silent, true)?;
    let names = &arriving.tags[..arriving.tags.len().min(MOST_TAGS)];
    let found = tags::find_or_add(cx, names)?;
    let tag_ids: Vec<i64> = found.iter().map(|it| it.id).collect();
    status_tags::add(&mut cx.tx, id, &tag_ids, status.created_at)?;
    if let Some(poll) = &arriving.poll {
        add_poll(cx, status, poll)?;
    }
    search::index(cx, status, &html::to_text(&status.content))?;
    let card = cards::relink_html(cx, &arriving.author, status)?;
    Ok((found, card))
}

fn add_poll(cx: &mut Context, status: &Status, arriving: &Poll) -> Result<()> {
    let now = cx.now;
    let poll = NewPoll {
        status_id: status.id,
        account_id: status.account_id,
        options: &arriving.titles(),
        multiple: arriving.multiple,
        hide_totals: false,
        expires_at: arriving.end(now),
        created_at: status.created_at,
    };
    let poll = polls::add(&mut cx.tx, &poll)?;
    let tallies = arriving.tallies();
    polls::set_tallies(&mut cx.tx, poll.id, &tallies, arriving.voters_count.max(0))?;
    Ok(())
}

fn recount(cx: &mut Context, known: &polls::Poll, arriving: &Poll) -> Result<()> {
    let (tallies, voters) = (arriving.tallies(), arriving.voters_count.max(0));
    polls::set_tallies(&mut cx.tx, known.id, &tallies, voters)?;
    let end = arriving.end(cx.now);
    Ok(polls::set_end(&mut cx.tx, known.id, end)?)
}

/// Makes of a post what has become of it. One that only has other counts, or is older than what is
/// known, has no further version.
pub fn edit(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<()> {
    let Some(edited) = keep_edit(cx, status, arriving)? else {
        return Ok(());
    };
    match ask_rules(cx, &edited.status, arriving)? {
        Verdict::Pass => tell_of_changes(cx, &edited),
        Verdict::Hold(hold) => hold.edit(cx, &edited).map(drop),
    }
}

/// Keeps what has become of it. Nobody is told of that yet.
pub fn keep_edit(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<Option<Edited>> {
    let edited_at = arriving.edited_at.unwrap_or(cx.now).min(cx.now);
    let is_old = status.edited_at.is_some_and(|it| it > edited_at);
    if is_old || status.deleted_at.is_some() {
        return Ok(None);
    }
    meet_emojis(cx, arriving)?;
    let poll = polls::of_statuses(&mut cx.tx, &[status.id])?.pop();
    let is_same_poll = match (&poll, &arriving.poll) {
        (Some(known), Some(new)) => known.options == Value::from(new.titles()),
        (known, new) => known.is_none() && new.is_none(),
    };
    if let (true, Some(known), Some(new)) = (is_same_poll, &poll, &arriving.poll) {
        recount(cx, known, new)?;
    }
    let has_same_files = files::are_same(cx, status, &arriving.files)?;
    if is_same_poll && has_same_files && has_same_words(status, arriving) {
        return Ok(None);
    }
    keep_first_version(cx, status)?;
    let changed = statuses::change(
        &mut cx.tx,
        status.id,
        &Change {
            content: &cut(&arriving.content, LONGEST_CONTENT),
            text: "",
            spoiler_text: &arriving.spoiler_text,
            sensitive: is_sensitive(arriving),
            language: arriving.language.as_deref(),
            has_media: !arriving.files.is_empty(),
            edited_at,
        },
    )?;
    if !has_same_files {
        files::replace(cx, &changed, &arriving.author, &arriving.files)?;
    }
    if !is_same_poll {
        replace_poll(cx, &changed, poll.as_ref(), arriving.poll.as_ref())?;
    }
    let mut edited = Edited::new(changed, arriving.author.clone());
    (edited.tags, edited.card) = replace_names(cx, &edited.status, arriving)?;
    keep_version(cx, &edited.status, edited_at)?;
    edited.named.clone_from(&arriving.mentioned);
    untell(
        cx,
        Kind::Mention,
        status.account_id,
        About::status(status.id),
    )?;
    Ok(Some(edited))
}

fn has_same_words(status: &Status, arriving: &Arriving) -> bool {
    status.content == arriving.content
        && status.spoiler_text == arriving.spoiler_text
        && status.sensitive == is_sensitive(arriving)
}

fn replace_poll(
    cx: &mut Context,
    status: &Status,
    old: Option<&polls::Poll>,
    new: Option<&Poll>,
) -> Result<()> {
    if let Some(old) = old {
        polls::remove(&mut cx.tx, old.id)?;
    }
    match new {
        Some(new) => add_poll(cx, status, new),
        None => Ok(()),
    }
}

/// Whom it names, and the tags that it has.
fn replace_names(
    cx: &mut Context,
    status: &Status,
    arriving: &Arriving,
) -> Result<(Vec<Tag>, Option<Card>)> {
    let id = status.id;
    let before = status_tags::of_statuses(&mut cx.tx, &[id])?;
    let before: Vec<i64> = before.iter().map(|it| it.tag_id).collect();
    status_tags::remove(&mut cx.tx, id, &before)?;
    tags::uncount(cx, status, &before)?;
    let known = mentions::of_statuses(&mut cx.tx, &[id])?;
    let known: Vec<i64> = known.iter().map(|it| it.account_id).collect();
    let is_new = |it: &&Account| !known.contains(&it.id);
    let parts = Arriving {
        mentioned: arriving.mentioned.iter().filter(is_new).cloned().collect(),
        addressed: arriving.addressed.iter().filter(is_new).cloned().collect(),
        poll: None,
        ..arriving.clone()
    };
    attach(cx, status, &parts)
}

/// A post is gone.
pub fn remove(cx: &mut Context, status: &Status) -> Result<()> {
    match status.deleted_at {
        Some(_) => Ok(()),
        None => take_down(cx, status),
    }
}

/// Somebody passes a post on. Doing so again changes nothing.
pub fn boost(
    cx: &mut Context,
    author: &Account,
    boosted: &Status,
    uri: &str,
    visibility: Visibility,
    at: DateTime<Utc>,
) -> Result<()> {
    let is_own = boosted.account_id == author.id;
    let may_be =
        boosted.visibility.is_for_all() || (is_own && boosted.visibility == Visibility::Private);
    if boosted.deleted_at.is_some() || boosted.reblog_of_id.is_some() || !may_be {
        return Ok(());
    }
    if statuses::find_boost(&mut cx.tx, author.id, boosted.id)?.is_some() {
        return Ok(());
    }
    let created_at = at.min(cx.now);
    let id = cx.ids.at(created_at);
    let boost = statuses::add(
        &mut cx.tx,
        &NewStatus {
            uri: Some(uri),
            is_local: false,
            ..NewStatus::boost(boosted, id, author.id, visibility, created_at)
        },
    )?;
    status_stats::change(&mut cx.tx, boosted.id, Count::Reblogs, 1)?;
    trends::count_boost(cx, author, visibility, boosted)?;
    accounts::count_statuses(&mut cx.tx, author.id, 1, Some(created_at))?;
    if boosted.is_local {
        let about = About::status(boosted.id);
        tell(cx, Kind::Reblog, boosted.account_id, author.id, about)?;
    }
    if created_at > cx.now - NEWS {
        let job = Job::DeliverHome {
            status_id: boost.id,
        };
        job.leave(cx)?;
    }
    cx.events.push(Event::Posted {
        status_id: boost.id,
    });
    Ok(())
}

/// At a character, not in the middle of one.
fn cut(text: &str, longest: usize) -> Cow<'_, str> {
    match text.len() > longest {
        true => html::clean(&text.chars().take(longest).collect::<String>()).into(),
        false => text.into(),
    }
}
