//! What members write down about others, for themselves.

use store::account_notes;

use crate::{Context, Result, Violation, error::refuse, relationships::pair};

pub const LONGEST_COMMENT: usize = 2000;

/// An empty comment takes the note away.
pub fn set(cx: &mut Context, id: i64, comment: &str) -> Result<()> {
    let (me, _) = pair(cx, id)?;
    if comment.trim().is_empty() {
        return Ok(account_notes::remove(&mut cx.tx, me.id, id)?);
    }
    refuse(match comment.chars().count() > LONGEST_COMMENT {
        true => vec![Violation::too_long("comment", "Comment", LONGEST_COMMENT)],
        false => Vec::new(),
    })?;
    let now = cx.now;
    Ok(account_notes::set(&mut cx.tx, me.id, id, comment, now)?)
}
