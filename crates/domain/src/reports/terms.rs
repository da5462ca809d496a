//! What a report may say.

use store::rules;

use crate::{Context, Result, Violation, error::refuse};

const CATEGORIES: [&str; 4] = ["other", "spam", "legal", "violation"];
/// The category that names rules.
pub(super) const VIOLATION: &str = "violation";
pub(crate) const OTHER: &str = "other";

/// The category and the rules fit together, and the rules exist or have existed.
pub(super) fn check(cx: &mut Context, category: &str, rule_ids: Option<&[i64]>) -> Result<()> {
    if !CATEGORIES.contains(&category) {
        return refuse(vec![Violation::not_listed("category", "Category")]);
    }
    let message = match (category == VIOLATION, rule_ids) {
        (true, Some(ids)) if rules::count(&mut cx.tx, ids)? == ids.len() as i64 => return Ok(()),
        (true, _) => "does not reference valid rules",
        (false, None | Some([])) => return Ok(()),
        (false, Some(_)) => "must be blank",
    };
    refuse(vec![Violation::new(
        "rule_ids",
        "Rule ids",
        "ERR_INVALID",
        message,
    )])
}
