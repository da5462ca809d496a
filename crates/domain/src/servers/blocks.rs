//! Deciding about servers that are not trusted.

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    account_list::Window,
    domain_blocks::{self, DomainBlock, Terms},
    instances,
};

use super::{apply, known::Known, losses, marks::Walk, normalize, rule_for};
use crate::{
    Caller, Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    expiry,
    jobs::{Job, Progress},
};

/// How long accounts of a suspended server are kept, unless somebody says otherwise.
pub const GRACE_DAYS: i32 = 30;
const LONGEST_GRACE: i64 = 365;

/// How much a rule takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Its accounts are met only by those who look for them.
    Silence,
    /// There is no exchange.
    Suspend,
    /// Nothing by itself.
    Noop,
}

impl Severity {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Silence, "silence"),
        (Self::Suspend, "suspend"),
        (Self::Noop, "noop"),
    ];

    /// Mastodon's word, or the number that it keeps for it.
    pub fn named(text: &str) -> Option<Self> {
        let by_number = |it: &str| Self::ALL.get(it.parse::<usize>().ok()?);
        let by_word = |it: &str| Self::ALL.iter().find(|(_, word)| *word == it);
        let found = by_word(text).or_else(|| by_number(text));
        found.map(|(severity, _)| *severity)
    }

    /// The higher, the more it takes away.
    pub(crate) fn strictness(self) -> u8 {
        match self {
            Self::Noop => 0,
            Self::Silence => 1,
            Self::Suspend => 2,
        }
    }

    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(it, _)| *it == self);
        found.map_or("", |(_, word)| word)
    }

    pub(crate) fn of(block: &DomainBlock) -> Self {
        Self::named(&block.severity).unwrap_or(Self::Noop)
    }
}

/// What somebody wants to be decided; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// As it was sent.
    pub severity: Option<String>,
    pub reject_media: Option<bool>,
    pub reject_reports: Option<bool>,
    pub private_comment: Option<String>,
    pub public_comment: Option<String>,
    pub obfuscate: Option<bool>,
    pub grace_days: Option<i64>,
    /// `Some(None)` is for good.
    pub expires_at: Option<Option<DateTime<Utc>>>,
    /// The list that wants it; none where somebody here does.
    pub subscription_id: Option<i64>,
}

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<DomainBlock>> {
    cx.moderator(Permission::ManageFederation)?;
    Ok(domain_blocks::page(&mut cx.tx, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<DomainBlock> {
    cx.moderator(Permission::ManageFederation)?;
    domain_blocks::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

pub fn create(cx: &mut Context, domain: &str, change: &Change) -> Result<DomainBlock> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let known = Known::load(cx)?;
    add(cx, &moderator, domain, change, &known)
}

/// The same for many, which look once for the servers that are known.
pub(super) fn add(
    cx: &mut Context,
    moderator: &Moderator,
    domain: &str,
    change: &Change,
    known: &Known,
) -> Result<DomainBlock> {
    let name = normalize(domain);
    if let Ok(name) = &name {
        check_conflict(cx, name, change)?;
    }
    let before = Terms {
        severity: Severity::Silence.word().into(),
        grace_days: GRACE_DAYS,
        ..Terms::default()
    };
    let (severity, mut found) = check(cx, change, Severity::Silence);
    let name = name.unwrap_or_else(|wrong| {
        found.extend(wrong);
        String::new()
    });
    refuse(found)?;

    let terms = over(cx, change, severity, before);
    let effects = losses::effects(cx, &known.below(&name), severity)?;
    let now = cx.now;
    let block = domain_blocks::add(&mut cx.tx, &name, &terms, change.subscription_id, now)?;
    instances::meet(&mut cx.tx, &name, now)?;
    let act = Act {
        expires_at: block.expires_at,
        effects,
        ..Act::new("create", target(&block))
    };
    let recorded = act.record(cx, moderator)?;
    domain_blocks::set_act(&mut cx.tx, block.id, &recorded)?;
    if !known.below(&name).is_empty() && (severity != Severity::Noop || block.reject_media) {
        Job::ApplyDomainBlock { block_id: block.id }.leave(cx)?;
    }
    Ok(block)
}

/// A rule for the very domain is to be changed, and one above it is not to be undercut.
fn check_conflict(cx: &mut Context, name: &str, change: &Change) -> Result<()> {
    let Some(rule) = rule_for(cx, name)? else {
        return Ok(());
    };
    let wanted = change
        .severity
        .as_deref()
        .map_or(Some(Severity::Silence), Severity::named);
    let is_fine = match (Severity::of(&rule), wanted) {
        _ if rule.domain == name => false,
        (_, Some(Severity::Suspend)) => true,
        (Severity::Suspend, Some(_)) | (Severity::Silence, Some(Severity::Noop)) => false,
        _ => {
            (change.reject_media.unwrap_or_default() || !rule.reject_media)
                && (change.reject_reports.unwrap_or_default() || !rule.reject_reports)
        }
    };
    match is_fine {
        true => Ok(()),
        false => Err(Error::StricterBlock(Box::new(rule))),
    }
}

/// What is left out stays. There is no look at rules above or below.
pub fn update(cx: &mut Context, id: i64, change: &Change) -> Result<DomainBlock> {
    let (moderator, block) = find(cx, id)?;
    let (severity, found) = check(cx, change, Severity::of(&block));
    refuse(found)?;
    let known = Known::load(cx)?.below(&block.domain);
    let terms = over(cx, change, severity, block.terms());
    let act = Act {
        expires_at: terms.expires_at,
        effects: losses::effects(cx, &known, severity)?,
        ..Act::new("update", target(&block))
    };
    let recorded = act.record(cx, &moderator)?;
    let changed = domain_blocks::set(&mut cx.tx, id, &terms, &recorded)?;
    domain_blocks::set_act(&mut cx.tx, id, &recorded)?;
    // What somebody here has changed is no longer for a list to decide.
    domain_blocks::set_subscription(&mut cx.tx, id, change.subscription_id, &recorded)?;
    if !known.is_empty() {
        Job::ApplyDomainBlock { block_id: id }.leave(cx)?;
    }
    Ok(changed)
}

fn check(cx: &Context, change: &Change, before: Severity) -> (Severity, Vec<Violation>) {
    let mut found = Vec::new();
    let severity = match change.severity.as_deref() {
        None => before,
        Some(text) => Severity::named(text).unwrap_or_else(|| {
            found.push(Violation::not_listed("severity", "Severity"));
            before
        }),
    };
    let is_long = |it: i64| !(0..=LONGEST_GRACE).contains(&it);
    if change.grace_days.is_some_and(is_long) {
        let message = format!("must be between 0 and {LONGEST_GRACE}");
        found.push(Violation::new(
            "grace_days",
            "Grace days",
            "ERR_INVALID",
            message,
        ));
    }
    found.extend(expiry::violation(change.expires_at.flatten(), cx.now));
    (severity, found)
}

fn over(cx: &Context, change: &Change, severity: Severity, before: Terms) -> Terms {
    let grace = change.grace_days.and_then(|it| i32::try_from(it).ok());
    let grace_days = grace.unwrap_or(before.grace_days);
    let was_suspended = before.severity == Severity::Suspend.word();
    let longer = TimeDelta::days(i64::from(grace_days - before.grace_days));
    let deletion_due_at = match severity {
        // What was emptied is empty, however long others are kept.
        Severity::Suspend if was_suspended => before.deletion_due_at.map(|it| it + longer),
        Severity::Suspend => Some(cx.now + TimeDelta::days(grace_days.into())),
        Severity::Silence | Severity::Noop => None,
    };
    let text = |new: &Option<String>, old: Option<String>| new.clone().or(old);
    Terms {
        severity: severity.word().into(),
        reject_media: change.reject_media.unwrap_or(before.reject_media),
        reject_reports: change.reject_reports.unwrap_or(before.reject_reports),
        private_comment: text(&change.private_comment, before.private_comment),
        public_comment: text(&change.public_comment, before.public_comment),
        obfuscate: change.obfuscate.unwrap_or(before.obfuscate),
        grace_days,
        deletion_due_at,
        expires_at: change.expires_at.unwrap_or(before.expires_at),
    }
}

/// Takes a rule away, and its marks: the first some hundred at once, the others in a job.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, None)
}

/// The same, as what takes back an act. Whether there was still a rule.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64) -> Result<bool> {
    match domain_blocks::find_locked(&mut cx.tx, id)? {
        Some(_) => lift(cx, id, Some(act_id)).map(|()| true),
        None => Ok(false),
    }
}

/// How much of it the request does itself.
const STEPS_AT_ONCE: usize = 2;

fn lift(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let (moderator, block) = find(cx, id)?;
    let recorded = Act::new("destroy", target(&block))
        .taking_back(reverts)
        .record(cx, &moderator)?;
    domain_blocks::remove(&mut cx.tx, id, &recorded)?;
    let (domain, marked_at, act_id) = (block.domain, block.created_at, recorded.id());
    let mut walk = Walk::default();
    for _ in 0..STEPS_AT_ONCE {
        if apply::lift(cx, &domain, marked_at, act_id, &mut walk)? == Progress::Done {
            return Ok(());
        }
    }
    let job = Job::LiftDomainBlock {
        domain,
        marked_at: marked_at.timestamp_millis(),
        act_id,
    };
    job.leave(cx)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, DomainBlock)> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let found = domain_blocks::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn target(block: &DomainBlock) -> Target {
    Target {
        kind: "DomainBlock",
        id: block.id,
        name: block.domain.clone(),
        account_id: None,
    }
}

/// How many rules end at once, before others have a turn.
const AT_ONCE: i64 = 100;

/// Takes the rules away that were only to last until now, as the server itself.
pub fn expire_due(cx: &mut Context) -> Result<()> {
    cx.caller = Caller::System;
    let now = cx.now;
    for id in domain_blocks::expired(&mut cx.tx, now, AT_ONCE)? {
        remove(cx, id)?;
    }
    Ok(())
}
