//! What moderators do about posts.

use std::collections::BTreeMap;

use store::{
    accounts::{self, Account},
    cards, counters, media,
    reports::Report,
    status_tags,
    statuses::{self, Change, Status},
    strikes::{self, NewStrike, Strike},
};

use super::{delete, edit, publish::count_for_others, version};
use crate::{
    Context, Error, Moderator, Permission, Result,
    accounts::words,
    acts::{Act, Effects, Target},
    auto_rules, held_statuses,
    mail::Letter,
    notifications, reports, search, tags,
};

/// How many posts one act may name.
pub(crate) const MOST: usize = 200;

/// What to do about posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Delete,
    MarkAsSensitive,
}

impl Measure {
    /// Mastodon's word, as strikes keep it.
    fn word(self) -> &'static str {
        match self {
            Self::Delete => "delete_statuses",
            Self::MarkAsSensitive => "mark_statuses_as_sensitive",
        }
    }

    /// Mastodon's word, as the log keeps it.
    fn logged(self) -> &'static str {
        match self {
            Self::Delete => "destroy",
            Self::MarkAsSensitive => "update",
        }
    }
}

/// What a moderator wants to be done.
#[derive(Clone, Debug)]
pub struct Demand {
    pub measure: Measure,
    pub status_ids: Vec<i64>,
    /// The report that it answers, and that is resolved by it.
    pub report_id: Option<i64>,
    /// Prepared words that come first.
    pub preset_id: Option<i64>,
    /// Words for the authors.
    pub text: String,
    /// Whether the authors are told; unless it is said, they are, but not where the report is about spam.
    pub is_told: Option<bool>,
}

/// Does it to each of the posts that it makes a difference to, and gives each author a strike.
pub fn act_on(cx: &mut Context, demand: &Demand) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let report = match demand.report_id {
        Some(id) => Some(reports::get(cx, id)?),
        None => None,
    };
    let text = words(cx, demand.preset_id, &demand.text)?;
    let by_author = affected(cx, demand)?;
    if cx.batch.is_none() {
        cx.batch = Some(cx.new_id());
    }
    for (author_id, posts) in by_author {
        let author = accounts::find(&mut cx.tx, author_id)?.ok_or(Error::NotFound)?;
        punish(
            cx,
            &moderator,
            demand,
            (&author, &posts),
            &text,
            report.as_ref(),
        )?;
    }
    match report.filter(Report::is_open) {
        Some(report) => reports::close(cx, &moderator, &report),
        None => Ok(()),
    }
}

/// The posts that are not as they are to be, by author. All that are named have to be there.
fn affected(cx: &mut Context, demand: &Demand) -> Result<BTreeMap<i64, Vec<Status>>> {
    let mut ids = demand.status_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Err(Error::Senseless("No posts were named".into()));
    }
    if ids.len() > MOST {
        let text = format!("No more than {MOST} posts can be named at once");
        return Err(Error::Unprocessable(text));
    }
    let mut by_author: BTreeMap<i64, Vec<Status>> = BTreeMap::new();
    for id in ids {
        let status = statuses::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
        if makes_a_difference(cx, demand.measure, &status)? {
            by_author.entry(status.account_id).or_default().push(status);
        }
    }
    match by_author.is_empty() {
        true => Err(Error::Unprocessable(
            "This would make no difference to any of the posts".into(),
        )),
        false => Ok(by_author),
    }
}

/// Only what shows something can be hidden.
fn makes_a_difference(cx: &mut Context, measure: Measure, status: &Status) -> Result<bool> {
    let is_there = status.deleted_at.is_none();
    Ok(match measure {
        Measure::Delete => is_there,
        Measure::MarkAsSensitive => {
            let is_shown = is_there && status.reblog_of_id.is_none() && !status.sensitive;
            is_shown && shows_something(cx, status)?
        }
    })
}

fn shows_something(cx: &mut Context, status: &Status) -> Result<bool> {
    let has_media = !media::of_statuses(&mut cx.tx, &[status.id])?.is_empty();
    Ok(has_media || !cards::of_statuses(&mut cx.tx, &[status.id])?.is_empty())
}

fn punish(
    cx: &mut Context,
    moderator: &Moderator,
    demand: &Demand,
    (author, posts): (&Account, &[Status]),
    text: &str,
    report: Option<&Report>,
) -> Result<()> {
    let is_spam = report.is_some_and(|it| it.category == "spam");
    let is_told = author.is_local() && demand.is_told.unwrap_or(!is_spam);
    let mut first = None;
    for (number, post) in posts.iter().enumerate() {
        let effects = Effects {
            members_notified: (is_told && number == 0).into(),
            posts_deleted: (demand.measure == Measure::Delete).into(),
            posts_hidden: (demand.measure == Measure::MarkAsSensitive).into(),
            ..Effects::default()
        };
        let act = Act {
            reason: Some(text),
            report_id: report.map(|it| it.id),
            effects,
            ..Act::new(demand.measure.logged(), target(author, post.id))
        };
        let recorded = act.record(cx, moderator)?;
        match demand.measure {
            Measure::Delete => {
                auto_rules::remember_removed(cx, post)?;
                delete::take_down(cx, post)?;
            }
            Measure::MarkAsSensitive => set_sensitive(cx, post, true)?,
        }
        first.get_or_insert(recorded);
    }
    let ids: Vec<i64> = posts.iter().map(|it| it.id).collect();
    let strike = NewStrike {
        account_id: moderator.account_id(),
        target_account_id: author.id,
        action: demand.measure.word(),
        text,
        report_id: report.map(|it| it.id),
        status_ids: Some(&ids),
        created_at: cx.now,
    };
    let strike = strikes::add(&mut cx.tx, &strike)?;
    if let Some(act) = &first {
        strikes::set_act(&mut cx.tx, strike.id, act)?;
    }
    match is_told {
        true => tell(cx, author, &strike),
        false => Ok(()),
    }
}

fn tell(cx: &mut Context, author: &Account, strike: &Strike) -> Result<()> {
    let strike_id = strike.id;
    Letter::Warning { strike_id }.leave(cx)?;
    notifications::tell_of_strike(cx, author, strike)
}

pub(crate) fn target(author: &Account, id: i64) -> Target {
    Target {
        kind: "Status",
        id,
        name: author.handle(),
        account_id: Some(author.id),
    }
}

/// As an edit that is nobody's in particular.
fn set_sensitive(cx: &mut Context, status: &Status, sensitive: bool) -> Result<()> {
    version::keep_first(cx, status)?;
    let text = statuses::text_of(&mut cx.tx, status.id)?;
    let change = Change {
        content: &status.content,
        text: &text,
        spoiler_text: &status.spoiler_text,
        sensitive,
        language: status.language.as_deref(),
        has_media: !media::of_statuses(&mut cx.tx, &[status.id])?.is_empty(),
        edited_at: cx.now,
    };
    let changed = statuses::change(&mut cx.tx, status.id, &change)?;
    let now = cx.now;
    version::keep(cx, &changed, None, now)?;
    edit::announce(cx, &changed)
}

/// Takes back what one act has done to a post, and the strike once nothing of it is left.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64, logged: &str) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let found = statuses::find_locked(&mut cx.tx, id)?;
    let status = found.ok_or_else(|| gone("The post was deleted for good meanwhile"))?;
    let author = accounts::find(&mut cx.tx, status.account_id)?.ok_or(Error::NotFound)?;
    let measure = match logged {
        "destroy" => Measure::Delete,
        _ => Measure::MarkAsSensitive,
    };
    let was_done = match measure {
        Measure::Delete => status.deleted_at.is_some(),
        Measure::MarkAsSensitive => status.sensitive && status.deleted_at.is_none(),
    };
    if !was_done {
        return Err(gone("There is nothing left of this act to be taken back"));
    }
    let word = match measure {
        Measure::Delete => "restore",
        Measure::MarkAsSensitive => "update",
    };
    let act = Act::new(word, target(&author, id)).taking_back(Some(act_id));
    let recorded = act.record(cx, &moderator)?;
    undo(cx, measure, &status)?;
    let now = cx.now;
    for strike in strikes::against(&mut cx.tx, author.id)? {
        let cites = strike.status_ids().is_some_and(|it| it.contains(&id));
        let counts = strike.action == measure.word() && strike.overruled_at.is_none();
        if cites && counts && !holds(cx, measure, &strike)? {
            strikes::set_overruled(&mut cx.tx, strike.id, now, &recorded)?;
        }
    }
    Ok(())
}

fn gone(text: &str) -> Error {
    Error::Unprocessable(text.into())
}

/// Whether anything of what the strike tells of still holds.
fn holds(cx: &mut Context, measure: Measure, strike: &Strike) -> Result<bool> {
    let ids = strike.status_ids().unwrap_or_default();
    let cited = statuses::find_many(&mut cx.tx, &ids)?;
    Ok(cited.iter().any(|it| match measure {
        Measure::Delete => it.deleted_at.is_some(),
        Measure::MarkAsSensitive => it.sensitive && it.deleted_at.is_none(),
    }))
}

/// Makes the posts that a strike cites as they were, those that are still there.
pub(crate) fn forgive(cx: &mut Context, strike: &Strike) -> Result<()> {
    let measure = match &*strike.action {
        "delete_statuses" => Measure::Delete,
        "mark_statuses_as_sensitive" => Measure::MarkAsSensitive,
        _ => return Ok(()),
    };
    for id in strike.status_ids().unwrap_or_default() {
        let found = statuses::find_locked(&mut cx.tx, id)?;
        if let Some(status) = found.filter(|it| it.account_id == strike.target_account_id) {
            undo(cx, measure, &status)?;
        }
    }
    Ok(())
}

fn undo(cx: &mut Context, measure: Measure, status: &Status) -> Result<()> {
    match measure {
        Measure::Delete if status.deleted_at.is_some() => restore(cx, status),
        Measure::MarkAsSensitive if status.sensitive && status.deleted_at.is_none() => {
            set_sensitive(cx, status, false)
        }
        _ => Ok(()),
    }
}

/// Brings a post back: to its page, its thread and the timelines that are read from the posts. Boosts,
/// and the places that it had in homes, are gone. One that was held waits again.
fn restore(cx: &mut Context, status: &Status) -> Result<()> {
    auto_rules::forget_removed(cx, status)?;
    statuses::set_deleted(&mut cx.tx, status.id, None)?;
    held_statuses::follow_deletion(cx, status, false)?;
    accounts::count_statuses(&mut cx.tx, status.account_id, 1, None)?;
    if status.is_local {
        counters::change(&mut cx.tx, counters::STATUSES, 1)?;
    }
    if status.held_at.is_none() {
        count_for_others(cx, status, 1)?;
    }
    let tagged = status_tags::of_statuses(&mut cx.tx, &[status.id])?;
    let ids: Vec<i64> = tagged.iter().map(|it| it.tag_id).collect();
    tags::recount(cx, status, &ids)?;
    let text = statuses::text_of(&mut cx.tx, status.id)?;
    search::index(cx, status, &text)
}
