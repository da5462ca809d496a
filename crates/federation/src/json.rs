//! Getting at what a document says, whatever shape it has: in ActivityPub one thing may stand for a list
//! of one, and a name for the thing.

use chrono::{DateTime, Utc};
use domain::servers::host_with_port;
use serde_json::Value;
use url::Url;

use crate::names::PUBLIC;

/// Reads a document. Texts come without the character that no database keeps.
pub fn parse(bytes: &[u8]) -> Option<Value> {
    let mut document = serde_json::from_slice(bytes).ok()?;
    strip(&mut document);
    Some(document)
}

fn strip(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => text.retain(|it| it != '\0'),
        Value::Array(list) => list.iter_mut().for_each(strip),
        Value::Object(map) => map.values_mut().for_each(strip),
        _ => (),
    }
}

/// Everybody, in the three ways to write it.
pub(crate) fn is_public(uri: &str) -> bool {
    [PUBLIC, "as:Public", "Public"].contains(&uri)
}

pub(crate) fn text<'a>(document: &'a Value, key: &str) -> Option<&'a str> {
    document.get(key)?.as_str().filter(|it| !it.is_empty())
}

pub(crate) fn flag(document: &Value, key: &str) -> bool {
    document
        .get(key)
        .and_then(Value::as_bool)
        .unwrap_or_default()
}

pub(crate) fn number(document: &Value, key: &str) -> Option<i64> {
    document.get(key)?.as_i64()
}

pub(crate) fn time(document: &Value, key: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text(document, key)?).ok()?;
    DateTime::from_timestamp_millis(at.timestamp_millis())
}

/// What stands under a key, as a list.
pub(crate) fn list<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    match document.get(key) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
    }
}

/// The name of a thing, which may be there itself.
pub(crate) fn name(value: &Value) -> Option<&str> {
    match value {
        Value::String(name) => Some(name),
        Value::Object(_) => text(value, "id"),
        Value::Array(list) => list.first().and_then(name),
        _ => None,
    }
}

pub(crate) fn name_under<'a>(document: &'a Value, key: &str) -> Option<&'a str> {
    document.get(key).and_then(name)
}

pub(crate) fn names_under<'a>(document: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    list(document, key).iter().filter_map(name)
}

/// What the document is: it may be several things.
pub(crate) fn is_any(document: &Value, kinds: &[&str]) -> bool {
    let mut said = list(document, "type").iter().filter_map(Value::as_str);
    said.any(|it| kinds.contains(&it))
}

/// The page for people. Of several, one that says that it is.
pub(crate) fn page(document: &Value) -> Option<&str> {
    let links = list(document, "url");
    let is_html = |it: &&Value| text(it, "mediaType") == Some("text/html");
    let page = links.iter().find(is_html);
    let page = page.or_else(|| links.iter().find(|it| link(it).is_some()));
    link(page?).filter(|it| is_web(it))
}

/// Where a file is: the first link that is one.
pub(crate) fn file(document: &Value) -> Option<&str> {
    let mut links = list(document, "url").iter().chain(list(document, "href"));
    links.find_map(|it| link(it).filter(|it| is_web(it)))
}

/// Where something leads to: it may be the address itself, or say it.
fn link(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| text(value, "href"))
}

pub(crate) fn is_web(uri: &str) -> bool {
    uri.len() <= 2048 && (uri.starts_with("https://") || uri.starts_with("http://"))
}

/// The server that a name belongs to, with the port if there is one.
pub fn host_of(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok().filter(|_| is_web(uri))?;
    host_with_port(&url)
}

/// Whether one server answers for both.
pub fn is_same_host(one: &str, other: &str) -> bool {
    match (host_of(one), host_of(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}
