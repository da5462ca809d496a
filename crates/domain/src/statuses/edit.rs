//! Changing a post.

use chrono::TimeDelta;
use serde_json::Value;
use store::{
    accounts::Account,
    cards::Card,
    held_statuses,
    media::{self as files, Media},
    mentions, notifications,
    polls::{self, Poll},
    quotes, status_tags,
    statuses::{self, Change, Status, Visibility},
    tags::Tag,
};

use super::{
    Wanted, WantedPoll,
    check::{self, Read, check, cleaned, read},
    own,
    post::add_poll,
    quote::{change_policy, check_quoted},
    version,
};
use crate::{
    Context, Error, Event, Result,
    auto_rules::{self, Post, Verdict},
    cards, conversations,
    held_statuses::is_held,
    jobs::{Job, Progress},
    media::{self, check_attachable_to, check_description, describe, is_news},
    news,
    notifications::{About, Kind, tell, tell_of_mention, untell},
    search, tags, trends,
    webhooks::{self, Occasion},
};

/// How many are told of an edit at once.
const AT_ONCE: i64 = 300;

/// What is said of one of the media.
#[derive(Clone, Debug, Default)]
pub struct Described {
    pub id: i64,
    pub said: media::Wanted,
}

/// Makes of one of the caller's own posts all that is wanted: what is left out goes, but for the
/// language and who may quote it. A post that says the same as before has no further version.
pub fn edit(cx: &mut Context, id: i64, wanted: &Wanted, described: &[Described]) -> Result<Status> {
    let status = match keep_edit(cx, id, wanted, described)? {
        Some(edited) => settle(cx, wanted, edited)?,
        None => own(cx, id)?,
    };
    change_policy(cx, status, wanted.quote_policy.as_deref())
}

fn settle(cx: &mut Context, wanted: &Wanted, edited: Edited) -> Result<Status> {
    let named = auto_rules::named_in(cx, edited.status.id)?;
    let post = Post::new(&edited.status, &edited.author, named.iter().collect()).with(wanted);
    match auto_rules::meet_post(cx, &post)? {
        Verdict::Pass => tell_of(cx, &edited)?,
        Verdict::Hold(hold) => return hold.edit(cx, &edited),
    }
    Ok(edited.status)
}

/// Keeps an edit. Nobody is told of it yet. None where it changes nothing.
pub fn keep_edit(
    cx: &mut Context,
    id: i64,
    wanted: &Wanted,
    described: &[Described],
) -> Result<Option<Edited>> {
    let status = own(cx, id)?;
    if status.reblog_of_id.is_some() {
        return Err(Error::NotFound);
    }
    let edit = Edit::read(cx, &status, wanted, described)?;
    match edit.changes_anything(&status) {
        true => edit.make(cx, &status).map(Some),
        false => Ok(None),
    }
}

/// What an edit comes down to. Nothing is changed yet, and nothing is to be said against it.
struct Edit {
    wanted: Wanted,
    sensitive: bool,
    language: Option<String>,
    /// Where the words are others.
    read: Option<Read>,
    /// Whether other media are carried, or in another order.
    moves_media: bool,
    /// Media of which something is said that was not before.
    described: Vec<(Media, media::Wanted)>,
    poll: PollEdit,
}

enum PollEdit {
    Stays,
    Begins(WantedPoll),
    Changes(Poll, WantedPoll),
    Goes(Poll),
}

impl Edit {
    fn read(
        cx: &mut Context,
        status: &Status,
        wanted: &Wanted,
        described: &[Described],
    ) -> Result<Self> {
        let id = status.id;
        let wanted = cleaned(wanted);
        check(&wanted)?;
        let files = check_attachable_to(cx, Some(id), &wanted.media_ids)?;
        let described = news(&files, described)?;
        let carried = files::of_statuses(&mut cx.tx, &[id])?;
        let carried: Vec<i64> = carried.iter().map(|it| it.id).collect();
        let is_other = statuses::text_of(&mut cx.tx, id)? != wanted.text;
        let read = is_other.then(|| read(cx, &wanted.text)).transpose()?;
        if let (Some(quoted_id), Some(read)) = (status.quoted_id(), &read)
            && let Some(quoted) = statuses::find(&mut cx.tx, quoted_id)?
        {
            check_quoted(
                quoted.account_id,
                status.account_id,
                status.visibility,
                read,
            )?;
        }
        let poll = polls::of_statuses(&mut cx.tx, &[id])?.pop();
        let is_asked = wanted.sensitive.unwrap_or_default();
        Ok(Self {
            sensitive: is_asked || !wanted.spoiler_text.is_empty(),
            language: check::asked_language(&wanted).or_else(|| status.language.clone()),
            read,
            moves_media: carried != wanted.media_ids,
            described,
            poll: PollEdit::of(poll, wanted.poll.clone()),
            wanted,
        })
    }

    fn changes_anything(&self, status: &Status) -> bool {
        self.read.is_some()
            || self.wanted.spoiler_text != status.spoiler_text
            || self.sensitive != status.sensitive
            || self.language != status.language
            || self.moves_media
            || !self.described.is_empty()
            || !matches!(self.poll, PollEdit::Stays)
    }

    fn make(&self, cx: &mut Context, status: &Status) -> Result<Edited> {
        version::keep_first(cx, status)?;
        let now = cx.now;
        let content = self.read.as_ref().map_or(&status.content, |it| &it.html);
        let changed = statuses::change(
            &mut cx.tx,
            status.id,
            &Change {
                content,
                text: &self.wanted.text,
                spoiler_text: &self.wanted.spoiler_text,
                sensitive: self.sensitive,
                language: self.language.as_deref(),
                has_media: !self.wanted.media_ids.is_empty(),
                edited_at: now,
            },
        )?;
        if self.moves_media {
            files::put_aside(&mut cx.tx, status.id, now)?;
            files::attach(&mut cx.tx, &self.wanted.media_ids, status.id, now)?;
        }
        for (media, said) in &self.described {
            describe(cx, media.clone(), said)?;
        }
        self.poll.make(cx, status)?;
        let mut edited = Edited::new(changed, cx.member()?.account.clone());
        if let Some(read) = &self.read {
            follow_text(cx, &mut edited, read)?;
        }
        search::index(cx, &edited.status, &self.wanted.text)?;
        version::keep(cx, &edited.status, Some(status.account_id), now)?;
        Ok(edited)
    }
}

fn news(files: &[Media], described: &[Described]) -> Result<Vec<(Media, media::Wanted)>> {
    let mut news = Vec::new();
    for Described { id, said } in described {
        let file = files.iter().find(|it| it.id == *id);
        if let Some(file) = file.filter(|it| is_news(it, said)) {
            check_description(said.description.as_deref())?;
            news.push((file.clone(), said.clone()));
        }
    }
    Ok(news)
}

impl PollEdit {
    /// A poll that goes on for as long as before, from now on, ends later, and so has changed.
    fn of(poll: Option<Poll>, wanted: Option<WantedPoll>) -> Self {
        match (poll, wanted) {
            (None, None) => Self::Stays,
            (None, Some(wanted)) => Self::Begins(wanted),
            (Some(poll), None) => Self::Goes(poll),
            (Some(poll), Some(wanted)) => Self::Changes(poll, wanted),
        }
    }

    fn make(&self, cx: &mut Context, status: &Status) -> Result<()> {
        match self {
            Self::Stays => Ok(()),
            Self::Begins(wanted) => add_poll(cx, status, wanted),
            Self::Changes(poll, wanted) => change_poll(cx, status, poll.id, wanted),
            Self::Goes(poll) => {
                untell_end(cx, status)?;
                Ok(polls::remove(&mut cx.tx, poll.id)?)
            }
        }
    }
}

/// Votes for one thing are not votes for another.
fn change_poll(cx: &mut Context, status: &Status, poll_id: i64, wanted: &WantedPoll) -> Result<()> {
    // Somebody may vote at this moment.
    let poll = polls::find_locked(&mut cx.tx, poll_id)?.ok_or(Error::NotFound)?;
    let options = check::options(wanted);
    if poll.options != Value::from(options.as_slice()) || poll.multiple != wanted.multiple {
        polls::reset(&mut cx.tx, poll.id, options.len())?;
    }
    let change = polls::Change {
        options: &options,
        multiple: wanted.multiple,
        hide_totals: wanted.hide_totals,
        expires_at: cx.now + TimeDelta::seconds(wanted.expires_in),
    };
    polls::change(&mut cx.tx, poll.id, &change)?;
    untell_end(cx, status)
}

/// A poll that ends another time is told of another time.
fn untell_end(cx: &mut Context, status: &Status) -> Result<()> {
    untell(cx, Kind::Poll, status.account_id, About::status(status.id))
}

/// A post that was changed, and what there is in it that was not there before.
#[derive(Clone, Debug)]
pub struct Edited {
    pub status: Status,
    pub author: Account,
    /// Whom it names for the first time.
    pub(crate) named: Vec<Account>,
    pub(crate) tags: Vec<Tag>,
    /// A page that it links to now, if that was looked at already.
    pub(crate) card: Option<Card>,
    /// Those who take part in a message, if they may be others now.
    pub(crate) people: Option<Vec<Account>>,
}

impl Edited {
    pub(crate) fn new(status: Status, author: Account) -> Self {
        Self {
            status,
            author,
            named: Vec::new(),
            tags: Vec::new(),
            card: None,
            people: None,
        }
    }
}

/// Counts an edit, and tells everybody whom it concerns. Where the post is held, they hear of it once it
/// is released.
pub(crate) fn tell_of(cx: &mut Context, edited: &Edited) -> Result<()> {
    let status = &edited.status;
    if status.held_at.is_some() {
        return announce(cx, status);
    }
    tags::count(cx, &edited.author, status, &edited.tags)?;
    if let Some(card) = &edited.card {
        trends::count_link(cx, &edited.author, status, card)?;
    }
    for account in edited.named.iter().filter(|it| it.is_local()) {
        tell_of_mention(cx, status, account.id)?;
    }
    if let Some(people) = &edited.people {
        conversations::reach_others(cx, status, people)?;
    }
    announce(cx, status)
}

/// Brings what follows from the words in line with them: who is named, the tags, the page.
fn follow_text(cx: &mut Context, edited: &mut Edited, read: &Read) -> Result<()> {
    follow_names(cx, edited, read)?;
    let status = &edited.status;
    let (id, now) = (status.id, cx.now);
    let before = status_tags::of_statuses(&mut cx.tx, &[id])?;
    let before: Vec<i64> = before.iter().map(|it| it.tag_id).collect();
    let after: Vec<i64> = read.tags.iter().map(|it| it.id).collect();
    let (added, removed) = (without(&after, &before), without(&before, &after));
    status_tags::remove(&mut cx.tx, id, &removed)?;
    tags::uncount(cx, status, &removed)?;
    if !added.is_empty() {
        status_tags::add(&mut cx.tx, id, &added, now)?;
        let new = read.tags.iter().filter(|it| added.contains(&it.id));
        edited.tags = new.cloned().collect();
    }
    edited.card = cards::relink(cx, &edited.author, status, read.url.as_deref())?;
    Ok(())
}

/// Who is named no longer may still see the post. Who is named for the first time is to be told.
fn follow_names(cx: &mut Context, edited: &mut Edited, read: &Read) -> Result<()> {
    let status = &edited.status;
    let id = status.id;
    let mentions = mentions::of_statuses(&mut cx.tx, &[id])?;
    let of_kind = |is_silent: bool| {
        let mentions = mentions.iter().filter(|it| it.is_silent == is_silent);
        mentions.map(|it| it.account_id).collect::<Vec<i64>>()
    };
    let (silent, named) = (of_kind(true), of_kind(false));
    let wanted: Vec<i64> = read.mentioned.iter().map(|it| it.id).collect();
    let removed = without(&named, &wanted);
    let again: Vec<i64> = silent
        .iter()
        .copied()
        .filter(|it| wanted.contains(it))
        .collect();
    let added = without(&without(&wanted, &named), &silent);
    if removed.is_empty() && again.is_empty() && added.is_empty() {
        return Ok(());
    }
    mentions::set_silent(&mut cx.tx, id, &removed, true)?;
    mentions::set_silent(&mut cx.tx, id, &again, false)?;
    if !added.is_empty() {
        mentions::add(&mut cx.tx, id, &added, false)?;
    }
    if status.visibility == Visibility::Direct {
        // It is among other people now.
        store::conversations::remove_message(&mut cx.tx, id)?;
        conversations::keep_own(cx, status, &read.mentioned)?;
        edited.people = Some(read.mentioned.clone());
    }
    let new = read.mentioned.iter().filter(|it| added.contains(&it.id));
    edited.named = new.cloned().collect();
    Ok(())
}

fn without(ids: &[i64], others: &[i64]) -> Vec<i64> {
    let rest = ids.iter().filter(|it| !others.contains(it));
    rest.copied().collect()
}

/// Of several edits, people hear of the last. Of one that is held, nobody does but its author.
pub(crate) fn announce(cx: &mut Context, status: &Status) -> Result<()> {
    let status_id = status.id;
    if status.held_at.is_some() {
        held_statuses::set_edited(&mut cx.tx, status_id)?;
        cx.events.push(Event::Edited { status_id });
        return Ok(());
    }
    let about = About::status(status.id);
    untell(cx, Kind::Update, status.account_id, about)?;
    untell(cx, Kind::QuotedUpdate, status.account_id, about)?;
    Job::TellOfEdit { status_id }.leave(cx)?;
    news::edited(cx, status)?;
    webhooks::tell_of_status(cx, Occasion::StatusUpdated, status)?;
    cx.events.push(Event::Edited { status_id });
    Ok(())
}

/// How far the members were told who have boosted or quoted an edited post.
#[derive(Debug, Default)]
pub struct Telling {
    boost_id: i64,
    quote_id: i64,
    has_boosters: bool,
}

/// Tells some more of those who have passed a post on that it was changed.
pub fn tell_of_edit(cx: &mut Context, id: i64, so_far: &mut Telling) -> Result<Progress> {
    let status = statuses::find(&mut cx.tx, id)?;
    let Some(status) = status.filter(|it| it.deleted_at.is_none()) else {
        return Ok(Progress::Done);
    };
    if is_held(cx, &status)? {
        held_statuses::set_edited(&mut cx.tx, id)?;
        return Ok(Progress::Done);
    }
    if !so_far.has_boosters {
        let some = statuses::boosters(&mut cx.tx, id, so_far.boost_id, AT_ONCE)?;
        tell_some(cx, &status, Kind::Update, &some)?;
        so_far.has_boosters = (some.len() as i64) < AT_ONCE;
        so_far.boost_id = some.last().map_or(so_far.boost_id, |(last, _)| *last);
        return Ok(Progress::More);
    }
    let some = quotes::quoters(&mut cx.tx, id, so_far.quote_id, AT_ONCE)?;
    tell_some(cx, &status, Kind::QuotedUpdate, &some)?;
    so_far.quote_id = some.last().map_or(so_far.quote_id, |(last, _)| *last);
    Ok(match (some.len() as i64) < AT_ONCE {
        true => Progress::Done,
        false => Progress::More,
    })
}

/// Nobody is told twice, however often the job begins anew, or somebody has quoted.
fn tell_some(cx: &mut Context, status: &Status, kind: Kind, some: &[(i64, i64)]) -> Result<()> {
    let account_ids: Vec<i64> = some.iter().map(|(_, id)| *id).collect();
    let mut told = notifications::told_among(&mut cx.tx, kind.word(), status.id, &account_ids)?;
    for id in account_ids {
        if !told.contains(&id) {
            tell(cx, kind, id, status.account_id, About::status(status.id))?;
            told.push(id);
        }
    }
    Ok(())
}
