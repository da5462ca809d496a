//! The first version of filters, in which each keyword is a filter of its own.

use store::filters::{self, Filter, Keyword};

use super::{
    Change, KeywordChange, changed, list,
    rules::{self, remove_keyword},
    tell, violations,
};
use crate::{Context, Error, Result, error::refuse};

/// What a keyword and its filter are to be like; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct PhraseChange {
    pub phrase: Option<String>,
    pub contexts: Option<Vec<String>>,
    /// Whether posts that match are hidden altogether.
    pub is_irreversible: Option<bool>,
    pub whole_word: Option<bool>,
    pub expires_in: Option<String>,
}

/// The keywords of all filters, in the order in which they were added.
pub fn phrases(cx: &mut Context) -> Result<Vec<(Filter, Keyword)>> {
    let mut phrases = Vec::new();
    for whole in list(cx)? {
        let keywords = whole.keywords.into_iter();
        phrases.extend(keywords.map(|it| (whole.filter.clone(), it)));
    }
    phrases.sort_by_key(|(_, keyword)| keyword.id);
    Ok(phrases)
}

pub fn phrase(cx: &mut Context, id: i64) -> Result<(Filter, Keyword)> {
    let owner = cx.member()?.account.id;
    filters::find_keyword(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
}

/// A filter with one keyword, which is its title too.
pub fn create_phrase(cx: &mut Context, change: &PhraseChange) -> Result<(Filter, Keyword)> {
    let keyword = KeywordChange {
        keyword: change.phrase.clone(),
        whole_word: change.whole_word,
        ..KeywordChange::default()
    };
    let mut wanted = of_filter(change);
    // Nothing is said about the keyword that is not said about the title.
    if change
        .phrase
        .as_deref()
        .is_some_and(|it| !it.trim().is_empty())
    {
        wanted.keywords.push(keyword);
    }
    let whole = super::create(cx, wanted)?;
    let keyword = whole.keywords.into_iter().next().ok_or(Error::NotFound)?;
    Ok((whole.filter, keyword))
}

/// What belongs to the filter can only be changed where it has no other keyword.
pub fn change_phrase(
    cx: &mut Context,
    id: i64,
    change: &PhraseChange,
) -> Result<(Filter, Keyword)> {
    const SHARED: &str = "These parameters cannot be changed from this application because they \
                          apply to more than one filter keyword. Use a more recent application \
                          or the web interface.";
    let (kept, mut keyword) = phrase(cx, id)?;
    let is_shared = filters::keywords_of(&mut cx.tx, &[kept.id])?.len() > 1;
    if let Some(phrase) = &change.phrase {
        keyword.keyword.clone_from(phrase);
    }
    keyword.whole_word = change.whole_word.unwrap_or(keyword.whole_word);
    let mut wanted = of_filter(change);
    if is_shared {
        wanted.title = None;
    }
    let filter = changed(kept.clone(), &wanted, cx.now);
    let mut found = rules::shape_violations("Keyword", &keyword.keyword);
    found.extend(violations(&filter));
    refuse(found)?;
    let is_same = (&kept.contexts, &kept.action, kept.expires_at)
        == (&filter.contexts, &filter.action, filter.expires_at);
    if is_shared && !is_same {
        return Err(Error::Unprocessable(SHARED.into()));
    }
    filters::set(&mut cx.tx, &filter)?;
    filters::set_keyword(&mut cx.tx, &keyword)?;
    tell(cx, filter.account_id);
    Ok((filter, keyword))
}

/// The filter stays, even with no keyword.
pub fn remove_phrase(cx: &mut Context, id: i64) -> Result<()> {
    remove_keyword(cx, id)
}

fn of_filter(change: &PhraseChange) -> Change {
    let action = |hides| if hides { "hide" } else { "warn" };
    Change {
        title: change.phrase.clone(),
        contexts: change.contexts.clone(),
        action: change.is_irreversible.map(|it| action(it).to_owned()),
        expires_in: change.expires_in.clone(),
        keywords: Vec::new(),
    }
}
