//! Fetching lists of servers that others keep.

use std::sync::Arc;

use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{ACCEPT, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED},
};
use domain::{
    Result,
    servers::subscriptions::{Fetched, Format, read},
};
use store::domain_subscriptions::{self, Subscription};
use url::Url;

use crate::{
    App, bridge,
    outgoing::{Answer, Call},
};

/// How large a list may be.
const LARGEST: usize = 4 << 20;
/// How many times an address leads to another.
const REDIRECTS: usize = 3;
const ACCEPTED: &str = "text/csv, application/json, text/plain;q=0.9, */*;q=0.5";

/// What a list says now. None where there is no such list any more.
pub(crate) fn fetch(app: &App, id: i64) -> Result<Option<Fetched>> {
    let list = domain_subscriptions::find(&mut app.read()?.tx, id)?;
    Ok(list.map(|it| ask(app, &it)))
}

fn ask(app: &App, list: &Subscription) -> Fetched {
    let Ok(url) = Url::parse(&list.url) else {
        return Fetched::Failed("Its address cannot be read".into());
    };
    let call = Call {
        method: Method::GET,
        url,
        headers: headers(list),
        body: Vec::new(),
        redirects: REDIRECTS,
        most_bytes: LARGEST,
    };
    let outgoing = Arc::clone(&app.outgoing);
    match bridge::wait(async move { outgoing.send(call).await }) {
        Ok(Ok(answer)) => understand(list, &answer),
        Ok(Err(trouble)) => Fetched::Failed(trouble.to_string()),
        Err(error) => Fetched::Failed(error.to_string()),
    }
}

/// With what the server is to compare, so that it need not say again what it has said.
fn headers(list: &Subscription) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
    let known = [
        (IF_NONE_MATCH, &list.etag),
        (IF_MODIFIED_SINCE, &list.last_modified),
    ];
    for (name, value) in known {
        let value = value.as_deref().and_then(|it| it.parse().ok());
        headers.extend(value.map(|it: HeaderValue| (name, it)));
    }
    headers
}

fn understand(list: &Subscription, answer: &Answer) -> Fetched {
    match answer.status {
        StatusCode::NOT_MODIFIED => return Fetched::Unchanged,
        StatusCode::OK => (),
        status => return Fetched::Failed(format!("Its server says {status}")),
    }
    let Ok(text) = std::str::from_utf8(&answer.body) else {
        return Fetched::Failed("The list is no text".into());
    };
    let format = Format::named(&list.format).unwrap_or(Format::Auto);
    match read(text, format) {
        Ok(said) => Fetched::List {
            said,
            etag: header(answer, &ETAG),
            last_modified: header(answer, &LAST_MODIFIED),
        },
        Err(why) => Fetched::Failed(why),
    }
}

fn header(answer: &Answer, name: &HeaderName) -> Option<String> {
    let value = answer.headers.get(name)?;
    value.to_str().ok().map(str::to_owned)
}
