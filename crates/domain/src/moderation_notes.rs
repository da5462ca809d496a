//! What moderators write for each other, and nobody else reads.

use store::{
    accounts,
    moderation_notes::{self, Note, Subject},
    reports,
};

use crate::{
    Context, Error, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    members, servers,
    webhooks::{Occasion, tell},
};

/// Characters of a note.
const LONGEST: usize = 2000;

/// What becomes of a report along with a note on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Stays,
    Resolves,
    Reopens,
}

pub fn on_account(cx: &mut Context, id: i64) -> Result<Vec<Note>> {
    cx.moderator(Permission::ManageReports)?;
    accounts::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    Ok(moderation_notes::about(&mut cx.tx, Subject::Account(id))?)
}

pub fn on_report(cx: &mut Context, id: i64) -> Result<Vec<Note>> {
    cx.moderator(Permission::ManageReports)?;
    reports::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    Ok(moderation_notes::about(&mut cx.tx, Subject::Report(id))?)
}

/// About a server that is known.
pub fn on_server(cx: &mut Context, domain: &str) -> Result<Vec<Note>> {
    let server = servers::instances::get(cx, domain)?;
    Ok(moderation_notes::about(
        &mut cx.tx,
        Subject::Server(&server.domain),
    )?)
}

pub fn add_to_server(cx: &mut Context, domain: &str, text: &str) -> Result<Note> {
    let server = servers::instances::get(cx, domain)?;
    add(cx, Subject::Server(&server.domain), None, text)
}

pub fn add_to_account(cx: &mut Context, id: i64, text: &str) -> Result<Note> {
    cx.moderator(Permission::ManageReports)?;
    accounts::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    add(cx, Subject::Account(id), Some(id), text)
}

/// Everybody who has the report open learns that it has changed.
pub fn add_to_report(cx: &mut Context, id: i64, text: &str, turn: Turn) -> Result<Note> {
    cx.moderator(Permission::ManageReports)?;
    let report = reports::find_locked(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let target = Some(report.target_account_id);
    let note = add(cx, Subject::Report(id), target, text)?;
    match turn {
        Turn::Stays => touch(cx, id),
        Turn::Resolves => crate::reports::resolve(cx, id),
        Turn::Reopens => crate::reports::reopen(cx, id),
    }?;
    Ok(note)
}

fn touch(cx: &mut Context, report_id: i64) -> Result<()> {
    let now = cx.now;
    reports::touch(&mut cx.tx, report_id, now)?;
    tell(cx, Occasion::ReportUpdated, report_id)
}

fn add(cx: &mut Context, subject: Subject<'_>, about: Option<i64>, text: &str) -> Result<Note> {
    let moderator = cx.moderator(match subject {
        Subject::Server(_) => Permission::ManageFederation,
        Subject::Account(_) | Subject::Report(_) => Permission::ManageReports,
    })?;
    let text = text.trim();
    let mut found = Vec::new();
    if text.is_empty() {
        found.push(Violation::blank("text", "Text"));
    } else if text.chars().count() > LONGEST {
        found.push(Violation::too_long("text", "Text", LONGEST));
    }
    refuse(found)?;
    let (by, now) = (moderator.account_id(), cx.now);
    let note = moderation_notes::add(&mut cx.tx, by, subject, text, now)?;
    act("create", &note, about).record(cx, &moderator)?;
    Ok(note)
}

/// One's own, or that of somebody whose role is lower.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let any = [Permission::ManageReports, Permission::ManageFederation];
    let moderator = cx.moderator_of_any(&any)?;
    let note = moderation_notes::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    moderator.may(match note.domain {
        Some(_) => Permission::ManageFederation,
        None => Permission::ManageReports,
    })?;
    if note.account_id.is_none() || note.account_id != moderator.account_id() {
        let author = note
            .account_id
            .map(|id| members::find(cx, id))
            .transpose()?;
        moderator.over(author.flatten().map(|it| it.power).as_ref())?;
    }
    let about = match (note.target_account_id, note.report_id) {
        (Some(id), _) => Some(id),
        (None, Some(id)) => reports::find(&mut cx.tx, id)?.map(|it| it.target_account_id),
        (None, None) => None,
    };
    let recorded = act("destroy", &note, about).record(cx, &moderator)?;
    if let Some(report_id) = note.report_id {
        touch(cx, report_id)?;
    }
    Ok(moderation_notes::remove(&mut cx.tx, id, &recorded)?)
}

/// What it says is for those who may read notes; the log says only that there is one.
fn act<'a>(word: &'a str, note: &Note, about: Option<i64>) -> Act<'a> {
    let kind = match (&note.domain, note.report_id) {
        (Some(_), _) => "InstanceModerationNote",
        (None, Some(_)) => "ReportNote",
        (None, None) => "AccountModerationNote",
    };
    let target = Target {
        kind,
        id: note.id,
        name: note.domain.clone().unwrap_or_else(|| note.id.to_string()),
        account_id: about,
    };
    Act {
        report_id: note.report_id,
        ..Act::new(word, target)
    }
}
