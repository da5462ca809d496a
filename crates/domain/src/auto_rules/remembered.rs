//! What a process knows of the rules by heart.

use std::sync::{Arc, PoisonError, RwLock};

use store::{
    auto_rules,
    counters::{self, AUTO_RULE_CHANGES, REMOVED_TEXT_CHANGES},
};

use super::{
    Finder, Subject,
    removed::{self, Removed},
};
use crate::{Context, Result};

/// The rules, and what is known of removed posts, as of some change. A look at the number of changes tells
/// whether they are still so.
#[derive(Default)]
pub struct Remembered {
    rules: RwLock<Option<(i64, Arc<Rules>)>>,
    removed: RwLock<Option<(i64, Arc<Removed>)>>,
}

#[derive(Default)]
pub(super) struct Rules {
    pub(super) posts: Finder,
    pub(super) sign_ups: Finder,
}

pub(super) fn rules(cx: &mut Context) -> Result<Arc<Rules>> {
    let remembered = cx.auto_rules.clone();
    as_of(&remembered.rules, cx, AUTO_RULE_CHANGES, |cx| {
        let kept = auto_rules::all(&mut cx.tx)?;
        Ok(Rules {
            posts: Finder::new(Subject::Post, &kept)?,
            sign_ups: Finder::new(Subject::SignUp, &kept)?,
        })
    })
}

pub(super) fn removed(cx: &mut Context) -> Result<Arc<Removed>> {
    let remembered = cx.auto_rules.clone();
    as_of(&remembered.removed, cx, REMOVED_TEXT_CHANGES, removed::load)
}

/// Nobody waits for somebody who reads: two who find the same old thing both read it anew.
fn as_of<T>(
    place: &RwLock<Option<(i64, Arc<T>)>>,
    cx: &mut Context,
    counter: &str,
    read: impl FnOnce(&mut Context) -> Result<T>,
) -> Result<Arc<T>> {
    let changes = counters::get(&mut cx.tx, counter)?;
    let known = place.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((of, known)) = known
        && of == changes
    {
        return Ok(known);
    }
    let new = Arc::new(read(cx)?);
    *place.write().unwrap_or_else(PoisonError::into_inner) = Some((changes, new.clone()));
    Ok(new)
}
