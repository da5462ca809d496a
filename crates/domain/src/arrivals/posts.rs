//! Posts of people of other servers.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use store::{
    accounts::{self, Account},
    follows,
    media::{self, NewRemote},
    mentions,
    polls::{self, NewPoll},
    status_stats::{self, Count},
    status_tags,
    statuses::{self, Change, NewStatus, Status, Visibility},
};

use crate::{
    Context, Error, Event, Result, conversations, html,
    jobs::Job,
    notifications::{About, Kind, tell, tell_of_mention, untell},
    search, servers,
    statuses::{announce_edit, keep_first_version, keep_version, take_down, uncount},
    tags,
    webhooks::{self, Occasion},
};

/// How many media, options and tags count of a post.
const MOST_FILES: usize = 16;
const MOST_OPTIONS: usize = 500;
const MOST_TAGS: usize = 50;
const LONGEST_CONTENT: usize = 500_000;
const LONGEST_DESCRIPTION: usize = 10_000;
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
    pub poll: Option<Poll>,
    pub quote_policy: &'static str,
    pub created_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    /// Whether its author has sent it just now; otherwise somebody here has looked for it.
    pub is_news: bool,
}

#[derive(Clone, Debug)]
pub struct File {
    pub url: String,
    pub content_type: String,
    pub description: Option<String>,
    pub blurhash: Option<String>,
    pub width: Option<i64>,
    pub height: Option<i64>,
    /// From -1 to 1, rightwards and upwards.
    pub focus: Option<(f64, f64)>,
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

/// Keeps a post that nobody here knows yet.
pub fn post(cx: &mut Context, arriving: &Arriving) -> Result<Status> {
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
    attach(cx, &status, arriving)?;
    count(cx, &status, arriving)?;
    tell_people(cx, &status, arriving)?;
    webhooks::tell_of_status(cx, Occasion::StatusCreated, &status)?;
    let is_recent = created_at > cx.now - NEWS;
    if arriving.is_news && is_recent {
        Job::DeliverHome { status_id: id }.leave(cx)?;
        cx.events.push(Event::Posted { status_id: id });
    }
    Ok(status)
}

fn is_sensitive(arriving: &Arriving) -> bool {
    let is_marked = arriving.author.sensitized_at.is_some();
    arriving.sensitive || is_marked || !arriving.spoiler_text.is_empty()
}

fn attach(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<()> {
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
    add_files(cx, status, arriving)?;
    if let Some(poll) = &arriving.poll {
        add_poll(cx, status, poll)?;
    }
    search::index(cx, status, &html::to_text(&status.content))?;
    tags::count(cx, &arriving.author, status, &found)
}

fn add_files(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<()> {
    if arriving.files.is_empty() {
        return Ok(());
    }
    let domain = arriving.author.domain.as_deref().unwrap_or_default();
    let rejects_media = servers::policy(cx, domain)?.rejects_media;
    for (position, file) in arriving.files.iter().take(MOST_FILES).enumerate() {
        let id = cx.new_id();
        let description = file.description.as_deref();
        let description = description.map(|it| cut(it, LONGEST_DESCRIPTION));
        let media = NewRemote {
            id,
            account_id: status.account_id,
            status_id: status.id,
            position: i32::try_from(position).unwrap_or_default(),
            kind: kind_of(&file.content_type),
            remote_url: &file.url,
            content_type: &file.content_type,
            description: description.as_deref(),
            blurhash: file.blurhash.as_deref(),
            meta: &meta_of(file),
            created_at: cx.now,
        };
        media::add_remote(&mut cx.tx, &media)?;
        if !rejects_media {
            Job::FetchMedia { media_id: id }.leave(cx)?;
        }
    }
    Ok(())
}

fn kind_of(content_type: &str) -> &'static str {
    match content_type.split('/').next() {
        Some("image") => "image",
        Some("video") => "video",
        Some("audio") => "audio",
        _ => "unknown",
    }
}

fn meta_of(file: &File) -> Value {
    let mut meta = json!({});
    if let (Some(width), Some(height)) = (file.width, file.height)
        && width > 0
        && height > 0
    {
        meta["original"] = json!({
            "width": width,
            "height": height,
            "size": format!("{width}x{height}"),
            "aspect": width as f64 / height as f64,
        });
    }
    if let Some((x, y)) = file.focus {
        meta["focus"] = json!({ "x": x.clamp(-1.0, 1.0), "y": y.clamp(-1.0, 1.0) });
    }
    meta
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

fn count(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<()> {
    let at = Some(status.created_at);
    accounts::count_statuses(&mut cx.tx, status.account_id, 1, at)?;
    if !status.visibility.is_for_all() {
        return Ok(());
    }
    if let Some(parent) = &arriving.parent {
        status_stats::change(&mut cx.tx, parent.id, Count::Replies, 1)?;
    }
    if let Some(quoted) = &arriving.quoted {
        status_stats::change(&mut cx.tx, quoted.id, Count::Quotes, 1)?;
    }
    Ok(())
}

fn tell_people(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<()> {
    let people: Vec<Account> = arriving
        .mentioned
        .iter()
        .chain(&arriving.addressed)
        .cloned()
        .collect();
    if status.visibility == Visibility::Direct {
        conversations::add(cx, status, &people)?;
    }
    if !arriving.is_news {
        return Ok(());
    }
    for account in arriving.mentioned.iter().filter(|it| it.is_local()) {
        tell_of_mention(cx, status, account.id)?;
    }
    if let Some(quoted) = arriving.quoted.as_ref().filter(|it| it.is_local)
        && arriving
            .mentioned
            .iter()
            .all(|it| it.id != quoted.account_id)
    {
        let about = About::status(status.id);
        tell(cx, Kind::Quote, quoted.account_id, status.account_id, about)?;
    }
    Ok(())
}

/// Makes of a post what has become of it. One that only has other counts, or is older than what is
/// known, has no further version.
pub fn edit(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<()> {
    let edited_at = arriving.edited_at.unwrap_or(cx.now).min(cx.now);
    let is_old = status.edited_at.is_some_and(|it| it > edited_at);
    if is_old || status.deleted_at.is_some() {
        return Ok(());
    }
    let polls = polls::of_statuses(&mut cx.tx, &[status.id])?;
    if let (Some(known), Some(new)) = (polls.first(), &arriving.poll)
        && known.options == Value::from(new.titles())
    {
        let (tallies, voters) = (new.tallies(), new.voters_count.max(0));
        polls::set_tallies(&mut cx.tx, known.id, &tallies, voters)?;
        let end = new.end(cx.now);
        polls::set_end(&mut cx.tx, known.id, end)?;
    }
    if !changes_anything(cx, status, arriving)? {
        return Ok(());
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
    replace_parts(cx, &changed, arriving)?;
    keep_version(cx, &changed, edited_at)?;
    untell(
        cx,
        Kind::Mention,
        status.account_id,
        About::status(status.id),
    )?;
    for account in arriving.mentioned.iter().filter(|it| it.is_local()) {
        tell_of_mention(cx, &changed, account.id)?;
    }
    announce_edit(cx, &changed)
}

fn changes_anything(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<bool> {
    let files = media::of_statuses(&mut cx.tx, &[status.id])?;
    let known = files
        .iter()
        .map(|it| (it.remote_url.as_deref(), it.description.as_deref()));
    let new = arriving
        .files
        .iter()
        .take(MOST_FILES)
        .map(|it| (Some(it.url.as_str()), it.description.as_deref()));
    let polls = polls::of_statuses(&mut cx.tx, &[status.id])?;
    let options = polls.first().map(|it| it.options.clone());
    Ok(status.content != arriving.content
        || status.spoiler_text != arriving.spoiler_text
        || status.sensitive != is_sensitive(arriving)
        || !known.eq(new)
        || options != arriving.poll.as_ref().map(|it| Value::from(it.titles())))
}

fn replace_parts(cx: &mut Context, status: &Status, arriving: &Arriving) -> Result<()> {
    let (id, now) = (status.id, cx.now);
    media::put_aside(&mut cx.tx, id, now)?;
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
    let polls = polls::of_statuses(&mut cx.tx, &[id])?;
    let is_other = |poll: &Poll| {
        let titles = Value::from(poll.titles());
        polls.first().is_none_or(|it| it.options != titles)
    };
    let new_poll = arriving.poll.as_ref().filter(|it| is_other(it));
    if let Some(old) = polls.first()
        && (new_poll.is_some() || arriving.poll.is_none())
    {
        polls::remove(&mut cx.tx, old.id)?;
    }
    if let Some(poll) = new_poll {
        add_poll(cx, status, poll)?;
    }
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
    let boost = statuses::add(
        &mut cx.tx,
        &NewStatus {
            id: cx.ids.at(created_at),
            uri: Some(uri),
            url: None,
            account_id: author.id,
            content: "",
            text: "",
            spoiler_text: "",
            visibility,
            sensitive: false,
            language: boosted.language.as_deref(),
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            conversation_id: boosted.conversation_id,
            reblog_of_id: Some(boosted.id),
            quote_of_id: None,
            quote_policy: "nobody",
            application_id: None,
            is_local: false,
            has_media: false,
            created_at,
        },
    )?;
    status_stats::change(&mut cx.tx, boosted.id, Count::Reblogs, 1)?;
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

/// Takes a boost back.
pub fn unboost(cx: &mut Context, boost: &Status) -> Result<()> {
    let boosted = boost.reblog_of_id.ok_or(Error::NotFound)?;
    uncount(cx, boost)?;
    statuses::remove(&mut cx.tx, boost.id)?;
    untell(cx, Kind::Reblog, boost.account_id, About::status(boosted))?;
    cx.events.push(Event::deleted(boost));
    Ok(())
}

/// At a character, not in the middle of one.
fn cut(text: &str, longest: usize) -> String {
    match text.len() > longest {
        true => html::clean(&text.chars().take(longest).collect::<String>()),
        false => text.to_owned(),
    }
}
