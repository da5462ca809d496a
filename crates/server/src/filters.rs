//! What members would rather not read.

mod rules;
mod v1;

use std::net::IpAddr;

use api::{
    Empty, Loose,
    entities::Filter,
    filters::{CreateFilter, DeleteFilter, GetFilter, ListFilters, UpdateFilter},
};
use domain::{
    Context,
    filters::{self, Change, KeywordChange},
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    Error,
    entities::{filter, id},
    route::Answer,
};

impl Answer for ListFilters {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Filter>, Error> {
        Ok(filters::list(cx)?.iter().map(filter).collect())
    }
}

impl Answer for GetFilter {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Filter, Error> {
        Ok(filter(&filters::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateFilter {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Filter, Error> {
        let change = Change {
            title: Some(self.title),
            contexts: Some(self.context),
            action: self.filter_action,
            expires_in: self.expires_in,
            keywords: keywords(self.keywords_attributes),
        };
        Ok(filter(&filters::create(cx, change)?))
    }
}

impl Answer for UpdateFilter {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Filter, Error> {
        let change = Change {
            title: self.title,
            contexts: self.context,
            action: self.filter_action,
            expires_in: self.expires_in,
            keywords: keywords(self.keywords_attributes),
        };
        Ok(filter(&filters::change(cx, id(&self.id), change)?))
    }
}

impl Answer for DeleteFilter {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        filters::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

/// A list of objects, or an object whose keys are their numbers.
fn keywords(sent: Option<Value>) -> Vec<KeywordChange> {
    let rows: Vec<Value> = match sent {
        Some(Value::Array(rows)) => rows,
        Some(Value::Object(rows)) => {
            let mut rows: Vec<(String, Value)> = rows.into_iter().collect();
            rows.sort_by_key(|(number, _)| number.parse().unwrap_or(u64::MAX));
            rows.into_iter().map(|(_, row)| row).collect()
        }
        _ => Vec::new(),
    };
    let rows = rows.into_iter().filter(Value::is_object);
    rows.map(|mut row| keyword(&mut row)).collect()
}

fn keyword(row: &mut Value) -> KeywordChange {
    let sent_id: Option<String> = read(row["id"].take());
    KeywordChange {
        id: sent_id.filter(|it| !it.is_empty()).map(|it| id(&it)),
        keyword: read(row["keyword"].take()),
        whole_word: read(row["whole_word"].take()),
        is_removed: read(row["_destroy"].take()).unwrap_or_default(),
    }
}

/// What has the wrong shape is as if absent.
fn read<T: for<'de> Deserialize<'de>>(value: Value) -> Option<T> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        value => T::deserialize(Loose(value)).ok(),
    }
}
