//! Sites of the web, as small as can be: what each page answers, and how often it was asked for.

use std::{
    collections::HashMap,
    net::TcpListener,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use crate::{peer::serve, server::Server};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Response, StatusCode, header},
};
use kumki_server::Options;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Pages by their host and path.
#[derive(Clone, Default)]
pub(crate) struct Sites(Arc<Mutex<HashMap<String, Page>>>);

#[derive(Clone)]
struct Page {
    status: u16,
    kind: &'static str,
    content: Vec<u8>,
    asked: usize,
}

impl Sites {
    /// A server that knows these sites, whose names all lead to the same place.
    pub(crate) async fn start(&self, hosts: &[&str]) -> Result<Server> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let sites = self.clone();
        let answer = move |request: Request| async move { sites.answer(&request) };
        let router = Router::new().fallback(answer);
        // On a thread of its own: a test that works off jobs keeps its own thread to itself.
        thread::spawn(move || serve(listener, router));
        let choose = |options: &mut Options| {
            options.rate_limits = false;
            let hosts = hosts.iter().map(|it| ((*it).to_owned(), address));
            options.test_hosts = hosts.collect();
        };
        Server::start_with(choose).await
    }

    pub(crate) fn page(&self, address: &str, html: &str) {
        self.put(address, 200, "text/html; charset=utf-8", html.as_bytes());
    }

    pub(crate) fn put(&self, address: &str, status: u16, kind: &'static str, content: &[u8]) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let content = content.to_vec();
        let asked = 0;
        let page = Page {
            status,
            kind,
            content,
            asked,
        };
        pages.insert(address.into(), page);
    }

    /// Since it was put there last.
    pub(crate) fn asked(&self, address: &str) -> usize {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(address).map_or(0, |it| it.asked)
    }

    fn answer(&self, request: &Request) -> Response<axum::body::Body> {
        let host = request.headers().get(header::HOST);
        let host = host.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let address = format!("{host}{}", request.uri());
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut response = Response::default();
        let Some(page) = pages.get_mut(&address) else {
            *response.status_mut() = StatusCode::NOT_FOUND;
            return response;
        };
        page.asked += 1;
        *response.status_mut() = StatusCode::from_u16(page.status).unwrap_or_default();
        let name = match page.status {
            300..400 => header::LOCATION,
            _ => header::CONTENT_TYPE,
        };
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(page.kind));
        *response.body_mut() = page.content.clone().into();
        response
    }
}

/// An article with all that it takes to trend.
pub(crate) fn article(title: &str, language: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><head><title>Other</title>\
         <meta property=\"og:type\" content=\"article\">\
         <meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:description\" content=\"After two years of work &amp; waiting\">\
         <meta property=\"og:site_name\" content=\"Example News\">\
         <meta property=\"og:image\" content=\"/bridge.png\">\
         </head><body><p>Words</p></body></html>"
    )
}
