//! Writing to those who have to do with a report.

use super::work::{act, find};
use crate::{
    Context, Result, Violation,
    acts::{Act, Effects},
    error::refuse,
    mail::Letter,
    members,
};

/// Characters of a letter.
const LONGEST: usize = 2000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    Reporter,
    Target,
}

/// A letter in the name of the staff. The log keeps what it says.
pub fn write(cx: &mut Context, id: i64, to: Party, text: &str) -> Result<()> {
    let (moderator, report) = find(cx, id)?;
    let to_account_id = match to {
        Party::Reporter => report.account_id,
        Party::Target => report.target_account_id,
    };
    check(cx, to_account_id, text)?;
    let act = Act {
        reason: Some(text),
        effects: Effects {
            members_notified: 1,
            ..Effects::default()
        },
        ..act("write", &report)
    };
    act.record(cx, &moderator)?;
    let letter = Letter::FromStaff {
        report_id: id,
        to_account_id,
        text: text.trim().to_owned(),
    };
    letter.leave(cx)
}

/// Only members have an address that is known.
fn check(cx: &mut Context, to: i64, text: &str) -> Result<()> {
    let mut found = Vec::new();
    if text.trim().is_empty() {
        found.push(Violation::blank("text", "Text"));
    } else if text.chars().count() > LONGEST {
        found.push(Violation::too_long("text", "Text", LONGEST));
    }
    if members::find(cx, to)?.is_none() {
        let message = "has no login here";
        found.push(Violation::new("to", "To", "ERR_INVALID", message));
    }
    refuse(found)
}
