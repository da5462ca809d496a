//! Doing the same to many.

use std::collections::HashSet;

use crate::{
    Context, Error, Result, Violation,
    accounts::{self, Wanted},
    error::refuse,
    held_statuses::{self, Rejection},
};

/// How many things one call may name.
const MOST: usize = 1000;

/// What is to be done to each.
#[derive(Clone, Debug)]
pub enum Deed {
    Act(Wanted),
    RejectHeld(Rejection),
    /// Something that needs no more than an id.
    Plain(fn(&mut Context, i64) -> Result<()>),
}

#[derive(Clone, Debug)]
pub struct Batch {
    /// Of accounts, of reports, of posts, or of what trends.
    pub ids: Vec<i64>,
    pub deed: Deed,
    /// Whether nothing is done where one of them cannot be.
    pub all_or_nothing: bool,
}

/// What became of one of them.
#[derive(Debug)]
pub struct Item {
    pub id: i64,
    pub refused: Option<Error>,
}

/// Does it to each, and answers with the number of the batch.
pub fn perform(cx: &mut Context, batch: &Batch) -> Result<(i64, Vec<Item>)> {
    check(&batch.ids)?;
    let mut seen = HashSet::new();
    let mut ids = batch.ids.clone();
    ids.retain(|it| seen.insert(*it));
    let id = cx.new_id();
    cx.batch = Some(id);
    let items = each(cx, &ids, batch.all_or_nothing, |cx, id| match &batch.deed {
        Deed::Act(wanted) => accounts::act(cx, id, wanted.clone()).map(drop),
        Deed::RejectHeld(_) => held_statuses::may_be_rejected(cx, id),
        Deed::Plain(deed) => deed(cx, id),
    })?;
    if let Deed::RejectHeld(how) = &batch.deed {
        // All of them at once, so that nobody is told of each of hers.
        let fine = items.iter().filter(|it| it.refused.is_none());
        let ids: Vec<i64> = fine.map(|it| it.id).collect();
        held_statuses::reject_all(cx, &ids, how)?;
    }
    Ok((id, items))
}

fn check(ids: &[i64]) -> Result<()> {
    let message = match ids.len() {
        0 => "can't be blank".to_owned(),
        1..=MOST => return Ok(()),
        _ => format!("are too many (maximum is {MOST})"),
    };
    refuse(vec![Violation::new("ids", "Ids", "ERR_INVALID", message)])
}

/// Does something to each. With `all_or_nothing`, the first that fails undoes the others.
pub(super) fn each(
    cx: &mut Context,
    ids: &[i64],
    all_or_nothing: bool,
    deed: impl Fn(&mut Context, i64) -> Result<()>,
) -> Result<Vec<Item>> {
    let mut items = Vec::with_capacity(ids.len());
    for &id in ids {
        let refused = match cx.part(|cx| deed(cx, id)) {
            Ok(()) => None,
            Err(error) if !error.is_about_the_request() => return Err(error),
            Err(error) if all_or_nothing => {
                let text = format!("Nothing was done, because of {id}: {error}");
                return Err(Error::Unprocessable(text));
            }
            Err(error) => Some(error),
        };
        items.push(Item { id, refused });
    }
    Ok(items)
}
