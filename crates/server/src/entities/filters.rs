use api::{
    Open, Timestamp,
    entities::{Filter, FilterAction, FilterKeyword, FilterResult, FilterStatus, FilterV1},
};
use domain::filters::{self, FilterMatch, Whole};
use serde_json::{Value, from_value};
use store::filters::{FilteredStatus, Keyword};

/// A filter with what it looks for.
pub(crate) fn filter(whole: &Whole) -> Filter {
    Filter {
        keywords: Some(whole.keywords.iter().map(filter_keyword).collect()),
        statuses: Some(whole.statuses.iter().map(filter_status).collect()),
        ..bare(&whole.filter)
    }
}

fn bare(kept: &store::filters::Filter) -> Filter {
    let action: Open<FilterAction> =
        from_value(Value::from(kept.action.as_str())).unwrap_or_default();
    Filter {
        id: kept.id.to_string(),
        title: kept.title.clone(),
        context: filters::contexts(kept).map(str::to_owned).collect(),
        expires_at: kept.expires_at.map(Timestamp),
        filter_action: action,
        keywords: None,
        statuses: None,
    }
}

pub(crate) fn filter_keyword(kept: &Keyword) -> FilterKeyword {
    FilterKeyword {
        id: kept.id.to_string(),
        keyword: kept.keyword.clone(),
        whole_word: kept.whole_word,
    }
}

pub(crate) fn filter_status(kept: &FilteredStatus) -> FilterStatus {
    FilterStatus {
        id: kept.id.to_string(),
        status_id: kept.status_id.to_string(),
    }
}

/// Why a post is filtered, as it says so itself.
pub(crate) fn filter_results(matches: &[FilterMatch<'_>]) -> Vec<FilterResult> {
    let result = |found: &FilterMatch<'_>| FilterResult {
        filter: bare(found.filter),
        keyword_matches: some(found.keywords.iter().map(ToString::to_string).collect()),
        status_matches: some(found.statuses.iter().map(ToString::to_string).collect()),
    };
    matches.iter().map(result).collect()
}

fn some(list: Vec<String>) -> Option<Vec<String>> {
    Some(list).filter(|it| !it.is_empty())
}

/// A keyword as the first version has it.
pub(crate) fn filter_v1(kept: &store::filters::Filter, keyword: &Keyword) -> FilterV1 {
    FilterV1 {
        id: keyword.id.to_string(),
        phrase: keyword.keyword.clone(),
        context: filters::contexts(kept).map(str::to_owned).collect(),
        whole_word: keyword.whole_word,
        expires_at: kept.expires_at.map(Timestamp),
        irreversible: kept.action == "hide",
    }
}
