//! Looking at the pages that posts link to.

use std::sync::Arc;

use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use domain::cards::{self, Page};
use encoding_rs::{Encoding, UTF_8};
use store::cards::Content;
use url::Url;

use crate::{
    App, Error, bridge,
    federation::{Missed, fetch_card_picture},
    outgoing::{Answer, Call},
};

/// How large a page may be, and what a site says about how to show one.
const LARGEST: usize = 1 << 20;
const LARGEST_OEMBED: usize = 1 << 16;
/// How many times an address leads to another.
const MOST_REDIRECTS: usize = 3;
/// How often a page is tried that may be there another time.
const MOST_TRIES: i32 = 3;
/// How far into a page it may say how it is written.
const FIRST_BYTES: usize = 1024;

/// What is seen of a page, and the address that stands for it.
pub(crate) type Seen = (Content, Option<String>);

/// None if there is nothing to be seen, or nobody wants to see it any more.
pub(crate) fn look_at(app: &App, card_id: i64, attempts: i32) -> Result<Option<Seen>, Missed> {
    let Some(url) = cards::wanted(&mut app.read()?, card_id)? else {
        return Ok(None);
    };
    match page(app, &url) {
        Ok(seen) => Ok(Some(seen)),
        Err(Missed::NotNow(why)) if attempts < MOST_TRIES => Err(Missed::NotNow(why)),
        Err(Missed::Never(why) | Missed::NotNow(why)) => {
            tracing::debug!("{url} has no card: {why}");
            Ok(None)
        }
        Err(broken) => Err(broken),
    }
}

fn page(app: &App, url: &Url) -> Result<Seen, Missed> {
    let answer = ask(app, url, "text/html, application/xhtml+xml;q=0.9", LARGEST)?;
    // It may have led elsewhere.
    if !cards::may_ask(&mut app.read()?, &answer.url)? {
        return Err(Missed::Never("nothing is fetched from there".into()));
    }
    let kind = header(&answer, &CONTENT_TYPE).to_lowercase();
    let is_page = ["text/html", "application/xhtml+xml"]
        .iter()
        .any(|it| kind.starts_with(it));
    if !is_page {
        return Err(Missed::Never("it is no page".into()));
    }
    let text = decoded(&kind, &answer.body);
    let found = Page::read(&answer.url, &text);
    let mut page = found.ok_or_else(|| Missed::Never("it says nothing about itself".into()))?;
    if let Some(address) = page.oembed.take() {
        add_oembed(app, &answer.url, &address, &mut page)?;
    }
    if !page.is_something() {
        return Err(Missed::Never("it has no title".into()));
    }
    let mut content = page.content;
    if let Some(address) = &page.picture
        && let Some(picture) = fetch_card_picture(app, address)?
    {
        content.image = Some(picture.file);
        content.blurhash = picture.blurhash;
        if content.html.is_empty() && content.kind == "link" {
            (content.width, content.height) = picture.size;
        }
    }
    Ok((content, page.canonical))
}

/// Where the site does not say it after all, the page goes without.
fn add_oembed(app: &App, url: &Url, address: &str, page: &mut Page) -> Result<(), Missed> {
    let Ok(address) = Url::parse(address) else {
        return Ok(());
    };
    match ask(app, &address, "application/json", LARGEST_OEMBED) {
        Ok(answer) => {
            if let Ok(said) = serde_json::from_slice(&answer.body) {
                page.add_oembed(url, &said);
            }
            Ok(())
        }
        Err(Missed::Never(_) | Missed::NotNow(_)) => Ok(()),
        Err(broken) => Err(broken),
    }
}

fn ask(app: &App, url: &Url, accepted: &'static str, most: usize) -> Result<Answer, Missed> {
    if !cards::may_ask(&mut app.read()?, url)? {
        return Err(Missed::Never("nothing is fetched from there".into()));
    }
    let call = Call {
        method: Method::GET,
        url: url.clone(),
        headers: HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accepted))]),
        body: Vec::new(),
        redirects: MOST_REDIRECTS,
        most_bytes: most,
    };
    let outgoing = Arc::clone(&app.outgoing);
    let answer = bridge::wait(async move { outgoing.send(call).await })
        .map_err(|error| Error::Broken(error.to_string()))?;
    match answer {
        Ok(answer) if answer.status == StatusCode::OK => Ok(answer),
        Ok(answer) if answer.status.is_server_error() => {
            Err(Missed::NotNow(format!("the server says {}", answer.status)))
        }
        Ok(answer) => Err(Missed::Never(format!("the server says {}", answer.status))),
        Err(trouble) if trouble.is_final() => Err(Missed::Never(trouble.to_string())),
        Err(trouble) => Err(Missed::NotNow(trouble.to_string())),
    }
}

fn header(answer: &Answer, name: &HeaderName) -> String {
    let value = answer.headers.get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// In the alphabet that the server names, or else the page itself, or else everybody's.
fn decoded(kind: &str, body: &[u8]) -> String {
    let beginning = String::from_utf8_lossy(&body[..body.len().min(FIRST_BYTES)]).to_lowercase();
    let named = charset(kind).or_else(|| charset(&beginning));
    let encoding = named
        .and_then(|it| Encoding::for_label(it.as_bytes()))
        .unwrap_or(UTF_8);
    encoding.decode(body).0.into_owned()
}

/// What stands behind `charset=`.
fn charset(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && !"-_:.".contains(it));
    Some(&rest[..end.unwrap_or(rest.len())]).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_page_is_read_in_its_own_alphabet() {
        let page = b"<meta http-equiv=content-type content='text/html; charset=koi8-r'>\xf0";
        assert!(decoded("text/html", page).ends_with('П'));
        assert_eq!(decoded("text/html; charset=\"iso-8859-1\"", b"\xe9"), "é");
        assert_eq!(decoded("text/html", "é".as_bytes()), "é");
        assert_eq!(decoded("text/html; charset=odd", b"\xe9"), "\u{fffd}");
    }
}
