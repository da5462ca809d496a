//! Answers as texts in rows.

use crate::{
    columns::{self, Column},
    json::Json,
    plain,
};

/// More do not fit beside each other.
const MOST_COLUMNS: usize = 8;

/// Rows of texts that are harmless to print.
pub(crate) struct Sheet {
    /// Empty where the first column says what the second is.
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    fn new(headings: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Self {
        let harmless = |texts: Vec<String>| texts.iter().map(|it| plain::line(it)).collect();
        Self {
            headings: harmless(headings),
            rows: rows.map(harmless).collect(),
        }
    }

    /// A row for each thing.
    pub(crate) fn of_list(entity: &str, items: &[Json]) -> Self {
        let Some(columns) = columns::of_list(entity) else {
            return Self::by_shape(items);
        };
        let headings = columns.iter().map(|it| it.heading.to_owned()).collect();
        let row = |item| columns.iter().map(|it| (it.text)(item)).collect();
        Self::new(headings, items.iter().map(row))
    }

    /// A row for each fact about a thing.
    pub(crate) fn of_one(entity: &str, item: &Json) -> Self {
        let mut rows = Vec::new();
        match columns::of_one(entity) {
            Some(columns) => {
                let fact = |it: &Column| vec![it.heading.to_owned(), (it.text)(item)];
                rows.extend(columns.into_iter().flatten().map(fact));
                rows.retain(|row| !row[1].is_empty());
            }
            None => facts("", item, &mut rows),
        }
        Self::new(Vec::new(), rows.into_iter())
    }

    /// What is short enough in all of them, in the order of the contract.
    fn by_shape(items: &[Json]) -> Self {
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in items.iter().flat_map(Json::fields) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.retain(|name| items.iter().all(|item| is_short(item.at(name))));
        names.retain(|name| items.iter().any(|item| !item.at(name).text().is_empty()));
        names.truncate(MOST_COLUMNS);
        if names.is_empty() {
            let rows = items.iter().map(|item| vec![item.text()]);
            return Self::new(Vec::new(), rows);
        }
        let headings = names.iter().map(|name| spaced(name)).collect();
        let row = |item: &Json| names.iter().map(|name| item.at(name).text()).collect();
        Self::new(headings, items.iter().map(row))
    }
}

/// Facts within facts get both names: `usage users active month`.
fn facts(prefix: &str, item: &Json, rows: &mut Vec<Vec<String>>) {
    for (name, value) in item.fields() {
        let name = format!("{prefix}{}", spaced(name));
        if value.is_object() && *value.at("acct") == Json::Null {
            facts(&format!("{name} "), value, rows);
        } else if !value.text().is_empty() {
            rows.push(vec![name, value.text()]);
        }
    }
}

fn is_short(value: &Json) -> bool {
    match value {
        Json::List(_) => false,
        Json::Object(_) => !value.text().is_empty(),
        Json::Text(text) => !text.contains('<') && text.chars().count() < 200,
        Json::Null | Json::Bool(_) | Json::Number(_) => true,
    }
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
