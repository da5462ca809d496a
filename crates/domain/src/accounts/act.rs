//! Warning, freezing, limiting and suspending.

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    accounts::{self, Account},
    action_log::Recorded,
    email_blocks, presets,
    reports::Report,
    strikes::{self, NewStrike, Strike},
    timed_acts, tokens,
    users::{self, User},
};

use super::{as_account, as_user, get_locked, power_of, user_of};
use crate::{
    Context, Error, Event, Moderator, Permission, Result, Violation,
    acts::{Act, Effects, Target},
    emails::canonical_hash,
    error::refuse,
    jobs::Job,
    mail::Letter,
    members, news, notifications, reports, webhooks,
};

/// How long the data of a suspended account is kept.
const KEPT: TimeDelta = TimeDelta::days(30);

/// What to do about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Warn,
    Disable,
    Sensitize,
    Silence,
    Suspend,
}

impl Action {
    pub const ALL: [Self; 5] = [
        Self::Warn,
        Self::Disable,
        Self::Sensitize,
        Self::Silence,
        Self::Suspend,
    ];

    /// Whether it is the account that it changes, and not the login behind it.
    pub(super) fn is_about_account(self) -> bool {
        matches!(self, Self::Sensitize | Self::Silence | Self::Suspend)
    }

    /// Mastodon's word, as the log keeps it: what is logged of a warning is its strike.
    fn logged(self) -> &'static str {
        match self {
            Self::Warn => "create",
            _ => self.word(),
        }
    }

    /// Mastodon's word, as strikes keep it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warn => "none",
            Self::Disable => "disable",
            Self::Sensitize => "sensitive",
            Self::Silence => "silence",
            Self::Suspend => "suspend",
        }
    }
}

/// What a moderator wants to be done.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What was asked for: nothing at all, or something that does not exist, is refused.
    pub action: Result<Action, Vec<Violation>>,
    /// The report that it answers.
    pub report_id: Option<i64>,
    /// Prepared words that come first.
    pub preset_id: Option<i64>,
    /// Words for the owner.
    pub text: String,
    /// Whether the owner is told, by mail and in the app.
    pub is_told: bool,
    /// When the server undoes it by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// The automatic rule that wants it, for the log. What members have reported is not answered by that.
    pub rule: Option<String>,
}

/// Does it, strikes, writes it down, tells the owner, and resolves the reports that it answers.
///
/// Doing the same again strikes again and starts the time of a suspension anew.
pub fn act(cx: &mut Context, id: i64, wanted: Wanted) -> Result<Effects> {
    act_and_tell(cx, id, wanted).map(|(effects, _)| effects)
}

/// The same, and the entry of the log that tells of it.
pub(crate) fn act_and_tell(
    cx: &mut Context,
    id: i64,
    wanted: Wanted,
) -> Result<(Effects, Recorded)> {
    let moderator = cx.moderator(Permission::ManageUsers)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?;
    let action = wanted.action.map_err(Error::Invalid)?;
    check(cx, &moderator, action, user.as_ref())?;
    check_end(cx, action, wanted.expires_at)?;
    let report = wanted.report_id.map(|id| find_report(cx, id)).transpose()?;
    let text = words(cx, wanted.preset_id, &wanted.text)?;

    let answered = match wanted.rule {
        Some(_) => Vec::new(),
        None => answered_reports(cx, action, &account, report.as_ref())?,
    };
    if !answered.is_empty() {
        moderator.may(Permission::ManageReports)?;
    }
    let is_told = wanted.is_told && user.is_some();
    let effects = Effects {
        reports_resolved: answered.len() as i64,
        members_notified: is_told.into(),
        ..side_effects(cx, action, user.as_ref())?
    };

    let strike = strike(cx, &moderator, action, &account, &text, report.as_ref())?;
    let act = Act {
        reason: Some(wanted.rule.as_ref().unwrap_or(&text)),
        report_id: report.as_ref().map(|it| it.id),
        expires_at: wanted.expires_at,
        effects,
        ..Act::new(action.logged(), target(action, &account, &strike))
    };
    let recorded = act.record(cx, &moderator)?;
    strikes::set_act(&mut cx.tx, strike.id, &recorded)?;
    change_state(cx, action, &account, user.as_ref(), &recorded)?;
    if action.is_about_account() {
        webhooks::tell_of_account(cx, &account)?;
    }
    match wanted.expires_at {
        Some(at) => timed_acts::set(&mut cx.tx, id, action.word(), at, &recorded)?,
        None => timed_acts::remove(&mut cx.tx, id, action.word())?,
    }
    for report in answered {
        reports::close(cx, &moderator, &report)?;
    }
    if is_told {
        tell(cx, &account, &strike)?;
    }
    Ok((effects, recorded))
}

fn check(
    cx: &mut Context,
    moderator: &Moderator,
    action: Action,
    user: Option<&User>,
) -> Result<()> {
    if action == Action::Warn {
        return Ok(());
    }
    moderator.over(power_of(cx, user)?.as_ref())?;
    if action == Action::Disable && user.is_none() {
        let message = "cannot be used on an account without a login";
        return Err(Error::Invalid(vec![Violation::new(
            "type",
            "Type",
            "ERR_INVALID",
            message,
        )]));
    }
    Ok(())
}

/// What ends by itself ends later, and there is something to end.
fn check_end(cx: &Context, action: Action, end: Option<DateTime<Utc>>) -> Result<()> {
    let message = match end {
        None => return Ok(()),
        Some(_) if action == Action::Warn => "must be blank",
        Some(at) if at <= cx.now => "must be in the future",
        Some(_) => return Ok(()),
    };
    let (field, name) = ("expires_at", "Expires at");
    refuse(vec![Violation::new(field, name, "ERR_INVALID", message)])
}

fn find_report(cx: &mut Context, id: i64) -> Result<Report> {
    store::reports::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// The preset, an empty line, and what the moderator wrote.
pub(crate) fn words(cx: &mut Context, preset_id: Option<i64>, text: &str) -> Result<String> {
    let Some(id) = preset_id else {
        return Ok(text.to_owned());
    };
    let preset = presets::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    match text.is_empty() {
        true => Ok(preset.text),
        false => Ok(format!("{}\n\n{text}", preset.text)),
    }
}

/// A warning answers the report that is named; anything else all that are open about the account.
fn answered_reports(
    cx: &mut Context,
    action: Action,
    account: &Account,
    report: Option<&Report>,
) -> Result<Vec<Report>> {
    if action != Action::Warn {
        return Ok(store::reports::unresolved_about(&mut cx.tx, account.id)?);
    }
    let named = report.filter(|it| it.is_open());
    Ok(named.into_iter().cloned().collect())
}

fn side_effects(cx: &mut Context, action: Action, user: Option<&User>) -> Result<Effects> {
    let (Some(user), Action::Disable | Action::Suspend) = (user, action) else {
        return Ok(Effects::default());
    };
    let hash = canonical_hash(&user.email);
    let is_new_block = action == Action::Suspend && !email_blocks::is_blocked(&mut cx.tx, &hash)?;
    Ok(Effects {
        emails_blocked: is_new_block.into(),
        tokens_refused: tokens::count_live(&mut cx.tx, user.account_id)?,
        ..Effects::default()
    })
}

fn strike(
    cx: &mut Context,
    moderator: &Moderator,
    action: Action,
    account: &Account,
    text: &str,
    report: Option<&Report>,
) -> Result<Strike> {
    let cited = report.map(Report::status_ids);
    let strike = NewStrike {
        account_id: moderator.account_id(),
        target_account_id: account.id,
        action: action.word(),
        text,
        report_id: report.map(|it| it.id),
        status_ids: cited.as_deref(),
        created_at: cx.now,
    };
    Ok(strikes::add(&mut cx.tx, &strike)?)
}

fn target(action: Action, account: &Account, strike: &Strike) -> Target {
    match action {
        Action::Warn => Target {
            kind: "AccountWarning",
            id: strike.id,
            ..as_account(account)
        },
        Action::Disable => as_user(account),
        Action::Sensitize | Action::Silence | Action::Suspend => as_account(account),
    }
}

fn change_state(
    cx: &mut Context,
    action: Action,
    account: &Account,
    user: Option<&User>,
    recorded: &Recorded,
) -> Result<()> {
    let (id, now) = (account.id, cx.now);
    match action {
        Action::Warn => Ok(()),
        Action::Disable => {
            cx.events.push(Event::Cut { account_id: id });
            Ok(users::set_disabled(&mut cx.tx, id, true, recorded)?)
        }
        Action::Sensitize => Ok(accounts::set_sensitized(
            &mut cx.tx,
            id,
            Some(now),
            recorded,
        )?),
        Action::Silence => Ok(accounts::set_silenced(&mut cx.tx, id, Some(now), recorded)?),
        Action::Suspend => suspend(cx, account, user, recorded),
    }
}

fn suspend(
    cx: &mut Context,
    account: &Account,
    user: Option<&User>,
    recorded: &Recorded,
) -> Result<()> {
    let (id, now) = (account.id, cx.now);
    cx.events.push(Event::Cut { account_id: id });
    accounts::set_suspended(&mut cx.tx, id, now, now + KEPT, recorded)?;
    let Some(user) = user else {
        return Job::CutFollows { account_id: id }.leave(cx);
    };
    news::standing_changed(cx, id)?;
    members::count(cx, members::is_counted(account, user), false)?;
    email_blocks::add(&mut cx.tx, &canonical_hash(&user.email), Some(id), now)?;
    Ok(())
}

/// By mail, and in the app unless the account is suspended.
fn tell(cx: &mut Context, account: &Account, strike: &Strike) -> Result<()> {
    let strike_id = strike.id;
    Letter::Warning { strike_id }.leave(cx)?;
    notifications::tell_of_strike(cx, account, strike)
}
