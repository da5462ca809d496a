//! Writing a post.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use store::{
    accounts::{self, Account},
    cards, counters,
    idempotency::{self, Made},
    media, mentions, polls,
    status_stats::{self, Count},
    status_tags,
    statuses::{self, NewStatus, Status, Visibility},
    tags::Tag,
    users::User,
};

use super::proper;
use crate::{
    Context, Error, Event, Result, Violation, activity, deliveries,
    error::refuse,
    media::check_attachable,
    notifications::{About, Kind, tell},
    search,
    secrets::hash,
    tags,
    text::{self, Known, Name, Piece},
    visibility,
};

/// Characters of the text and the warning, as [`text::length`] counts them.
pub const LONGEST: usize = 500;
pub const MOST_OPTIONS: usize = 4;
/// Characters of an option.
pub const LONGEST_OPTION: usize = 50;
/// Seconds that a poll is open.
pub const SHORTEST_POLL: i64 = 300;
pub const LONGEST_POLL: i64 = 2_629_746;

/// What a member wants to post.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    pub text: String,
    pub spoiler_text: String,
    /// Mastodon's word; none for what the member has set.
    pub visibility: Option<String>,
    pub sensitive: Option<bool>,
    pub language: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub media_ids: Vec<i64>,
    pub poll: Option<WantedPoll>,
    pub quoted_status_id: Option<i64>,
    pub quote_policy: Option<String>,
    /// The program that posts.
    pub application_id: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WantedPoll {
    pub options: Vec<String>,
    /// Seconds.
    pub expires_in: i64,
    pub multiple: bool,
    pub hide_totals: bool,
}

/// Posts, as the caller.
pub fn post(cx: &mut Context, wanted: &Wanted) -> Result<Status> {
    let member = cx.member()?;
    let (account, user) = (member.account.clone(), member.user.clone());
    check(wanted)?;
    let parent = wanted
        .in_reply_to_id
        .map(|id| answered(cx, id))
        .transpose()?;
    let visibility = visibility_of(&account, &user, wanted)?;
    let files = check_attachable(cx, &wanted.media_ids)?;
    let quoted = wanted
        .quoted_status_id
        .map(|id| quotable(cx, id))
        .transpose()?;
    let visibility = match &quoted {
        Some(quoted) if !quoted.visibility.is_for_all() && visibility.is_for_all() => {
            Visibility::Private
        }
        _ => visibility,
    };

    let (text, spoiler_text) = words(wanted);
    let read = read(cx, &text)?;
    tags::refuse_unusable(&read.tags)?;
    if let Some(quoted) = &quoted {
        check_mentions_quoted(quoted, visibility, &account, &read)?;
    }
    let id = cx.new_id();
    let quote_policy = quote_policy(&user, wanted, visibility)?;
    let status = statuses::add(
        &mut cx.tx,
        &NewStatus {
            id,
            uri: None,
            url: None,
            account_id: account.id,
            content: &read.html,
            text: &text,
            spoiler_text: &spoiler_text,
            visibility,
            sensitive: is_sensitive(&user, wanted),
            language: language(&user, wanted).as_deref(),
            in_reply_to_id: parent.as_ref().map(|it| it.id),
            in_reply_to_account_id: parent.as_ref().map(|it| addressee(&account, it)),
            conversation_id: parent.as_ref().map_or(id, |it| it.conversation_id),
            reblog_of_id: None,
            quote_of_id: quoted.as_ref().map(|it| it.id),
            quote_policy,
            application_id: wanted.application_id,
            is_local: true,
            has_media: !files.is_empty(),
            created_at: cx.now,
        },
    )?;
    attach(cx, &status, wanted, &read)?;
    search::index(cx, &status, &text)?;
    count(cx, &status, parent.as_ref(), quoted.as_ref())?;
    tags::count(cx, &account, &status, &read.tags)?;
    tell_people(cx, &status, quoted.as_ref(), &read)?;
    deliveries::begin(cx, &status)?;
    cx.events.push(Event::Posted {
        status_id: status.id,
    });
    Ok(status)
}

/// How long the same key gives the same post.
const REMEMBERED: TimeDelta = TimeDelta::hours(1);

/// Posts, unless a request with the same key has done so within the hour; that post, then.
pub fn post_once(cx: &mut Context, wanted: &Wanted, key: Option<&str>) -> Result<Status> {
    let Some(key) = key.filter(|it| !it.is_empty()).map(hash) else {
        return post(cx, wanted);
    };
    let account_id = cx.member()?.account.id;
    let now = cx.now;
    // Whoever sends the same at the same moment waits here.
    accounts::find_locked(&mut cx.tx, account_id)?;
    let made = idempotency::find(&mut cx.tx, account_id, &key, now - REMEMBERED)?;
    if let Some(id) = made.and_then(|it| it.status_id)
        && let Some(status) = statuses::find(&mut cx.tx, id)?
    {
        return Ok(status);
    }
    let status = post(cx, wanted)?;
    let made = Made {
        status_id: Some(status.id),
        scheduled_status_id: None,
    };
    idempotency::add(&mut cx.tx, account_id, &key, made, now)?;
    Ok(status)
}

/// What follows from the text alone.
pub(crate) struct Read {
    pub(crate) html: String,
    /// Whom it names, in the order of their names.
    pub(crate) mentioned: Vec<Account>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) url: Option<String>,
}

/// Finds the people and tags in a text, and makes its HTML.
pub(crate) fn read(cx: &mut Context, text: &str) -> Result<Read> {
    let pieces = text::pieces(text);
    let (domain, url) = (cx.site.domain.clone(), cx.site.url.clone());
    let mut known: HashMap<Name, Account> = HashMap::new();
    let mut mentioned: Vec<Account> = Vec::new();
    for (username, of) in text::names(&pieces, &domain) {
        if let Some(account) = visibility::mentionable(cx, &username, of.as_deref())? {
            if mentioned.iter().all(|it| it.id != account.id) {
                mentioned.push(account.clone());
            }
            known.insert((username, of), account);
        }
    }
    let html = text::to_html(
        text,
        &Known {
            accounts: &known,
            own_domain: &domain,
            own_url: &url,
        },
    );
    let written = pieces.iter().filter_map(|it| match it {
        Piece::Tag { written, .. } => Some((*written).to_owned()),
        _ => None,
    });
    let written: Vec<String> = written.collect();
    Ok(Read {
        html,
        mentioned,
        tags: tags::find_or_add(cx, &written)?,
        url: text::first_url(&pieces).map(str::to_owned),
    })
}

/// Looks at all that needs no database.
pub(crate) fn check(wanted: &Wanted) -> Result<()> {
    let mut found = Vec::new();
    let length = text::length(&wanted.text) + text::length(&wanted.spoiler_text);
    if length > LONGEST {
        let message = format!("character limit of {LONGEST} exceeded");
        found.push(Violation::new("status", "Text", "ERR_TOO_LONG", message));
    }
    let is_blank = |text: &str| text.trim().is_empty();
    if is_blank(&wanted.text) && is_blank(&wanted.spoiler_text) && wanted.media_ids.is_empty() {
        found.push(Violation::blank("status", "Text"));
    }
    if let Some(poll) = &wanted.poll {
        found.extend(check_poll(poll));
        if !wanted.media_ids.is_empty() {
            return Err(Error::Unprocessable(
                "Cannot attach files to a post with a poll".into(),
            ));
        }
    }
    refuse(found)
}

pub(crate) fn check_poll(poll: &WantedPoll) -> Vec<Violation> {
    let options = |message: String| Violation::new("poll", "Options", "ERR_INVALID", message);
    let expires = |message: &str| Violation::new("poll", "Expires at", "ERR_INVALID", message);
    let mut found = Vec::new();
    let titles: Vec<&str> = poll.options.iter().map(|it| it.trim()).collect();
    if titles.iter().filter(|it| !it.is_empty()).count() < 2 {
        found.push(options("must have more than one item".into()));
    }
    if titles.len() > MOST_OPTIONS {
        found.push(options(format!(
            "can't contain more than {MOST_OPTIONS} items"
        )));
    }
    if titles.iter().any(|it| it.chars().count() > LONGEST_OPTION) {
        found.push(options(format!(
            "cannot be longer than {LONGEST_OPTION} characters each"
        )));
    }
    let is_repeated = |(number, title): (usize, &&str)| titles[..number].contains(title);
    if titles.iter().enumerate().any(is_repeated) {
        found.push(options("contain duplicate items".into()));
    }
    if poll.expires_in > LONGEST_POLL {
        found.push(expires("is too far into the future"));
    }
    if poll.expires_in < SHORTEST_POLL {
        found.push(expires("is too soon"));
    }
    found
}

/// A warning without a text is the text.
pub(crate) fn words(wanted: &Wanted) -> (String, String) {
    let text = wanted.text.trim().to_owned();
    let spoiler_text = wanted.spoiler_text.trim().to_owned();
    match text.is_empty() && wanted.media_ids.is_empty() {
        true => (spoiler_text, String::new()),
        false => (text, spoiler_text),
    }
}

fn answered(cx: &mut Context, id: i64) -> Result<Status> {
    match proper(cx, id) {
        Err(Error::NotFound) => Err(Error::Missing(
            "The post you are trying to reply to does not appear to exist.",
        )),
        found => found,
    }
}

/// Who continues her own answer to somebody still answers that person.
fn addressee(author: &Account, parent: &Status) -> i64 {
    match parent.in_reply_to_account_id {
        Some(id) if parent.account_id == author.id => id,
        _ => parent.account_id,
    }
}

/// Limited members do not reach the public timelines.
fn visibility_of(account: &Account, user: &User, wanted: &Wanted) -> Result<Visibility> {
    let set = user.settings["privacy"].as_str();
    let otherwise = if account.locked { "private" } else { "public" };
    let word = wanted.visibility.as_deref().filter(|it| !it.is_empty());
    let word = word.or(set).unwrap_or(otherwise);
    let visibility = Visibility::named(word)
        .ok_or_else(|| Error::Invalid(vec![Violation::not_listed("visibility", "Visibility")]))?;
    match visibility {
        Visibility::Public if account.silenced_at.is_some() => Ok(Visibility::Unlisted),
        visibility => Ok(visibility),
    }
}

fn is_sensitive(user: &User, wanted: &Wanted) -> bool {
    let set = || user.settings["sensitive"].as_bool().unwrap_or_default();
    wanted.sensitive.unwrap_or_else(set) || !wanted.spoiler_text.trim().is_empty()
}

/// Two or three letters, and perhaps a region or a script.
pub(crate) fn language(user: &User, wanted: &Wanted) -> Option<String> {
    let is_code = |it: &&str| {
        let main = it.split(['-', '_']).next().unwrap_or_default();
        (2..=3).contains(&main.len())
            && it.len() <= 12
            && it
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_')
    };
    let set = user.settings["language"]
        .as_str()
        .or(user.locale.as_deref());
    let asked = wanted.language.as_deref().filter(is_code);
    asked.or(set.filter(is_code)).map(str::to_owned)
}

/// Only the author quotes what is not for all.
fn quote_policy(user: &User, wanted: &Wanted, visibility: Visibility) -> Result<&'static str> {
    if !visibility.is_for_all() {
        return Ok("nobody");
    }
    let set = user.settings["quote_policy"].as_str();
    let word = wanted.quote_policy.as_deref().filter(|it| !it.is_empty());
    ["public", "followers", "nobody"]
        .into_iter()
        .find(|it| *it == word.or(set).unwrap_or("public"))
        .ok_or_else(|| {
            let violation = Violation::not_listed("quote_approval_policy", "Quote approval policy");
            Error::Invalid(vec![violation])
        })
}

/// A post that the caller may quote.
fn quotable(cx: &mut Context, id: i64) -> Result<Status> {
    let caller = cx.member()?.account.id;
    let status = match proper(cx, id) {
        Err(Error::NotFound) => {
            return Err(Error::Missing(
                "The post you are trying to quote does not appear to exist.",
            ));
        }
        found => found?,
    };
    match visibility::may_quote(cx, &status, caller)? {
        true => Ok(status),
        false => Err(Error::NotPermitted),
    }
}

/// Who is quoted in a message to few must be one of them.
fn check_mentions_quoted(
    quoted: &Status,
    visibility: Visibility,
    author: &Account,
    read: &Read,
) -> Result<()> {
    let is_addressed = quoted.account_id == author.id
        || read.mentioned.iter().any(|it| it.id == quoted.account_id);
    if visibility == Visibility::Direct && !is_addressed {
        let text = "A direct post can only quote somebody whom it mentions";
        return Err(Error::Unprocessable(text.into()));
    }
    Ok(())
}

fn attach(cx: &mut Context, status: &Status, wanted: &Wanted, read: &Read) -> Result<()> {
    let (id, now) = (status.id, cx.now);
    let account_ids: Vec<i64> = read.mentioned.iter().map(|it| it.id).collect();
    mentions::add(&mut cx.tx, id, &account_ids, false)?;
    let tag_ids: Vec<i64> = read.tags.iter().map(|it| it.id).collect();
    status_tags::add(&mut cx.tx, id, &tag_ids, now)?;
    if let Some(url) = &read.url {
        cards::add(&mut cx.tx, id, url, now)?;
    }
    media::attach(&mut cx.tx, &wanted.media_ids, id, now)?;
    if let Some(poll) = &wanted.poll {
        add_poll(cx, status, poll)?;
    }
    Ok(())
}

pub(crate) fn add_poll(cx: &mut Context, status: &Status, wanted: &WantedPoll) -> Result<()> {
    let options = wanted.options.iter().map(|it| it.trim().to_owned());
    let options: Vec<String> = options.filter(|it| !it.is_empty()).collect();
    let poll = polls::NewPoll {
        status_id: status.id,
        account_id: status.account_id,
        options: &options,
        multiple: wanted.multiple,
        hide_totals: wanted.hide_totals,
        expires_at: cx.now + TimeDelta::seconds(wanted.expires_in),
        created_at: cx.now,
    };
    polls::add(&mut cx.tx, &poll)?;
    Ok(())
}

fn count(
    cx: &mut Context,
    status: &Status,
    parent: Option<&Status>,
    quoted: Option<&Status>,
) -> Result<()> {
    accounts::count_statuses(&mut cx.tx, status.account_id, 1, Some(status.created_at))?;
    counters::change(&mut cx.tx, counters::STATUSES, 1)?;
    activity::count_status(cx)?;
    if let Some(parent) = parent.filter(|_| status.visibility.is_for_all()) {
        status_stats::change(&mut cx.tx, parent.id, Count::Replies, 1)?;
    }
    if let Some(quoted) = quoted.filter(|_| status.visibility.is_for_all()) {
        status_stats::change(&mut cx.tx, quoted.id, Count::Quotes, 1)?;
    }
    Ok(())
}

fn tell_people(
    cx: &mut Context,
    status: &Status,
    quoted: Option<&Status>,
    read: &Read,
) -> Result<()> {
    let author = status.account_id;
    for account in read.mentioned.iter().filter(|it| it.is_local()) {
        tell(
            cx,
            Kind::Mention,
            account.id,
            author,
            About::status(status.id),
        )?;
    }
    let is_mentioned = |id| read.mentioned.iter().any(|it| it.id == id);
    if let Some(quoted) = quoted
        && quoted.is_local
        && !is_mentioned(quoted.account_id)
    {
        tell(
            cx,
            Kind::Quote,
            quoted.account_id,
            author,
            About::status(status.id),
        )?;
    }
    if status.visibility == Visibility::Direct {
        crate::conversations::add(cx, status, &read.mentioned)?;
    }
    Ok(())
}
