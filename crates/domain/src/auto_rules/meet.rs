//! What comes of a post or a newcomer that meets rules.

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    accounts::{self, Account},
    auto_rule_days, auto_rule_matches,
    auto_rule_matches::NewMatch,
    auto_rules, follows,
    reports::{self, NewReport, Report},
    user_ips,
    users::{self, User},
};

use super::{
    Dear, Facts, Needs, Outcome, Post, Rule, hold::Hold, matches, named_target, remembered,
};
use crate::{
    Context, Moderator, Permission, Result,
    accounts::{Action, Wanted, act_and_tell},
    acts::{Act, Target},
    emails, members, notifications,
    permissions::OF_EVERYBODY,
    tags::day_of,
    webhooks::{Occasion, tell},
};

/// How many posts a report of a rule names; more tell nobody anything new.
const MOST_REPORTED: usize = 100;

/// What is to become of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It goes its way.
    Pass,
    /// It waits for a moderator.
    Hold(Hold),
}

/// Asks the rules about a post that was just written, or changed. Its rows are there, and nobody was told
/// of it yet.
pub(crate) fn meet_post(cx: &mut Context, post: &Post<'_>) -> Result<Verdict> {
    let rules = remembered::rules(cx)?;
    let finder = &rules.posts;
    if finder.is_empty() {
        return Ok(Verdict::Pass);
    }
    let facts = Facts::of_post(cx, post, finder.reads_links());
    let now = cx.now;
    let met = finder.meeting(&facts, now, |needs| ask(cx, post, &facts, needs))?;
    if met.is_empty() || !is_theirs(cx, post)? || is_staff(cx, post.author)? {
        return Ok(Verdict::Pass);
    }
    as_one(cx, |cx| follow(cx, post, &met))
}

fn ask(cx: &mut Context, post: &Post<'_>, facts: &Facts, needs: Needs) -> Result<Dear> {
    let mut dear = Dear::default();
    let author = post.author;
    if needs.strangers {
        dear.is_to_strangers = is_to_strangers(cx, post)?;
    }
    if needs.email_domain && author.is_local() {
        let user = users::find(&mut cx.tx, author.id)?;
        dear.email_domain = user.map(|it| emails::domain_of(&it.email).to_owned());
    }
    if needs.ips && author.is_local() {
        let seen = user_ips::of_many(&mut cx.tx, &[author.id])?;
        dear.ips = seen.first().map(|it| it.ip).into_iter().collect();
    }
    if needs.likeness {
        let removed = remembered::removed(cx)?;
        dear.likeness = removed.likeness(&facts.text, cx.now);
    }
    Ok(dear)
}

fn is_to_strangers(cx: &mut Context, post: &Post<'_>) -> Result<bool> {
    let others = post.others();
    let followers = follows::followers_among(&mut cx.tx, post.author.id, &others)?;
    Ok(!others.is_empty() && followers.is_empty())
}

/// What people say among themselves is no business of moderators. A message to nobody but strangers is
/// what spam is.
fn is_theirs(cx: &mut Context, post: &Post<'_>) -> Result<bool> {
    Ok(post.status.visibility.is_for_all() || is_to_strangers(cx, post)?)
}

/// Whether the role of a member allows more than that of everybody may.
fn is_staff(cx: &mut Context, author: &Account) -> Result<bool> {
    if !author.is_local() {
        return Ok(false);
    }
    let member = members::find(cx, author.id)?;
    Ok(member.is_some_and(|it| it.power.permissions & !OF_EVERYBODY != 0))
}

/// What the rules do about one post or newcomer is one batch of acts of the server itself.
fn as_one<T>(cx: &mut Context, deed: impl FnOnce(&mut Context) -> Result<T>) -> Result<T> {
    let before = cx.batch;
    cx.batch = before.or_else(|| Some(cx.new_id()));
    let done = cx.as_system(deed);
    cx.batch = before;
    done
}

/// Each kind of outcome comes once, the strictest that any rule wants.
fn follow(cx: &mut Context, post: &Post<'_>, met: &[&Rule]) -> Result<Verdict> {
    let acting: Vec<&Rule> = met.iter().copied().filter(|it| !it.is_shadow).collect();
    let limit_act_id = match strictest_limit(cx.now, &acting) {
        Some((rule, end)) => limit(cx, post.author, rule, end)?,
        None => None,
    };
    let report_id = match wanting(&acting, Outcome::Flag).next() {
        Some(rule) => report(cx, post, rule)?,
        None => None,
    };
    let mut hold: Option<Hold> = None;
    for rule in met {
        let has = |outcome| !rule.is_shadow && rule.outcomes.contains(&outcome);
        let limit_act_id = limit_act_id.filter(|_| has(Outcome::Limit));
        let report_id = report_id.filter(|_| has(Outcome::Flag));
        let mut done = Vec::new();
        done.extend(report_id.map(|_| Outcome::Flag));
        done.extend(has(Outcome::Hold).then_some(Outcome::Hold));
        done.extend(limit_act_id.map(|_| Outcome::Limit));
        let what = Met {
            status_id: Some(post.status.id),
            limit_act_id,
            report_id,
            done: &done,
        };
        let id = note(cx, rule, post.author, &what)?;
        if has(Outcome::Hold) {
            let hold = hold.get_or_insert_with(|| Hold::by(rule, cx.batch));
            hold.matches.push(id);
        }
    }
    Ok(hold.map_or(Verdict::Pass, Verdict::Hold))
}

fn wanting<'a>(rules: &'a [&'a Rule], outcome: Outcome) -> impl Iterator<Item = &'a Rule> {
    let rules = rules.iter().copied();
    rules.filter(move |it| it.outcomes.contains(&outcome))
}

/// The rule that limits for longest, and until when. For ever is longest.
fn strictest_limit<'a>(
    now: DateTime<Utc>,
    acting: &'a [&'a Rule],
) -> Option<(&'a Rule, Option<DateTime<Utc>>)> {
    let ends = wanting(acting, Outcome::Limit).map(|rule| {
        let end = rule.limit_for.map(|it| now + TimeDelta::seconds(it));
        (rule, end)
    });
    ends.max_by_key(|(_, end)| end.unwrap_or(DateTime::<Utc>::MAX_UTC))
}

/// The entry of the log, unless the author is limited already.
fn limit(
    cx: &mut Context,
    author: &Account,
    rule: &Rule,
    end: Option<DateTime<Utc>>,
) -> Result<Option<i64>> {
    // Somebody may have decided about her meanwhile.
    let author = accounts::find_locked(&mut cx.tx, author.id)?;
    let Some(author) = author.filter(|it| it.silenced_at.is_none()) else {
        return Ok(None);
    };
    let wanted = Wanted {
        action: Ok(Action::Silence),
        report_id: None,
        preset_id: None,
        text: rule.text.clone(),
        is_told: true,
        expires_at: end,
        rule: Some(rule.words()),
    };
    let (_, recorded) = act_and_tell(cx, author.id, wanted)?;
    Ok(Some(recorded.id()))
}

/// Adds the post to the open report that a rule has made about the author, or makes one.
fn report(cx: &mut Context, post: &Post<'_>, rule: &Rule) -> Result<Option<i64>> {
    let (author, status_id, now) = (post.author, post.status.id, cx.now);
    let open = reports::unresolved_about(&mut cx.tx, author.id)?;
    let open = open.iter().find(|it| it.auto_rule_id.is_some());
    if let Some(id) = open.map(|it| it.id)
        && let Some(report) = reports::find_locked(&mut cx.tx, id)?.filter(Report::is_open)
    {
        let mut ids = report.status_ids();
        if !ids.contains(&status_id) && ids.len() < MOST_REPORTED {
            ids.push(status_id);
            reports::set_statuses(&mut cx.tx, id, &ids, now)?;
            tell(cx, Occasion::ReportUpdated, id)?;
        }
        return Ok(Some(id));
    }
    let Some(reporter) = reporter(cx, rule)? else {
        return Ok(None);
    };
    let report = NewReport {
        status_ids: &[status_id],
        auto_rule_id: Some(rule.id),
        ..NewReport::new(reporter, author.id, &rule.report_category, &rule.name, now)
    };
    let report = reports::add(&mut cx.tx, &report)?;
    tell(cx, Occasion::ReportCreated, report.id)?;
    // Nobody is told of what she has done herself, and the maker of the rule is to be.
    notifications::tell_of_report(cx, report.id, author.id)?;
    Ok(Some(report.id))
}

/// Reports are somebody's: those of a rule are its maker's, or another's who works on reports.
fn reporter(cx: &mut Context, rule: &Rule) -> Result<Option<i64>> {
    if let Some(id) = rule.account_id
        && accounts::find(&mut cx.tx, id)?.is_some()
    {
        return Ok(Some(id));
    }
    let staff = members::who_may(cx, Permission::ManageReports)?;
    Ok(staff.iter().map(|it| it.account_id).min())
}

/// What a match is about, and what came of it.
struct Met<'a> {
    status_id: Option<i64>,
    limit_act_id: Option<i64>,
    report_id: Option<i64>,
    done: &'a [Outcome],
}

/// Writes a match down, in the log too where the rule acts, and counts it.
fn note(cx: &mut Context, rule: &Rule, account: &Account, met: &Met<'_>) -> Result<i64> {
    let done: Vec<&str> = met.done.iter().map(|it| it.word()).collect();
    let act_id = match rule.is_shadow {
        true => None,
        false => Some(write_down(cx, rule, account, met, &done)?),
    };
    let now = cx.now;
    let done: Vec<&'static str> = met.done.iter().map(|it| it.word()).collect();
    let id = auto_rule_matches::add(
        &mut cx.tx,
        &NewMatch {
            rule_id: rule.id,
            account_id: account.id,
            status_id: met.status_id,
            is_shadow: rule.is_shadow,
            done: &done,
            act_id,
            limit_act_id: met.limit_act_id,
            hold_act_id: None,
            report_id: met.report_id,
            created_at: now,
        },
    )?;
    auto_rules::count_hit(&mut cx.tx, rule.id, now)?;
    auto_rule_days::count(&mut cx.tx, rule.id, day_of(now))?;
    Ok(id)
}

fn write_down(
    cx: &mut Context,
    rule: &Rule,
    account: &Account,
    met: &Met<'_>,
    done: &[&str],
) -> Result<i64> {
    let target = Target {
        account_id: Some(account.id),
        ..named_target(rule.id, &rule.name)
    };
    let reason = done.join(", ");
    let act = Act {
        reason: Some(&reason),
        report_id: met.report_id,
        ..Act::new(matches::LOGGED, target)
    };
    Ok(act.record(cx, &Moderator::system())?.id())
}

/// Asks the rules about somebody who signs up, or who changes her address before she has confirmed it. She
/// waits for approval where one of them says so.
pub(crate) fn meet_sign_up(
    cx: &mut Context,
    account: &Account,
    user: &User,
    dear: Dear,
) -> Result<()> {
    let rules = remembered::rules(cx)?;
    let finder = &rules.sign_ups;
    if finder.is_empty() {
        return Ok(());
    }
    let reason = user.invite_request.as_deref().unwrap_or_default();
    let facts = Facts::of_sign_up(account, reason, finder.reads_links());
    let met = finder.meeting(&facts, cx.now, |_| Ok(dear))?;
    let known = match met.is_empty() {
        true => return Ok(()),
        false => auto_rule_matches::of_sign_up(&mut cx.tx, account.id)?,
    };
    let new = |it: &&Rule| known.iter().all(|known| known.rule_id != it.id);
    let met: Vec<&Rule> = met.into_iter().filter(new).collect();
    as_one(cx, |cx| {
        for rule in met {
            let waits = !rule.is_shadow && rule.outcomes.contains(&Outcome::RequireApproval);
            let done: &[Outcome] = match waits {
                true => &[Outcome::RequireApproval],
                false => &[],
            };
            let what = Met {
                status_id: None,
                limit_act_id: None,
                report_id: None,
                done,
            };
            note(cx, rule, account, &what)?;
            if waits && user.approved {
                users::set_pending_by_rule(&mut cx.tx, account.id)?;
            }
        }
        Ok(())
    })
}
