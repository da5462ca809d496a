//! What comes of the entries of a list. Nothing that somebody here has decided is changed by any.

use std::collections::HashMap;

use store::{
    domain_allows::{self, DomainAllow},
    domain_blocks::{self, DomainBlock},
    domain_subscription_entries::{self as entries, Entry},
    domain_subscriptions::{self as lists, Subscription},
    losses,
};

use super::{Kind, State};
use crate::{
    Context, Error, Permission, Result,
    jobs::Progress,
    servers::{
        Severity, allows,
        blocks::{self, Change},
        known::Known,
        suffixes,
    },
};

/// How many entries are settled before others have a turn.
const AT_ONCE: i64 = 300;

/// How far the settling of a list has come.
#[derive(Debug, Default)]
pub struct Settling {
    after: i64,
    /// What its decisions have in common.
    batch: Option<i64>,
}

impl Settling {
    /// One whose decisions belong to this batch.
    pub fn of_batch(batch: i64) -> Self {
        Self {
            after: 0,
            batch: Some(batch),
        }
    }
}

/// Settles some more entries.
pub(super) fn some(
    cx: &mut Context,
    list: &Subscription,
    so_far: &mut Settling,
) -> Result<Progress> {
    let some = entries::some(&mut cx.tx, list.id, so_far.after, AT_ONCE)?;
    let Some(last) = some.last() else {
        return Ok(Progress::Done);
    };
    so_far.after = last.id;
    cx.batch = Some(*so_far.batch.get_or_insert(cx.new_id()));
    let mut world = World::load(cx, &some)?;
    for entry in &some {
        settle(cx, list, entry, &mut world)?;
    }
    Ok(Progress::More)
}

/// The same for a list whose entries somebody has approved of.
pub fn settle_list(cx: &mut Context, id: i64, so_far: &mut Settling) -> Result<Progress> {
    match lists::find_locked(&mut cx.tx, id)? {
        Some(list) => some(cx, &list, so_far),
        None => Ok(Progress::Done),
    }
}

/// Settles one entry, in the name of who asks for it.
pub(super) fn one(cx: &mut Context, list: &Subscription, id: i64) -> Result<()> {
    let entry = entries::find(&mut cx.tx, list.id, id)?.ok_or(Error::NotFound)?;
    let mut world = World::load(cx, std::slice::from_ref(&entry))?;
    settle(cx, list, &entry, &mut world)
}

/// What holds for the servers of some entries.
struct World {
    known: Known,
    /// By domain, also those above.
    rules: HashMap<String, DomainBlock>,
    allows: HashMap<String, DomainAllow>,
}

impl World {
    fn load(cx: &mut Context, entries: &[Entry]) -> Result<Self> {
        let mut names: Vec<String> = entries.iter().flat_map(|it| suffixes(&it.domain)).collect();
        names.sort_unstable();
        names.dedup();
        let rules = domain_blocks::of_any(&mut cx.tx, &names)?.into_iter();
        let own: Vec<String> = entries.iter().map(|it| it.domain.clone()).collect();
        let allows = domain_allows::of_any(&mut cx.tx, &own)?.into_iter();
        Ok(Self {
            known: Known::load(cx)?,
            rules: rules.map(|it| (it.domain.clone(), it)).collect(),
            allows: allows.map(|it| (it.domain.clone(), it)).collect(),
        })
    }

    /// The rule of the closest domain above.
    fn rule_above(&self, domain: &str) -> Option<&DomainBlock> {
        let above = suffixes(domain);
        above.iter().skip(1).find_map(|it| self.rules.get(it))
    }
}

/// What is to be noted of an entry; `None` where it is not to be kept.
type Verdict = Option<(State, Option<String>)>;

fn settle(cx: &mut Context, list: &Subscription, entry: &Entry, world: &mut World) -> Result<()> {
    let decided = cx.part(|cx| match Kind::of(list) {
        Kind::Block => block(cx, list, entry, world),
        Kind::Allow => allow(cx, list, entry, world),
    });
    let verdict = match decided {
        Ok(verdict) => verdict,
        Err(Error::StricterBlock(rule)) => Some((State::Covered, Some(covered_by(&rule)))),
        Err(error) if error.is_about_the_request() => Some((State::Draft, Some(error.to_string()))),
        Err(error) => return Err(error),
    };
    let now = cx.now;
    let Some((state, note)) = verdict else {
        return Ok(entries::remove(&mut cx.tx, entry.id)?);
    };
    let is_same = state == State::of(entry) && note == entry.note;
    match is_same {
        true => Ok(()),
        false => {
            let (word, note) = (state.word(), note.as_deref());
            Ok(entries::set_state(&mut cx.tx, entry.id, word, note, now)?)
        }
    }
}

fn covered_by(rule: &DomainBlock) -> String {
    format!("There is a rule for {} already", rule.domain)
}

fn stays(entry: &Entry) -> Verdict {
    Some((State::of(entry), entry.note.clone()))
}

fn block(
    cx: &mut Context,
    list: &Subscription,
    entry: &Entry,
    world: &mut World,
) -> Result<Verdict> {
    let own = world.rules.get(&entry.domain).cloned();
    let is_ours = |it: &DomainBlock| it.subscription_id == Some(list.id);
    if !entry.is_listed {
        return match own.filter(is_ours) {
            Some(_) if !list.retracts => Ok(dropped()),
            Some(rule) => {
                blocks::remove(cx, rule.id)?;
                world.rules.remove(&entry.domain);
                Ok(Some((State::Retracted, None)))
            }
            None => Ok(forgotten(entry)),
        };
    }
    if State::of(entry) == State::Dismissed {
        return Ok(stays(entry));
    }
    let wanted = wanted(list, entry);
    let made = match own {
        Some(rule) if is_ours(&rule) && is_same(&rule, &wanted) => {
            return Ok(Some((State::Applied, None)));
        }
        Some(rule) if is_ours(&rule) || is_stronger(cx, list, &wanted, &rule)? => {
            if let Some(why) = held_back(cx, list, entry, &world.known)? {
                return Ok(Some((State::Draft, why)));
            }
            note_overruled(cx, list, &rule)?;
            blocks::update(cx, rule.id, &wanted)?
        }
        Some(rule) => return Ok(Some((State::Covered, Some(covered_by(&rule))))),
        // It was there, and the list has not taken it away.
        None if State::of(entry) == State::Applied => {
            let note = "Its rule was taken away here".to_owned();
            return Ok(Some((State::Dismissed, Some(note))));
        }
        None => {
            if let Some(rule) = world
                .rule_above(&entry.domain)
                .filter(|it| covers(it, &wanted))
            {
                return Ok(Some((State::Covered, Some(covered_by(rule)))));
            }
            if let Some(why) = held_back(cx, list, entry, &world.known)? {
                return Ok(Some((State::Draft, why)));
            }
            let moderator = cx.moderator(Permission::ManageFederation)?;
            blocks::add(cx, &moderator, &entry.domain, &wanted, &world.known)?
        }
    };
    world.rules.insert(entry.domain.clone(), made);
    Ok(Some((State::Applied, None)))
}

/// What another list had decided is covered from now on.
fn note_overruled(cx: &mut Context, list: &Subscription, rule: &DomainBlock) -> Result<()> {
    let Some(other) = rule.subscription_id.filter(|it| *it != list.id) else {
        return Ok(());
    };
    let (note, now) = (covered_by(rule), cx.now);
    let domain = std::slice::from_ref(&rule.domain);
    for entry in entries::about(&mut cx.tx, other, domain)? {
        let covered = State::Covered.word();
        entries::set_state(&mut cx.tx, entry.id, covered, Some(&note), now)?;
    }
    Ok(())
}

fn dropped() -> Verdict {
    let note = "The list has dropped it".to_owned();
    Some((State::Applied, Some(note)))
}

/// Of what a list has dropped, only what was taken back with it is worth remembering.
fn forgotten(entry: &Entry) -> Verdict {
    match State::of(entry) {
        State::Retracted => stays(entry),
        _ => None,
    }
}

/// What the list wants of a server.
fn wanted(list: &Subscription, entry: &Entry) -> Change {
    let severity = list.severity.as_ref().unwrap_or(&entry.severity);
    Change {
        severity: Some(severity.clone()),
        reject_media: Some(entry.reject_media),
        reject_reports: Some(entry.reject_reports),
        private_comment: Some(format!("From the list {}", list.name)),
        public_comment: entry.public_comment.clone(),
        obfuscate: Some(entry.obfuscate),
        subscription_id: Some(list.id),
        ..Change::default()
    }
}

fn severity_of(wanted: &Change) -> Severity {
    let severity = wanted.severity.as_deref().and_then(Severity::named);
    severity.unwrap_or(Severity::Noop)
}

fn is_same(rule: &DomainBlock, wanted: &Change) -> bool {
    let has_comment =
        wanted.public_comment.is_none() || wanted.public_comment == rule.public_comment;
    has_comment
        && Severity::of(rule) == severity_of(wanted)
        && Some(rule.reject_media) == wanted.reject_media
        && Some(rule.reject_reports) == wanted.reject_reports
        && Some(rule.obfuscate) == wanted.obfuscate
}

/// Whether a list counts for more than who has made a rule: not where somebody here has; otherwise by
/// its priority, and among equals by how strict it is.
fn is_stronger(
    cx: &mut Context,
    list: &Subscription,
    wanted: &Change,
    rule: &DomainBlock,
) -> Result<bool> {
    let Some(other) = rule.subscription_id else {
        return Ok(false);
    };
    let other = lists::find(&mut cx.tx, other)?;
    let other = other.map_or(i32::MIN, |it| it.priority);
    let flags = |it: Option<bool>| it.unwrap_or_default();
    let ours = (
        severity_of(wanted).strictness(),
        flags(wanted.reject_media),
        flags(wanted.reject_reports),
    );
    let theirs = (
        Severity::of(rule).strictness(),
        rule.reject_media,
        rule.reject_reports,
    );
    Ok((list.priority, ours) > (other, theirs))
}

/// Whether all that is wanted holds already because of a rule above.
fn covers(rule: &DomainBlock, wanted: &Change) -> bool {
    let severity = Severity::of(rule);
    let lets_through = |has: bool, wants: Option<bool>| !has && wants.unwrap_or_default();
    severity == Severity::Suspend
        || (severity.strictness() >= severity_of(wanted).strictness()
            && !lets_through(rule.reject_media, wanted.reject_media)
            && !lets_through(rule.reject_reports, wanted.reject_reports))
}

/// Whether somebody has to look at it first, and why that is so, if the list is otherwise free to act.
fn held_back(
    cx: &mut Context,
    list: &Subscription,
    entry: &Entry,
    known: &Known,
) -> Result<Option<Option<String>>> {
    if entry.is_approved {
        return Ok(None);
    }
    let bonds = bonds(cx, entry, known)?;
    match bonds {
        None if !list.needs_review => Ok(None),
        why => Ok(Some(why)),
    }
}

/// What members have to do with a server and those below it.
fn bonds(cx: &mut Context, entry: &Entry, known: &Known) -> Result<Option<String>> {
    let domains = known.below(&entry.domain);
    if domains.is_empty() {
        return Ok(None);
    }
    let totals = losses::totals(&mut cx.tx, &domains)?;
    let text = format!(
        "Members have {} followers there and follow {}",
        totals.followers, totals.following
    );
    Ok(Some(text).filter(|_| totals.followers + totals.following > 0))
}

fn allow(
    cx: &mut Context,
    list: &Subscription,
    entry: &Entry,
    world: &mut World,
) -> Result<Verdict> {
    let own = world.allows.get(&entry.domain).cloned();
    let is_ours = |it: &DomainAllow| it.subscription_id == Some(list.id);
    if !entry.is_listed {
        return match own.filter(is_ours) {
            None => Ok(forgotten(entry)),
            Some(_) if !list.retracts => Ok(dropped()),
            // In a limited federation, all that is known of the server would go with it.
            Some(_) if bonds(cx, entry, &world.known)?.is_some() => Ok(dropped()),
            Some(allow) => {
                allows::remove(cx, allow.id)?;
                Ok(Some((State::Retracted, None)))
            }
        };
    }
    if State::of(entry) == State::Dismissed {
        return Ok(stays(entry));
    }
    match own {
        Some(allow) if is_ours(&allow) => Ok(Some((State::Applied, None))),
        Some(_) => Ok(Some((State::Covered, Some("It is allowed already".into())))),
        None if State::of(entry) == State::Applied => {
            let note = "It was allowed no longer by somebody here".to_owned();
            Ok(Some((State::Dismissed, Some(note))))
        }
        None if list.needs_review && !entry.is_approved => Ok(Some((State::Draft, None))),
        None => {
            let moderator = cx.moderator(Permission::ManageFederation)?;
            allows::add(cx, &moderator, &entry.domain, Some(list.id))?;
            Ok(Some((State::Applied, None)))
        }
    }
}
