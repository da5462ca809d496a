//! What rules have met, and taking back what came of it.

use store::{
    account_list::Window,
    action_log::{self, Entry},
    auto_rule_matches::{self as matches, Match},
    auto_rules,
    reports::{self, Report},
    users,
};

use super::{Outcome, named_target};
use crate::{
    Context, Error, Permission, Result,
    accounts::approve,
    acts::{self, Act, Target},
    reports::close,
};

/// The word that the log has for it.
pub(super) const LOGGED: &str = "automatic_rule_match";

/// Newest first.
pub fn list(cx: &mut Context, rule_id: i64, window: Window) -> Result<Vec<Match>> {
    cx.moderator(Permission::ManageReports)?;
    auto_rules::find(&mut cx.tx, rule_id)?.ok_or(Error::NotFound)?;
    Ok(matches::page(&mut cx.tx, rule_id, window)?)
}

/// Whether a rule has somebody wait who has signed up. What was taken back does not.
pub(crate) fn waits(cx: &mut Context, account_id: i64) -> Result<bool> {
    let known = matches::of_sign_up(&mut cx.tx, account_id)?;
    let waiting = known
        .iter()
        .filter(|it| it.done().contains(&Outcome::RequireApproval.word()));
    let acts: Vec<i64> = waiting.filter_map(|it| it.act_id).collect();
    let taken_back = action_log::taken_back(&mut cx.tx, &acts)?;
    Ok(taken_back.len() < acts.len())
}

/// Undoes what came of a match, as far as it still holds. Permissions are those of doing so by hand.
pub(crate) fn take_back(cx: &mut Context, entry: &Entry) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let found = matches::of_act(&mut cx.tx, entry.id)?;
    let met = found.ok_or_else(|| refused("What came of this is not known any more"))?;
    let target = Target {
        account_id: entry.target_account_id,
        ..named_target(met.rule_id, &entry.human_identifier)
    };
    let act = Act::new("take_back", target).taking_back(Some(entry.id));
    act.record(cx, &moderator)?;
    let mut is_anything = false;
    for act_id in [met.limit_act_id, met.hold_act_id].into_iter().flatten() {
        is_anything |= if_possible(cx, |cx| acts::revert(cx, act_id))?;
    }
    if met.done().contains(&Outcome::RequireApproval.word()) {
        is_anything |= if_possible(cx, |cx| let_in(cx, met.account_id))?;
    }
    if let (Some(report_id), Some(status_id)) = (met.report_id, met.status_id) {
        is_anything |= drop_from(cx, report_id, status_id)?;
    }
    match is_anything {
        true => Ok(()),
        false => Err(refused(
            "There is nothing left of this act to be taken back",
        )),
    }
}

/// Whether there was still something to be done. Whoever may not do it is told so.
fn if_possible(cx: &mut Context, deed: impl FnOnce(&mut Context) -> Result<()>) -> Result<bool> {
    match cx.part(deed) {
        Ok(()) => Ok(true),
        Err(Error::Unprocessable(_) | Error::NotFound | Error::Duplicate) => Ok(false),
        Err(error) => Err(error),
    }
}

fn let_in(cx: &mut Context, account_id: i64) -> Result<()> {
    let user = users::find(&mut cx.tx, account_id)?.ok_or(Error::NotFound)?;
    match user.approved {
        true => Err(Error::NotFound),
        false => approve(cx, account_id),
    }
}

/// A report without posts has nothing to say.
fn drop_from(cx: &mut Context, report_id: i64, status_id: i64) -> Result<bool> {
    let moderator = cx.moderator(Permission::ManageReports)?;
    let found = reports::find_locked(&mut cx.tx, report_id)?;
    let Some(report) = found.filter(Report::is_open) else {
        return Ok(false);
    };
    let mut ids = report.status_ids();
    ids.retain(|it| *it != status_id);
    if ids.is_empty() {
        close(cx, &moderator, &report)?;
        return Ok(true);
    }
    let is_changed = ids.len() < report.status_ids().len();
    if is_changed {
        let now = cx.now;
        reports::set_statuses(&mut cx.tx, report_id, &ids, now)?;
    }
    Ok(is_changed)
}

fn refused(text: &str) -> Error {
    Error::Unprocessable(text.into())
}
