//! Pages of lists.

use api::{Endpoint, Page, entities::Account, split};
use axum::http::HeaderValue;
use domain::{Context, Site};
use serde_json::{Map, Value};
use store::account_list::{Slice, Window};
use url::form_urlencoded::Serializer;

use crate::{Error, entities};

/// The parameters that say which part of a list is wanted, as they were sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    pub(crate) max_id: &'a Option<String>,
    pub(crate) since_id: &'a Option<String>,
    pub(crate) min_id: &'a Option<String>,
    pub(crate) limit: &'a Option<String>,
}

/// How many items a page has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub(crate) default: i64,
    pub(crate) most: i64,
}

/// How many accounts a page of people has.
pub(crate) const PEOPLE: Sizes = Sizes {
    default: 40,
    most: 80,
};

/// The part of a list that has nothing in it.
const NOTHING: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 0,
};

/// The cursor of a request whose fields have the usual names.
macro_rules! cursor {
    ($request:expr) => {
        $crate::paging::Cursor {
            max_id: &$request.max_id,
            since_id: &$request.since_id,
            min_id: &$request.min_id,
            limit: &$request.limit,
        }
    };
}
pub(crate) use cursor;

/// A page of people. What `list` finds are the ids that the page is sorted by, each with an account.
pub(crate) fn people<E: Endpoint>(
    cx: &mut Context,
    request: &E,
    cursor: Cursor<'_>,
    list: impl FnOnce(&mut Context, Window) -> domain::Result<Vec<(i64, i64)>>,
) -> Result<Page<Account>, Error> {
    let window = cursor.part(PEOPLE);
    let (ids, account_ids): (Vec<i64>, Vec<i64>) = list(cx, window)?.into_iter().unzip();
    let items = entities::people(cx, &account_ids)?;
    Ok(page(&cx.site, request, items, &ids, window))
}

/// A page of people who are not sorted by an id.
pub(crate) fn people_by_offset<E: Endpoint>(
    cx: &mut Context,
    request: &E,
    (limit, offset): (&Option<String>, &Option<String>),
    list: impl FnOnce(&mut Context, Slice) -> domain::Result<Vec<i64>>,
) -> Result<Page<Account>, Error> {
    let slice = Slice {
        limit: size(limit, PEOPLE),
        offset: offset.as_deref().map_or(0, leading_integer),
    };
    let ids = list(cx, slice)?;
    let items = entities::people(cx, &ids)?;
    let next = slice.offset.saturating_add(slice.limit);
    let is_full = !ids.is_empty() && ids.len() as i64 == slice.limit;
    let next = is_full.then(|| ("offset", next.to_string()));
    Ok(page_before(&cx.site, request, items, next))
}

/// Which part is wanted of a list that is counted through.
pub(crate) fn slice((limit, offset): (&Option<String>, &Option<String>), sizes: Sizes) -> Slice {
    Slice {
        limit: size(limit, sizes),
        offset: offset.as_deref().map_or(0, leading_integer),
    }
}

/// A page of such a list, with links to both neighbours. `count` is how many there were of it, before
/// what is gone was left out. As in Mastodon, the second page has none before it.
pub(crate) fn by_offset<E: Endpoint, T>(
    site: &Site,
    request: &E,
    items: Vec<T>,
    slice: Slice,
    count: i64,
) -> Page<T> {
    let (path, fields) = split(request);
    let link = |offset: i64, rel| {
        let address = address(site, &path, &fields, "offset", offset.to_string());
        format!("<{address}>; rel=\"{rel}\"")
    };
    let mut links = Vec::new();
    if count > 0 && count == slice.limit {
        links.push(link(slice.offset.saturating_add(slice.limit), "next"));
    }
    if count > 0 && slice.offset > slice.limit {
        links.push(link(slice.offset - slice.limit, "prev"));
    }
    Page {
        items,
        links: match links.is_empty() {
            true => None,
            false => HeaderValue::from_str(&links.join(", ")).ok(),
        },
    }
}

/// A page of what is not sorted by an id, and with which parameter the next one begins, if there may
/// be one.
pub(crate) fn page_before<E: Endpoint, T>(
    site: &Site,
    request: &E,
    items: Vec<T>,
    next: Option<(&str, String)>,
) -> Page<T> {
    let (path, fields) = split(request);
    let links = next.map(|(cursor, value)| {
        let address = address(site, &path, &fields, cursor, value);
        HeaderValue::from_str(&format!("<{address}>; rel=\"next\""))
    });
    Page {
        items,
        links: links.and_then(Result::ok),
    }
}

/// How many items are wanted.
pub(crate) fn size(limit: &Option<String>, sizes: Sizes) -> i64 {
    match limit.as_deref().map(str::trim) {
        None | Some("") => sizes.default,
        Some(text) => leading_integer(text).min(sizes.most),
    }
}

impl Cursor<'_> {
    /// The same as [`window`](Self::window), for lists that are asked for even if nothing can be meant.
    pub(crate) fn part(&self, sizes: Sizes) -> Window {
        self.window(sizes).unwrap_or(NOTHING)
    }

    /// The part of the list, or nothing where no item can be meant: by an id that is no number, or by
    /// a limit of 0. Mastodon fails at the latter.
    pub(crate) fn window(&self, sizes: Sizes) -> Option<Window> {
        let limit = size(self.limit, sizes);
        if limit == 0 {
            return None;
        }
        Some(Window {
            max_id: id(self.max_id)?,
            since_id: id(self.since_id)?,
            min_id: id(self.min_id)?,
            limit,
        })
    }
}

/// `-5x` means 5, `x` means 0.
pub(crate) fn leading_integer(text: &str) -> i64 {
    let digits = text.trim_start_matches(['-', '+']);
    let end = digits
        .find(|it: char| !it.is_ascii_digit())
        .unwrap_or(digits.len());
    match digits[..end].parse() {
        Ok(number) => number,
        Err(_) if end > 0 => i64::MAX,
        Err(_) => 0,
    }
}

/// The outer `None` is an id that nothing has.
fn id(text: &Option<String>) -> Option<Option<i64>> {
    match text.as_deref().map(str::trim) {
        None | Some("") => Some(None),
        Some(text) => text.parse().ok().map(Some),
    }
}

/// A page with links to its neighbours, which keep what was asked for.
pub(crate) fn page<E: Endpoint, T>(
    site: &Site,
    request: &E,
    items: Vec<T>,
    ids: &[i64],
    window: Window,
) -> Page<T> {
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
        return Page { items, links: None };
    };
    let (path, fields) = split(request);
    let address = |cursor, id: &i64| address(site, &path, &fields, cursor, id.to_string());
    let prev = format!("<{}>; rel=\"prev\"", address("min_id", first));
    let is_full = ids.len() as i64 == window.limit;
    let links = match is_full {
        true => format!("<{}>; rel=\"next\", {prev}", address("max_id", last)),
        false => prev,
    };
    Page {
        items,
        links: HeaderValue::from_str(&links).ok(),
    }
}

/// Parameters that say where a page begins. Each page has its own.
const CURSORS: [&str; 5] = ["max_id", "min_id", "since_id", "offset", "after"];

fn address(
    site: &Site,
    path: &str,
    fields: &Map<String, Value>,
    cursor: &str,
    value: String,
) -> String {
    let mut pairs: Vec<(String, String)> = vec![(cursor.to_owned(), value)];
    for (name, value) in fields {
        match value {
            _ if CURSORS.contains(&name.as_str()) => (),
            Value::Array(list) => {
                let items = list.iter().map(|it| (format!("{name}[]"), text(it)));
                pairs.extend(items);
            }
            Value::Object(_) | Value::Null => (),
            value => pairs.push((name.clone(), text(value))),
        }
    }
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{}?{query}", site.address(path))
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::leading_integer;

    #[test]
    fn limits_are_read_as_rails_does() {
        for (text, number) in [
            ("5", 5),
            ("-5", 5),
            ("12abc", 12),
            ("abc", 0),
            ("0", 0),
            ("", 0),
        ] {
            assert_eq!(leading_integer(text), number, "{text:?}");
        }
        assert_eq!(leading_integer("99999999999999999999"), i64::MAX);
    }
}
