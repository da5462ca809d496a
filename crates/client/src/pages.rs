use api::{Endpoint, Loose, Page};
use serde_json::Value;
use url::form_urlencoded;

use crate::{Client, Error};

/// The pages of a list, asked for one by one.
///
/// What follows an error is nothing: a list with a gap would look whole.
#[must_use = "nothing is asked before `next` or `all`"]
pub struct Pages<'a, E> {
    client: &'a Client,
    request: Request<'a, E>,
}

enum Request<'a, E> {
    First(&'a E),
    Later(E),
    None,
}

impl<'a, E> Pages<'a, E> {
    pub(crate) fn new(client: &'a Client, first: &'a E) -> Self {
        let request = Request::First(first);
        Self { client, request }
    }
}

impl<T, E: Endpoint<Response = Page<T>>> Pages<'_, E> {
    /// The next page, or `None` after the last. A page without items is the last, and is not shown
    /// unless it is the first.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        let request = std::mem::replace(&mut self.request, Request::None);
        let (request, is_first) = match &request {
            Request::First(first) => (*first, true),
            Request::Later(later) => (later, false),
            Request::None => return None,
        };
        let page = match self.client.send(request).await {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        if page.items.is_empty() {
            return is_first.then_some(Ok(page));
        }
        if let Some(next) = page.next().and_then(|link| following(request, link)) {
            self.request = Request::Later(next);
        }
        Some(Ok(page))
    }

    /// The items of all pages.
    pub async fn all(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.next().await {
            items.extend(page?.items);
        }
        Ok(items)
    }
}

/// The request for the page that a link points to, or `None` if it points nowhere new.
///
/// Only the query of the link counts, as changes to the first request. So filters stay that the server
/// forgot, and neither the request nor the token can be led to another place.
///
/// ```
/// use kumki_client::{api::admin::accounts::ListAccounts, following};
///
/// let first = ListAccounts { username: Some("a".into()), ..Default::default() };
/// let next = following(&first, "https://elsewhere.example/?max_id=7").unwrap();
/// assert_eq!(next.username.as_deref(), Some("a"));
/// assert_eq!(next.max_id.as_deref(), Some("7"));
/// ```
pub fn following<E: Endpoint>(request: &E, link: &str) -> Option<E> {
    let (_, query) = link.split_once('?')?;
    let before = serde_json::to_value(request).ok()?;
    let mut fields = before.as_object()?.clone();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !E::path_params().any(|it| it == name) {
            fields.insert(name.into_owned(), value.into());
        }
    }
    let next = E::deserialize(Loose(Value::Object(fields))).ok()?;
    (serde_json::to_value(&next).ok()? != before).then_some(next)
}
