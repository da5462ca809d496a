//! What a filter looks for: keywords, and single posts.

use store::{
    filters::{self, FilteredStatus, Keyword},
    visible::Place,
};

use super::{own, refuse_more_than, tell};
use crate::{Context, Error, Result, Violation, error::refuse, visibility};

pub(super) const LONGEST_KEYWORD: usize = 512;

/// What is to become of a keyword, as one of several in one request.
#[derive(Clone, Debug, Default)]
pub struct KeywordChange {
    /// None for a new one.
    pub id: Option<i64>,
    pub keyword: Option<String>,
    pub whole_word: Option<bool>,
    /// Whether it goes. A new one that goes never comes.
    pub is_removed: bool,
}

pub fn keywords(cx: &mut Context, filter_id: i64) -> Result<Vec<Keyword>> {
    let filter = own(cx, filter_id)?;
    Ok(filters::keywords_of(&mut cx.tx, &[filter.id])?)
}

pub fn keyword(cx: &mut Context, id: i64) -> Result<Keyword> {
    let owner = cx.member()?.account.id;
    let found = filters::find_keyword(&mut cx.tx, owner, id)?;
    Ok(found.ok_or(Error::NotFound)?.1)
}

pub fn add_keyword(
    cx: &mut Context,
    filter_id: i64,
    keyword: &str,
    whole_word: bool,
) -> Result<Keyword> {
    let filter = own(cx, filter_id)?;
    refuse(shape_violations("Keyword", keyword))?;
    refuse_more_than(cx, filters::count_keywords_of, 1, "filter keywords")?;
    let keyword = filters::add_keyword(&mut cx.tx, filter.id, keyword, whole_word)?;
    tell(cx, filter.account_id);
    Ok(keyword)
}

/// What is `None` stays.
pub fn change_keyword(
    cx: &mut Context,
    id: i64,
    text: Option<String>,
    whole_word: Option<bool>,
) -> Result<Keyword> {
    let owner = cx.member()?.account.id;
    let mut kept = keyword(cx, id)?;
    kept.keyword = text.unwrap_or(kept.keyword);
    kept.whole_word = whole_word.unwrap_or(kept.whole_word);
    refuse(shape_violations("Keyword", &kept.keyword))?;
    filters::set_keyword(&mut cx.tx, &kept)?;
    tell(cx, owner);
    Ok(kept)
}

/// The filter stays, even with nothing that it looks for.
pub fn remove_keyword(cx: &mut Context, id: i64) -> Result<()> {
    let owner = cx.member()?.account.id;
    let kept = keyword(cx, id)?;
    filters::remove_keyword(&mut cx.tx, kept.id)?;
    tell(cx, owner);
    Ok(())
}

/// What is wrong with a keyword, under the name that the request has for it.
pub(super) fn shape_violations(name: &'static str, keyword: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    if keyword.trim().is_empty() {
        found.push(Violation::blank("keyword", name));
    }
    if keyword.chars().count() > LONGEST_KEYWORD {
        found.push(Violation::too_long("keyword", name, LONGEST_KEYWORD));
    }
    found
}

/// What several changes amount to. An id of another filter's keyword belongs to nothing.
pub(super) enum Step {
    Add { keyword: String, whole_word: bool },
    Set(Keyword),
    Remove(i64),
}

pub(super) fn prepare(
    cx: &mut Context,
    filter_id: Option<i64>,
    changes: &[KeywordChange],
) -> Result<Vec<Step>> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let kept = filters::keywords_of(&mut cx.tx, filter_id.as_slice())?;
    let mut steps = Vec::new();
    for change in changes {
        let Some(id) = change.id else {
            if !change.is_removed {
                steps.push(Step::Add {
                    keyword: change.keyword.clone().unwrap_or_default(),
                    whole_word: change.whole_word.unwrap_or(true),
                });
            }
            continue;
        };
        let found = kept.iter().find(|it| it.id == id).ok_or(Error::NotFound)?;
        steps.push(match change.is_removed {
            true => Step::Remove(id),
            false => Step::Set(Keyword {
                keyword: change.keyword.as_ref().unwrap_or(&found.keyword).clone(),
                whole_word: change.whole_word.unwrap_or(found.whole_word),
                ..*found
            }),
        });
    }
    Ok(steps)
}

pub(super) fn violations(steps: &[Step]) -> Vec<Violation> {
    let of_one = |step: &Step| match step {
        Step::Add { keyword, .. } | Step::Set(Keyword { keyword, .. }) => {
            shape_violations("Keywords keyword", keyword)
        }
        Step::Remove(_) => Vec::new(),
    };
    let mut found: Vec<Violation> = steps.iter().flat_map(of_one).collect();
    // Once for all of them, however many there are.
    found.dedup();
    found
}

pub(super) fn apply(cx: &mut Context, filter_id: i64, steps: &[Step]) -> Result<()> {
    let more = steps.iter().filter(|it| matches!(it, Step::Add { .. }));
    let more = more.count();
    if more > 0 {
        refuse_more_than(cx, filters::count_keywords_of, more, "filter keywords")?;
    }
    for step in steps {
        match step {
            Step::Add {
                keyword,
                whole_word,
            } => drop(filters::add_keyword(
                &mut cx.tx,
                filter_id,
                keyword,
                *whole_word,
            )?),
            Step::Set(keyword) => filters::set_keyword(&mut cx.tx, keyword)?,
            Step::Remove(id) => filters::remove_keyword(&mut cx.tx, *id)?,
        }
    }
    Ok(())
}

pub fn statuses(cx: &mut Context, filter_id: i64) -> Result<Vec<FilteredStatus>> {
    let filter = own(cx, filter_id)?;
    Ok(filters::statuses_of(&mut cx.tx, &[filter.id])?)
}

pub fn status(cx: &mut Context, id: i64) -> Result<FilteredStatus> {
    let owner = cx.member()?.account.id;
    filters::find_status(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
}

/// The post must be one that the member may see.
pub fn add_status(cx: &mut Context, filter_id: i64, status_id: i64) -> Result<FilteredStatus> {
    let filter = own(cx, filter_id)?;
    let wrong = |violation| Err(Error::Invalid(vec![violation]));
    if visibility::statuses(cx, &[status_id], Place::Alone)?.is_empty() {
        return wrong(Violation::new(
            "status_id",
            "Status",
            "ERR_BLANK",
            "must exist",
        ));
    }
    let kept = filters::statuses_of(&mut cx.tx, &[filter.id])?;
    if kept.iter().any(|it| it.status_id == status_id) {
        return wrong(Violation::taken("status_id", "Status"));
    }
    refuse_more_than(cx, filters::count_statuses_of, 1, "filtered posts")?;
    let added = filters::add_status(&mut cx.tx, filter.id, status_id)?;
    tell(cx, filter.account_id);
    Ok(added)
}

pub fn remove_status(cx: &mut Context, id: i64) -> Result<()> {
    let owner = cx.member()?.account.id;
    let kept = status(cx, id)?;
    filters::remove_status(&mut cx.tx, kept.id)?;
    tell(cx, owner);
    Ok(())
}
