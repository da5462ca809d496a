//! Taking an act back.

use serde_json::Value;
use store::{
    action_log::{self, Entry},
    decisions, strikes,
};

use super::{Act, Item, Target, batch};
use crate::{
    Context, Error, Moderator, Permission, Result, accounts, auto_rules,
    gates::{canonical_email_blocks, email_domain_blocks, ip_blocks, username_blocks},
    held_statuses, reports,
    servers::{allows, blocks},
    statuses, tags, trends,
};

/// Undoes what an act has done, as far as it can be undone, and says so in the log. The strike that it
/// gave no longer counts. Permissions are those of doing the same by hand.
pub fn revert(cx: &mut Context, id: i64) -> Result<()> {
    let moderator = cx.moderator(Permission::ViewAuditLog)?;
    let entry = action_log::find_entry(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    if !action_log::taken_back(&mut cx.tx, &[id])?.is_empty() {
        return Err(refused("This act was taken back already"));
    }
    undo(cx, &moderator, &entry)
}

/// Undoes the acts that were done as one, the last first. What cannot be undone is said, and the rest
/// is undone all the same.
pub fn revert_batch(cx: &mut Context, id: i64) -> Result<(i64, Vec<Item>)> {
    cx.moderator(Permission::ViewAuditLog)?;
    let acts = action_log::of_batch(&mut cx.tx, id)?;
    if acts.is_empty() {
        return Err(Error::NotFound);
    }
    let own = cx.new_id();
    cx.batch = Some(own);
    Ok((own, batch::each(cx, &acts, false, revert)?))
}

fn undo(cx: &mut Context, moderator: &Moderator, entry: &Entry) -> Result<()> {
    let target = entry.target_id.unwrap_or_default();
    match (&*entry.target_type, &*entry.action) {
        ("Account" | "User", action @ ("disable" | "sensitive" | "silence" | "suspend")) => {
            is_latest(cx, entry)?;
            left(accounts::take_back(cx, target, action, entry.id)?)?;
            overrule(cx, entry)
        }
        ("Status" | "PreviewCard" | "PreviewCardProvider", "approve" | "reject" | "reset")
        | ("Account", "approve_trends" | "reject_trends" | "reset_trends")
            if entry.reverts.is_none() =>
        {
            let past = past(cx, entry)?;
            trends::take_back(cx, (&entry.target_type, target), entry.id, &past)
        }
        ("AccountWarning", "create") => forgive(cx, moderator, entry),
        ("Status", action @ ("destroy" | "update")) => {
            statuses::take_back(cx, target, entry.id, action)
        }
        ("Status", "hold") => held_statuses::release_after(cx, target, entry.id),
        ("Status", "release") => held_statuses::hold_after(cx, target, entry.id),
        ("DomainBlock", "create") => left(blocks::take_back(cx, target, entry.id)?),
        ("DomainAllow", "create") => left(allows::take_back(cx, target, entry.id)?),
        ("IpBlock", "create") => left(ip_blocks::take_back(cx, target, entry.id)?),
        ("EmailDomainBlock", "create") => {
            left(email_domain_blocks::take_back(cx, target, entry.id)?)
        }
        ("CanonicalEmailBlock", "create") => {
            left(canonical_email_blocks::take_back(cx, target, entry.id)?)
        }
        ("UsernameBlock", "create") => left(username_blocks::take_back(cx, target, entry.id)?),
        ("AutomaticRule", "automatic_rule_match") => auto_rules::take_back(cx, entry),
        ("AutomaticRule", "create") => left(auto_rules::take_back_creation(cx, target, entry.id)?),
        ("Tag", _) if entry.reverts.is_none() => {
            let past = past(cx, entry)?;
            tags::take_back(cx, target, entry.id, &past)
        }
        ("Report", "resolve") => reports::reopen_after(cx, target, entry.id),
        ("Report", "reopen") => reports::resolve_after(cx, target, entry.id),
        _ => Err(refused("An act of this kind cannot be taken back")),
    }
}

/// What the target of a decision was before it. What somebody has decided since stays decided.
fn past(cx: &mut Context, entry: &Entry) -> Result<Value> {
    let past = decisions::find(&mut cx.tx, entry.id)?;
    let past = past.ok_or_else(|| refused("An act of this kind cannot be taken back"))?;
    let target = entry.target_id.unwrap_or_default();
    let about = action_log::about(&mut cx.tx, &entry.target_type, target)?;
    let later: Vec<i64> = about
        .iter()
        .filter(|it| it.id > entry.id && it.reverts.is_none())
        .map(|it| it.id)
        .collect();
    let taken_back = action_log::taken_back(&mut cx.tx, &later)?;
    for id in later {
        let counts = taken_back.iter().all(|(back, _)| *back != id);
        if counts && decisions::find(&mut cx.tx, id)?.is_some() {
            let text = format!("Act {id} has decided about the same: take that back");
            return Err(Error::Unprocessable(text));
        }
    }
    Ok(past)
}

fn left(is_left: bool) -> Result<()> {
    match is_left {
        true => Ok(()),
        false => Err(refused(
            "There is nothing left of this act to be taken back",
        )),
    }
}

/// What somebody has decided again since stays decided.
fn is_latest(cx: &mut Context, entry: &Entry) -> Result<()> {
    let target = entry.target_id.unwrap_or_default();
    let about = action_log::about(&mut cx.tx, &entry.target_type, target)?;
    let later = about.iter().rfind(|it| it.action == entry.action);
    match later {
        Some(later) if later.id != entry.id => {
            let text = format!(
                "Act {} has decided the same again: take that back",
                later.id
            );
            Err(Error::Unprocessable(text))
        }
        _ => Ok(()),
    }
}

/// A warning is no more than its strike.
fn forgive(cx: &mut Context, moderator: &Moderator, entry: &Entry) -> Result<()> {
    moderator.may(Permission::ManageUsers)?;
    let target = Target {
        kind: "AccountWarning",
        id: entry.target_id.unwrap_or_default(),
        name: entry.human_identifier.clone(),
        account_id: entry.target_account_id,
    };
    let act = Act::new("overrule", target).taking_back(Some(entry.id));
    let recorded = act.record(cx, moderator)?;
    let now = cx.now;
    for strike in strikes::of_act(&mut cx.tx, entry.id)? {
        strikes::set_overruled(&mut cx.tx, strike.id, now, &recorded)?;
    }
    Ok(())
}

fn overrule(cx: &mut Context, entry: &Entry) -> Result<()> {
    let taken_back = action_log::taken_back(&mut cx.tx, &[entry.id])?;
    let Some((_, by)) = taken_back.first() else {
        return Err(Error::Internal("an act was taken back by none"));
    };
    let recorded = action_log::find(&mut cx.tx, *by)?.ok_or(Error::NotFound)?;
    let now = cx.now;
    for strike in strikes::of_act(&mut cx.tx, entry.id)? {
        strikes::set_overruled(&mut cx.tx, strike.id, now, &recorded)?;
    }
    Ok(())
}

fn refused(text: &str) -> Error {
    Error::Unprocessable(text.into())
}
