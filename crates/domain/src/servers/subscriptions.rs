//! Lists of servers that others keep, and that decide here about servers.
//!
//! A list is fetched now and then (`check`); what it says is kept as entries, and what comes of each
//! of them is settled (`settle`) by rules of our own: nothing that somebody here has decided is changed.

mod check;
mod read;
mod settle;

use store::{
    account_list::Window,
    domain_subscription_entries::{self as entries, Entry},
    domain_subscriptions::{self as lists, Subscription, Terms},
};
use url::Url;

use super::{Severity, normalize};
use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    jobs::Job,
};

pub use check::{Checking, Ending, Fetched, end, leave_due, take_in};
pub use read::{Format, read};
pub use settle::{Settling, settle_list};

const LONGEST_NAME: usize = 200;
const LONGEST_URL: usize = 2048;
const MOST_EXCLUDES: usize = 1000;
const HIGHEST_PRIORITY: i64 = 1000;

/// Whether the servers of a list are trusted or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Block,
    Allow,
}

impl Kind {
    const ALL: [(Self, &'static str); 2] = [(Self::Block, "block"), (Self::Allow, "allow")];

    fn named(text: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, word)| *word == text);
        found.map(|(kind, _)| *kind)
    }

    fn of(list: &Subscription) -> Self {
        Self::named(&list.kind).unwrap_or(Self::Block)
    }
}

/// What has come of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody here has to approve of it.
    Draft,
    /// It is what holds for the server.
    Applied,
    /// Something else holds for the server, which counts for more.
    Covered,
    /// Somebody here does not want it.
    Dismissed,
    /// The list has dropped it, and so nothing holds for the server any more.
    Retracted,
}

impl State {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Draft, "draft"),
        (Self::Applied, "applied"),
        (Self::Covered, "covered"),
        (Self::Dismissed, "dismissed"),
        (Self::Retracted, "retracted"),
    ];

    pub fn named(text: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, word)| *word == text);
        found.map(|(state, _)| *state)
    }

    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(it, _)| *it == self);
        found.map_or("", |(_, word)| word)
    }

    fn of(entry: &Entry) -> Self {
        Self::named(&entry.state).unwrap_or(Self::Draft)
    }
}

/// What somebody wants of a list, as it was sent; what is `None` stays, or is as usual.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub name: Option<String>,
    pub url: Option<String>,
    pub format: Option<String>,
    pub priority: Option<i64>,
    pub is_enabled: Option<bool>,
    pub needs_review: Option<bool>,
    pub retracts: Option<bool>,
    /// Blank is what the list says.
    pub severity: Option<String>,
    pub excludes: Option<Vec<String>>,
}

pub fn list(cx: &mut Context) -> Result<Vec<Subscription>> {
    cx.moderator(Permission::ManageFederation)?;
    Ok(lists::all(&mut cx.tx)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Subscription> {
    cx.moderator(Permission::ManageFederation)?;
    lists::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// How many entries of a list are in each state.
pub fn counts(cx: &mut Context, id: i64) -> Result<Vec<(State, i64)>> {
    let counts = entries::counts(&mut cx.tx, id)?.into_iter();
    Ok(counts
        .filter_map(|(word, count)| Some((State::named(&word)?, count)))
        .collect())
}

/// Keeps a list, and has it fetched.
pub fn create(cx: &mut Context, kind: &str, wanted: Wanted) -> Result<Subscription> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let content = check_content(cx, wanted, None, Some(kind))?;
    let now = cx.now;
    let list = lists::add(&mut cx.tx, kind, &content.terms(), now)?;
    act("create", &list).record(cx, &moderator)?;
    leave_check(cx, &list)?;
    Ok(list)
}

/// Also what the list has decided already is brought in line.
pub fn change(cx: &mut Context, id: i64, wanted: Wanted) -> Result<Subscription> {
    let (moderator, before) = find(cx, id)?;
    let content = check_content(cx, wanted, Some(&before), None)?;
    let recorded = act("update", &before).record(cx, &moderator)?;
    let now = cx.now;
    let list = lists::set(&mut cx.tx, id, &content.terms(), now, &recorded)?;
    leave_check(cx, &list)?;
    Ok(list)
}

/// Ends a list. What it has decided stays and is the moderators' own, or is taken back.
pub fn remove(cx: &mut Context, id: i64, and_take_back: bool) -> Result<()> {
    let (moderator, list) = find(cx, id)?;
    let recorded = act("destroy", &list).record(cx, &moderator)?;
    if !and_take_back {
        return Ok(lists::remove(&mut cx.tx, id, &recorded)?);
    }
    let content = Content {
        is_enabled: false,
        ..Content::of(&list)
    };
    let now = cx.now;
    lists::set(&mut cx.tx, id, &content.terms(), now, &recorded)?;
    let job = Job::EndSubscription {
        subscription_id: id,
        act_id: recorded.id(),
    };
    job.leave(cx)
}

/// Has a list fetched now, also one that is not enabled.
pub fn check_now(cx: &mut Context, id: i64) -> Result<Subscription> {
    let list = get(cx, id)?;
    let job = Job::CheckSubscription {
        subscription_id: id,
    };
    job.leave(cx)?;
    Ok(list)
}

fn leave_check(cx: &mut Context, list: &Subscription) -> Result<()> {
    let job = Job::CheckSubscription {
        subscription_id: list.id,
    };
    match list.is_enabled {
        true => job.leave(cx),
        false => Ok(()),
    }
}

pub fn entries(
    cx: &mut Context,
    id: i64,
    state: Option<State>,
    window: Window,
) -> Result<Vec<Entry>> {
    get(cx, id)?;
    let word = state.map(State::word);
    Ok(entries::page(&mut cx.tx, id, word, window)?)
}

/// Does what an entry says, whatever the list is otherwise allowed to do. Nothing comes of it where
/// something else counts for more.
pub fn approve(cx: &mut Context, id: i64, entry_id: i64) -> Result<Entry> {
    let (moderator, list) = find(cx, id)?;
    let entry = find_entry(cx, &list, entry_id)?;
    if State::of(&entry) == State::Applied {
        return Ok(entry);
    }
    let recorded = act_on("approve", &entry).record(cx, &moderator)?;
    let now = cx.now;
    entries::approve(&mut cx.tx, entry_id, now, &recorded)?;
    settle::one(cx, &list, entry_id)?;
    find_entry(cx, &list, entry_id)
}

/// Nothing comes of an entry, or comes of it again, as long as the list has it. What has come of it is
/// to be taken back like any other decision.
pub fn dismiss(cx: &mut Context, id: i64, entry_id: i64) -> Result<Entry> {
    let (moderator, list) = find(cx, id)?;
    let entry = find_entry(cx, &list, entry_id)?;
    match State::of(&entry) {
        State::Dismissed => return Ok(entry),
        State::Applied => {
            let text = "What the list has decided is taken back where it is decided";
            return Err(Error::Unprocessable(text.into()));
        }
        State::Draft | State::Covered | State::Retracted => (),
    }
    act_on("dismiss", &entry).record(cx, &moderator)?;
    let now = cx.now;
    entries::set_state(&mut cx.tx, entry_id, State::Dismissed.word(), None, now)?;
    find_entry(cx, &list, entry_id)
}

/// The same with all drafts. They are applied behind the request, as one batch; how many there are.
pub fn approve_all(cx: &mut Context, id: i64) -> Result<usize> {
    let (moderator, list) = find(cx, id)?;
    let batch = cx.new_id();
    cx.batch = Some(batch);
    let recorded = act("approve", &list).record(cx, &moderator)?;
    let now = cx.now;
    let drafts = entries::approve_drafts(&mut cx.tx, id, now, &recorded)?;
    if drafts > 0 {
        let job = Job::SettleSubscription {
            subscription_id: id,
            batch,
        };
        job.leave(cx)?;
    }
    Ok(drafts)
}

pub fn dismiss_all(cx: &mut Context, id: i64) -> Result<usize> {
    let (moderator, list) = find(cx, id)?;
    let recorded = act("dismiss", &list).record(cx, &moderator)?;
    let now = cx.now;
    Ok(entries::dismiss_drafts(&mut cx.tx, id, now, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Subscription)> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let found = lists::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn find_entry(cx: &mut Context, list: &Subscription, id: i64) -> Result<Entry> {
    entries::find(&mut cx.tx, list.id, id)?.ok_or(Error::NotFound)
}

/// Addresses of some lists are secrets, so the log has only the name.
fn act<'a>(word: &'a str, list: &Subscription) -> Act<'a> {
    let target = Target {
        kind: "DomainSubscription",
        id: list.id,
        name: list.name.clone(),
        account_id: None,
    };
    Act::new(word, target)
}

fn act_on<'a>(word: &'a str, entry: &Entry) -> Act<'a> {
    let target = Target {
        kind: "DomainSubscriptionEntry",
        id: entry.id,
        name: entry.domain.clone(),
        account_id: None,
    };
    Act::new(word, target)
}

/// What nothing is to be said against.
struct Content {
    name: String,
    url: String,
    format: String,
    priority: i32,
    is_enabled: bool,
    needs_review: bool,
    retracts: bool,
    severity: Option<String>,
    excludes: Vec<String>,
}

impl Content {
    fn of(list: &Subscription) -> Self {
        Self {
            name: list.name.clone(),
            url: list.url.clone(),
            format: list.format.clone(),
            priority: list.priority,
            is_enabled: list.is_enabled,
            needs_review: list.needs_review,
            retracts: list.retracts,
            severity: list.severity.clone(),
            excludes: list.excludes().into_iter().map(str::to_owned).collect(),
        }
    }

    /// Lists are watched before they are trusted.
    fn usual() -> Self {
        Self {
            name: String::new(),
            url: String::new(),
            format: "auto".into(),
            priority: 0,
            is_enabled: true,
            needs_review: true,
            retracts: true,
            severity: None,
            excludes: Vec::new(),
        }
    }

    fn terms(&self) -> Terms<'_> {
        Terms {
            name: &self.name,
            url: &self.url,
            format: &self.format,
            priority: self.priority,
            is_enabled: self.is_enabled,
            needs_review: self.needs_review,
            retracts: self.retracts,
            severity: self.severity.as_deref(),
            excludes: &self.excludes,
        }
    }
}

/// Everything that is wrong, at once; or what is to be kept.
fn check_content(
    cx: &mut Context,
    wanted: Wanted,
    before: Option<&Subscription>,
    kind: Option<&str>,
) -> Result<Content> {
    let mut found = Vec::new();
    let old = before.map_or_else(Content::usual, Content::of);
    let mut content = Content {
        name: wanted.name.map_or(old.name, |it| it.trim().to_owned()),
        url: wanted.url.map_or(old.url, |it| it.trim().to_owned()),
        format: wanted.format.unwrap_or(old.format),
        is_enabled: wanted.is_enabled.unwrap_or(old.is_enabled),
        needs_review: wanted.needs_review.unwrap_or(old.needs_review),
        retracts: wanted.retracts.unwrap_or(old.retracts),
        severity: wanted.severity.map_or(old.severity, |it| {
            Some(it).filter(|it| !it.trim().is_empty())
        }),
        ..old
    };
    if kind.is_some_and(|it| Kind::named(it).is_none()) {
        found.push(Violation::not_listed("kind", "Kind"));
    }
    if content.name.is_empty() {
        found.push(Violation::blank("name", "Name"));
    } else if content.name.chars().count() > LONGEST_NAME {
        found.push(Violation::too_long("name", "Name", LONGEST_NAME));
    }
    match check_url(cx, &content.url, before)? {
        Ok(url) => content.url = url,
        Err(violation) => found.push(violation),
    }
    if Format::named(&content.format).is_none() {
        found.push(Violation::not_listed("format", "Format"));
    }
    match content.severity.as_deref().map(Severity::named) {
        None => (),
        Some(None) => found.push(Violation::not_listed("severity", "Severity")),
        Some(Some(severity)) => content.severity = Some(severity.word().into()),
    }
    match wanted.priority {
        None => (),
        Some(it) if it.abs() <= HIGHEST_PRIORITY => {
            content.priority = i32::try_from(it).unwrap_or_default();
        }
        Some(_) => {
            let text = format!("must be between -{HIGHEST_PRIORITY} and {HIGHEST_PRIORITY}");
            found.push(Violation::new("priority", "Priority", "ERR_INVALID", text));
        }
    }
    if let Some(excludes) = wanted.excludes {
        match check_excludes(&excludes) {
            Ok(names) => content.excludes = names,
            Err(violation) => found.push(violation),
        }
    }
    refuse(found)?;
    Ok(content)
}

fn check_url(
    cx: &mut Context,
    text: &str,
    before: Option<&Subscription>,
) -> Result<Result<String, Violation>> {
    let (field, name) = ("url", "Url");
    if text.is_empty() {
        return Ok(Err(Violation::blank(field, name)));
    }
    let url = Url::parse(text).ok();
    let url = url.filter(|it| it.scheme() == "https" && it.has_host());
    let url = url.filter(|it| it.username().is_empty() && it.password().is_none());
    let Some(url) = url else {
        return Ok(Err(Violation::invalid(field, name)));
    };
    if url.as_str().len() > LONGEST_URL {
        return Ok(Err(Violation::too_long(field, name, LONGEST_URL)));
    }
    let same = lists::find_by_url(&mut cx.tx, url.as_str())?;
    let is_taken = same.is_some_and(|it| Some(it.id) != before.map(|it| it.id));
    Ok(match is_taken {
        true => Err(Violation::taken(field, name)),
        false => Ok(url.into()),
    })
}

fn check_excludes(texts: &[String]) -> Result<Vec<String>, Violation> {
    let (field, name) = ("excludes", "Excludes");
    let texts = texts.iter().filter(|it| !it.trim().is_empty());
    let mut names = Vec::new();
    for text in texts {
        names.push(normalize(text).map_err(|_| Violation::invalid(field, name))?);
    }
    names.sort_unstable();
    names.dedup();
    match names.len() > MOST_EXCLUDES {
        true => {
            let text = format!("are too many (maximum is {MOST_EXCLUDES})");
            Err(Violation::new(field, name, "ERR_TOO_MANY", text))
        }
        false => Ok(names),
    }
}
