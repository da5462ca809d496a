//! Automatic rules: what moderators decide beforehand about posts and newcomers.
//!
//! A rule has conditions (`conditions`), which all have to hold. All rules are compiled into a
//! `finder`, which each process remembers until somebody changes one. What meets a rule (`meet`) is
//! written down as a match, in the log too, and can be taken back (`matches`).

mod check;
mod conditions;
mod facts;
mod finder;
mod hold;
mod likeness;
mod matches;
mod meet;
mod remembered;
mod removed;
mod text;
mod trial;

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    auto_rule_days, auto_rule_matches,
    auto_rules::{self as rules, AutoRule},
};

use crate::{
    Context, Error, Moderator, Permission, Result,
    acts::{Act, Target},
    tags::day_of,
};

pub use check::conditions_of;
pub use conditions::{Conditions, Origin, Outcome, Subject};
pub(crate) use facts::Post;
pub use facts::{Dear, Facts, Needs};
pub use finder::{Finder, Rule};
pub(crate) use hold::named_in;
pub use matches::list as matches;
pub(crate) use matches::{take_back, waits};
pub(crate) use meet::{Verdict, meet_post, meet_sign_up};
pub use remembered::Remembered;
pub(crate) use removed::{forget as forget_removed, remember as remember_removed};
pub use trial::{Asked, Found, Trial, test};

/// How long what rules have met is known.
const KEPT: TimeDelta = TimeDelta::days(90);
/// How many matches are forgotten at once.
const AT_ONCE: i64 = 10_000;
/// Of how many days, today among them, matches are told.
const DAYS: i32 = 7;

/// What somebody wants of a rule, as it was sent; what is `None` stays, or is as usual. What is empty or 0
/// is no condition.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub name: Option<String>,
    pub conditions: WantedConditions,
    pub outcomes: Option<Vec<String>>,
    pub report_category: Option<String>,
    /// Seconds.
    pub limit_for: Option<i64>,
    pub text: Option<String>,
    pub exempt_accounts: Option<Vec<String>>,
    pub is_shadow: Option<bool>,
    pub is_enabled: Option<bool>,
    /// `Some(None)` is for ever.
    pub expires_at: Option<Option<DateTime<Utc>>>,
}

#[derive(Clone, Debug, Default)]
pub struct WantedConditions {
    pub words: Option<Vec<String>>,
    pub pattern: Option<String>,
    pub link_hosts: Option<Vec<String>>,
    pub account_younger_than: Option<i64>,
    pub mentions_at_least: Option<i64>,
    pub only_to_strangers: Option<bool>,
    pub similar_to_removed: Option<i64>,
    pub email_domains: Option<Vec<String>>,
    pub networks: Option<Vec<String>>,
    pub origin: Option<String>,
    pub usernames: Option<String>,
    pub has_media: Option<bool>,
    pub has_link: Option<bool>,
}

/// Who works on reports sees them too.
pub fn list(cx: &mut Context) -> Result<Vec<AutoRule>> {
    may_read(cx)?;
    Ok(rules::all(&mut cx.tx)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<AutoRule> {
    may_read(cx)?;
    rules::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

fn may_read(cx: &Context) -> Result<Moderator> {
    cx.moderator_of_any(&[Permission::ManageBlocks, Permission::ManageReports])
}

/// How often each of the rules has matched in the last seven days, for those that have.
pub fn recent_hits(cx: &mut Context, ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    let first = day_of(cx.now) - DAYS + 1;
    let days = auto_rule_days::since(&mut cx.tx, ids, first)?;
    Ok(days.iter().map(|it| (it.rule_id, it.matches)).collect())
}

pub fn create(cx: &mut Context, subject: &str, wanted: Wanted) -> Result<AutoRule> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let (subject, content) = check::new(cx, subject, wanted)?;
    let conditions = content.conditions_as_kept()?;
    let terms = content.terms(&conditions, moderator.account_id());
    let now = cx.now;
    let rule = rules::add(&mut cx.tx, subject.word(), &terms, now)?;
    Act::new("create", target(&rule)).record(cx, &moderator)?;
    Ok(rule)
}

/// Also what it is from now on holds only for what comes.
pub fn change(cx: &mut Context, id: i64, wanted: Wanted) -> Result<AutoRule> {
    let (moderator, before) = find(cx, id)?;
    let content = check::changed(cx, &before, wanted)?;
    let conditions = content.conditions_as_kept()?;
    let terms = content.terms(&conditions, moderator.account_id());
    let recorded = Act::new("update", target(&before)).record(cx, &moderator)?;
    let now = cx.now;
    Ok(rules::set(&mut cx.tx, id, &terms, now, &recorded)?)
}

/// What it has done stays.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, None)
}

/// The same, as what takes back an act. Whether there was still a rule.
pub(crate) fn take_back_creation(cx: &mut Context, id: i64, act_id: i64) -> Result<bool> {
    match rules::find_locked(&mut cx.tx, id)? {
        Some(_) => lift(cx, id, Some(act_id)).map(|()| true),
        None => Ok(false),
    }
}

fn lift(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let (moderator, rule) = find(cx, id)?;
    let act = Act::new("destroy", target(&rule)).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    Ok(rules::remove(&mut cx.tx, id, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, AutoRule)> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let found = rules::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn target(rule: &AutoRule) -> Target {
    named_target(rule.id, &rule.name)
}

fn named_target(id: i64, name: &str) -> Target {
    Target {
        kind: "AutomaticRule",
        id,
        name: name.to_owned(),
        account_id: None,
    }
}

/// What was met long ago, and what was removed long ago, is known no more.
pub(crate) fn forget(cx: &mut Context) -> Result<()> {
    let before = cx.now - KEPT;
    auto_rule_matches::forget(&mut cx.tx, before, AT_ONCE)?;
    auto_rule_days::forget(&mut cx.tx, day_of(before))?;
    removed::forget_old(cx)
}
