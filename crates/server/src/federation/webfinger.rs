//! How others find out who is behind a name (WebFinger, RFC 7033), and that they can (host-meta).

use ::federation::names;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use domain::{Context, Site, emails::domain_to_ascii};
use serde_json::{Value, json};
use store::accounts;

use super::answer::{kept, refused};
use crate::{App, Error, oauth::answer_program, reply};

/// Who is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Resource {
    Account(String),
    Server,
}

/// `/.well-known/webfinger?resource=acct:name@domain`
pub(super) async fn find(State(app): State<App>, request: Request) -> Response {
    answer_program(app, request, |app, visit| {
        let Some(resource) = visit.text("resource").filter(|it| !it.is_empty()) else {
            return Err(Error::Malformed("resource is missing".into()));
        };
        let found = Resource::read(&app.site, &resource);
        let mut response = match found.ok_or(domain::Error::NotFound)? {
            Resource::Server => described(&server(&app.site)),
            Resource::Account(name) => match account(&mut app.read()?, &name)? {
                Some(document) => described(&document),
                None => return Ok(refused(StatusCode::GONE)),
            },
        };
        kept(&mut response, "public, max-age=3600");
        Ok(response)
    })
    .await
}

impl Resource {
    fn read(site: &Site, text: &str) -> Option<Self> {
        if text.starts_with("https://") || text.starts_with("http://") {
            if names::is_instance_actor(site, text) || is_root(site, text) {
                return Some(Self::Server);
            }
            let named = names::account(site, text).or_else(|| account_of_page(site, text))?;
            return Some(Self::Account(named.to_owned()));
        }
        let handle = text.strip_prefix("acct:").unwrap_or(text);
        let handle = handle.strip_prefix('@').unwrap_or(handle);
        let (name, domain) = handle.rsplit_once('@')?;
        if domain_to_ascii(domain) != *site.domain {
            return None;
        }
        Some(match domain_to_ascii(name) == *site.domain {
            true => Self::Server,
            false => Self::Account(name.to_owned()),
        })
    }
}

fn is_root(site: &Site, text: &str) -> bool {
    text.trim_end_matches('/') == &*site.url
}

/// The name of the account whose page that is.
fn account_of_page<'a>(site: &Site, text: &'a str) -> Option<&'a str> {
    let name = text.strip_prefix(&*site.url)?.strip_prefix("/@")?;
    let is_plain = !name.is_empty() && !name.contains(['/', '?', '#', '@']);
    is_plain.then_some(name)
}

/// Also of those who may not show themselves; none of those who are gone for good.
fn account(cx: &mut Context, name: &str) -> Result<Option<Value>, Error> {
    let account = accounts::find_by_handle(&mut cx.tx, name, None)?;
    let account = account.filter(|it| it.id > 0);
    let account = account.ok_or(domain::Error::NotFound)?;
    if account.purged_at.is_some() {
        return Ok(None);
    }
    let mut document = document(&cx.site, &account.username, &account.uri, &account.url);
    document["aliases"] = json!([account.url, account.uri]);
    Ok(Some(document))
}

fn server(site: &Site) -> Value {
    let uri = names::instance_actor(site);
    let mut document = document(site, &site.domain, &uri, &site.address("/about"));
    document["aliases"] = json!([uri]);
    document
}

fn document(site: &Site, name: &str, uri: &str, page: &str) -> Value {
    json!({
        "subject": format!("acct:{name}@{}", site.domain),
        "links": [
            { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page },
            { "rel": "self", "type": "application/activity+json", "href": uri },
        ],
    })
}

fn described(document: &Value) -> Response {
    let mut response = reply::json(StatusCode::OK, document);
    let kind = HeaderValue::from_static("application/jrd+json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

fn template(site: &Site) -> String {
    site.address("/.well-known/webfinger?resource={uri}")
}

/// `/.well-known/host-meta`
pub(super) async fn host_meta(State(app): State<App>) -> Response {
    let mut address = String::new();
    domain::html::escape(&mut address, &template(&app.site));
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n\
         \x20 <Link rel=\"lrdd\" template=\"{address}\"/>\n\
         </XRD>\n"
    );
    let kind = HeaderValue::from_static("application/xrd+xml; charset=utf-8");
    let mut response = ([(CONTENT_TYPE, kind)], text).into_response();
    kept(&mut response, "public, max-age=86400");
    response
}

/// `/.well-known/host-meta.json`
pub(super) async fn host_meta_json(State(app): State<App>) -> Response {
    let link = json!({ "rel": "lrdd", "template": template(&app.site) });
    let mut response = reply::json(StatusCode::OK, &json!({ "links": [link] }));
    kept(&mut response, "public, max-age=86400");
    response
}
